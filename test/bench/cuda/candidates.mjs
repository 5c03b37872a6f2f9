/** What `--tune` tries: of each contraction, what is chosen for it now, then the tiles that the model thinks best of. */

import { rankedIgemms } from '../../../dist/targets/cuda/algorithm.js';
import { tunedKey } from '../../../dist/targets/cuda/tuned.js';

/** @import { Contraction } from '../../../dist/compiler/plan/contract.js' */
/** @import { Algorithm } from '../../../dist/compiler/plan/kernel.js' */
/** @import { Target } from '../../../dist/compiler/target.js' */
/** @import { Architecture, Precision } from './types.ts' */

/** @param {Algorithm | undefined} a @param {Algorithm} b */
export const isSame = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** @param {unknown} value @returns {unknown} with the names of records in order */
const sorted = value =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, each]) => [name, sorted(each)])
    : value;

/** Candidates by `tunedKey`, as lowering a network comes across contractions. */
export class Candidates {
  /** The first is what is chosen now. @type {Map<string, readonly Algorithm[]>} */
  byKey = new Map();
  #target;
  #chosen;
  #most;

  /**
   * @param {Target} target - that makes the choice
   * @param {{ precision: Precision, architecture: Architecture }} chosen
   * @param {number} most
   */
  constructor(target, chosen, most) {
    this.#target = target;
    this.#chosen = chosen;
    this.#most = most;
  }

  /** The target with one algorithm for each contraction. @param {(key: string) => Algorithm | undefined} pick @returns {Target} */
  forced(pick) {
    return {
      ...this.#target,
      algorithm: contraction => {
        const now = this.#target.algorithm(contraction);
        if (!isOpen(now)) return now;
        const key = tunedKey(contraction, this.#chosen);
        if (!this.byKey.has(key)) this.byKey.set(key, this.#of(contraction, now));
        return pick(key) ?? now;
      },
    };
  }

  /**
   * @param {Contraction} contraction
   * @param {Algorithm} now
   * @returns {readonly Algorithm[]}
   */
  #of(contraction, now) {
    const others = rankedIgemms(contraction, this.#chosen).filter(each => !isSame(each, now));
    return [now, ...others].slice(0, this.#most);
  }
}

/** Whether the table can say something else: other algorithms are for what tiles are not for. @param {Algorithm} now */
export const isOpen = ({ name }) => name === 'simt' || name === 'mma' || name === 'patch';
