/** What differs between two matched parts, attribute by attribute, and what of it only follows from other changes. */

import { followsInput } from '../outline/attributes.ts';
import { type Layer, type Outline, type Part, partsOf } from '../outline/outline.ts';
import { sameShape } from '../shape.ts';
import type { Change } from './difference.ts';
import type { Matching } from './matching.ts';

/** Compares matched parts. */
export class Changes {
  readonly #matching: Matching;
  readonly #names: boolean;
  readonly #sameStructure: boolean;
  readonly #before: ReadonlyMap<string, Part>;
  readonly #after: ReadonlyMap<string, Part>;
  readonly #inputs: ReadonlyMap<string, string>;

  /**
   * @param names - whether names and classes count
   * @param sameStructure - whether the networks are isomorphic: then no layer reads another value than before
   */
  constructor(before: Outline, after: Outline, matching: Matching, names: boolean, sameStructure: boolean) {
    this.#matching = matching;
    this.#names = names;
    this.#sameStructure = sameStructure;
    this.#before = new Map(partsOf(before.root).map(part => [part.id, part]));
    this.#after = new Map(partsOf(after.root).map(part => [part.id, part]));
    this.#inputs = new Map(
      before.inputs.flatMap(({ name }, i) => (after.inputs[i] ? [[name, after.inputs[i].name]] : [])),
    );
  }

  between(before: Part, after: Part): readonly Change[] {
    if (before.kind === 'layer' && after.kind === 'layer') {
      return [
        ...this.#name(before, after),
        ...this.#attributes(before, after),
        ...this.#inputsOf(before, after),
      ];
    }
    return this.#name(before, after);
  }

  #name(before: Part, after: Part): readonly Change[] {
    const changes: Change[] = [];
    const change = (attribute: 'name' | 'type'): void => {
      if (before[attribute] === after[attribute]) return;
      const follows = attribute === 'name' && isFunction(before) && isFunction(after);
      changes.push({ attribute, before: before[attribute], after: after[attribute], follows });
    };
    if (this.#names) change('name');
    // Classes are names; a graph from elsewhere may not say them.
    const isKnown = before.type !== '' && after.type !== '';
    if (before.kind === 'layer' || (this.#names && isKnown)) change('type');
    return changes;
  }

  #attributes(before: Layer, after: Layer): readonly Change[] {
    const keys = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])];
    const changes: Change[] = keys
      .filter(key => before.attributes[key] !== after.attributes[key])
      .map(attribute => ({
        attribute,
        before: before.attributes[attribute],
        after: after.attributes[attribute],
        follows:
          followsInput(attribute) ||
          (isDepthwise(before) && isDepthwise(after) && attribute !== 'bias'
            ? attribute === 'groups' || attribute === 'out'
            : false),
      }));
    if (!sameShape(before.shape, after.shape)) {
      changes.push({ attribute: 'shape', before: before.shape, after: after.shape, follows: true });
    }
    return changes;
  }

  #inputsOf(before: Layer, after: Layer): readonly Change[] {
    const mapped = before.inputs.map(id => this.#image(id));
    if (mapped.length === after.inputs.length && mapped.every((id, i) => id === after.inputs[i])) return [];
    const survivors = this.#survivors(before.inputs, this.#before, part => this.#matching.afterOf(part));
    const sources = this.#survivors(after.inputs, this.#after, part =>
      this.#matching.beforeOf(part) ? part : undefined,
    );
    // Where what was read is gone, or something stands in between now, that says it all.
    const isExplained = [...survivors].some(id => sources.has(id)) && !sameList(mapped, after.inputs);
    const isLoss = before.inputs.some(id => this.#isAlone(id)) || after.inputs.some(id => this.#isNew(id));
    return [
      {
        attribute: 'inputs',
        before: before.inputs,
        after: after.inputs,
        follows: this.#sameStructure || (isLoss && isExplained),
      },
    ];
  }

  /** The second network's id of a value of the first. */
  #image(id: string): string | undefined {
    const part = this.#before.get(id);
    return part ? this.#matching.afterOf(part)?.id : this.#inputs.get(id);
  }

  #isAlone(id: string): boolean {
    return this.#image(id) === undefined;
  }

  #isNew(id: string): boolean {
    const part = this.#after.get(id);
    return part !== undefined && this.#matching.beforeOf(part) === undefined;
  }

  /** The second network's ids of what values come from, through layers that only one network has. */
  #survivors(
    ids: readonly string[],
    parts: ReadonlyMap<string, Part>,
    imageOf: (part: Part) => Part | undefined,
  ): ReadonlySet<string> {
    const found = new Set<string>();
    const seen = new Set<string>();
    const pending = [...ids];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const part = parts.get(id);
      const image = part && imageOf(part);
      if (image) found.add(image.id);
      else if (part?.kind === 'layer') pending.push(...part.inputs);
      else found.add(parts === this.#before ? (this.#inputs.get(id) ?? id) : id);
    }
    return found;
  }
}

/** Whether a module calls it as a function: then it has no name but its operator's. */
const isFunction = ({ name, type }: Part): boolean => name === type;

const sameList = (a: readonly (string | undefined)[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);

/** Whether each channel is filtered alone. Then there are as many groups, and results, as channels are given. */
const isDepthwise = ({ attributes }: Layer): boolean =>
  attributes.groups !== undefined && attributes.groups !== 1 && attributes.groups === attributes.in;
