/** One reading of a checkpoint: a dict of it as the state_dict of a network, with a prefix before its names. */

import { UserError } from '../errors.ts';
import type { ModuleRecord } from '../ir/graph.ts';
import { printName, printSome } from '../names.ts';
import { elementCount, sameShape } from '../shape.ts';
import type { ExpectedNetwork, ExpectedTensor } from './expected.ts';
import { fitsName } from './pattern.ts';
import type { RenameMap } from './rename.ts';
import type { CheckpointTensor, StateDict, Unreadable } from './types.ts';

/** How a dict is read. */
export interface Reading {
  readonly dict: StateDict;
  /** What its names must begin with, as the user says; part of the prefix. */
  readonly within: string;
  /** What stands before the network's names; empty, or it ends in a dot. */
  readonly prefix: string;
  /** Whether the whole network is there under the prefix: then names without it are of something else. */
  readonly isWhole: boolean;
  /** Prefixes of other copies of the network in the dict. */
  readonly copies: readonly string[];
  readonly rename: RenameMap;
  /** Patterns of tensors that are left out. */
  readonly ignore: readonly string[];
}

/** What came of a reading. */
export interface Attempt extends Reading {
  /** Says that the rename map names what is not there, or that two tensors would get one name. */
  readonly problem?: UserError;
  /** The tensors under the names of each parameter that are there, by the parameter's own name. */
  readonly found: ReadonlyMap<string, readonly CheckpointTensor[]>;
  /** Expected, and not in the dict. */
  readonly missing: readonly ExpectedTensor[];
  /** Expected, and there as something whose numbers cannot be read. */
  readonly unreadable: readonly (ExpectedTensor & { readonly what: string })[];
  /** In both, as `shape` in the network and `got` in the checkpoint. */
  readonly misshaped: readonly (ExpectedTensor & { readonly got: readonly number[] })[];
  /** In the dict, and not expected. */
  readonly unexpected: readonly ExpectedTensor[];
  /** In the dict, and of no use to the network. As the file has the names. */
  readonly leftOut: readonly string[];
  /** Expected names that a pattern drops, and the pattern. */
  readonly dropped: ReadonlyMap<string, string>;
}

/** Batch norm's count of training steps, which inference does not need. */
const counters = /(^|\.)num_batches_tracked$/;

/** Reads a dict so. */
export function attempt(reading: Reading, network: ExpectedNetwork, file: string): Attempt {
  const { dict, prefix, isWhole, copies, ignore } = reading;
  const { tensors: expected, aliases = new Map<string, string>() } = network;
  const own = new Set(expected.map(({ name }) => name));
  const ownName = (name: string): string | undefined => (own.has(name) ? name : aliases.get(name));
  let problem = lacking(reading, file);
  const found = new Map<string, CheckpointTensor[]>();
  const spoilt = new Map<string, string>();
  const dropped = new Map<string, string>();
  const rest: { name: string; tensor: CheckpointTensor }[] = [];
  const leftOut: string[] = [];
  const takenBy = new Map<string, string>();
  for (const [old, tensor] of entriesOf(dict)) {
    const name = rename(reading, old);
    const target = name === undefined ? undefined : ownName(name);
    const pattern = ignore.find(each => fitsName(each, old) || fitsName(each, old.slice(prefix.length)));
    if (pattern !== undefined) {
      if (target !== undefined) dropped.set(target, pattern);
      if (!dict.aliases.has(old)) leftOut.push(old);
      continue;
    }
    if (name !== undefined) {
      const other = takenBy.get(name);
      if (other !== undefined) problem ??= collision(other, old, name, file);
      takenBy.set(name, old);
    }
    if ('what' in tensor) {
      if (target !== undefined) spoilt.set(target, tensor.what);
      else if (tensor.isTensor) leftOut.push(old);
    } else if (target !== undefined) {
      const tensors = found.get(target);
      if (tensors) tensors.push(tensor);
      else found.set(target, [tensor]);
    } else if (name === undefined && isWhole) {
      leftOut.push(old);
    } else if (!dict.aliases.has(old)) {
      rest.push({ name: name ?? old, tensor });
    }
  }
  const used = new Set([...found.values()].flat());
  const storages = new Set([...used].flatMap(({ stored }) => (stored === undefined ? [] : [stored])));
  const idle = idleModules(network.modules ?? []);
  const unexpected: ExpectedTensor[] = [];
  for (const { name, tensor } of rest) {
    if (counters.test(name) || used.has(tensor)) continue;
    const isOfNoUse =
      elementCount(tensor.shape) === 0 ||
      (tensor.stored !== undefined && storages.has(tensor.stored)) ||
      copies.some(copy => tensor.name.startsWith(copy)) ||
      isIdle(name, idle);
    if (isOfNoUse) leftOut.push(tensor.name);
    else unexpected.push({ name, shape: tensor.shape });
  }
  const missing = expected.filter(({ name }) => !found.has(name) && !spoilt.has(name));
  return {
    ...reading,
    ...(problem && { problem }),
    found,
    missing,
    unreadable: expected.flatMap(each => {
      const what = found.has(each.name) ? undefined : spoilt.get(each.name);
      return what === undefined ? [] : [{ ...each, what }];
    }),
    misshaped: expected.flatMap(each =>
      (found.get(each.name) ?? [])
        .filter(({ shape }) => !sameShape(shape, each.shape))
        .slice(0, 1)
        .map(({ shape: got }) => ({ ...each, got })),
    ),
    unexpected,
    leftOut: leftOut.filter(name => !counters.test(name)),
    dropped,
  };
}

/** Whether a reading has all that the network needs. */
export const isHolding = ({ problem, missing, unreadable, misshaped }: Attempt): boolean =>
  problem === undefined && missing.length + unreadable.length + misshaped.length === 0;

/** How many tensors differ. */
export const differencesOf = ({ missing, unreadable, misshaped, unexpected }: Attempt): number =>
  missing.length + unreadable.length + misshaped.length + unexpected.length;

/** Every entry that has a name, those included that the file says are another's. */
function* entriesOf(dict: StateDict): Generator<readonly [string, CheckpointTensor | Unreadable]> {
  yield* dict.tensors;
  yield* dict.unreadable;
  for (const [other, name] of dict.aliases) {
    const tensor = dict.tensors.get(name);
    if (tensor) yield [other, tensor];
  }
}

/** The network's name of an entry, or `undefined` for one without the prefix. */
function rename({ prefix, rename }: Reading, name: string): string | undefined {
  const inside = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  return rename.get(name) ?? (inside === undefined ? undefined : (rename.get(inside) ?? inside));
}

/** Says which tensors of the rename map are not there. */
function lacking({ dict, prefix, rename }: Reading, file: string): UserError | undefined {
  const names = [...rename.keys()].filter(old => !has(dict, prefix + old) && !has(dict, old));
  if (names.length === 0) return undefined;
  const isTurned = [...rename.values()].every(name => has(dict, prefix + name) || has(dict, name));
  return new UserError(
    'checkpoint-mismatch',
    `lacks ${names.length} of the ${rename.size} tensors that the rename map names: ${printSome(names.map(printName), mostListed)}`,
    {
      at: file,
      fix: isTurned
        ? 'turn the map round: the names of the checkpoint come first'
        : 'give the map of this checkpoint, or take these names out of it',
    },
  );
}

/** Old names that errors list; the rest is counted. */
const mostListed = 8;

const has = ({ tensors, unreadable, aliases }: StateDict, name: string): boolean =>
  tensors.has(name) || unreadable.has(name) || aliases.has(name);

function collision(a: string, b: string, name: string, file: string): UserError {
  return new UserError(
    'checkpoint-mismatch',
    `${printName(a)} and ${printName(b)} would both be called ${printName(name)}`,
    { at: file, fix: 'give each a name of its own in the rename map' },
  );
}

/** Whether each module is declared and not run, by its path. */
function idleModules(modules: readonly ModuleRecord[]): ReadonlyMap<string, boolean> {
  return new Map(modules.map(({ path, idle }) => [path, idle === true]));
}

/** Whether a tensor belongs to a module that is declared and not run. */
function isIdle(name: string, modules: ReadonlyMap<string, boolean>): boolean {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const idle = modules.get(name.slice(0, end));
    if (idle !== undefined) return idle;
  }
  return false;
}
