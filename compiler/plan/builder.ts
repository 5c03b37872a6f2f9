/**
 * What lowering builds a plan with: values in buffers, tensors of the recipe, steps and the kernels they share.
 * Times are step numbers; a buffer's place is found afterwards, by `arena.ts`.
 */

import { invariant } from '../errors.ts';
import { type Graph, isInput, makeGraph, type Node, operandsOf, outputNodes } from '../ir/graph.ts';
import { elementCount } from '../shape.ts';
import { type Apart, planArena } from './arena.ts';
import type { Access, Kernel, Strides } from './kernel.ts';
import { channelsLast, rowMajor, sameStrides } from './layout.ts';
import { align, type MemoryRules } from './memory.ts';
import { nameKernels } from './names.ts';
import type { Arena, PackedTensor, Range, Recipe, Slot, Step, StepResult } from './plan.ts';

/** An activation in the making. */
export interface DraftBuffer {
  readonly layer: string;
  readonly elements: number;
  readonly first: number;
  last: number;
}

/** A value and how it lies in its buffer, or in `weights.bin`. */
export interface Value {
  readonly access: Access;
  readonly at: Place;
}

/** A place that is known but for the offsets of buffers. */
export type Place =
  | Range
  | { readonly buffer: DraftBuffer; readonly offset: number; readonly elements: number };

/** What a step reads, and how: by `strides` along the axes of its result, or in some other way. */
export interface Reading {
  readonly value: Value;
  readonly strides?: Strides;
}

interface DraftStep {
  readonly kernel: Kernel;
  readonly layer: string;
  readonly places: readonly Place[];
  readonly node?: Node;
}

/** A kernel that has no name yet. */
export type Unnamed = Kernel extends infer K ? (K extends Kernel ? Omit<K, 'name'> : never) : never;

/** The parts of a plan that lowering makes. */
export interface Built {
  readonly kernels: readonly Kernel[];
  readonly prepare: readonly Step[];
  readonly steps: readonly Step[];
  readonly arena: Arena;
  readonly prepared: number;
  readonly scratch: number;
  readonly recipe: Recipe;
  readonly graph: Graph;
}

export class Builder {
  readonly graph: Graph;
  readonly #rules: MemoryRules;
  readonly #positions: ReadonlyMap<Node, number>;
  readonly #lastUse = new Map<Node, number>();
  /** Outputs that nothing else reads. */
  readonly #ends: ReadonlySet<Node>;
  readonly #values = new Map<Node, Value>();
  readonly #buffers: DraftBuffer[] = [];
  /** Nodes that lie in a buffer: it is free once the last of them has been read. */
  readonly #tenants = new Map<DraftBuffer, Node[]>();
  readonly #steps: DraftStep[] = [];
  readonly #prepare: DraftStep[] = [];
  readonly #tensors = new Map<Node, Omit<PackedTensor, 'node'>>();
  readonly #forms = new Map<Node, Map<string, Place>>();
  readonly #weights: OpenSlots;
  #prepared = 0;

  constructor(graph: Graph, rules: MemoryRules) {
    this.graph = graph;
    this.#rules = rules;
    this.#weights = new OpenSlots(rules);
    this.#positions = new Map(graph.nodes.map((node, i) => [node, i]));
    for (const [i, node] of graph.nodes.entries()) {
      for (const operand of operandsOf(node)) this.#lastUse.set(operand, i);
    }
    // An output that something else reads is copied in the end, so that its readers find it in their own layout.
    const outputs = outputNodes(graph);
    this.#ends = new Set(outputs.filter(output => !this.#lastUse.has(output)));
    for (const output of outputs) this.#lastUse.set(output, Number.POSITIVE_INFINITY);
  }

  /** The layout a node's value gets: row-major at the package's border and out of reshapes, else channels last. */
  layoutOf(node: Node): Access {
    const { shape } = node.type;
    return this.#ends.has(node) || isInput(node) ? rowMajor(shape) : channelsLast(shape);
  }

  /** Where a node's value lies. */
  valueOf(node: Node): Value {
    const value = this.#values.get(node);
    invariant(value, `${node.op.name} at ${node.path} is read before it is lowered`);
    return value;
  }

  /** Says that a node's value is this one, whose buffer it shares. */
  alias(node: Node, value: Value): void {
    this.#values.set(node, value);
    if ('buffer' in value.at) this.#tenants.get(value.at.buffer)?.push(node);
  }

  /** A tensor of `weights.bin`, made by this node of the constant region. */
  weight(node: Node, name: string): Range {
    let tensor = this.#tensors.get(node);
    if (!tensor) {
      const elements = elementCount(node.type.shape);
      tensor = { name, offset: this.#weights.add(elements), elements };
      this.#tensors.set(node, tensor);
    }
    return { region: 'weights', offset: tensor.offset, elements: tensor.elements };
  }

  /** The place of a weight in some form, made where it is first asked for. */
  once(weight: Node, form: string, make: () => Place): Place {
    const forms = this.#forms.get(weight) ?? new Map<string, Place>();
    this.#forms.set(weight, forms);
    const place = forms.get(form) ?? make();
    forms.set(form, place);
    return place;
  }

  /** The region that a package prepares when it loads. */
  prepared(elements: number): Range {
    const offset = this.#prepared;
    this.#prepared += align(elements, this.#rules.alignment);
    return { region: 'prepared', offset, elements };
  }

  /**
   * Room for a node's result: over an operand that ends with this node and is read exactly where the result is
   * written, or new.
   *
   * @param readings - everything its step reads
   */
  result(node: Node, access: Access, readings: readonly Reading[]): Value {
    for (const { value } of readings) {
      if (!this.#canOverwrite(value, node, access, readings)) continue;
      const over = { access, at: value.at };
      this.alias(node, over);
      return over;
    }
    return this.allocate(node, access, this.#steps.length);
  }

  #canOverwrite({ at }: Value, node: Node, access: Access, readings: readonly Reading[]): boolean {
    if (!('buffer' in at) || at.offset !== 0 || at.buffer.elements !== elementCount(access.shape))
      return false;
    const ofBuffer = readings.filter(({ value }) => 'buffer' in value.at && value.at.buffer === at.buffer);
    return (
      ofBuffer.every(({ strides }) => strides !== undefined && sameStrides(strides, access.strides)) &&
      this.#endsAt(at.buffer, node)
    );
  }

  /** A new buffer for a node's value. */
  allocate(node: Node, access: Access, first: number): Value {
    const value = this.#buffer(node, access, first);
    this.#values.set(node, value);
    return value;
  }

  /** A new buffer for a copy of a node's value, which the next step writes. */
  append(node: Node, access: Access): Value {
    return this.#buffer(node, access, this.#steps.length);
  }

  #buffer(node: Node, access: Access, first: number): Value {
    const elements = elementCount(access.shape);
    const buffer: DraftBuffer = { layer: node.path, elements, first, last: first };
    this.#buffers.push(buffer);
    this.#tenants.set(buffer, [node]);
    return { access, at: { buffer, offset: 0, elements } };
  }

  /** Whether nothing that lies in a buffer is read after this node. */
  #endsAt(buffer: DraftBuffer, node: Node): boolean {
    const now = this.#positions.get(node) ?? -1;
    return (this.#tenants.get(buffer) ?? []).every(
      tenant => tenant === node || (this.#lastUse.get(tenant) ?? -1) <= now,
    );
  }

  /** Adds a call. Its `places` are the kernel's arguments, in order. */
  step(kernel: Unnamed, node: Node, places: readonly Place[], isWhole = true): void {
    const now = this.#steps.length;
    for (const place of places) if ('buffer' in place) place.buffer.last = now;
    const over = this.#rules.binds ? overlaid(places) : [];
    this.#steps.push({
      kernel: { ...kernel, ...(over.length > 0 && { over }), name: '' } as Kernel,
      layer: node.path,
      places,
      ...(isWhole && { node }),
    });
  }

  /** Adds a call at load. */
  prepare(kernel: Unnamed, layer: string, places: readonly Place[]): void {
    this.#prepare.push({ kernel: { ...kernel, name: '' } as Kernel, layer, places });
  }

  /** The finished parts. `outputs` stay alive to the end. */
  build(outputs: readonly Value[]): Built {
    for (const { at } of outputs) if ('buffer' in at) at.buffer.last = this.#steps.length;
    const arena = planArena(this.#buffers, this.#rules, this.#apart());
    const offsets = new Map(this.#buffers.map((buffer, i) => [buffer, arena.buffers[i]?.offset ?? 0]));
    const kernels = nameKernels([...this.#prepare, ...this.#steps].map(({ kernel }) => kernel));
    const nodes = [...this.#tensors.keys()];
    // The network's nodes keep their order: it is the order of the steps.
    const graph = makeGraph(this.graph.name, this.graph.outputs, this.graph.nodes, nodes);
    const positions = new Map(graph.nodes.map((node, i) => [node, i]));
    const positionOf = (node: Node): number => positions.get(node) ?? -1;
    const resultOf = (node: Node): StepResult => {
      const value = this.valueOf(node);
      return {
        node: positionOf(node),
        offset: rangeOf(value.at, offsets).offset,
        strides: value.access.strides,
      };
    };
    const finish = ({ kernel, layer, places, node }: DraftStep): Step => ({
      kernel: kernels.indexOf(kernel),
      layer,
      arguments: places.map(place => rangeOf(place, offsets)),
      ...(node && { result: resultOf(node) }),
    });
    return {
      kernels: kernels.list,
      prepare: this.#prepare.map(finish),
      steps: this.#steps.map(finish),
      arena,
      prepared: this.#prepared,
      scratch: kernels.list.reduce((sum, each) => sum + (each.kind === 'contract' ? each.scratch : 0), 0),
      recipe: {
        tensors: [...this.#tensors].map(([node, tensor]) => {
          const { name, ...range } = tensor;
          return { name, node: positionOf(node), ...range };
        }),
        elements: this.#weights.elements,
        slots: this.#weights.slots,
      },
      graph,
    };
  }

  /** Which buffers a step writes from one another. */
  #apart(): Apart {
    if (!this.#rules.binds) return () => false;
    const places = new Map(this.#buffers.map((buffer, i) => [buffer, i]));
    const pairs = new Set<string>();
    for (const step of this.#steps) {
      const [written, ...read] = step.places
        .flatMap(place => ('buffer' in place ? (places.get(place.buffer) ?? []) : []))
        .toReversed();
      for (const other of read) {
        if (other === written) continue;
        pairs.add(`${written} ${other}`);
        pairs.add(`${other} ${written}`);
      }
    }
    return (a, b) => pairs.has(`${a} ${b}`);
  }

  /** Where a value of the arena begins. */
  offsetOf({ at }: Value, arena: Arena): number {
    invariant('buffer' in at, 'the value lies in no buffer');
    return (arena.buffers[this.#buffers.indexOf(at.buffer)]?.offset ?? 0) + at.offset;
  }
}

/** A region that grows tensor by tensor, in as few slots as they may have. */
class OpenSlots {
  readonly #rules: MemoryRules;
  readonly slots: Slot[] = [];
  elements = 0;

  constructor(rules: MemoryRules) {
    this.#rules = rules;
  }

  /** Room for a tensor. @returns where it begins */
  add(elements: number): number {
    const offset = this.elements;
    const size = align(elements, this.#rules.alignment);
    const last = this.slots.at(-1);
    if (last && last.elements + size <= this.#rules.largest) {
      this.slots[this.slots.length - 1] = { ...last, elements: last.elements + size };
    } else this.slots.push({ offset, elements: size });
    this.elements += size;
    return offset;
  }
}

/** Which arguments lie where the last, the result, lies. */
const overlaid = (places: readonly Place[]): readonly number[] => {
  const result = places.at(-1);
  return [...places.keys()].slice(0, -1).filter(i => {
    const place = places[i];
    return place && result && 'buffer' in place && 'buffer' in result && place.buffer === result.buffer;
  });
};

/** A place with its offset. */
function rangeOf(place: Place, offsets: ReadonlyMap<DraftBuffer, number>): Range {
  if (!('buffer' in place)) return place;
  const offset = (offsets.get(place.buffer) ?? 0) + place.offset;
  return { region: 'arena', offset, elements: place.elements };
}
