/** From a graph to its outline. Linear in the size of the graph, and nothing recurses with its depth. */

import { createHash } from 'node:crypto';
import {
  computationOf,
  constantRegion,
  type Graph,
  isOp,
  macsOf,
  type Node,
  operandsOf,
} from '../ir/graph.ts';
import { constant, input, parameter } from '../ops/leaf.ts';
import { printShape } from '../shape.ts';
import { attributesOf, tellsParameters } from './attributes.ts';
import { isCommutative } from './commutative.ts';
import type { Attributes, Layer, Module, Outline, Parameter, Part } from './outline.ts';

/** The outline of a graph, at any stage. */
export function outlineOf(graph: Graph): Outline {
  return traceOutline(graph).outline;
}

/** The same, with the layer that each node has become. */
export function traceOutline(graph: Graph): {
  readonly outline: Outline;
  readonly layers: ReadonlyMap<Node, Layer>;
} {
  const constants = constantRegion(graph);
  const running = graph.nodes.filter(node => !constants.has(node) && !isOp(node, input));
  const given = graph.nodes.filter(node => isOp(node, input));
  const tree = new Tree(
    running,
    new Map(graph.modules?.map(({ path, type }) => [path, type])),
    given.map(({ path }) => path),
  );
  const digests = digestsOf(graph, constants);
  const ids = new Map<Node, string>(graph.nodes.map(node => [node, node.path]));
  const owned = new Set<Node>();
  const layers = new Map<Node, Layer>();
  for (const node of running) {
    const { id, name, parent } = tree.place(node);
    ids.set(node, id);
    const shared = new Set(node.inputs.filter(value => owned.has(value)));
    const shares = [...shared].flatMap(value => (isOp(value, parameter) ? [value.path] : []));
    const parameters = parametersOf(node, constants, owned);
    const layer: Layer = {
      kind: 'layer',
      id,
      name,
      type: node.op.name,
      form: computationOf(node).form,
      attributes: { ...attributesOf(node), ...literalsOf(node, constants, digests, shared) },
      inputs: operandsOf(node).flatMap(value => (constants.has(value) ? [] : [ids.get(value) ?? value.path])),
      shape: node.type.shape,
      parameters,
      ...(shares.length > 0 && { shares }),
      macs: macsOf(node),
    };
    parent.push(layer);
    layers.set(node, layer);
  }
  const outline = {
    name: graph.name,
    inputs: given.map(node => ({ name: node.path, id: node.path, shape: node.type.shape })),
    outputs: graph.outputs.map(({ name, node }) => ({
      name,
      id: ids.get(node) ?? node.path,
      shape: node.type.shape,
    })),
    root: tree.root,
  };
  return { outline, layers };
}

/** Modules in the making. */
class Tree {
  readonly root: Module;
  readonly #members = new Map<string, Part[]>();
  readonly #modules: ReadonlySet<string>;
  readonly #types: ReadonlyMap<string, string>;
  readonly #taken = new Set<string>();
  readonly #runs = new Map<string, number>();

  /** @param inputs - names that no layer may have: a layer that reads one would seem to read the other */
  constructor(running: readonly Node[], types: ReadonlyMap<string, string>, inputs: readonly string[]) {
    this.#types = types;
    this.#modules = modulesOf(running);
    for (const path of [...inputs, ...this.#modules]) this.#taken.add(path);
    const children: Part[] = [];
    this.#members.set('', children);
    this.root = { kind: 'module', id: '', name: '', type: types.get('') ?? '', children };
  }

  /** Where a node's layer goes, and what it is called there. */
  place(node: Node): { id: string; name: string; parent: Part[] } {
    const { path, op } = node;
    const isWhole = path !== '' && !this.#modules.has(path);
    const parent = this.#membersOf(isWhole ? parentOf(path) : path);
    const name = isWhole ? lastOf(path) : op.name;
    const base = isWhole ? path : path === '' ? op.name : `${path}.${op.name}`;
    let id = base;
    let run = this.#runs.get(base) ?? 1;
    while (this.#taken.has(id)) id = `${base}#${++run}`;
    this.#runs.set(base, run);
    this.#taken.add(id);
    return { id, name, parent };
  }

  #membersOf(path: string): Part[] {
    const missing: string[] = [];
    let known: Part[] | undefined;
    for (let at = path; ; at = parentOf(at)) {
      known = this.#members.get(at);
      if (known) break;
      missing.push(at);
    }
    for (const id of missing.toReversed()) {
      const children: Part[] = [];
      known.push({ kind: 'module', id, name: lastOf(id), type: this.#types.get(id) ?? '', children });
      this.#members.set(id, children);
      known = children;
    }
    return known;
  }
}

/** The path of the module around this one; the network's own is empty. */
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Paths under which there is more than one layer, or layers of several operators. */
function modulesOf(running: readonly Node[]): ReadonlySet<string> {
  const modules = new Set<string>(['']);
  const ops = new Map<string, string>();
  for (const { path, op } of running) {
    if ((ops.get(path) ?? op.name) !== op.name) modules.add(path);
    ops.set(path, op.name);
    for (let at = parentOf(path); !modules.has(at); at = parentOf(at)) modules.add(at);
  }
  return modules;
}

/** The parameters that a node reads, however they are computed with first, and that no node before it does. */
function parametersOf(node: Node, constants: ReadonlySet<Node>, owned: Set<Node>): readonly Parameter[] {
  const found: Parameter[] = [];
  const pending = operandsOf(node)
    .filter(value => constants.has(value))
    .toReversed();
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (owned.has(value)) continue;
    owned.add(value);
    if (isOp(value, parameter)) {
      const { path: name, type } = value;
      const role = name.startsWith(`${node.path}.`) ? name.slice(node.path.length + 1) : name;
      found.push({ name, role, shape: type.shape, trained: value.attributes.trained });
    }
    pending.push(...operandsOf(value).toReversed());
  }
  return found;
}

/**
 * What a node reads that is constant, where its other attributes do not tell: a number as it is, a parameter by its
 * shape, anything else as a digest. Which of two operands it is does not matter where they may be swapped.
 */
function literalsOf(
  node: Node,
  constants: ReadonlySet<Node>,
  digests: ReadonlyMap<Node, string>,
  shared: ReadonlySet<Node>,
): Attributes {
  const literals = operandsOf(node).flatMap((value, i) => {
    if (!constants.has(value)) return [];
    const place = node.op.inputs[i]?.replace(/^\.{3}|\?$/g, '') ?? `operand ${i}`;
    const name = isCommutative(node.op.name) && i < node.inputs.length ? 'operand' : place;
    if (isOp(value, parameter)) {
      if (shared.has(value)) return [[name, 'shared'] as const];
      return tellsParameters(node) ? [] : [[name, printShape(value.type.shape)] as const];
    }
    const [number, ...more] = isOp(value, constant) ? value.attributes.values : [];
    return [[name, number !== undefined && more.length === 0 ? number : (digests.get(value) ?? '')] as const];
  });
  return Object.fromEntries(literals);
}

/** What each constant value is, but for the names of parameters: equal where they are computed alike. */
function digestsOf(graph: Graph, constants: ReadonlySet<Node>): ReadonlyMap<Node, string> {
  const digests = new Map<Node, string>();
  for (const node of graph.nodes) {
    if (!constants.has(node)) continue;
    const operands = operandsOf(node).map(value => digests.get(value) ?? '');
    const read = isCommutative(node.op.name) ? operands.toSorted() : operands;
    const text = JSON.stringify([node.op.name, node.attributes, node.type.shape, read]);
    digests.set(node, createHash('sha256').update(text).digest('hex').slice(0, 12));
  }
  return digests;
}
