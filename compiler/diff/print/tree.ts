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
  return isUntouched(root) ? [] : linesOf(tell(root), 'the network');
}

/** What is said of an entry: all but its name, so that those alike can be told together. */
interface Told {
  readonly mark: Mark;
  /** In place of the name: both names of what was renamed. */
  readonly title?: string;
  readonly words: string;
  /** Of what is in it, one step further in. */
  readonly lines: readonly Line[];
}

/** Tells an entry once, with all that is in it. */
function tell(entry: ReportEntry): Told {
  const mark = ({ same: ' ', changed: '~', added: '+', removed: '-' } as const)[entry.status];
  if (isAlone(entry)) return { mark, words: summary(entry), lines: [] };
  const renamed = entry.changes.find(({ attribute, follows }) => attribute === 'name' && !follows);
  const around = entry.part?.kind === 'module' ? [`${entry.part.type || 'module'} around what is there`] : [];
  const moved = entry.moved ? [entry.before === entry.after ? 'moved' : `moved from ${entry.before}`] : [];
  const changes = entry.changes
    .filter(change => !change.follows && change !== renamed)
    .map(change => describeChange(change, isModule(entry)));
  return {
    mark,
    ...(renamed && { title: `${renamed.before} → ${renamed.after}` }),
    words: [...around, ...moved, ...changes].join(', '),
    lines: childLines(entry.children).map(line => ({ ...line, depth: line.depth + 1 })),
  };
}

function linesOf({ mark, title, words, lines }: Told, name: string): readonly Line[] {
  const head = title ?? name;
  const text = words === '' || words === head ? head : `${head}  ${words}`;
  return [{ mark, depth: 0, text }, ...lines];
}

/** Neighbours are told in one line, or one tree: those with nothing of their own to tell, and those alike. */
function childLines(children: readonly ReportEntry[]): readonly Line[] {
  const runs: { readonly key: string; readonly told?: Told; readonly entries: ReportEntry[] }[] = [];
  for (const entry of children) {
    const told = isUntouched(entry) ? undefined : tell(entry);
    const key = told ? (isNumbered(entry) ? JSON.stringify(told) : '') : verbOf(entry);
    const last = runs.at(-1);
    if (key !== '' && last?.key === key) last.entries.push(entry);
    else runs.push({ key, entries: [entry], ...(told && { told }) });
  }
  return runs.flatMap(({ told, entries }) =>
    told
      ? linesOf(told, compressPaths(entries.map(nameOf)))
      : [{ mark: ' ', depth: 0, text: folded(entries) } as const],
  );
}

/** Only members of a list are told together: `0`, `1`, `2` of a stage. */
const isNumbered = (entry: ReportEntry): boolean => /^\d+$/.test(nameOf(entry));

function folded(run: readonly ReportEntry[]): string {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return '';
  const count = run.length === 1 ? '' : `${run.length} `;
  const names = run.length === 1 ? nameOf(first) : `${nameOf(first)} to ${nameOf(last)}`;
  return `… ${count}${verbOf(first)}: ${names}`;
}

/** Changes of what a part reads or is called, not of what it is. */
const ofNames: ReadonlySet<string> = new Set(['name', 'type', 'inputs', 'outputs', 'shares']);

/** Whether a part is as it was, or other sizes follow from what changed elsewhere. */
function verbOf(entry: ReportEntry): 'unchanged' | 'follow' {
  const follows = (each: ReportEntry): boolean =>
    each.changes.some(({ attribute }) => !ofNames.has(attribute)) || each.children.some(follows);
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
  // What was in a removed module, and is kept, stands elsewhere.
  if (layers === 0) return `${part?.type || 'module'} around what is there`;
  return `${part?.type || 'module'}, ${layers} layer${layers === 1 ? '' : 's'}`;
}

const countLayers = ({ part, children }: ReportEntry): number =>
  (part?.kind === 'layer' ? 1 : 0) + children.reduce((sum, child) => sum + countLayers(child), 0);
