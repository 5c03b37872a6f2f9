/** Sets CUDA packages to work: builds one with nvcc into a process, in a temporary folder, and talks to it. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../compiler/errors.ts';
import { removeAtEnd } from '../../../compiler/files/interrupt.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { elementCount } from '../../../compiler/shape.ts';
import type { AnyModel, Opening, Values } from '../../../compiler/target.ts';
import { fillVerbatim } from '../../frames.ts';
import type { WeightsOrigin } from '../../javascript/runtime/header.ts';
import type { LayerTime, Step } from '../../javascript/runtime/interface.ts';
import { borderSlots, elementsOf } from '../borders.ts';
import { nameSlots, prefixOf } from '../names.ts';
import { bufferOf, Driver } from './driver.ts';
import { build } from './nvcc.ts';

/** A package at work in a process. */
class DriverModel implements AnyModel {
  readonly origin: WeightsOrigin;
  readonly #plan: Plan;
  readonly #driver: Driver;
  readonly #release: () => void;

  /** @param release - lets go of the process, and of what it was built into */
  constructor(plan: Plan, driver: Driver, origin: WeightsOrigin, release: () => void) {
    this.#plan = plan;
    this.#driver = driver;
    this.origin = origin;
    this.#release = release;
  }

  async run(inputs: Values): Promise<Values> {
    const numbers = floats(await this.#driver.ask('run', 0, this.#joined(inputs)));
    let end = 0;
    return Object.fromEntries(
      this.#plan.outputs.map(({ name, shape }) => {
        const start = end;
        end += elementCount(shape);
        return [name, numbers.slice(start, end)];
      }),
    );
  }

  async profile({ inputs, runs = 5 }: Parameters<AnyModel['profile']>[0] = {}): Promise<LayerTime[]> {
    // Steps are timed on what is there.
    await this.run(inputs ?? this.#zeros());
    const microseconds = new Float64Array(bufferOf(await this.#driver.ask('profile', runs)));
    return this.#plan.steps.map(({ layer }, i) => ({
      layer,
      milliseconds: (microseconds[i] ?? Number.NaN) / 1000,
    }));
  }

  async trace(
    inputs: Values,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Values> {
    for (const [index, step] of this.#plan.steps.entries()) {
      visit(step, index, floats(await this.#driver.ask('arenaAfter', index, this.#joined(inputs))));
    }
    return this.run(inputs);
  }

  dispose(): void {
    this.#release();
  }

  /** All inputs in their order. The process takes as many numbers as it needs, whatever it is sent. */
  #joined(values: Values): Float32Array {
    const { name, inputs } = this.#plan;
    const joined = new Float32Array(elementsOf(inputs));
    let end = 0;
    for (const input of inputs) {
      const given = values[input.name] ?? new Float32Array();
      if (given.length !== elementCount(input.shape)) {
        throw new RangeError(
          `${name}: the input has ${given.length} elements, expected ${input.shape.join(' x ')}`,
        );
      }
      joined.set(given, end);
      end += given.length;
    }
    return joined;
  }

  #zeros(): Values {
    return Object.fromEntries(
      this.#plan.inputs.map(({ name, shape }) => [name, new Float32Array(elementCount(shape))]),
    );
  }
}

/** `Target.open`. */
export async function openCuda(folder: string, { plan, weights, onProgress }: Opening): Promise<AnyModel> {
  const source = `${prefixOf(plan)}.cu`;
  if (!existsSync(join(folder, source))) {
    throw new UserError('no-package', `has no ${source}`, { at: folder, fix: 'compile it again' });
  }
  const built = temporaryFolder();
  let driver: Driver | undefined;
  const release = (): void => {
    driver?.stop();
    built.remove();
  };
  try {
    const main = join(built.path, 'driver.cpp');
    const program = join(built.path, 'driver');
    writeFileSync(main, fillVerbatim('cuda', 'driver', { ...nameSlots(plan), ...borderSlots(plan) }));
    onProgress('building with nvcc');
    await build({ folder, sources: [main, source], program });
    onProgress('loading');
    driver = new Driver(program, weights, folder);
    return new DriverModel(plan, driver, originOf(await driver.start(), plan, folder), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** A folder that is there until it is removed, or this process ends: nvcc takes a minute, and few wait for it. */
function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'netwright-cuda-'));
  const forget = removeAtEnd(path);
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    forget();
  };
  return { path, remove };
}

/** What the process says of itself first. @throws UserError where it is of another plan than the package says */
function originOf(greeting: Buffer, plan: Plan, folder: string): WeightsOrigin {
  const said = [...new BigUint64Array(bufferOf(greeting))];
  const isSynthetic = said.pop();
  const { inputs, outputs, steps, arena } = plan;
  const expected = [elementsOf(inputs), elementsOf(outputs), steps.length, arena.elements];
  if (said.length !== expected.length || expected.some((size, i) => BigInt(size) !== said[i])) {
    throw new UserError('bad-package', 'its code is of another plan than its plan.json', {
      at: folder,
      fix: 'compile it again',
    });
  }
  return isSynthetic ? 'synthetic' : 'checkpoint';
}

const floats = (answer: Buffer): Float32Array => new Float32Array(bufferOf(answer));
