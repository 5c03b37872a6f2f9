/** Says how a checkpoint differs from a network, at a length that a terminal can show. */

import { distance } from 'fastest-levenshtein';
import { printName } from '../names.ts';
import { printShape, sameShape } from '../shape.ts';

interface Named {
  readonly name: string;
  readonly shape: readonly number[];
}

/** All that differs. */
export interface Mismatch {
  /** Expected, and not in the checkpoint. */
  readonly missing: Named[];
  /** In the checkpoint, and not expected. */
  readonly unexpected: Named[];
  /** In both, as `shape` in the network and `got` in the checkpoint. */
  readonly misshaped: (Named & { readonly got: readonly number[] })[];
}

/** Lines of each kind; the rest is counted. */
const mostLines = 8;
/** Bounds on the search for near names, so that a hostile checkpoint cannot make it long. */
const mostCandidates = 2000;
const longestCandidate = 200;

/** The text of a `checkpoint-mismatch` error. */
export function describeMismatch(mismatch: Mismatch, expected: number): { problem: string; fix: string } {
  const { missing, unexpected, misshaped } = mismatch;
  const counts = [
    missing.length > 0 ? `${missing.length} of ${expected} tensors missing` : '',
    misshaped.length > 0 ? `${misshaped.length} of another shape` : '',
    unexpected.length > 0 ? `${unexpected.length} unexpected` : '',
  ].filter(count => count !== '');
  const lines = [
    ...listing('missing', missing, item => `${print(item)}${near(item, unexpected)}`),
    ...listing('shape', misshaped, item => `${print(item)} expected, got ${printShape(item.got)}`),
    ...listing('unexpected', unexpected, item => `${print(item)}${near(item, missing)}`),
  ];
  return {
    problem: `does not fit the network: ${counts.join(', ')}\n${lines.join('\n')}`,
    fix: mend(mismatch),
  };
}

function listing<T>(title: string, items: readonly T[], line: (item: T) => string): string[] {
  const rest = items.length - mostLines;
  const lines = items.slice(0, mostLines).map(item => `  ${title}: ${line(item)}`);
  return rest > 0 ? [...lines, `  ${title}: and ${rest} more`] : lines;
}

function print({ name, shape }: Named): string {
  return `${printName(name)} ${printShape(shape)}`;
}

/** The nearest name, if it is near at all: of the same shape first, then by edit distance. */
function near(item: Named, candidates: readonly Named[]): string {
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

function mend({ missing, unexpected }: Mismatch): string {
  if (missing.length === 0) return 'compile the spec with the settings the checkpoint was trained with';
  const names = new Set(unexpected.map(({ name }) => name));
  const first = missing[0]?.name ?? '';
  const prefixed = unexpected.find(({ name }) => name.endsWith(`.${first}`))?.name;
  const prefix = prefixed?.slice(0, prefixed.length - first.length) ?? '';
  if (prefix !== '' && missing.every(({ name }) => names.has(prefix + name))) {
    return `every missing tensor is there with ${printName(prefix)} before its name: rename them without it`;
  }
  return 'give a checkpoint of this architecture, or rename its tensors to the names expected (--rename)';
}
