/** Which tensors of the first network's checkpoint fit the second: as they are, under another name, or not. */

import { layersOf, type Outline, type Parameter } from '../../outline/outline.ts';
import { sameShape } from '../../shape.ts';
import { type Difference, type Entry, entriesOf } from '../difference.ts';
import { pairTensors } from '../tensors.ts';

/** A tensor under both names. */
export interface TensorPair {
  readonly before: Parameter;
  readonly after: Parameter;
}

/** What becomes of a checkpoint. */
export interface Compatibility {
  /** Fit as they are. */
  readonly kept: readonly Parameter[];
  /** Fit under another name. */
  readonly renamed: readonly TensorPair[];
  /** Belong to the same layer, but have another shape. */
  readonly reshaped: readonly TensorPair[];
  /** The second network needs them; the checkpoint has nothing for them. */
  readonly missing: readonly Parameter[];
  /** The checkpoint has them; the second network does not need them. */
  readonly unused: readonly Parameter[];
}

/** Compares what two networks read from a checkpoint, layer by layer as the difference matches them. */
export function compatibilityOf({ before, after, tensors, root }: Difference): Compatibility {
  const partners = tensors ? partnersByName(before, after, tensors) : partnersByLayer(root);
  pairByName(before, after, partners);
  const pairs = [...partners].map(([a, b]) => ({ before: a, after: b }));
  const fitting = pairs.filter(pair => sameShape(pair.before.shape, pair.after.shape));
  const reached = new Set(partners.values());
  return {
    kept: fitting.filter(pair => pair.before.name === pair.after.name).map(pair => pair.after),
    renamed: fitting.filter(pair => pair.before.name !== pair.after.name),
    reshaped: pairs.filter(pair => !sameShape(pair.before.shape, pair.after.shape)),
    missing: parametersOf(after).filter(parameter => !reached.has(parameter)),
    unused: parametersOf(before).filter(parameter => !partners.has(parameter)),
  };
}

/** Where networks are the same but for names, every tensor has its partner. */
function partnersByName(
  before: Outline,
  after: Outline,
  names: ReadonlyMap<string, string>,
): Map<Parameter, Parameter> {
  const others = new Map(parametersOf(after).map(parameter => [parameter.name, parameter]));
  return new Map(
    parametersOf(before).flatMap(parameter => {
      const other = others.get(names.get(parameter.name) ?? '');
      return other ? [[parameter, other] as const] : [];
    }),
  );
}

const partnersByLayer = (root: Entry): Map<Parameter, Parameter> =>
  new Map(
    entriesOf(root).flatMap(({ before, after }) =>
      before?.kind === 'layer' && after?.kind === 'layer' ? pairTensors(before, after) : [],
    ),
  );

/** Whether a checkpoint of the first network holds all that the second needs. */
export const isCompatible = ({ missing, reshaped }: Compatibility): boolean =>
  missing.length === 0 && reshaped.length === 0;

const parametersOf = ({ root }: Outline): readonly Parameter[] =>
  layersOf(root).flatMap(({ parameters }) => parameters);

/** A parameter that layers share may have another first reader: its name and shape say that it is the same. */
function pairByName(before: Outline, after: Outline, partners: Map<Parameter, Parameter>): void {
  const reached = new Set(partners.values());
  const free = new Map(
    parametersOf(after).flatMap(each => (reached.has(each) ? [] : [[each.name, each] as const])),
  );
  for (const parameter of parametersOf(before)) {
    const other = partners.has(parameter) ? undefined : free.get(parameter.name);
    if (other && sameShape(other.shape, parameter.shape)) partners.set(parameter, other);
  }
}
