/**
 * A difference as the edits that a person would say they made: a stage got deeper, a stride moved to another layer, a
 * residual went. What only follows from an edit is none.
 */

import { type Layer, layersOf, type Module, type Part } from '../../outline/outline.ts';
import { type Change, type Entry, entriesOf, statusOf, type Value } from '../difference.ts';
import { compressPaths, describeChange, nameAttribute } from './words.ts';

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

/**
 * The edits between two networks, those of one kind and text at many places as one.
 *
 * @param structural - whether names and classes were ignored: then a module around what is there anyway is no edit
 */
export function editsOf(root: Entry, structural = false): readonly Edit[] {
  const found: Edit[] = [];
  const context = {
    structural,
    alone: aloneIn(root),
    behind: neighbours(root),
    told: new Set<Entry | Change>(),
  };
  for (const entry of entriesOf(root)) {
    if (context.told.has(entry)) continue;
    found.push(...presence(entry, context), ...repetition(entry, context));
    found.push(...shifts(entry, context), ...ownChanges(entry, context));
  }
  return grouped(found);
}

/** What is known of all entries while each is told. */
interface Context {
  readonly structural: boolean;
  /** Parts that are in one network only, with everything in them. */
  readonly alone: ReadonlySet<Entry>;
  /** The name of what stands before a part of the second network in its module. */
  readonly behind: ReadonlyMap<Entry, string>;
  /** What needs no more words. */
  readonly told: Set<Entry | Change>;
}

/** An edit with its places in few words: `layer1.0-2.conv1: 64→128 channels`. */
export const printEdit = ({ paths, text }: Edit): string => `${compressPaths(paths)}: ${text}`;

const pathOf = ({ before, after }: Entry): string => (after ?? before)?.id || 'the network';

function neighbours(root: Entry): ReadonlyMap<Entry, string> {
  const names = new Map<Entry, string>();
  for (const { children } of entriesOf(root)) {
    let last: string | undefined;
    for (const child of children) {
      if (!child.after) continue;
      if (last !== undefined) names.set(child, last);
      last = child.after.name;
    }
  }
  return names;
}

function aloneIn(root: Entry): ReadonlySet<Entry> {
  const alone = new Set<Entry>();
  // Members stand after the module that has them.
  for (const entry of entriesOf(root).toReversed()) {
    const part = entry.before && entry.after ? undefined : (entry.before ?? entry.after);
    if (!part) continue;
    // What is kept of a removed module stands elsewhere, and not among its entries.
    const members = part.kind === 'module' ? part.children.length : 0;
    const isWhole = entry.children.length === members && entry.children.every(child => alone.has(child));
    const isAlike = entry.children.every(child => statusOf(child) === statusOf(entry));
    if (isWhole && isAlike) alone.add(entry);
  }
  return alone;
}

/** A part that only one network has, or that stands elsewhere. */
function presence(entry: Entry, { structural, alone, behind, told }: Context): readonly Edit[] {
  const status = statusOf(entry);
  const path = pathOf(entry);
  if (entry.moved && entry.before) {
    const neighbour = behind.get(entry);
    const place = neighbour === undefined ? 'to the front' : `behind ${neighbour}`;
    const text = `moved ${entry.before.id === path ? place : `from ${entry.before.id}`}`;
    return [{ kind: 'moved', paths: [path], text }];
  }
  if (status !== 'added' && status !== 'removed') return [];
  const part = entry.after ?? entry.before;
  if (!part) return [];
  const isWhole = alone.has(entry);
  if (isWhole) for (const inner of entriesOf(entry)) told.add(inner);
  else if (structural) return [];
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
  if (!isWhole) return `${name} around what is there`;
  const layers = layersOf(module);
  return `${name} of ${layers.length} layer${layers.length === 1 ? '' : 's'}`;
}

/** Entries, and in the place of a module that only one network has, around what both have, what is in it. */
function membersOf(children: readonly Entry[], alone: ReadonlySet<Entry>): readonly Entry[] {
  return children.flatMap(child => {
    const isAround = (child.after ?? child.before)?.kind === 'module' && !(child.before && child.after);
    return isAround && !alone.has(child) ? membersOf(child.children, alone) : [child];
  });
}

/** Members that only one network has, like those that both have: a stage of another depth. */
function repetition({ before, after, children }: Entry, context: Context): readonly Edit[] {
  if (before?.kind !== 'module' || after?.kind !== 'module') return [];
  const { structural, alone, told } = context;
  const members = membersOf(children, alone);
  const modules = members.filter(child => (child.after ?? child.before)?.kind === 'module');
  const both = modules.filter(child => child.before && child.after);
  const added = groupedByKind(modules, 'added', context);
  const removed = groupedByKind(modules, 'removed', context);
  const tell = (kind: string, alike: readonly Entry[], side: 'before' | 'after'): readonly Edit[] => {
    const like = both.filter(child => kindOf(child[side], structural) === kind);
    if (like.length === 0 || (added.has(kind) && removed.has(kind))) return [];
    for (const entry of alike.flatMap(entriesOf)) told.add(entry);
    const type = alike[0]?.[side]?.type;
    // Without classes, members that differ in a layer or two are counted among them.
    const kept = (type && !structural ? like : both).length;
    const [less, more] = [kept, kept + alike.length];
    const count = side === 'after' ? `${less}→${more}` : `${more}→${less}`;
    return [{ kind: 'repeated', paths: [after.id || 'the network'], text: `${count} ${type || 'modules'}` }];
  };
  return [
    ...[...added].flatMap(([kind, entries]) => tell(kind, entries, 'after')),
    ...[...removed].flatMap(([kind, entries]) => tell(kind, entries, 'before')),
  ];
}

function groupedByKind(
  modules: readonly Entry[],
  status: 'added' | 'removed',
  { structural, alone, told }: Context,
): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of modules) {
    if (statusOf(entry) !== status || told.has(entry) || !alone.has(entry)) continue;
    const kind = kindOf(entry.after ?? entry.before, structural);
    const group = groups.get(kind);
    if (group) group.push(entry);
    else groups.set(kind, [entry]);
  }
  return groups;
}

/** What makes members alike: their class, or where none is known the operators that they run themselves, or all. */
function kindOf(part: Part | undefined, structural: boolean): string {
  if (!part || part.kind === 'layer') return '';
  if (part.type && !structural) return part.type;
  const own = part.children.filter(child => child.kind === 'layer');
  return (own.length > 0 ? own : layersOf(part)).map(({ type }) => type).join(' ');
}

/** An attribute that one layer of a module gives up and another takes over. */
function shifts({ before, after, children }: Entry, { alone, told }: Context): readonly Edit[] {
  if (!before || !after) return [];
  const own = membersOf(children, alone).flatMap(child =>
    child.before?.kind === 'layer' && child.after
      ? child.changes
          .filter(change => !change.follows)
          .map(change => ({ name: child.after?.name ?? '', change }))
      : [],
  );
  const edits: Edit[] = [];
  for (const { name, change } of own) {
    if (told.has(change) || ['name', 'type', 'inputs', 'shares'].includes(change.attribute)) continue;
    const other = own.find(
      each => each.name !== name && !told.has(each.change) && isOpposite(each.change, change),
    );
    if (!other) continue;
    told.add(change).add(other.change);
    const [from, to] = gives(change) ? [name, other.name] : [other.name, name];
    const what = nameAttribute(change.attribute, gives(change) ? change.before : change.after);
    const text = `${what} moved from ${from} to ${to}`;
    edits.push({ kind: 'shifted', paths: [after.id || 'the network'], text });
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
function ownChanges(entry: Entry, { told }: Context): readonly Edit[] {
  const changes = entry.changes.filter(change => !change.follows && !told.has(change));
  const paths = [pathOf(entry)];
  const edits: Edit[] = changes
    .filter(({ attribute }) => attribute === 'name')
    .map(({ before, after }) => ({ kind: 'renamed', paths, text: `renamed ${before}→${after}` }));
  const isOther = changes.some(({ attribute }) => attribute === 'type');
  // What another operator does not have goes without saying.
  const rest = changes.filter(
    ({ attribute, after }) => attribute !== 'name' && !(isOther && after === undefined),
  );
  const [first] = rest;
  if (!first) return edits;
  const isModule = entry.after?.kind === 'module';
  const kind = first.attribute === 'type' ? 'replaced' : isWiring(first) ? 'rewired' : 'changed';
  return [...edits, { kind, paths, text: rest.map(change => describeChange(change, isModule)).join(', ') }];
}

const isWiring = ({ attribute }: Change): boolean => attribute === 'inputs' || attribute === 'outputs';

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
