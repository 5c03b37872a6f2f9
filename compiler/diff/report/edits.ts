/**
 * A difference as the edits that a person would say they made: a stage got deeper, a stride moved to another layer, a
 * residual went. What only follows from an edit is none.
 */

import { type Layer, layersOf, type Module, type Part } from '../../outline/outline.ts';
import { type Change, type Entry, entriesOf, statusOf, type Value } from '../difference.ts';
import { compressPaths, describeChange } from './words.ts';

/** What kind of edit it is. */
export type EditKind =
  | 'added'
  | 'removed'
  | 'moved'
  | 'renamed'
  | 'repeated'
  | 'shifted'
  | 'replaced'
  | 'changed'
  | 'rewired';

/** The same edit at one or more places. */
export interface Edit {
  readonly kind: EditKind;
  /** Paths: in the second network, or in the first where something was removed. */
  readonly paths: readonly string[];
  /** What was done, without the place. */
  readonly text: string;
}

/** The edits between two networks, those of one kind and text at many places as one. */
export function editsOf(root: Entry): readonly Edit[] {
  const found: Edit[] = [];
  const told = new Set<Entry | Change>();
  for (const entry of entriesOf(root)) {
    if (told.has(entry)) continue;
    found.push(...presence(entry, told));
    found.push(...repetition(entry, told), ...shifts(entry, told), ...ownChanges(entry, told));
  }
  return grouped(found);
}

/** An edit with its places in few words: `layer1.0-2.conv1: 64→128 channels`. */
export const printEdit = ({ paths, text }: Edit): string => `${compressPaths(paths)}: ${text}`;

const pathOf = ({ before, after }: Entry): string => (after ?? before)?.id || 'the network';

/** A part that only one network has, or that stands elsewhere. */
function presence(entry: Entry, told: Set<Entry | Change>): readonly Edit[] {
  const status = statusOf(entry);
  const path = pathOf(entry);
  if (entry.moved && entry.before) {
    return [{ kind: 'moved', paths: [path], text: `moved from ${entry.before.id}` }];
  }
  if (status !== 'added' && status !== 'removed') return [];
  const part = entry.after ?? entry.before;
  if (!part) return [];
  const isWhole = entriesOf(entry).every(each => statusOf(each) === status);
  if (isWhole) for (const inner of entriesOf(entry)) told.add(inner);
  const text = part.kind === 'layer' ? nameLayer(part) : nameModule(part, isWhole);
  return [{ kind: status, paths: [path], text: `${status}: ${text}` }];
}

/** What a layer is: a sum of values that a network computes is a residual connection. */
function nameLayer({ type, inputs, attributes }: Layer): string {
  if (type === 'add' && inputs.length > 1) return `residual sum of ${inputs.join(' and ')}`;
  const [given, made] = [attributes.in ?? attributes.inFeatures, attributes.out ?? attributes.outFeatures];
  const sizes = [
    given !== undefined && made !== undefined ? `${given}→${made}` : '',
    attributes.kernel !== undefined ? `kernel ${attributes.kernel}` : '',
    attributes.stride !== undefined && attributes.stride !== 1 ? `stride ${attributes.stride}` : '',
  ].filter(each => each !== '');
  return [type, ...sizes].join(' ');
}

function nameModule(module: Module, isWhole: boolean): string {
  const name = module.type || 'module';
  if (!isWhole) return `${name} around what was there`;
  const layers = layersOf(module);
  return `${name} of ${layers.length} layer${layers.length === 1 ? '' : 's'}`;
}

/** Members that only one network has, like those that both have: a stage of another depth. */
function repetition({ before, after, children }: Entry, told: Set<Entry | Change>): readonly Edit[] {
  if (before?.kind !== 'module' || after?.kind !== 'module') return [];
  const modules = children.filter(child => (child.after ?? child.before)?.kind === 'module');
  const both = modules.filter(child => child.before && child.after);
  const kinds = new Set(both.map(child => kindOf(child.after)));
  const counts = new Map<string, { kept: number; added: Entry[]; removed: Entry[]; type: string }>();
  for (const child of modules) {
    const part = child.after ?? child.before;
    const kind = kindOf(part);
    if (!kinds.has(kind) || told.has(child)) continue;
    const count = counts.get(kind) ?? { kept: 0, added: [], removed: [], type: part?.type ?? '' };
    counts.set(kind, count);
    const status = statusOf(child);
    if (status === 'added') count.added.push(child);
    else if (status === 'removed') count.removed.push(child);
    else count.kept++;
  }
  return [...counts.values()].flatMap(count => {
    const { added, removed, type } = count;
    if ((added.length === 0) === (removed.length === 0)) return [];
    for (const entry of [...added, ...removed].flatMap(entriesOf)) told.add(entry);
    // Without classes, members that differ in a layer or two are counted among them.
    const kept = type ? count.kept : both.length;
    const text = `${kept + removed.length}→${kept + added.length} ${type || 'modules'}`;
    return [{ kind: 'repeated', paths: [after.id || 'the network'], text } as const];
  });
}

/** What makes members alike: their class, or where none is known the operators in them. */
function kindOf(part: Part | undefined): string {
  if (!part || part.kind === 'layer') return '';
  return (
    part.type ||
    layersOf(part)
      .map(layer => layer.type)
      .join(' ')
  );
}

/** An attribute that one layer of a module gives up and another takes over. */
function shifts({ after, children }: Entry, told: Set<Entry | Change>): readonly Edit[] {
  const own = children.flatMap(child =>
    child.before?.kind === 'layer' && child.after
      ? child.changes
          .filter(change => !change.follows)
          .map(change => ({ name: child.after?.name ?? '', change }))
      : [],
  );
  const edits: Edit[] = [];
  for (const { name, change } of own) {
    if (told.has(change) || ['name', 'type', 'inputs'].includes(change.attribute)) continue;
    const other = own.find(
      each => each.name !== name && !told.has(each.change) && isOpposite(each.change, change),
    );
    if (!other) continue;
    told.add(change).add(other.change);
    const [from, to] = gives(change) ? [name, other.name] : [other.name, name];
    const value = gives(change) ? change.before : change.after;
    const text = `${change.attribute} ${String(value)} moved from ${from} to ${to}`;
    edits.push({ kind: 'shifted', paths: [after?.id || 'the network'], text });
  }
  return edits;
}

const isOpposite = (a: Change, b: Change): boolean =>
  a.attribute === b.attribute && same(a.before, b.after) && same(a.after, b.before);

const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a layer had the larger, or the only, value. */
const gives = ({ before, after }: Change): boolean =>
  typeof before === 'number' && typeof after === 'number' ? before > after : Boolean(before);

/** What remains of a part's own changes. */
function ownChanges(entry: Entry, told: ReadonlySet<Entry | Change>): readonly Edit[] {
  const changes = entry.changes.filter(change => !change.follows && !told.has(change));
  const paths = [pathOf(entry)];
  const edits: Edit[] = changes
    .filter(({ attribute }) => attribute === 'name')
    .map(({ before, after }) => ({ kind: 'renamed', paths, text: `renamed ${before}→${after}` }));
  const rest = changes.filter(({ attribute }) => attribute !== 'name');
  const [first] = rest;
  if (!first) return edits;
  const isModule = entry.after?.kind === 'module';
  const kind = first.attribute === 'type' ? 'replaced' : first.attribute === 'inputs' ? 'rewired' : 'changed';
  return [...edits, { kind, paths, text: rest.map(change => describeChange(change, isModule)).join(', ') }];
}

function grouped(edits: readonly Edit[]): readonly Edit[] {
  const groups = new Map<string, { kind: EditKind; paths: string[]; text: string }>();
  for (const { kind, paths, text } of edits) {
    const key = `${kind} ${text}`;
    const group = groups.get(key);
    if (group) group.paths.push(...paths);
    else groups.set(key, { kind, paths: [...paths], text });
  }
  return [...groups.values()];
}
