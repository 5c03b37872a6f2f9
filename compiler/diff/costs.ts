/**
 * What it costs to take one part for another: the model by which networks are aligned. Two parts are matched where
 * that is cheaper than to remove the one and add the other.
 *
 *     remove or add    3 for a layer with parameters, 1 for any other layer, 1 for a module
 *     match layers     0.3 an attribute that differs, 0.05 one that only follows from the input, at most 1.5 in all;
 *                      0.6 more for another elementwise function or another pool; other operators are never matched
 *     match modules    0.3 for another class
 *     match            0.1 for another name, and 0.01 for another path
 *
 * So the same path comes first, then the same name, then the same structure. Without names the last two lines are 0.
 */

import { followsInput } from '../outline/attributes.ts';
import type { Layer, Part } from '../outline/outline.ts';

/** The cost of matching two parts that must not be. */
const never = 1e9;

/** How parts are compared. */
export interface Costs {
  /** Of removing a part, or adding it. */
  single(part: Part): number;
  /** Of taking one for the other. */
  match(before: Part, after: Part): number;
}

/** The model above. @param names - whether names, paths and classes count */
export function costsOf(names: boolean): Costs {
  return {
    single: part => (part.kind === 'layer' && part.parameters.length > 0 ? 3 : 1),
    match(before, after) {
      const own = matchOwn(before, after, names);
      if (own >= never || !names) return own;
      return own + (before.name === after.name ? 0 : 0.1) + (before.id === after.id ? 0 : 0.01);
    },
  };
}

/**
 * Only parts that are known to belong together are matched.
 *
 * @param partner - the second network's part for each layer of the first
 */
export function costsOfKnown(partner: ReadonlyMap<Part, Part>): Costs {
  return {
    single: () => 1,
    match: (before, after) => {
      if (before.kind === 'layer' || after.kind === 'layer') return partner.get(before) === after ? 0 : never;
      return (before.id === '') === (after.id === '') ? (before.name === after.name ? 0 : 0.1) : never;
    },
  };
}

function matchOwn(before: Part, after: Part, names: boolean): number {
  // A network stands for the other network, whatever either is wrapped in.
  if ((before.id === '') !== (after.id === '')) return never;
  if (before.kind === 'layer') return after.kind === 'layer' ? matchLayers(before, after) : never;
  if (after.kind === 'layer') return never;
  return names && before.type !== after.type && before.type !== '' && after.type !== '' ? 0.3 : 0;
}

function matchLayers(before: Layer, after: Layer): number {
  const isOther = before.type !== after.type;
  if (isOther && !(before.form === after.form && isFunction(before) && isFunction(after))) return never;
  const keys = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  let cost = isOther ? 0.6 : 0;
  for (const key of keys) {
    if (before.attributes[key] !== after.attributes[key]) cost += followsInput(key) ? 0.05 : 0.3;
  }
  return Math.min(1.5, cost);
}

/** Whether a layer applies a function to one value, to each element or each window: an activation, a pool. */
const isFunction = ({ form, inputs, parameters }: Layer): boolean =>
  (form === 'pointwise' || form === 'pool') && inputs.length === 1 && parameters.length === 0;
