/** Numbers as the page writes them. */

import { grouped, megabytes, scaled } from '../../../../compiler/quantities.ts';

export { grouped, megabytes };

/** `118 MMACs` is no word that people read: `118 M`. */
export const countText = (value: number): string => scaled(value).trim();

/** `0.42 ms`, `12.3 ms`, `1.23 s`. */
export function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toPrecision(3)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toPrecision(3)} ms`;
}

/** A part of 1, in percent. */
export function percentText(part: number): string {
  const percent = 100 * part;
  return percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}

/** What an unknown error says. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A reason as a sentence of its own; a name that it begins with stays as it is. */
export function sentence(reason: string): string {
  const first = /^\S+:/.test(reason) ? reason.slice(0, 1) : reason.slice(0, 1).toUpperCase();
  return `${first}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`;
}
