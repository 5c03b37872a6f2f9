/** The flattening layer, under PyTorch's name. */

import type { Flattened } from './arithmetic.ts';
import { flatten } from './functions.ts';
import { axis } from './kinds.ts';
import { Layer } from './layer.ts';
import type { AsShape, Rule } from './rule.ts';
import { optional, read, signature } from './signature.ts';
import type { Tensor } from './tensor.ts';

interface Flattens<Start extends number, End extends number> extends Rule {
  readonly output: this['input'] extends infer S extends readonly number[] ? Flattened<S, Start, End> : never;
}

const flattenLayerSignature = signature('Flatten', {
  start: optional(axis, 'start_dim', 1),
  end: optional(axis, 'end_dim', -1),
});

/**
 * `[N, C, H, W]` to `[N, C * H * W]`; or the axes from `start` to `end`, both of them included, to one.
 * https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten<const Start extends number = 1, const End extends number = -1> extends Layer {
  static readonly signature = flattenLayerSignature;
  declare readonly rule: Flattens<Start, End>;
  readonly #start: number;
  readonly #end: number;

  constructor(start?: Start, end?: End);
  constructor(options: { readonly start?: Start; readonly end?: End });
  constructor(...args: readonly unknown[]) {
    super();
    const { start, end } = read(flattenLayerSignature, args);
    this.#start = start;
    this.#end = end;
  }

  forward<N extends number, Rest extends readonly number[]>(
    x: Tensor<readonly [N, ...Rest]>,
  ): Tensor<AsShape<Flattened<[N, ...Rest], Start, End>>> {
    return flatten<readonly number[], number, number>(x, this.#start, this.#end) as Tensor<never>;
  }

  override extraRepr(): string {
    return `start_dim=${this.#start}, end_dim=${this.#end}`;
  }
}
