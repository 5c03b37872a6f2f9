/** The network with tiles that are picked: compiled, built, and held to the logits that it should give. */

import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../../../dist/compiler/compile.js';
import { writePackage } from '../../../dist/compiler/driver/package/write.js';
import { fingerprint } from '../../../dist/compiler/plan/fingerprint.js';
import { tunedKey } from '../../../dist/targets/cuda/tuned.js';
import { BenchError } from '../errors.mjs';
import { netwright } from '../network/folder.mjs';
import { deviate } from '../report/statistics.mjs';
import { buildPackage } from './build.mjs';
import { isOpen } from './candidates.mjs';
import { execute } from './execute.mjs';
import { Package } from './packages.mjs';

/** @import { Configured } from '../../../dist/compiler/dsl/spec.js' */
/** @import { Algorithm } from '../../../dist/compiler/plan/kernel.js' */
/** @import { Plan } from '../../../dist/compiler/plan/plan.js' */
/** @import { Candidates } from './candidates.mjs' */
/** @import { Architecture, Precision } from './types.ts' */

/** A package, and which contraction each of its steps is. @typedef {{ one: Package, keys: readonly (string | undefined)[], remove: () => Promise<void> }} Tried */

/** Builds the network with algorithms that are picked. */
export class Builder {
  #work;
  #name;
  #candidates;
  #configured;
  #chosen;
  /** Packages with the same recipe have the same weights. @type {Map<string, Promise<string>>} */
  #weights = new Map();

  /**
   * @param {string} work
   * @param {string} name
   * @param {Candidates} candidates
   * @param {Configured} configured
   * @param {{ precision: Precision, architecture: Architecture }} chosen
   */
  constructor(work, name, candidates, configured, chosen) {
    this.#work = work;
    this.#name = name;
    this.#candidates = candidates;
    this.#configured = configured;
    this.#chosen = chosen;
  }

  /**
   * @param {string} what
   * @param {(key: string) => Algorithm | undefined} pick
   * @returns {Promise<Tried>}
   */
  async build(what, pick) {
    const target = this.#candidates.forced(pick);
    const { plan } = compile(this.#configured, target);
    const name = `tune-${this.#name}-${what}`;
    const folder = join(this.#work, name);
    const recipe = fingerprint(plan);
    await writePackage(folder, await target.files(plan), recipe);
    const packed = this.#weights.get(recipe) ?? this.#pack(folder, recipe);
    this.#weights.set(recipe, packed);
    const [built, weights] = await Promise.all([buildPackage(this.#work, folder), packed]);
    const one = new Package(this.#work, name, this.#chosen.precision, { ...built, weights });
    const remove = async () => {
      one.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { one, keys: keysOf(plan, this.#chosen), remove };
  }

  /** @param {string} folder @param {string} recipe */
  async #pack(folder, recipe) {
    await execute(process.execPath, [netwright, 'pack', folder, '--weights', 'synthetic']);
    const path = join(this.#work, `tune-${this.#name}-${recipe}.bin`);
    await rename(join(folder, 'weights.bin'), path);
    return path;
  }
}

/**
 * Which contraction each step is, where the table has a say in it.
 *
 * @param {Plan} plan
 * @param {{ precision: Precision, architecture: Architecture }} chosen
 */
const keysOf = (plan, chosen) =>
  plan.steps.map(step => {
    const kernel = plan.kernels[step.kernel];
    return kernel?.kind === 'contract' && isOpen(kernel.algorithm) ? tunedKey(kernel, chosen) : undefined;
  });

/**
 * Loads a package. One that computes something else must not be found fast.
 *
 * @param {Package} one
 * @param {Float32Array} expected
 */
export async function loadEqual(one, expected) {
  await one.load();
  const deviation = deviate(await one.logits(), expected);
  if (deviation <= one.tolerance) return;
  throw new BenchError(
    `${one.name}: its logits are off by ${deviation.toExponential(1)} of the largest, which is a defect`,
  );
}
