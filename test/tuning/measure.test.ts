/** Times: what is compared with what, and that a busy moment does not count. */

import { expect, test } from 'vitest';
import { measureInTurns, roundsOf } from '../../compiler/driver/tuning/measure.ts';
import type { Trial } from '../../compiler/driver/tuning/trial.ts';

/** A network of three steps, of which the first and the last are one contraction. */
const trial = (times: readonly (readonly [number, number, number])[]): Trial => {
  const left = times.values();
  return {
    keys: ['a', undefined, 'a'],
    bytes: 0,
    outputs: {},
    tolerance: 0,
    model: {
      profile: () => {
        const now = left.next().value ?? [];
        return Promise.resolve(now.map((milliseconds, i) => ({ layer: `${i}`, milliseconds })));
      },
    } as unknown as Trial['model'],
  };
};

test('networks are compared in the rounds that the machine was least busy in', async () => {
  let rounds = 0;
  const chosen = trial([
    [1, 5, 1],
    [90, 90, 90],
    [1, 5, 1],
  ]);
  const other = trial([
    [70, 70, 70],
    [0.5, 5, 0.5],
    [0.5, 5, 0.5],
  ]);
  const { milliseconds, shares, network } = await measureInTurns(
    [chosen, other],
    { rounds: 3, runs: 1 },
    () => rounds++,
  );
  expect(milliseconds).toEqual(new Map([['a', 2]]));
  expect(shares).toEqual(new Map([['a', [0.5]]]));
  expect(network).toEqual({ milliseconds: 7, shares: [6 / 7] });
  expect(rounds).toBe(6);
});

test('runs are in rounds of three', () => {
  expect([1, 3, 4, 15].map(roundsOf)).toEqual([
    { rounds: 1, runs: 1 },
    { rounds: 1, runs: 3 },
    { rounds: 2, runs: 3 },
    { rounds: 5, runs: 3 },
  ]);
});
