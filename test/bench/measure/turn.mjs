/** One turn of a contestant: the same loop in a process of Node's and in a page. */

/** @import { Runner, Sample, Turns } from '../types.ts' */

/**
 * @param {Runner} runner
 * @param {Float32Array} input
 * @param {Turns} turns
 * @param {() => () => number} meter - starts to count processor time, and gives the milliseconds so far
 * @returns {Promise<{ samples: readonly Sample[], logits: Float32Array }>} every run, and the last one's logits
 */
export async function takeTurn(runner, input, { slice, most }, meter) {
  /** @type {Sample[]} */
  const samples = [];
  const begin = performance.now();
  let logits = new Float32Array();
  do {
    const cpu = meter();
    const start = performance.now();
    logits = Float32Array.from(await runner.run(input));
    const wall = performance.now() - start;
    samples.push({ wall, cpu: cpu() });
  } while (samples.length < most && performance.now() - begin < slice);
  return { samples, logits };
}
