/** The race in Node on Dawn: every contestant in a process of its own, so that its memory is its own. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromiumFolders } from '../browser/find.mjs';
import { reason, Unavailable } from '../errors.mjs';
import { Handle } from '../processes/handle.mjs';

/** @import { Adapter, Race } from '../types.ts' */

const probe = fileURLToPath(new URL('probe.mjs', import.meta.url));

/** @type {Race} */
export const dawnRace = {
  name: 'dawn',
  title: 'WebGPU in Node on Dawn, a process each',
  async open({ adapter: wanted }) {
    const { adapter, environment } = await findAdapter(wanted);
    const { version } = createRequire(import.meta.url)('webgpu/package.json');
    return {
      engine: `Node ${process.versions.node}, webgpu ${version}`,
      adapter,
      home: 'a process',
      enter: (lane, work) => new Handle({ lane, work, onDawn: true }, environment),
      async close() {},
    };
  },
};

/**
 * The machine's GPU, where it has one and it is wanted; else SwiftShader, as Chromium brings it along.
 *
 * @param {'default' | 'swiftshader'} wanted
 * @returns {Promise<{ adapter: Adapter, environment: NodeJS.ProcessEnv }>}
 */
async function findAdapter(wanted) {
  const software = swiftshaderEnvironment();
  const environments = [...(wanted === 'default' ? [process.env] : []), ...(software ? [software] : [])];
  /** @type {string[]} */
  const problems = [];
  for (const environment of environments) {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [probe], { env: environment });
      const adapter = /** @type {Adapter | null} */ (JSON.parse(stdout));
      if (adapter) return { adapter, environment };
    } catch (error) {
      problems.push(reason(error));
    }
  }
  throw new Unavailable(
    [
      'Dawn finds no adapter: no Vulkan, Metal or D3D12 driver, and no SwiftShader in a Chromium on the PATH',
      ...problems,
      '  fix: install a GPU driver or Chromium, or set NETWRIGHT_CHROMIUM to its path',
    ].join('\n'),
  );
}

/**
 * What makes Vulkan's loader find SwiftShader, and Dawn the loader, where the system has none: Chromium on Linux has
 * both in its folder.
 *
 * @returns {NodeJS.ProcessEnv | undefined}
 */
function swiftshaderEnvironment() {
  const folder = chromiumFolders().find(each => existsSync(join(each, 'vk_swiftshader_icd.json')));
  if (process.platform !== 'linux' || folder === undefined) return undefined;
  const driver = join(folder, 'vk_swiftshader_icd.json');
  const libraries = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(delimiter);
  // The second name is the one that replaces the first in later loaders.
  return { ...process.env, LD_LIBRARY_PATH: libraries, VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
}
