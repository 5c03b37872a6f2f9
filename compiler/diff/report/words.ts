/** How changes are said in a few words: `stride 2→1`, `64→128 channels`, `relu→silu`. */

import { printShape } from '../../shape.ts';
import type { Change, Value } from '../difference.ts';

/** Attributes whose numbers say more with a unit. */
const units: Readonly<Record<string, string>> = {
  in: 'input channels',
  out: 'channels',
  channels: 'channels',
  inFeatures: 'input features',
  outFeatures: 'features',
};

/** How a layer or a network stands to other values. */
const verbs: Readonly<Record<string, string>> = { inputs: 'reads', outputs: 'returns', shares: 'shares' };

/** A change as the engine or a report has it. */
type Told = Pick<Change, 'attribute'> & { readonly before?: Value; readonly after?: Value };

/**
 * One change in words.
 *
 * @param isModule - whether it is a module's, whose type is a class
 */
export function describeChange({ attribute, before, after }: Told, isModule: boolean): string {
  const arrow = `${print(before)}→${print(after)}`;
  if (attribute === 'type') return isModule ? `class ${arrow}` : arrow;
  if (attribute === 'name') return `renamed ${arrow}`;
  const verb = verbs[attribute];
  if (verb !== undefined) return `${verb} ${print(after)}, not ${print(before)}`;
  if (attribute === 'bias' && before === false) return 'bias added';
  if (attribute === 'bias' && after === false) return 'bias removed';
  // What only one of two operators has.
  if (before === undefined) return nameAttribute(attribute, after);
  if (after === undefined) return `no ${attribute}`;
  return nameAttribute(attribute, arrow);
}

/** An attribute with its value: `stride 2`, `64 channels`, `bias`. */
export function nameAttribute(attribute: string, value: Value): string {
  const unit = units[attribute];
  if (unit) return `${print(value)} ${unit}`;
  return value === true ? attribute : `${attribute} ${print(value)}`;
}

/** A value as it stands in a sentence. */
function print(value: Value): string {
  if (value === undefined) return 'none';
  if (!Array.isArray(value)) return String(value);
  return value.every(each => typeof each === 'number') ? printShape(value) : value.join(' and ');
}

/**
 * Paths in few words: those that differ in one number are one, `layer1.0-2.conv1`.
 *
 * @param paths - in the order of the network
 */
export function compressPaths(paths: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    // A star of its own is no number.
    const pattern = path.includes('*') ? ` ${path}` : patternOf(path);
    const group = groups.get(pattern);
    if (group) group.push(path);
    else groups.set(pattern, [path]);
  }
  return [...groups]
    .map(([pattern, members]) => {
      if (members.length === 1 || pattern === members[0] || members[0]?.includes('*')) return members[0];
      const numbers = members.map(path => Number(path.slice(pattern.indexOf('*')).split('.', 1)[0]));
      return pattern.replace('*', ranges(numbers));
    })
    .join(', ');
}

/** A path with a star for its last number: `layer1.*.conv1`. */
export function patternOf(path: string): string {
  const segments = path.split('.');
  const at = segments.findLastIndex(segment => /^\d{1,9}$/.test(segment));
  return at < 0 || path.includes('*') ? path : segments.with(at, '*').join('.');
}

/** `0-2,5` of 0, 1, 2, 5. */
function ranges(numbers: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
