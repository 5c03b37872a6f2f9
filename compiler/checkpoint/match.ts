/**
 * Pairs the tensors that a network expects with those that a checkpoint has, or says everything that differs. What is
 * beyond doubt is found: which of the file's dicts is the state_dict, what stands before its names, what else is there
 * that the network has no use for. Where two readings fit, nobody guesses: `key` chooses.
 */

import { UserError } from '../errors.ts';
import { printName, printSome } from '../names.ts';
import { type Attempt, attempt, differencesOf, isHolding } from './attempt.ts';
import { translation } from './conventions.ts';
import type { ExpectedNetwork } from './expected.ts';
import { describeMismatch } from './match-report.ts';
import { fitsName, printPattern } from './pattern.ts';
import { type Prefix, placesOf, prefixesOf } from './prefixes.ts';
import type { RenameMap } from './rename.ts';
import type { Checkpoint, CheckpointTensor, StateDict } from './types.ts';

/** How a checkpoint is to be read. */
export interface MatchOptions {
  /** The network's names by the checkpoint's, with or without the prefix before every name. */
  readonly rename?: RenameMap;
  /**
   * The part of the file that is read: keys of its dicts joined by dots, and what its tensors' names begin with:
   * `state_dict`, `student`, `state_dict.student`; `.` is what the file holds itself.
   */
  readonly key?: string;
  /** Patterns of the tensors to leave out, such as `head.*`. */
  readonly ignore?: readonly string[];
  /**
   * Finds advice where shapes differ.
   *
   * @param judge - how many tensors of the checkpoint would differ from another network
   */
  advise?(
    misshaped: Attempt['misshaped'],
    judge: (network: ExpectedNetwork) => number,
  ): Promise<string | undefined>;
}

/** The tensors of a network. */
export interface Match {
  /** By the network's names, in the order expected. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** What of the file the network has no use for, in one line; absent where that is nothing. */
  readonly leftOut?: string;
}

/** A dict of the file, and what its names must begin with. */
interface Part {
  readonly dict: StateDict;
  readonly within: string;
  /** Whether the user has chosen it. */
  readonly isChosen: boolean;
}

/**
 * The checkpoint's tensor for each expected name. `num_batches_tracked` may be there or not, as may tensors of modules
 * that do not run, of no elements, of types that are not read, and those under a name that the network does not have
 * whose numbers it has under another.
 *
 * @throws UserError `checkpoint-mismatch`, one for all missing, unexpected and mis-shaped tensors, with the nearest
 *   names; `checkpoint-ambiguous` where several parts of the file fit; or one that says which tensors of the rename map
 *   are not there, which two would get one name, or what an option names that is not there
 */
export async function matchCheckpoint(
  checkpoint: Checkpoint,
  network: ExpectedNetwork,
  options: MatchOptions = {},
): Promise<Match> {
  const { file } = checkpoint;
  const parts = partsOf(checkpoint, options.key);
  checkPatterns(checkpoint, options.ignore ?? []);
  const attempts = parts.flatMap(part => attemptsOf(part, network, options, file));
  const holding = attempts.filter(isHolding);
  const usual = holding.filter(({ dict }) => dict.isUsual);
  const [first, ...others] = usual.length > 0 ? usual : holding;
  if (first === undefined) throw await mismatch(best(attempts), network, options, checkpoint);
  const distinct = [first, ...others.filter(other => !isSameData(first, other))];
  if (distinct.length > 1) throw ambiguous(distinct, file);
  if (first.unexpected.length > 0) throw await mismatch(first, network, options, checkpoint);
  const tensors = new Map<string, CheckpointTensor>();
  for (const { name } of network.tensors) {
    const [tensor, ...same] = first.found.get(name) ?? [];
    if (!tensor) continue;
    for (const other of same) await checkEqual(tensor, other, file);
    tensors.set(name, tensor);
  }
  const leftOut = describeLeftOut(first, checkpoint);
  return { tensors, ...(leftOut !== undefined && { leftOut }) };
}

/** The readings of a part: of its names as they are, and with each prefix under which the whole network is. */
function attemptsOf(
  { dict, within, isChosen }: Part,
  network: ExpectedNetwork,
  { rename: given = new Map(), ignore = [] }: MatchOptions,
  file: string,
): Attempt[] {
  const names = new Set(
    [...dict.tensors.keys(), ...dict.aliases.keys(), ...dict.unreadable.keys()].filter(
      name => name.startsWith(within) && !ignore.some(pattern => fitsName(pattern, name)),
    ),
  );
  const rename = new Map([...conventionOf(names, network), ...given]);
  const places = placesOf(network, rename);
  const idle = new Set(network.modules?.flatMap(({ path, idle }) => (idle ? [`${path}.`] : [])));
  const inside = (prefix: Prefix): boolean => prefix.text.startsWith(within);
  const prefixes = prefixesOf(names, places, rename).filter(inside);
  const total = network.tensors.length;
  const whole = prefixes.filter(({ text, count }) => count === total && !idle.has(text));
  const tryWith = (prefix: string, isWhole: boolean, copies: readonly string[] = []): Attempt =>
    attempt({ dict, within, prefix, isWhole, copies, rename, ignore }, network, file);
  const attempts = whole.map(({ text }) => tryWith(text, true));
  // Whoever names a part means its names as they are, if these fit; other copies in it are of no use then.
  if (isChosen && attempts.some(each => each.prefix === within && isHolding(each))) {
    const copies = attempts.filter(each => each.prefix !== within && isHolding(each));
    return [
      tryWith(
        within,
        true,
        copies.map(({ prefix }) => prefix),
      ),
    ];
  }
  if (attempts.length > 0) return attempts;
  // None fits: the prefix that most names have, if it is that of most.
  const most = prefixes.reduce((a, b) => (b.count > a.count ? b : a), { text: within, count: 0 });
  const prefix = 2 * most.count > total ? most.text : within;
  return [tryWith(prefix, false)];
}

/** The network's names by those that a library gives them, without what stands before every name. */
function conventionOf(names: ReadonlySet<string>, { tensors }: ExpectedNetwork): RenameMap {
  const prefix = commonPrefix(names);
  const plain = [...names].map(name => name.slice(prefix.length));
  const translate = translation(plain, new Set(tensors.map(({ name }) => name)));
  return new Map(
    plain.flatMap(name => {
      const translated = translate(name);
      return translated === undefined ? [] : [[name, translated] as const];
    }),
  );
}

/** The modules that all names are in, with the dot; empty where there is none. */
function commonPrefix(names: ReadonlySet<string>): string {
  const [first = ''] = names;
  let end = first.lastIndexOf('.') + 1;
  for (const name of names) {
    while (end > 0 && !name.startsWith(first.slice(0, end))) end = end < 2 ? 0 : first.lastIndexOf('.', end - 2) + 1;
  }
  return first.slice(0, end);
}

/** The parts of the file that a key names, or all of them. */
function partsOf({ file, stateDicts }: Checkpoint, key: string | undefined): Part[] {
  if (key === undefined) return stateDicts.map(dict => ({ dict, within: '', isChosen: false }));
  const wanted = key.replace(/\.$/, '');
  const parts = stateDicts.flatMap((dict): Part[] => {
    if (dict.key === wanted) return [{ dict, within: '', isChosen: true }];
    if (dict.key !== '' && !wanted.startsWith(`${dict.key}.`)) return [];
    const within = `${dict.key === '' ? wanted : wanted.slice(dict.key.length + 1)}.`;
    const isThere = [...dict.tensors.keys()].some(name => name.startsWith(within));
    return isThere ? [{ dict, within, isChosen: true }] : [];
  });
  const [longest] = parts.sort((a, b) => b.dict.key.length - a.dict.key.length);
  if (longest) return [longest];
  const groups = stateDicts.flatMap(dict => [labelOf(dict), ...groupsOf(dict)]);
  throw new UserError('checkpoint-key', `holds nothing under the key ${printName(key)}`, {
    at: file,
    fix: `give --key one of these: ${printSome(groups, mostListed)}`,
  });
}

/** What the names of a dict's tensors begin with, as keys. */
function groupsOf(dict: StateDict): string[] {
  const counts = new Map<string, number>();
  for (const name of dict.tensors.keys()) {
    const [first = '', ...rest] = name.split('.', 2);
    if (rest.length > 0) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return [...counts].map(([first, count]) => label(dict.key === '' ? first : `${dict.key}.${first}`, count));
}

const labelOf = (dict: StateDict): string => label(keyOf(dict, ''), dict.tensors.size);
const label = (key: string, count: number): string =>
  `${printPattern(key)} (${count} ${count === 1 ? 'tensor' : 'tensors'})`;

/** What `--key` takes for a part. */
function keyOf({ key }: StateDict, prefix: string): string {
  return [key, prefix.replace(/\.$/, '')].filter(part => part !== '').join('.') || '.';
}

/** @throws UserError where a pattern fits no tensor */
function checkPatterns({ file, stateDicts }: Checkpoint, patterns: readonly string[]): void {
  const names = stateDicts.flatMap(({ tensors, unreadable, aliases }) => [
    ...tensors.keys(),
    ...unreadable.keys(),
    ...aliases.keys(),
  ]);
  for (const pattern of patterns) {
    // As it is known to whoever sees the names without their prefix.
    const isThere = names.some(name => fitsName(pattern, name) || fitsName(`*.${pattern}`, name));
    if (isThere) continue;
    const some = printSome(names.map(printName), 4);
    throw new UserError('checkpoint-pattern', `no tensor has a name like ${printPattern(pattern)}`, {
      at: `${file}: --ignore`,
      fix: `leave it out, or mend it: the names are ${some}`,
    });
  }
}

/** Names of a kind that messages list; the rest is counted. */
const mostListed = 8;

/** The reading to tell of, where none fits. */
function best(attempts: readonly Attempt[]): Attempt {
  const lacking = ({ missing, unreadable }: Attempt): number => missing.length + unreadable.length;
  return attempts.reduce((a, b) => {
    if (lacking(a) !== lacking(b)) return lacking(a) < lacking(b) ? a : b;
    return a.dict.isUsual || !b.dict.isUsual ? a : b;
  });
}

/** Whether two readings give the network the very same stored numbers. */
function isSameData(a: Attempt, b: Attempt): boolean {
  for (const [name, [tensor]] of a.found) {
    const [other] = b.found.get(name) ?? [];
    if (tensor !== other && (tensor?.stored === undefined || tensor.stored !== other?.stored)) return false;
  }
  return true;
}

function ambiguous(attempts: readonly Attempt[], file: string): UserError {
  const keys = attempts.map(({ dict, prefix, found }) => ({ key: keyOf(dict, prefix), count: found.size }));
  const listed = printSome(
    keys.map(({ key, count }) => label(key, count)),
    mostListed,
  );
  const choices = keys.slice(0, mostListed).map(({ key }) => `--key ${printName(key)}`);
  return new UserError('checkpoint-ambiguous', `${attempts.length} parts of it fit the network: ${listed}`, {
    at: file,
    fix: `choose one: ${choices.join(' or ')}`,
  });
}

async function mismatch(
  tried: Attempt,
  network: ExpectedNetwork,
  options: MatchOptions,
  { file, stateDicts }: Checkpoint,
): Promise<UserError> {
  if (tried.problem) return tried.problem;
  const judge = (other: ExpectedNetwork): number => {
    const part = { dict: tried.dict, within: tried.within, isChosen: options.key !== undefined };
    return Math.min(...attemptsOf(part, other, options, file).map(differencesOf));
  };
  const advice = tried.misshaped.length > 0 ? await options.advise?.(tried.misshaped, judge) : undefined;
  const others = stateDicts.filter(dict => dict !== tried.dict && dict.isUsual && dict.key !== '');
  const { problem, fix } = describeMismatch(tried, network, {
    ...(advice !== undefined && { advice }),
    others: options.key === undefined && !isHolding(tried) ? others.map(labelOf) : [],
  });
  const place = tried.dict.key === '' ? file : `${file}: ${printName(tried.dict.key)}`;
  return new UserError('checkpoint-mismatch', problem, { at: place, fix });
}

/** A module that stands at two places has one set of numbers. @throws UserError where the file has two */
async function checkEqual(a: CheckpointTensor, b: CheckpointTensor, file: string): Promise<void> {
  if (a === b || (a.stored !== undefined && a.stored === b.stored)) return;
  const [first, second] = [await a.read(), await b.read()];
  if (first.every((value, i) => Object.is(value, second[i]))) return;
  throw new UserError(
    'checkpoint-mismatch',
    `${printName(a.name)} and ${printName(b.name)} are one tensor in the network, and hold different numbers`,
    {
      at: file,
      fix: `give the spec a module for each, or leave one out: --ignore '${printPattern(b.name)}'`,
    },
  );
}

/** What of the file is not read. */
function describeLeftOut({ leftOut, dict }: Attempt, { stateDicts }: Checkpoint): string | undefined {
  const own = groups(leftOut);
  // What is beside a state_dict at the top are numbers of the training, which are named one by one.
  const others = stateDicts
    .filter(other => other !== dict)
    .flatMap(other => (other.key === '' ? groups([...other.tensors.keys()]) : [labelOf(other)]));
  const all = [...own, ...others];
  return all.length === 0 ? undefined : printSome(all, mostListed);
}

/** Names, those that begin alike as one. */
function groups(names: readonly string[]): string[] {
  const byFirst = new Map<string, string[]>();
  for (const name of names) {
    const [first = ''] = name.split('.', 1);
    const group = byFirst.get(first);
    if (group) group.push(name);
    else byFirst.set(first, [name]);
  }
  return [...byFirst].map(([first, [name = '', ...more]]) =>
    more.length === 0 ? printName(name) : label(`${first}.*`, more.length + 1),
  );
}
