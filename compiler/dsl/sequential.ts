/** Modules run one after another. */

import { bracket, Module } from './module.ts';
import type { Tensor } from './tensor.ts';

/** A module that keeps the shape of images with `C` channels. */
export interface Preserving<C extends number> extends Module {
  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, C, H, W]>,
  ): Tensor<[N, C, H, W]>;
}

/** Channels of a module's result. */
type ChannelsOf<M extends Module> = M['forward'] extends (
  ...inputs: never[]
) => Tensor<readonly [number, infer C extends number, ...number[]]>
  ? C
  : number;

/**
 * Members named `0`, `1`, …, run in turn. The first one may change the shape and gives the whole its signature;
 * the others keep it. Without members it is the identity, and its type argument says what it stands in for; the
 * graph's own checks find where it does not fit.
 */
export class Sequential<First extends Module> extends Module {
  declare readonly forward: First['forward'];

  constructor(...members: readonly [] | readonly [First, ...Preserving<ChannelsOf<First>>[]]) {
    super();
    Object.assign(this, members);
    bracket(this, (...inputs: never[]) => {
      let [x]: readonly unknown[] = inputs;
      for (const member of members) x = member.forward(x as never);
      return x;
    });
  }
}
