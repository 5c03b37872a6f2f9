/**
 * A network as the tree of its modules, in the text of PyTorch's `print(model)`. A spec's graph says what it is made
 * of, and prints letter for letter as the same model does in Python.
 *
 * A graph without records, such as one that has been through passes, prints its outline in that form: the modules that
 * the paths of its nodes tell of as `Module`, and under them what runs, as the operator and its attributes, with a
 * number where it runs again.
 *
 * Nothing recurses: a graph's JSON may say that it is as deep as it likes.
 */

import { invariant } from '../errors.ts';
import type { Graph, ModuleRecord } from '../ir/graph.ts';
import { repr } from '../python.ts';
import { outlineOf } from './build.ts';
import { partsOf } from './outline.ts';

/** A module in its place. */
interface Listed {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly members: Listed[];
}

/**
 * The listing, ending with a newline.
 *
 * It follows `torch.nn.Module.__repr__`, and for a `ModuleList` PyTorch 2, which prints equal members that follow each
 * other once: `(0-2): 3 x Block(`. PyTorch 1 listed each.
 */
export function printModules(graph: Graph): string {
  const modules = modulesOf(graph.modules?.length ? graph.modules : recordsOf(graph));
  const kinds = kindsOf(modules);
  const lines: string[] = [];
  // What is still to come, the next one last: modules to open, and lines that close what is open.
  const pending: (string | { readonly indent: string; readonly label: string; readonly module: Listed })[] = [
    { indent: '', label: '', module: modules[0] },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') {
      lines.push(next);
      continue;
    }
    const { indent, label, module } = next;
    const { type, text, members } = module;
    const options = text === '' ? [] : text.split('\n');
    if (members.length === 0 && options.length <= 1) {
      lines.push(`${indent}${label}${type}(${text})`);
      continue;
    }
    lines.push(`${indent}${label}${type}(`);
    const inner = `${indent}  `;
    for (const option of options) lines.push(`${inner}${option}`);
    pending.push(`${indent})`);
    for (const member of labelled(module, kinds).toReversed()) pending.push({ indent: inner, ...member });
  }
  return `${lines.join('\n')}\n`;
}

/** The members of a module as they are listed: in a list those that are equal together, elsewhere each by its name. */
function labelled(
  { type, members }: Listed,
  kinds: ReadonlyMap<Listed, number>,
): readonly { readonly label: string; readonly module: Listed }[] {
  // A class of one's own that extends ModuleList is not told from others by its name: its members are all listed.
  if (type !== 'ModuleList') return members.map(module => ({ label: `(${module.name}): `, module }));
  const runs: { readonly first: number; last: number; readonly module: Listed }[] = [];
  for (const [i, module] of members.entries()) {
    const run = runs.at(-1);
    if (run && kinds.get(run.module) === kinds.get(module)) run.last = i;
    else runs.push({ first: i, last: i, module });
  }
  return runs.map(({ first, last, module }) => ({
    label: first === last ? `(${first}): ` : `(${first}-${last}): ${last - first + 1} x `,
    module,
  }));
}

/** Numbers of modules, the same for those that print alike. */
function kindsOf(modules: readonly Listed[]): ReadonlyMap<Listed, number> {
  const numbers = new Map<string, number>();
  const kinds = new Map<Listed, number>();
  // Members stand after the module that has them.
  for (const module of modules.toReversed()) {
    const members = module.members.map(member => [member.name, kinds.get(member)]);
    const key = JSON.stringify([module.type, module.text, members]);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    kinds.set(module, number);
  }
  return kinds;
}

/** The modules of records, each given its members, in the same order. */
function modulesOf(records: readonly ModuleRecord[]): readonly [network: Listed, ...Listed[]] {
  const [first, ...inside] = records;
  invariant(first, 'a listing without the network itself');
  const network: Listed = { ...first, name: '', members: [] };
  const modules: [Listed, ...Listed[]] = [network];
  // The modules around the one at hand, outermost first; the network is around all.
  const around: Listed[] = [];
  for (const record of inside) {
    let owner = around.at(-1);
    while (owner && !record.path.startsWith(`${owner.path}.`)) {
      around.pop();
      owner = around.at(-1);
    }
    const name = owner ? record.path.slice(owner.path.length + 1) : record.path;
    const module: Listed = { ...record, name, members: [] };
    (owner ?? network).members.push(module);
    around.push(module);
    modules.push(module);
  }
  return modules;
}

/** Records made from an outline: what runs, and the modules around it. */
function recordsOf(graph: Graph): readonly ModuleRecord[] {
  return partsOf(outlineOf(graph).root).map(part => {
    if (part.kind === 'module') return { path: part.id, type: 'Module', text: '' };
    const attributes = Object.entries(part.attributes).map(([key, value]) => `${key}=${repr(value)}`);
    return { path: part.id, type: part.type, text: attributes.join(', ') };
  });
}
