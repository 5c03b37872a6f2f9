/** What a report says in sentences, for a terminal and for Markdown. */

import { printShape } from '../../shape.ts';
import type { Report } from '../report/schema.ts';
import { compressPaths, patternOf } from '../report/words.ts';

type Pair = readonly [before: string, after: string];

/** What is compared, as it was given, with the settings that differ. */
export const titlesOf = (report: Report): Pair =>
  withSettings(report, [report.before.from, report.after.from]);

/**
 * Short names for the heads of columns, never the same: the networks' own; where both have one name, as much of the end
 * of their paths as tells them apart, or the settings that differ; of one network twice, `before` and `after`.
 */
export function namesOf(report: Report): Pair {
  const { before, after } = report;
  const names: Pair = [before.name, after.name];
  const ways: readonly Pair[] = [
    names,
    endsOf(before.from, after.from),
    [before.from, after.from],
    withSettings(report, names),
  ];
  return ways.find(([a, b]) => a !== b) ?? ['before', 'after'];
}

/** The last parts of two paths, as many as it takes for them to differ. */
function endsOf(before: string, after: string): Pair {
  const [a, b] = [before, after].map(path =>
    path.split(/[\\/]+/).filter(part => part !== '' && part !== '.'),
  );
  const last = (parts: readonly string[] | undefined, count: number): string =>
    parts?.slice(-count).join('/') ?? '';
  const most = Math.max(a?.length ?? 0, b?.length ?? 0, 1);
  let count = 1;
  while (count < most && last(a, count) === last(b, count)) count++;
  return [last(a, count), last(b, count)];
}

function withSettings({ before, after }: Report, [first, second]: Pair): Pair {
  const names = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  const differing = [...names].filter(name => print(before.settings[name]) !== print(after.settings[name]));
  const title = ({ settings }: Report['before'], name: string): string => {
    const own = differing.filter(each => each in settings).map(each => `${each}=${print(settings[each])}`);
    return own.length > 0 ? `${name} (${own.join(' ')})` : name;
  };
  return [title(before, first), title(after, second)];
}

const print = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The answer in one line. */
export function verdict({ same, structural, sameStructure, edits, breaking }: Report): string {
  if (same) return structural ? 'the same up to renaming' : 'the same';
  if (sameStructure && breaking.length === 0) return 'the same up to renaming';
  const count = `${edits.length} edit${edits.length === 1 ? '' : 's'}`;
  return breaking.length > 0 ? `different: ${count}, breaking` : `different: ${count}`;
}

/** What callers notice, a line each. */
export const breakingLines = ({ breaking }: Report): readonly string[] =>
  breaking.map(({ what, before, after }) => `${what} ${before} → ${after}`);

/** What becomes of a checkpoint of the first network, the answer first. */
export function checkpointLines({ checkpoint }: Report): readonly string[] {
  const { kept, renamed, reshaped, missing, unused, compatible } = checkpoint;
  const tensors = (count: number): string => `${count} tensor${count === 1 ? '' : 's'}`;
  const answer = compatible
    ? renamed.length > 0
      ? 'an old checkpoint fits once its tensors are renamed'
      : 'an old checkpoint fits as it is'
    : 'an old checkpoint does not fit';
  const parts = [
    kept.length > 0 ? `${tensors(kept.length)} as they are` : '',
    renamed.length > 0 ? `${renamed.length} under another name` : '',
    reshaped.length > 0 ? `${reshaped.length} of another shape` : '',
    missing.length > 0 ? `${missing.length} missing` : '',
    unused.length > 0 ? `${unused.length} left over` : '',
  ].filter(part => part !== '');
  return [`${answer}: ${parts.join(', ') || 'there are none'}`];
}

/** Tensors that do not carry over as they are: a line each, or for those alike but for one number of their names. */
export function tensorLines({ checkpoint }: Report): readonly string[] {
  const { renamed, reshaped, missing, unused } = checkpoint;
  return [
    ...renamed.map(({ before, after }) => `renamed    ${before.name} → ${after.name}`),
    ...alike(
      reshaped,
      ({ after }) => after.name,
      pair => shapesOf(pair),
    ).map(line => `reshaped   ${line}`),
    ...alike(
      missing,
      ({ name }) => name,
      ({ shape }) => printShape(shape),
    ).map(line => `missing    ${line}`),
    ...alike(
      unused,
      ({ name }) => name,
      ({ shape }) => printShape(shape),
    ).map(line => `left over  ${line}`),
  ];
}

const shapesOf = ({ before, after }: Report['checkpoint']['reshaped'][number]): string =>
  `${printShape(before.shape)} → ${printShape(after.shape)}`;

/** Names with the same words behind them as one line, `layer1.0-2.bn1.weight [64]`. */
function alike<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  wordsOf: (item: T) => string,
): readonly string[] {
  const groups = new Map<string, { readonly words: string; readonly names: string[] }>();
  for (const item of items) {
    const words = wordsOf(item);
    const key = `${patternOf(nameOf(item))} ${words}`;
    const group = groups.get(key) ?? { words, names: [] };
    groups.set(key, group);
    group.names.push(nameOf(item));
  }
  return [...groups.values()].map(({ words, names }) => `${compressPaths(names)} ${words}`);
}
