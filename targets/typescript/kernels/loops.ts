/** Loops over all elements of a result, as text. Turns of the outer ones are units of work. */

import { fillFrame } from '../../frames.ts';
import type { Loop } from '../../loops.ts';
import { type PrintedKernel, unitsIn } from '../../units.ts';
import { defineCounters, endOf, enoughUnits, partsOf } from '../units.ts';
import type { Slots } from './slots.ts';

/** A loop's variable and its length. */
type Turns = Pick<Loop, 'variable' | 'size'>;

/** Where loops have no more turns than these, each is a unit; where they have more, units are parts of a loop. */
const mostUnits = 256;

/**
 * A kernel of loops around a body.
 *
 * @param helper - a function for its head
 */
export function printLoops(loops: readonly Turns[], body: string, slots: Slots, helper = ''): PrintedKernel {
  const { text, units } = nest(loops, body);
  return {
    text: fillFrame('typescript', 'function', { ...slots(units), body: [helper, text].join('\n') }),
    units,
  };
}

/** The loops around a body: as many of the outer ones as make enough units are shared. */
function nest(loops: readonly Turns[], body: string): PrintedKernel {
  const enough = loops.findIndex((_, i) => unitsIn(loops.slice(0, i + 1)) >= enoughUnits);
  const split = enough < 0 ? loops.length - 1 : enough;
  const { heads, units } = share(loops.slice(0, split), loops[split]);
  const inner = loops.slice(split + 1).map(({ variable, size }) => loopOver(variable, '0', `${size}`));
  const open = [...heads, ...inner];
  const depth = open.filter(line => line.endsWith('{')).length;
  return { units, text: [...open, body, ...Array.from({ length: depth }, () => '}')].join('\n') };
}

const loopOver = (variable: string, from: string, to: string): string =>
  `for (let ${variable} = ${from}; ${variable} < ${to}; ${variable}++) {`;

/** What opens the shared loops: `outer` ones whose turns are counted, and the one that may be in parts. */
function share(
  outer: readonly Turns[],
  last: Turns | undefined,
): { heads: readonly string[]; units: number } {
  const overUnits = loopOver('unit', 'from', 'to');
  if (!last) return { heads: [overUnits], units: 1 };
  const { variable, size: total } = last;
  const above = unitsIn(outer);
  const parts =
    above * total <= mostUnits ? { parts: total, size: 1 } : partsOf(total, Math.ceil(enoughUnits / above));
  const { size } = parts;
  const units = above * parts.parts;
  if (outer.length === 0) {
    const [from, to] = size === 1 ? ['from', 'to'] : [`from * ${size}`, `to * ${size}`];
    const end = parts.parts * size === total ? to : `Math.min(${to}, ${total})`;
    return { heads: [loopOver(variable, from, end)], units };
  }
  const counters = outer.map(loop => ({ variable: loop.variable, size: loop.size, step: 1 }));
  const own = { variable: size === 1 ? variable : 'first', size: parts.parts, step: size };
  return {
    heads: [
      overUnits,
      ...defineCounters([...counters, own]),
      ...(size === 1 ? [] : [loopOver(variable, 'first', endOf('first', parts, total))]),
    ],
    units,
  };
}
