/** Sets JavaScript packages to work in this Node: imports their code and loads their weights. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../compiler/errors.ts';
import { checkRegularFile } from '../../compiler/files/regular.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { AnyModel, Target, Values } from '../../compiler/target.ts';
import type { Model, Shapes } from './runtime/interface.ts';

/** A loaded network: what it takes and gives is an array where it is one, else an object of them. */
type Loaded = Model<Shapes, Shapes>;

/** What a package exports. */
interface Code {
  load(options: object): Promise<Loaded>;
  /** Of targets that need something of the machine. */
  check?(options: object): Promise<{ readonly ok: boolean; readonly reasons: readonly string[] }>;
}

/**
 * `Target.open` of JavaScript targets.
 *
 * @param hostOptions - gives what `load` and `check` take in this Node beside weights, where they take more
 */
export function openJavascript(hostOptions?: (folder: string) => Promise<object>): Target['open'] {
  return async (folder, { plan, weights, threads, onProgress }) => {
    const code = await importCode(folder);
    const host = (await hostOptions?.(folder)) ?? {};
    const { ok = true, reasons = [] } = (await code.check?.(host)) ?? {};
    if (!ok) throw new UserError('no-gpu', reasons.join('; '), { at: folder });
    try {
      const model = await code.load({
        ...host,
        weights,
        ...(threads !== undefined && { threads }),
        onProgress: (loaded: number, total: number) => onProgress('loading', loaded / total),
      });
      return named(model, plan);
    } catch (cause) {
      throw new UserError('bad-weights', messageOf(cause), { at: folder, cause });
    }
  };
}

/** The same with every input and output by its name. */
function named(model: Loaded, { inputs, outputs }: Plan): AnyModel {
  const given = (values: Values) =>
    (inputs.length === 1 ? values[inputs[0]?.name ?? ''] : values) as Parameters<Loaded['run']>[0];
  const got = (result: unknown): Values =>
    outputs.length === 1 ? { [outputs[0]?.name ?? '']: result as Float32Array } : (result as Values);
  return {
    origin: model.origin,
    run: async values => got(await model.run(given(values))),
    profile: ({ inputs: values, runs } = {}) => model.profile({ input: values && given(values), runs }),
    trace: async (values, visit) => got(await model.trace(given(values), visit)),
    dispose: () => model.dispose(),
  };
}

async function importCode(folder: string): Promise<Code> {
  const entry = resolve(folder, 'dist', 'index.js');
  if (!existsSync(entry)) {
    throw new UserError('no-package', 'has no dist/index.js', { at: folder, fix: 'compile it again' });
  }
  await checkRegularFile(entry, { code: 'bad-package', fix: 'compile it again' });
  try {
    return await import(pathToFileURL(entry).href);
  } catch (cause) {
    throw new UserError('bad-package', `its code does not load: ${messageOf(cause)}`, {
      at: folder,
      fix: 'compile it again',
      cause,
    });
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
