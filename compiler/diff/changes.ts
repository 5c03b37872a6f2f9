/** What differs between two matched parts, attribute by attribute, and what of it only follows from other changes. */

import { followsInput } from '../outline/attributes.ts';
import { isCommutative } from '../outline/commutative.ts';
import { type Layer, layersOf, type Outline, type Part } from '../outline/outline.ts';
import { sameShape } from '../shape.ts';
import type { Change } from './difference.ts';
import type { Matching } from './matching.ts';
import { pairTensors } from './tensors.ts';
import { Wiring } from './wiring.ts';

/** Compares matched parts. */
export class Changes {
  readonly #before: Outline;
  readonly #after: Outline;
  readonly #names: boolean;
  readonly #sameStructure: boolean;
  readonly #wiring: Wiring;
  /** The second network's names of tensors. */
  readonly #tensors: ReadonlyMap<string, string>;

  /**
   * @param names - whether names and classes count
   * @param sameStructure - whether the networks are isomorphic: then no layer reads another value than before
   */
  constructor(before: Outline, after: Outline, matching: Matching, names: boolean, sameStructure: boolean) {
    this.#before = before;
    this.#after = after;
    this.#names = names;
    this.#sameStructure = sameStructure;
    this.#wiring = new Wiring(before, after, matching);
    this.#tensors = new Map(
      layersOf(before.root).flatMap(layer => {
        const other = matching.afterOf(layer);
        return other?.kind === 'layer' ? pairTensors(layer, other).map(([a, b]) => [a.name, b.name]) : [];
      }),
    );
  }

  between(before: Part, after: Part): readonly Change[] {
    if (before.kind === 'layer' && after.kind === 'layer') {
      return [
        ...this.#name(before, after),
        ...this.#attributes(before, after),
        ...this.#inputs(before, after),
        ...this.#shares(before, after),
      ];
    }
    return [...this.#name(before, after), ...(before === this.#before.root ? this.#outputs() : [])];
  }

  #name(before: Part, after: Part): readonly Change[] {
    const changes: Change[] = [];
    const change = (attribute: 'name' | 'type', follows: boolean): void => {
      if (before[attribute] === after[attribute]) return;
      changes.push({ attribute, before: before[attribute], after: after[attribute], follows });
    };
    if (this.#names) change('name', isFunction(before) && isFunction(after));
    // Classes are names; a graph from elsewhere may not say them.
    if (before.kind === 'layer') change('type', false);
    else if (this.#names) change('type', before.type === '' || after.type === '');
    return changes;
  }

  #attributes(before: Layer, after: Layer): readonly Change[] {
    const keys = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])];
    const isFiltered = isDepthwise(before) && isDepthwise(after);
    const changes: Change[] = keys
      .filter(key => before.attributes[key] !== after.attributes[key])
      .map(attribute => ({
        attribute,
        before: before.attributes[attribute],
        after: after.attributes[attribute],
        follows: followsInput(attribute) || (isFiltered && (attribute === 'groups' || attribute === 'out')),
      }));
    if (!sameShape(before.shape, after.shape)) {
      changes.push({ attribute: 'shape', before: before.shape, after: after.shape, follows: true });
    }
    return changes;
  }

  #inputs(before: Layer, after: Layer): readonly Change[] {
    if (this.#wiring.isSame(before.inputs, after.inputs)) return [];
    const isSwap =
      isCommutative(after.type) &&
      before.type === after.type &&
      this.#wiring.isSame(before.inputs.toReversed(), after.inputs);
    const follows = this.#sameStructure || isSwap || this.#wiring.isExplained(before, after);
    return [{ attribute: 'inputs', before: before.inputs, after: after.inputs, follows }];
  }

  /** Where a layer shares more or fewer tensors than before, its attributes tell. */
  #shares({ shares: before = [] }: Layer, { shares: after = [] }: Layer): readonly Change[] {
    if (before.length === after.length && before.every((name, i) => this.#tensors.get(name) === after[i]))
      return [];
    const follows = this.#sameStructure || before.length !== after.length;
    return [{ attribute: 'shares', before, after, follows }];
  }

  #outputs(): readonly Change[] {
    const [before, after] = [this.#before, this.#after].map(({ outputs }) => outputs.map(({ id }) => id));
    if (!before || !after || this.#wiring.isSame(before, after)) return [];
    const follows = this.#sameStructure || this.#wiring.explains(before, after);
    return [{ attribute: 'outputs', before, after, follows }];
  }
}

/** Whether a module calls it as a function: then it has no name but its operator's. */
const isFunction = ({ name, type }: Part): boolean => name === type;

/** Whether each channel is filtered alone. Then there are as many groups, and results, as channels are given. */
const isDepthwise = ({ attributes }: Layer): boolean =>
  attributes.groups !== undefined && attributes.groups !== 1 && attributes.groups === attributes.in;
