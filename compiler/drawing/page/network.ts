/** Questions about a network's list of nodes: what is in a module, what it adds up to, who reads what. */

import type { LayerData, NetworkData, NodeData } from '../data.ts';

/** What a node adds up to. */
export interface Totals {
  readonly layers: number;
  readonly parameters: number;
  readonly macs: number;
}

/** A network, indexed. Nodes are known by their places in its list. */
export class Network {
  readonly data: NetworkData;
  readonly nodes: readonly NodeData[];
  readonly all: Totals;
  readonly #members: readonly (readonly number[])[];
  readonly #ends: readonly number[];
  readonly #totals: readonly Totals[];
  readonly #readers: readonly (readonly number[])[];

  constructor(data: NetworkData) {
    const { nodes } = data;
    this.data = data;
    this.nodes = nodes;
    const members = nodes.map((): number[] => []);
    const readers = nodes.map((): number[] => []);
    const ends = nodes.map((_, i) => i + 1);
    const totals = nodes.map(totalsOf);
    for (const [i, node] of nodes.entries()) {
      members[node.parent]?.push(i);
      if (node.kind !== 'module') for (const from of new Set(node.inputs)) readers[from]?.push(i);
    }
    // A module comes before its members: the last of them is done first.
    for (const [i, { parent }] of [...nodes.entries()].reverse()) {
      const [sum, part] = [totals[parent], totals[i]];
      if (!sum || !part) continue;
      totals[parent] = add(sum, part);
      ends[parent] = Math.max(ends[parent] ?? 0, ends[i] ?? 0);
    }
    this.#members = members;
    this.#ends = ends;
    this.#totals = totals;
    this.#readers = readers;
    this.all = totals[0] ?? nothing;
  }

  node(place: number): NodeData {
    const node = this.nodes[place];
    if (!node) throw new Error(`no node ${place}`);
    return node;
  }

  /** Members of a module, in order. */
  members(place: number): readonly number[] {
    return this.#members[place] ?? [];
  }

  isModule(place: number): boolean {
    return this.nodes[place]?.kind === 'module';
  }

  /** Every module but the network itself. */
  modules(): readonly number[] {
    return [...this.nodes.keys()].filter(place => place > 0 && this.isModule(place));
  }

  totals(place: number): Totals {
    return this.#totals[place] ?? nothing;
  }

  readers(place: number): readonly number[] {
    return this.#readers[place] ?? [];
  }

  /** Whether a node is a module, or in it. */
  isWithin(place: number, module: number): boolean {
    return place >= module && place < (this.#ends[module] ?? 0);
  }

  /** Modules around a node, the innermost first; the network last. */
  around(place: number): readonly number[] {
    const modules: number[] = [];
    for (let at = this.nodes[place]?.parent ?? -1; at >= 0; at = this.nodes[at]?.parent ?? -1)
      modules.push(at);
    return modules;
  }

  /** The layers of a part, in order. */
  layers(place: number): readonly LayerData[] {
    return this.nodes.slice(place, this.#ends[place]).filter(node => node.kind === 'layer');
  }

  /** What a module gives to the outside: the last of its layers that is read there. */
  result(place: number): number {
    if (!this.isModule(place)) return place;
    for (let at = (this.#ends[place] ?? 0) - 1; at > place; at--) {
      if (this.readers(at).some(reader => !this.isWithin(reader, place))) return at;
    }
    return place;
  }

  shape(place: number): readonly number[] | undefined {
    const node = this.nodes[this.result(place)];
    return node && node.kind !== 'module' ? node.shape : undefined;
  }

  /** A node's path, or what stands for one. */
  path(place: number): string {
    const node = this.node(place);
    if (node.kind === 'input' || node.kind === 'output') return node.name;
    return node.id === '' ? this.data.name : node.id;
  }
}

const nothing: Totals = { layers: 0, parameters: 0, macs: 0 };

const add = (a: Totals, b: Totals): Totals => ({
  layers: a.layers + b.layers,
  parameters: a.parameters + b.parameters,
  macs: a.macs + b.macs,
});

function totalsOf(node: NodeData): Totals {
  if (node.kind !== 'layer') return nothing;
  const sizes = node.parameters.filter(({ trained }) => trained).map(({ shape }) => count(shape));
  return { layers: 1, parameters: sizes.reduce((a, b) => a + b, 0), macs: node.macs };
}

/** Elements of a shape. */
export const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
