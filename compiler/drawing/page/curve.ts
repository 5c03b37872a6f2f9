/** Wires as curves. */

import type { Point } from './layered.ts';

/**
 * A wire.
 *
 * @param over - how many of its points lead it over to another column, by straight lines
 */
export const pathOf = (points: readonly Point[], over: number): string =>
  over === 0
    ? curveOf(points)
    : cornersOf(points.slice(0, over)) + curveOf(points.slice(over - 1)).replace(/^M[^A-Z]*/, '');

const round = (value: number): number => Math.round(10 * value) / 10;

/** A curve through points that runs straight up and down at each of them. */
function curveOf(points: readonly Point[]): string {
  const [first, ...rest] = withoutStraight(points);
  if (!first) return '';
  let from = first;
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (const to of rest) {
    const middle = round((from.y + to.y) / 2);
    path +=
      Math.abs(from.x - to.x) < 0.5
        ? `V${round(to.y)}`
        : `C${round(from.x)} ${middle} ${round(to.x)} ${middle} ${round(to.x)} ${round(to.y)}`;
    from = to;
  }
  return path;
}

/** Straight lines with round corners. */
function cornersOf(points: readonly Point[]): string {
  const [first, ...rest] = withoutStraight(points);
  if (!first) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (const [i, corner] of rest.entries()) {
    const [before, after] = [rest[i - 1] ?? first, rest[i + 1]];
    if (!after) {
      path += `L${round(corner.x)} ${round(corner.y)}`;
      continue;
    }
    const [start, end] = [towards(corner, before), towards(corner, after)];
    path += `L${round(start.x)} ${round(start.y)}Q${round(corner.x)} ${round(corner.y)} ${round(end.x)} ${round(end.y)}`;
  }
  return path;
}

/** A little way from one point to another, at most half of it. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(10, length / 2) / length;
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
}

/** Points that only lie on the way, straight above and below others, are left out. */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  return points.filter((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) return true;
    return Math.abs(before.x - point.x) > 0.5 || Math.abs(after.x - point.x) > 0.5;
  });
}
