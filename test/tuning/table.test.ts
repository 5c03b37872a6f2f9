/** Tables: what is written reads back, and what is wrong in one is named. */

import { describe, expect, test } from 'vitest';
import { contractionKey } from '../../compiler/driver/tuning/key.ts';
import { printTable, readTable, type TunedTable } from '../../compiler/driver/tuning/table.ts';
import { tunedBy } from '../../compiler/driver/tuning/tuned.ts';
import type { Contraction, Schedule } from '../../compiler/plan/implementation.ts';
import { channelsLast } from '../../compiler/plan/layout.ts';
import { wasm } from '../../targets/wasm/target.ts';

const band = { name: 'band', strip: 3, tile: { columns: 4, rows: 5 } };
const axis = { kernel: 3, stride: 1, padding: [1, 1], dilation: 1 } as const;
const contraction: Contraction = {
  form: 'convolution',
  x: channelsLast([1, 8, 16, 16]),
  y: channelsLast([1, 8, 16, 16]),
  window: [axis, axis],
  groups: 1,
};
const table = (algorithm: Schedule): TunedTable => ({
  target: 'wasm',
  machine: { cpu: 'some', engine: 'Node' },
  fastest: new Map([
    ['linear: [1, 4, 1, 1] -> [1, 3, 1, 1]', band],
    [contractionKey(contraction), algorithm],
  ]),
});

test('a table reads back, in one order', () => {
  const text = printTable(table(band));
  const read = readTable(text, 'tuned.json');
  expect(read.fastest.get(contractionKey(contraction))).toEqual(band);
  expect([...read.fastest.keys()]).toEqual([...table(band).fastest.keys()].sort());
  expect(printTable(read)).toBe(text);
});

describe('what is wrong', () => {
  const whole = JSON.parse(printTable(table(band)));

  test.each([
    [
      'another version',
      { ...whole, version: 1 },
      /^tuned\.json: version: this netwright reads tables of version 2\n {2}fix: measure it again/,
    ],
    ['an unknown field', { ...whole, more: 1 }, /^tuned\.json: table: Unrecognized key/],
    ['no machine', { ...whole, machine: undefined }, /^tuned\.json: machine: /],
    [
      'what is no schedule',
      { ...whole, fastest: [{ contraction: 'a', schedule: { name: 'band', tile: 'wide' } }] },
      /^tuned\.json: fastest\.0\.schedule\.tile: /,
    ],
  ])('in a file is named: %s', (_, value, message) => {
    expect(() => readTable(JSON.stringify(value), 'tuned.json')).toThrow(message);
  });

  test('is told where it is used: another target, an algorithm that there is no kernel for', () => {
    expect(() => tunedBy({ ...table(band), target: 'typescript' }, 'tuned.json', wasm)).toThrow(
      /^tuned\.json: is of the target typescript, expected wasm\n {2}fix: give --target typescript/,
    );
    const gather = { name: 'gather', tile: { rows: 1, columns: 1 } };
    const panel = { name: 'panel', tile: { rows: 2, columns: 16 } };
    for (const algorithm of [gather, panel, { name: 'band' }]) {
      const tuned = tunedBy(table(algorithm), 'tuned.json', wasm);
      expect(() => tuned.schedule(contraction)).toThrow(
        /^tuned\.json: conv 3x3 padding 1: .* cannot compute it by/,
      );
    }
  });
});

test('what was measured goes before the model', () => {
  const tuned = tunedBy(table(band), 'tuned.json', wasm);
  expect(tuned.schedule(contraction)).toEqual(band);
  const other = { ...contraction, groups: 8 };
  expect(tuned.schedule(other)).toEqual(wasm.schedule(other));
});
