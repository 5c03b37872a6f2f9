/** What each pass did to a graph: operators counted, layers named, the graph's text. */

import type { Compilation } from '../compile.ts';
import { constantRegion, type Graph, isOp, type Node, operandsOf } from '../ir/graph.ts';
import { printGraph } from '../ir/print.ts';
import { printScalar } from '../ir/scalar.ts';
import { input } from '../ops/leaf.ts';
import type { PassData, PassesData } from './data.ts';
import { packTexts } from './texts.ts';

/**
 * The passes of a compilation.
 *
 * @param placeOf - the place in the network's list of what a node of the source has become
 */
export function describePasses(
  { source, passes }: Pick<Compilation, 'source' | 'passes'>,
  placeOf: ReadonlyMap<Node, number>,
): PassesData {
  const texts: string[] = [];
  const textOf = (graph: Graph): number => {
    const text = printGraph(graph);
    const known = texts.indexOf(text);
    return known < 0 ? texts.push(text) - 1 : known;
  };
  const first = new Stage(source);
  const places = new Map(
    [...first.running].flatMap(([key, node]) => {
      const place = placeOf.get(node);
      return place === undefined ? [] : [[key, place] as const];
    }),
  );
  const name = (key: string, { path, op }: Node): number | string => places.get(key) ?? `${path} ${op.name}`;
  let before = first;
  const sourceData = { ...first.size, text: textOf(source) };
  const described = passes.map(({ pass, graph }): PassData => {
    const after = new Stage(graph);
    const { gone, rewritten, made, reordered } = compare(before, after, name);
    const counts = countChanges(before, after);
    before = after;
    return {
      name: pass.name,
      reason: pass.reason,
      ...after.size,
      text: textOf(graph),
      counts,
      gone,
      rewritten,
      made,
      reordered,
    };
  });
  return { texts: packTexts(texts), source: sourceData, passes: described };
}

/** A graph with what runs in it. Nodes are told apart by path, operator and how many such there were before. */
class Stage {
  readonly running = new Map<string, Node>();
  readonly counts = new Map<string, number>();
  readonly size: { readonly nodes: number; readonly constants: number };
  readonly #constants: ReadonlySet<Node>;

  constructor(graph: Graph) {
    this.#constants = constantRegion(graph);
    const seen = new Map<string, number>();
    for (const node of graph.nodes) {
      if (this.#constants.has(node) || isOp(node, input)) continue;
      const key = JSON.stringify([node.path, node.op.name]);
      const run = seen.get(key) ?? 0;
      seen.set(key, run + 1);
      this.running.set(`${key}#${run}`, node);
      this.counts.set(node.op.name, (this.counts.get(node.op.name) ?? 0) + 1);
    }
    this.size = { nodes: this.running.size, constants: this.#constants.size };
  }

  /** All that a node says of itself; whose values it reads does not count, but which constants. */
  signature(node: Node): string {
    const { attributes, epilogue } = node;
    const read = operandsOf(node).map(value => (this.#constants.has(value) ? value.op.name : ''));
    return JSON.stringify([attributes, epilogue ? printScalar(epilogue.expression) : '', read]);
  }
}

function countChanges(before: Stage, after: Stage): PassData['counts'] {
  return [...new Set([...before.counts.keys(), ...after.counts.keys()])]
    .map(op => [op, before.counts.get(op) ?? 0, after.counts.get(op) ?? 0] as const)
    .filter(([, old, now]) => old !== now);
}

function compare(before: Stage, after: Stage, name: (key: string, node: Node) => number | string) {
  const old = [...before.running];
  const now = [...after.running];
  const kept = now.filter(([key]) => before.running.has(key)).map(([key]) => key);
  const keptBefore = old.filter(([key]) => after.running.has(key)).map(([key]) => key);
  const isRewritten = ([key, node]: readonly [string, Node]): boolean => {
    const previous = before.running.get(key);
    return previous !== undefined && before.signature(previous) !== after.signature(node);
  };
  return {
    gone: old.filter(([key]) => !after.running.has(key)).map(each => name(...each)),
    rewritten: now.filter(isRewritten).map(each => name(...each)),
    made: now.filter(([key]) => !before.running.has(key)).map(each => name(...each)),
    reordered: kept.some((key, i) => key !== keptBefore[i]),
  };
}
