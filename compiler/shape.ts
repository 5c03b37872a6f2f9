/** Shapes as plain arrays, and the arithmetic on them that every stage shares. */

/** Sizes, outermost first. Activations of images are `[batch, channels, height, width]`. */
export type Shape = readonly number[];

/** The shape of a network's input, or of several by their names. */
export type Shapes = Shape | Readonly<Record<string, Shape>>;

/** Whether these are one shape. */
export const isShape = (shapes: Shapes): shapes is Shape => Array.isArray(shapes);

/** The number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether two shapes are the same, size by size. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** `[1, 64, 56, 56]`, as messages and listings print shapes. */
export function printShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/**
 * The shape of an elementwise operation over its operands: axes are aligned at the end, and a size of 1 stretches
 * (NumPy's rule, https://numpy.org/doc/stable/user/basics.broadcasting.html).
 *
 * @returns the common shape, or `undefined` where two sizes differ and neither is 1
 */
export function broadcastShapes(shapes: readonly Shape[]): Shape | undefined {
  const rank = Math.max(0, ...shapes.map(shape => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let axis = 0; axis < shape.length; axis++) {
      const at = rank - shape.length + axis;
      const size = shape[axis] ?? 1;
      if (result[at] === 1) result[at] = size;
      else if (size !== 1 && size !== result[at]) return undefined;
    }
  }
  return result;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

/** One axis of a sliding window. */
export interface WindowAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: readonly [before: number, after: number];
  readonly dilation: number;
  /** Count a last window that starts inside the input or its leading padding but ends beyond it. */
  readonly ceilMode?: boolean;
}

/**
 * The number of places a window takes along an axis:
 * `floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1`, with `ceil` in ceil mode, where a
 * window that would start in the trailing padding is left out
 * (https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html).
 * Zero or less where the window does not fit.
 */
export function windowSize(size: number, axis: WindowAxis): number {
  const [before, after] = axis.padding;
  const span = size + before + after - axis.dilation * (axis.kernel - 1) - 1;
  if (span < 0) return 0;
  if (!axis.ceilMode) return Math.floor(span / axis.stride) + 1;
  const places = Math.ceil(span / axis.stride) + 1;
  return (places - 1) * axis.stride >= size + before ? places - 1 : places;
}
