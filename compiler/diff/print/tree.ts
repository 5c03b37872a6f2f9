/** The tree of a report in lines: what changed with its place, what did not folded away. */

import type { ReportEntry } from '../report/schema.ts';
import { compressPaths, describeChange } from '../report/words.ts';

/** How a line begins: as in a diff. */
export type Mark = ' ' | '~' | '+' | '-';

/** A line of the tree. */
export interface Line {
  readonly mark: Mark;
  readonly depth: number;
  readonly text: string;
}

/** The lines of a whole tree; none where nothing differs. */
export function treeLines(root: ReportEntry): readonly Line[] {
  if (isUntouched(root)) return [];
  return entryLines(root, 'the network', 0);
}

function entryLines(entry: ReportEntry, name: string, depth: number): readonly Line[] {
  const mark = ({ same: ' ', changed: '~', added: '+', removed: '-' } as const)[entry.status];
  const line = (text: string): Line => ({ mark, depth, text });
  if (isAlone(entry)) {
    const what = summary(entry);
    return [line(what === name ? name : `${name}  ${what}`)];
  }
  const renamed = entry.changes.find(({ attribute }) => attribute === 'name');
  const title = renamed ? `${renamed.before} → ${renamed.after}` : name;
  const type = entry.part?.kind === 'module' ? `  ${entry.part.type || 'module'} around what was there` : '';
  const changes = entry.changes
    .filter(change => !change.follows && change !== renamed)
    .map(change => describeChange(change, isModule(entry)));
  const moved = entry.moved ? [`moved from ${entry.before}`] : [];
  const words = [...moved, ...changes].join(', ');
  return [
    line(`${title}${type}${words === '' ? '' : `  ${words}`}`),
    ...childLines(entry.children, depth + 1),
  ];
}

function childLines(children: readonly ReportEntry[], depth: number): readonly Line[] {
  return runsOf(children).flatMap(run => {
    const [first] = run;
    if (!first) return [];
    if (isUntouched(first)) return [{ mark: ' ', depth, text: folded(run) } as const];
    const name = run.length === 1 ? nameOf(first) : `${compressPaths(run.map(nameOf))}`;
    return entryLines(first, name, depth);
  });
}

/** Neighbours that are told in one line, or one tree: those with nothing of their own to tell, and those alike. */
function runsOf(entries: readonly ReportEntry[]): readonly (readonly ReportEntry[])[] {
  const runs: ReportEntry[][] = [];
  let last = '';
  for (const entry of entries) {
    const key = isUntouched(entry) ? verbOf(entry) : isNumbered(entry) ? likeness(entry) : '';
    if (key !== '' && key === last) runs.at(-1)?.push(entry);
    else runs.push([entry]);
    last = key;
  }
  return runs;
}

/** Only members of a list are told together: `0`, `1`, `2` of a stage. */
const isNumbered = (entry: ReportEntry): boolean => /^\d+$/.test(nameOf(entry));

/** What is said of an entry but its name. */
function likeness(entry: ReportEntry): string {
  if (isAlone(entry)) return `${entry.status} ${summary(entry)}`;
  return JSON.stringify(entryLines(entry, '', 0));
}

function folded(run: readonly ReportEntry[]): string {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return '';
  const count = run.length === 1 ? '' : `${run.length} `;
  const names = run.length === 1 ? nameOf(first) : `${nameOf(first)} to ${nameOf(last)}`;
  return `… ${count}${verbOf(first)}: ${names}`;
}

/** Whether a part is as it was, or other sizes follow from what changed elsewhere. */
function verbOf(entry: ReportEntry): 'unchanged' | 'follow' {
  const follows = (each: ReportEntry): boolean =>
    each.changes.some(({ attribute }) => attribute !== 'inputs') || each.children.some(follows);
  return follows(entry) ? 'follow' : 'unchanged';
}

/** The last part of an entry's path. */
function nameOf(entry: ReportEntry): string {
  const id = entry.after ?? entry.before ?? '';
  return entry.part?.name || id.slice(id.lastIndexOf('.') + 1);
}

/** Whether nothing in an entry is worth a line. */
function isUntouched(entry: ReportEntry): boolean {
  return entry.status === 'same' && entry.children.every(isUntouched);
}

/** Whether a part is in one network only, with everything in it. */
function isAlone({ status, children }: ReportEntry): boolean {
  return (
    (status === 'added' || status === 'removed') &&
    children.every(child => child.status === status && isAlone(child))
  );
}

/** Modules have members, or where they are new say what they are. */
const isModule = ({ part, children }: ReportEntry): boolean => part?.kind === 'module' || children.length > 0;

/** A part that only one network has, in a few words. */
function summary(entry: ReportEntry): string {
  const { part } = entry;
  if (part?.kind === 'layer') return part.type;
  const layers = countLayers(entry);
  return `${part?.type || 'module'}, ${layers} layer${layers === 1 ? '' : 's'}`;
}

const countLayers = ({ part, children }: ReportEntry): number =>
  (part?.kind === 'layer' ? 1 : 0) + children.reduce((sum, child) => sum + countLayers(child), 0);
