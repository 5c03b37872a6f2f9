/** Whether what a layer reads is what it read before, or differs only because of what was added, removed or moved. */

import { type Layer, layersOf, type Outline, partsOf } from '../outline/outline.ts';
import type { Matching } from './matching.ts';

/** Values of two networks: layers and inputs, by their names. */
export class Wiring {
  readonly #before: ReadonlyMap<string, Layer>;
  readonly #after: ReadonlyMap<string, Layer>;
  /** The second network's names of the inputs, which are known by their place. */
  readonly #inputs: ReadonlyMap<string, string>;
  /** The second network's layer of each of the first that stands where it stood. */
  readonly #kept: ReadonlyMap<Layer, Layer>;
  readonly #stays: ReadonlySet<Layer>;
  readonly #matching: Matching;

  constructor(before: Outline, after: Outline, matching: Matching) {
    const [a, b] = [layersOf(before.root), layersOf(after.root)];
    this.#before = new Map(a.map(layer => [layer.id, layer]));
    this.#after = new Map(b.map(layer => [layer.id, layer]));
    this.#inputs = new Map(
      before.inputs.flatMap(({ name }, i) => (after.inputs[i] ? [[name, after.inputs[i].name]] : [])),
    );
    const moved = new Set([...matching.moved].flatMap(partsOf));
    this.#kept = new Map(
      a.flatMap(layer => {
        const other = matching.afterOf(layer);
        return other?.kind === 'layer' && !moved.has(other) ? [[layer, other] as const] : [];
      }),
    );
    this.#stays = new Set(this.#kept.values());
    this.#matching = matching;
  }

  /** The second network's names of values; none for those that only the first has. */
  imagesOf(before: readonly string[]): readonly (string | undefined)[] {
    return before.map(name => this.#image(name));
  }

  /** Whether values are those that stand for these in the second network. */
  isSame(before: readonly string[], after: readonly string[]): boolean {
    return before.length === after.length && before.every((name, i) => this.#image(name) === after[i]);
  }

  /** Whether a layer reads other values only because one of them, or the layer itself, is gone, new or elsewhere. */
  isExplained(before: Layer, after: Layer): boolean {
    return !this.#stays.has(after) || this.explains(before.inputs, after.inputs);
  }

  /** The same of values in general. */
  explains(before: readonly string[], after: readonly string[]): boolean {
    if (before.length === after.length) {
      return before.every((name, i) => this.#isOnTheWay(name, after[i] ?? ''));
    }
    const left = before.filter(name => !this.#isGone(name));
    const right = after.filter(name => !this.#isNew(name));
    return this.isSame(left, right);
  }

  /** Whether one value is the other, or was put between it and its readers, or taken from between. */
  #isOnTheWay(before: string, after: string): boolean {
    if (this.#image(before) === after) return true;
    if (!this.#isGone(before) && !this.#isNew(after)) return false;
    const sources = new Set(
      this.#sources(after, this.#after, layer => (this.#stays.has(layer) ? layer : undefined)),
    );
    return this.#sources(before, this.#before, layer => this.#kept.get(layer)).some(name =>
      sources.has(this.#inputs.get(name) ?? name),
    );
  }

  /** The second network's name of a value of the first. */
  #image(name: string): string | undefined {
    const layer = this.#before.get(name);
    return layer ? this.#matching.afterOf(layer)?.id : this.#inputs.get(name);
  }

  #isGone(name: string): boolean {
    const layer = this.#before.get(name);
    return layer ? !this.#kept.has(layer) : !this.#inputs.has(name);
  }

  #isNew(name: string): boolean {
    const layer = this.#after.get(name);
    return layer !== undefined && !this.#stays.has(layer);
  }

  /** The layers that stay, and inputs, from which a value comes through layers that do not. */
  #sources(
    name: string,
    layers: ReadonlyMap<string, Layer>,
    imageOf: (layer: Layer) => Layer | undefined,
  ): readonly string[] {
    const found: string[] = [];
    const seen = new Set<string>();
    const pending = [name];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const layer = layers.get(at);
      const image = layer && imageOf(layer);
      if (image) found.push(image.id);
      else if (layer) pending.push(...layer.inputs);
      else found.push(at);
    }
    return found;
  }
}
