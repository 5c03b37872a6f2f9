/** WebGPU in Node, for commands that run packages: the npm package `webgpu`, where its user has installed it. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../compiler/errors.ts';
import { packageRoot } from '../../compiler/root.ts';

/** The npm package, as much of it as is used. */
interface Dawn {
  create(options: readonly string[]): object;
}

/** What `load` of a WebGPU package takes in Node beside weights. @throws UserError where Node has no WebGPU */
export async function hostOptions(folder: string): Promise<object> {
  const { navigator } = globalThis as { navigator?: { gpu?: object } };
  if (navigator?.gpu) return {};
  const path = [process.cwd(), folder, packageRoot()].flatMap(resolveFrom)[0];
  if (path === undefined) {
    throw new UserError('no-webgpu', 'Node has no WebGPU of its own, and the npm package webgpu is missing', {
      at: folder,
      fix: '`npm install webgpu`',
    });
  }
  try {
    const { create }: Dawn = await import(pathToFileURL(path).href);
    return { gpu: create([]) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('no-webgpu', `the npm package webgpu does not load: ${reason}`, {
      at: path,
      fix: 'see whether it has a build for this system: https://www.npmjs.com/package/webgpu',
      cause,
    });
  }
}

/** The npm package as a module in a folder would find it. */
function resolveFrom(folder: string): readonly string[] {
  try {
    return [createRequire(join(folder, 'package.json')).resolve('webgpu')];
  } catch {
    return [];
  }
}
