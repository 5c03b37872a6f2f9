/** Which tensor of a layer is which of the layer that it is matched with. */

import type { Layer, Parameter } from '../outline/outline.ts';
import { sameShape } from '../shape.ts';

/**
 * Tensors of two layers that are the same to them: `weight` is `weight`. Where a name says nothing of that, as that of
 * a tensor which belongs to another module, its place among the others of its shape does.
 */
export function pairTensors(
  before: Layer,
  after: Layer,
): readonly (readonly [before: Parameter, after: Parameter])[] {
  const free = new Set(after.parameters);
  const pairs: [Parameter, Parameter][] = [];
  const pair = (parameter: Parameter, isPartner: (other: Parameter) => boolean): boolean => {
    const other = [...free].find(isPartner);
    if (!other) return false;
    free.delete(other);
    pairs.push([parameter, other]);
    return true;
  };
  const rest = before.parameters.filter(parameter => !pair(parameter, ({ role }) => role === parameter.role));
  for (const parameter of rest) pair(parameter, ({ shape }) => sameShape(shape, parameter.shape));
  return pairs;
}
