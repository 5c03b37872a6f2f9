/** Names of kernels: what they do and their sizes, `conv3x3_56x56x64_to_56x56x64_relu`. Equal kernels are one. */

import { printScalar, type Scalar } from '../ir/scalar.ts';
import type { Access, Kernel, KernelEpilogue } from './kernel.ts';

/** Distinct kernels with their names. */
export interface NamedKernels {
  readonly list: readonly Kernel[];
  /** The place in `list` of what this kernel has become. */
  indexOf(kernel: Kernel): number;
}

/** Drops repetitions, in order of first use, and names the rest; kernels that would share a name are numbered. */
export function nameKernels(kernels: readonly Kernel[]): NamedKernels {
  const places = new Map<string, number>();
  const distinct: Kernel[] = [];
  const keys = new Map<Kernel, string>();
  for (const kernel of kernels) {
    const key = keyOf(kernel);
    keys.set(kernel, key);
    if (places.has(key)) continue;
    places.set(key, distinct.length);
    distinct.push(kernel);
  }
  const taken = new Map<string, number>();
  const list = distinct.map(kernel => {
    const name = nameOf(kernel);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { ...kernel, name: count === 1 ? name : `${name}_${count}` };
  });
  return { list, indexOf: kernel => places.get(keys.get(kernel) ?? '') ?? -1 };
}

/** A text that equal kernels share. Expressions are written with their shared parts once: as trees they may be huge. */
const keyOf = (kernel: Kernel): string =>
  JSON.stringify(kernel, (_, value) => (isExpression(value) ? printScalar(value) : value));

const isExpression = (value: unknown): value is Scalar =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'apply';

function nameOf(kernel: Kernel): string {
  switch (kernel.kind) {
    case 'contract': {
      const [v, h] = kernel.window;
      if (kernel.form === 'linear') {
        if (kernel.mean)
          return `mean_linear_${image(kernel.x)}_to_${rows(kernel.y)}${ending(kernel.epilogue)}`;
        return `linear_${rows(kernel.x)}_to_${rows(kernel.y)}${ending(kernel.epilogue)}`;
      }
      const what = `conv${v.kernel}x${h.kernel}`;
      const groups = kernel.groups > 1 ? `_g${kernel.groups}` : '';
      const dilation = v.dilation * h.dilation > 1 ? `_d${v.dilation}` : '';
      const inputs = [kernel.x, ...(kernel.joined ? [kernel.joined.x] : [])].map(image).join('_and_');
      return `${what}${groups}${dilation}_${inputs}_to_${image(kernel.y)}${ending(kernel.epilogue)}`;
    }
    case 'pool': {
      const [v, h] = kernel.window;
      return `${kernel.reducer}pool${v.kernel}x${h.kernel}_${image(kernel.x)}${ending(kernel.epilogue)}`;
    }
    case 'adaptive-pool':
      return `meanpool_${image(kernel.x)}_to_${image(kernel.y)}${ending(kernel.epilogue)}`;
    case 'softmax':
      return `softmax_${kernel.x.shape.join('x')}`;
    case 'map': {
      const what = kernel.expression.kind === 'operand' ? 'copy' : words(kernel.expression);
      return `${what}_${image(kernel.y)}`;
    }
    case 'expand':
      return `winograd${kernel.output}_weights_${kernel.windows}`;
  }
}

/** Features; the number of rows where it is more than one. */
function rows({ shape }: Access): string {
  const [n = 1, features = 1, h = 1, w = 1] = shape;
  return n * h * w === 1 ? `${features}` : `${n * h * w}x${features}`;
}

/** Height, width and channels; the batch where it is more than one. */
function image({ shape }: Access): string {
  if (shape.length !== 4) return shape.join('x');
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  const sizes = h === 1 && w === 1 ? `${c}` : `${h}x${w}x${c}`;
  return n === 1 ? sizes : `n${n}_${sizes}`;
}

function ending(epilogue: KernelEpilogue | undefined): string {
  return epilogue ? `_${words(epilogue.expression)}` : '';
}

/** The functions of an expression, inside out; `max(x, 0)` is called relu. Long ones are cut. */
function words(expression: Scalar): string {
  const names: string[] = [];
  const seen = new Set<Scalar>();
  const visit = (scalar: Scalar): void => {
    if (scalar.kind !== 'apply' || seen.has(scalar)) return;
    seen.add(scalar);
    scalar.args.forEach(visit);
    const [, b] = scalar.args;
    const isRelu = scalar.fn === 'max' && b?.kind === 'constant' && b.value === 0;
    names.push(isRelu ? 'relu' : scalar.fn);
  };
  visit(expression);
  return names.length > 4 ? `${names.slice(0, 3).join('_')}_etc` : names.join('_') || 'copy';
}
