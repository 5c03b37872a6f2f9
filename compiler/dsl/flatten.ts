/** The flattening layer, under PyTorch's name. */

import type { Product } from './arithmetic.ts';
import { flatten } from './functions.ts';
import { Module } from './module.ts';
import type { Rule } from './rule.ts';
import type { Tensor } from './tensor.ts';

interface Flattens extends Rule {
  readonly output: this['input'] extends readonly [
    infer N extends number,
    ...infer Rest extends readonly number[],
  ]
    ? [N, Product<Rest>]
    : never;
}

/** `[N, C, H, W]` to `[N, C * H * W]`. https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
export class Flatten extends Module {
  declare readonly rule: Flattens;

  forward<N extends number, Rest extends readonly number[]>(
    x: Tensor<readonly [N, ...Rest]>,
  ): Tensor<[N, Product<Rest>]> {
    return flatten(x);
  }

  override extraRepr(): string {
    return 'start_dim=1, end_dim=-1';
  }
}
