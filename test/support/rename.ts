/** A graph under other names, with other classes, its modules wrapped in others: the same but for that. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Graph, makeNode, type Node, withNodes } from '../../compiler/ir/graph.ts';
import { isGiven } from '../../compiler/ops/leaf.ts';

/** How names are given. */
export interface Naming {
  readonly seed: number;
  /** Of how many modules one is put into another, or into a list; none where 0. */
  readonly wraps: number;
  /** Whether names may be those of operators, inputs, lists, and worse. */
  readonly odd: boolean;
}

const plainWords = ['body', 'trunk', 'unit', 'cell', 'mix', 'squash', 'tail', 'branch', 'piece', 'lump'];
const oddWords = [
  ...['add', 'relu', 'conv2d', 'reshape', 'image', 'input', 'weight', 'bias', '0', '1', '7', '#2', 'relu#2'],
  ...['__proto__', 'constructor', 'two words', 'naïve', '`|', '<b>', '…', '-', '*'],
];

/** Namings of a kind. */
export const namings = (odd: boolean, wraps: readonly number[] = [0, 2, 5]): fc.Arbitrary<Naming> =>
  fc.record({ seed: fc.nat(), wraps: fc.constantFrom(...wraps), odd: fc.constant(odd) });

/** The graph with every module at another path, and nothing said of classes. */
function withPaths(graph: Graph, pathOf: (path: string) => string): Graph {
  const images = new Map<Node, Node>();
  const image = (node: Node): Node => images.get(node) ?? node;
  const other = (node: Node): string => {
    if (node.op.name === 'input') return `other ${node.path}`;
    return isGiven(node) ? tensorAt(node.path, pathOf) : pathOf(node.path);
  };
  for (const node of graph.nodes) {
    images.set(node, makeNode(node.op, node.attributes, node.inputs.map(image), other(node)));
  }
  return withNodes({ ...graph, name: 'renamed' }, image, graph.nodes.map(image));
}

/** The name of a tensor where its module is at another path. */
function tensorAt(name: string, pathOf: (path: string) => string): string {
  const at = name.lastIndexOf('.');
  return at < 0 ? name : `${pathOf(name.slice(0, at))}${name.slice(at)}`;
}

/** The graph as a member of a network that does nothing else. */
export function asMember(graph: Graph, name: string): Graph {
  const [network, ...inside] = graph.modules ?? [];
  const pathOf = (path: string): string => `${name}.${path}`;
  const modules = network && [
    { ...network, type: 'Wrapper' },
    { ...network, path: name },
    ...inside.map(record => ({ ...record, path: pathOf(record.path) })),
  ];
  return { ...withPaths(graph, pathOf), ...(modules && { modules }) };
}

/** The names of everything under one naming. The same path has the same name in every graph. */
export class Renaming {
  readonly #naming: Naming;
  readonly #paths = new Map<string, string>([['', '']]);
  /** The path that each name was given to. */
  readonly #taken = new Map<string, string>();
  #isSettled = false;

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  /** Names all of a graph; what comes later is put into no other module. */
  settle(graph: Graph): this {
    this.graph(graph);
    this.#isSettled = true;
    return this;
  }

  /** The other path of a module. */
  path(path: string): string {
    const known = this.#paths.get(path);
    if (known !== undefined) return known;
    const at = path.lastIndexOf('.');
    const outside = this.path(path.slice(0, Math.max(0, at)));
    const { wraps } = this.#naming;
    const isWrapped = wraps > 0 && !this.#isSettled && this.#roll(`wrap ${path}`, wraps) === 0;
    const module = isWrapped ? this.#place(outside, `around ${path}`) : outside;
    const renamed = this.#place(module, path);
    this.#paths.set(path, renamed);
    return renamed;
  }

  /** The last part of a module's other path. */
  name(path: string): string {
    const renamed = this.path(path);
    return renamed.slice(renamed.lastIndexOf('.') + 1);
  }

  /** The other name of a class. */
  type(type: string): string {
    return type === '' ? '' : `Class${this.#roll(`class ${type}`, 2 ** 32)}`;
  }

  /** The other name of a tensor. */
  tensor(name: string): string {
    return tensorAt(name, path => this.path(path));
  }

  /** The graph under the other names. */
  graph(graph: Graph): Graph {
    const other = withPaths(graph, path => this.path(path));
    const modules = graph.modules?.map(({ path, type, text }) => ({
      path: this.path(path),
      type: this.type(type),
      text,
    }));
    return { ...other, ...(modules && { modules }) };
  }

  #place(outside: string, what: string): string {
    const words = this.#naming.odd ? [...plainWords, ...oddWords] : plainWords;
    const word = words[this.#roll(what, words.length)] ?? '';
    for (let i = 0; ; i++) {
      const name = i === 0 ? word : `${word}${i}`;
      const path = outside === '' ? name : `${outside}.${name}`;
      if (this.#taken.has(path)) continue;
      this.#taken.set(path, what);
      return path;
    }
  }

  #roll(what: string, sides: number): number {
    return createHash('sha256').update(`${this.#naming.seed} ${what}`).digest().readUInt32LE() % sides;
  }
}
