/** What a trace tells of a network's modules beside the graph: which of them ran, and what else tensors are called. */

import { type Graph, isOp, type ModuleRecord } from '../ir/graph.ts';
import { parameter } from '../ops/leaf.ts';
import { type Module, membersOf, placesOf, recordsOf } from './module.ts';
import type { Trace } from './tensor.ts';

/**
 * What listings say of a network's modules, and which of them the result does not need: those that did not run, and
 * those with parameters of which the result needs none. A checkpoint may have tensors of theirs.
 *
 * @param paths - each module's place
 */
export function recordsOfTrace(
  graph: Graph,
  network: Module,
  trace: Trace,
  paths: ReadonlyMap<Module, string>,
): readonly ModuleRecord[] {
  const needed = new Set(graph.nodes.flatMap(node => (isOp(node, parameter) ? [ownerOf(node.path)] : [])));
  const asked = new Set([...trace.parameters.keys()].map(ownerOf));
  const known = new Map<Module, boolean>();
  const isInUse = (module: Module): boolean => {
    const before = known.get(module);
    if (before !== undefined) return before;
    known.set(module, false); // for a member that leads back
    const path = paths.get(module) ?? '';
    const isOwn = trace.hasRun(module) && (needed.has(path) || !asked.has(path));
    const isUsed = membersOf(module).reduce((used, [, member]) => isInUse(member) || used, isOwn);
    known.set(module, isUsed);
    return isUsed;
  };
  isInUse(network);
  const places = placesOf(network);
  return recordsOf(network).map((record, i) => {
    const module = places[i]?.module;
    return module === undefined || module === network || isInUse(module) ? record : { ...record, idle: true };
  });
}

/**
 * The names that parameters have beside their own: a module that stands at several places has one set of parameters,
 * named by the first place.
 */
export function aliasesOf(
  graph: Graph,
  network: Module,
  paths: ReadonlyMap<Module, string>,
): ReadonlyMap<string, string> {
  const others = new Map<string, string[]>();
  for (const { path, module } of placesOf(network)) {
    const first = paths.get(module);
    if (first === undefined || first === path) continue;
    const list = others.get(first);
    if (list) list.push(path);
    else others.set(first, [path]);
  }
  const aliases = new Map<string, string>();
  for (const node of graph.nodes) {
    if (!isOp(node, parameter)) continue;
    const owner = ownerOf(node.path);
    const role = node.path.slice(owner === '' ? 0 : owner.length + 1);
    for (const other of others.get(owner) ?? []) {
      aliases.set(other === '' ? role : `${other}.${role}`, node.path);
    }
  }
  return aliases;
}

/** The module that a parameter belongs to. */
const ownerOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));
