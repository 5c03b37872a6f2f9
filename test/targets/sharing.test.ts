/** How threads share units, with threads that do nothing else: each unit is done once a job, by whoever claims it. */

import './memo.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { controlBytes, Sharing, stopSharing } from '../../targets/javascript/runtime/sharing.ts';
import type { Task } from '../../targets/javascript/runtime/task.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { PackageFolder } from './packages.ts';
import { tinySpec } from './wgsl/tiny.ts';

const folder = new PackageFolder();
/** Those who follow run the package's script: Node's workers take no TypeScript. */
const follower = `
  import { parentPort, workerData } from 'node:worker_threads';
  import { Sharing } from './tiny/dist/runtime/sharing.js';
  const { control, counts, threads } = workerData;
  const run = (from, to) => { for (let i = from; i < to; i++) Atomics.add(counts, i, 1); };
  const sharing = new Sharing(control, [{ units: counts.length, run }], threads);
  parentPort.postMessage('ready');
  setTimeout(() => sharing.follow());`;

beforeAll(async () => {
  folder.write('tiny', await wasm.files(compile(tinySpec.configure({}), wasm).plan));
  writeFileSync(join(folder.path, 'follower.mjs'), follower);
});
afterAll(() => folder.remove());

/** Follows, once it is ready. */
function start(workerData: object): Promise<Worker> {
  const worker = new Worker(join(folder.path, 'follower.mjs'), { workerData });
  return new Promise((done, fail) => {
    worker.once('message', () => done(worker));
    worker.once('error', fail);
  });
}

test.each([
  ['from the first job on', 0],
  // A count of 32 bits: a small network comes here in days.
  ['when the count of jobs goes round', 2 ** 31 - 500],
])('each unit is done once a job, %s', async (_, jobs) => {
  const control = new SharedArrayBuffer(controlBytes);
  // The first word counts jobs.
  new Int32Array(control)[0] = jobs;
  const threads = 3;
  const counts = new Int32Array(new SharedArrayBuffer(4 * 11));
  const run: Task['run'] = (from, to) => {
    for (let i = from; i < to; i++) Atomics.add(counts, i, 1);
  };
  const followers = await Promise.all([1, 2].map(() => start({ control, counts, threads })));
  const ended = followers.map(worker => new Promise(done => worker.once('exit', done)));
  const sharing = new Sharing(control, [{ layer: 'counts', units: counts.length, run }], threads);
  for (let job = 1; job <= 1000; job++) {
    sharing.lead(0);
    expect([...counts]).toEqual(Array(counts.length).fill(job));
  }
  // Nobody reports a job that there was not: the count of those at work stays above.
  await new Promise(done => setTimeout(done, 20));
  expect(Math.min(...new Int32Array(control).subarray(1))).toBe(0);
  stopSharing(control);
  expect(() => sharing.lead(0)).toThrow('the threads are to stop');
  // None is held by a wait, or by anything else.
  expect(await Promise.all(ended)).toEqual([0, 0]);
});
