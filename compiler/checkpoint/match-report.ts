/** Says how a checkpoint differs from a network, at a length that a terminal can show. */

import { distance } from 'fastest-levenshtein';
import { printName, printSome } from '../names.ts';
import { printShape, sameShape } from '../shape.ts';
import type { Attempt } from './attempt.ts';
import type { ExpectedNetwork, ExpectedTensor } from './expected.ts';
import { printPattern } from './pattern.ts';

/** Lines of each kind; the rest is counted. */
const mostLines = 8;
/** Bounds on the search for near names, so that a hostile checkpoint cannot make it long. */
const mostCandidates = 2000;
const longestCandidate = 200;

/** What else a message may say. */
export interface Hints {
  /** What mends shapes that differ. */
  readonly advice?: string;
  /** Other state_dicts of the file. */
  readonly others: readonly string[];
}

/** The text of a `checkpoint-mismatch` error. */
export function describeMismatch(
  tried: Attempt,
  network: ExpectedNetwork,
  { advice, others }: Hints,
): { problem: string; fix: string } {
  const { missing, unreadable, unexpected, misshaped, dropped } = tried;
  const counts = [
    missing.length > 0 ? `${missing.length} of ${network.tensors.length} tensors missing` : '',
    unreadable.length > 0 ? `${unreadable.length} that cannot be read` : '',
    misshaped.length > 0 ? `${misshaped.length} of another shape` : '',
    unexpected.length > 0 ? `${unexpected.length} unexpected` : '',
  ].filter(count => count !== '');
  const lines = [
    ...listing('missing', missing, item => {
      const pattern = dropped.get(item.name);
      const why =
        pattern === undefined ? near(item, unexpected) : `, left out by --ignore '${printPattern(pattern)}'`;
      return `${print(item)}${why}`;
    }),
    ...listing('unreadable', unreadable, ({ name, what }) => `${printName(name)} is ${what}`),
    ...listing(
      'shape',
      misshaped,
      ({ name, shape, got }) => `${printName(name)} is ${printShape(got)}, expected ${printShape(shape)}`,
    ),
    ...listing('unexpected', unexpected, item => `${print(item)}${near(item, missing)}`),
  ];
  const elsewhere =
    others.length === 0 ? '' : `; or choose another part of the file with --key: ${printSome(others, 4)}`;
  return {
    problem: `does not fit the network: ${counts.join(', ')}\n${lines.join('\n')}`,
    fix: (advice ?? mend(tried, network)) + elsewhere,
  };
}

function listing<T>(title: string, items: readonly T[], line: (item: T) => string): string[] {
  const rest = items.length - mostLines;
  const lines = items.slice(0, mostLines).map(item => `  ${title}: ${line(item)}`);
  return rest > 0 ? [...lines, `  ${title}: and ${rest} more`] : lines;
}

function print({ name, shape }: ExpectedTensor): string {
  return `${printName(name)} ${printShape(shape)}`;
}

/** The nearest name, if it is near at all: of the same shape first, then by edit distance. */
function near(item: ExpectedTensor, candidates: readonly ExpectedTensor[]): string {
  let best: { name: string; score: number } | undefined;
  for (const { name, shape } of candidates.slice(0, mostCandidates)) {
    if (name.length > longestCandidate || item.name.length > longestCandidate) continue;
    const edits = distance(item.name, name);
    if (edits > Math.max(item.name.length, name.length) / 2) continue;
    const score = edits + (sameShape(shape, item.shape) ? 0 : longestCandidate);
    if (best === undefined || score < best.score) best = { name, score };
  }
  return best === undefined ? '' : ` (nearest: ${printName(best.name)})`;
}

function mend(tried: Attempt, network: ExpectedNetwork): string {
  const { missing, unreadable, misshaped, unexpected, dropped } = tried;
  const [pattern] = dropped.values();
  if (pattern !== undefined)
    return `the network needs what --ignore '${printPattern(pattern)}' leaves out: take it back`;
  if (unreadable.length > 0)
    return 'save them in Python as dense tensors of float32, then the state_dict alone';
  if (misshaped.length > 0) {
    return missing.length === 0
      ? 'compile the spec with the settings the checkpoint was trained with'
      : 'give a checkpoint of this architecture, or rename its tensors to the names expected (--rename)';
  }
  if (missing.length > 0) {
    return (
      optionOfLayer(tried, network) ??
      'give a checkpoint of this architecture, or rename its tensors to the names expected (--rename)'
    );
  }
  return undoneOption(unexpected, network) ?? ignoring(unexpected, network);
}

/** Where all that is missing is what an option of its layers leaves out, says so. */
function optionOfLayer({ missing, found }: Attempt, { modules = [] }: ExpectedNetwork): string | undefined {
  const types = new Map(modules.map(({ path, type }) => [path, type]));
  const names = new Set(missing.map(({ name }) => name));
  const advice = new Set<string>();
  for (const { name, shape } of missing) {
    const layer = ownerOf(name);
    const member = (role: string): string => (layer === '' ? role : `${layer}.${role}`);
    const type = types.get(layer);
    const lacks = (...roles: readonly string[]): boolean => roles.every(role => names.has(member(role)));
    const has = (...roles: readonly string[]): boolean => roles.every(role => found.has(member(role)));
    const isNorm = type === undefined ? has('running_mean') || has('weight') : /^BatchNorm\dd$/.test(type);
    const norm = (options: string): string =>
      `write \`new ${type ?? 'BatchNorm2d'}(${shape[0] ?? ''}, { ${options} })\` for ${printName(layer)}`;
    if (isNorm && lacks('weight', 'bias') && has('running_mean', 'running_var'))
      advice.add(norm('affine: false'));
    else if (isNorm && lacks('running_mean', 'running_var') && has('weight', 'bias')) {
      advice.add(norm('trackRunningStats: false'));
    } else if (type !== undefined && !isNorm && lacks('bias') && has('weight')) {
      advice.add(`write \`new ${type}(…, { bias: false })\` for ${printName(layer)}`);
    } else {
      return undefined;
    }
  }
  return printSome([...advice], 2);
}

/** The opposite: where all that is unexpected is what an option of its layers leaves out. */
function undoneOption(
  unexpected: readonly ExpectedTensor[],
  { tensors, modules = [] }: ExpectedNetwork,
): string | undefined {
  const types = new Map(modules.map(({ path, type }) => [path, type]));
  const expected = new Set(tensors.map(({ name }) => name));
  const advice = new Set<string>();
  for (const { name } of unexpected) {
    const layer = ownerOf(name);
    const type = types.get(layer);
    const role = name.slice(layer === '' ? 0 : layer.length + 1);
    const isBias = role === 'bias' && expected.has(layer === '' ? 'weight' : `${layer}.weight`);
    const isNorm = type !== undefined && /^BatchNorm\dd$/.test(type);
    if (isNorm && /^(weight|bias)$/.test(role))
      advice.add(`leave \`affine: false\` out of ${printName(layer)}`);
    else if (isNorm && /^running_/.test(role)) {
      advice.add(`leave \`trackRunningStats: false\` out of ${printName(layer)}`);
    } else if (type !== undefined && isBias) {
      advice.add(`leave \`bias: false\` out of ${printName(layer)}`);
    } else {
      return undefined;
    }
  }
  return `${printSome([...advice], 2)}, for the checkpoint has what it leaves out`;
}

const ownerOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** The patterns that drop what is not expected and nothing else. */
function ignoring(unexpected: readonly ExpectedTensor[], { tensors }: ExpectedNetwork): string {
  const expected = new Set(tensors.flatMap(({ name }) => [...ancestorsOf(name), name]));
  const patterns = new Set<string>();
  for (const { name } of unexpected) {
    // The outermost module that the network has nothing of.
    const module = [...ancestorsOf(name)].reverse().find(path => !expected.has(path));
    patterns.add(module === undefined ? name : `${module}.*`);
  }
  const [first = '', ...more] = patterns;
  const drop = (pattern: string): string => `--ignore '${printPattern(pattern)}'`;
  const reason = 'if the network has no use for them';
  if (more.length < mostLines) return `drop them, ${reason}: ${[first, ...more].map(drop).join(' ')}`;
  return `drop them by pattern, ${reason}: ${drop(first)} and so on`;
}

/** The modules that a tensor is in, innermost first. A hostile file's name may be long: only so many are looked at. */
function* ancestorsOf(name: string): Generator<string> {
  let end = name.lastIndexOf('.');
  for (let level = 0; end > 0 && level < 64; level++) {
    yield name.slice(0, end);
    end = name.lastIndexOf('.', end - 1);
  }
}
