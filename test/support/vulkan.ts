/**
 * A Vulkan driver that needs no GPU: SwiftShader. An npm package carries one for Linux on x64; Debian's Chromium has
 * it too, next to the browser, on every architecture.
 *
 * Other systems have a GPU of their own, or none that Dawn could use.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const loader = 'libvulkan.so.1';
const manifest = 'vk_swiftshader_icd.json';
const files = [loader, manifest, 'libvk_swiftshader.so'];

const caches = fileURLToPath(new URL('../../node_modules/.cache/netwright', import.meta.url));
const debian = '/usr/lib/chromium';

/** The folder of SwiftShader, or why there is none. */
export function findSwiftShader(): { readonly folder: string } | { readonly reason: string } {
  if (process.platform !== 'linux') return { reason: 'SwiftShader is looked for on Linux only' };
  let reason = `the npm package has none for ${process.arch}`;
  if (process.arch === 'x64') {
    try {
      return { folder: unpack() };
    } catch (error) {
      reason = `the npm package’s does not unpack (${error}); run npm ci`;
    }
  }
  if (files.every(file => existsSync(join(debian, file)))) return { folder: debian };
  return {
    reason: `there is no SwiftShader: ${reason}, and no Chromium of Debian’s; apt-get install chromium`,
  };
}

/** Unpacks the npm package's, once. @returns the folder */
function unpack(): string {
  const home = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(readFileSync(join(home, '../../package.json'), 'utf8'));
  const folder = join(caches, `swiftshader-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(caches, { recursive: true });
  // Test files run side by side: each writes a folder of its own, and the first to be done wins.
  const own = mkdtempSync(join(caches, 'unpacking-'));
  try {
    const input = brotliDecompressSync(readFileSync(join(home, '../../bin/swiftshader.tar.br')));
    execFileSync('tar', ['-xof', '-', '-C', own, ...files], { input, stdio: 'pipe' });
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What a program needs in its environment to find a driver of that folder. */
export function driverEnvironment(folder: string): {
  readonly LD_LIBRARY_PATH: string;
  readonly VK_ICD_FILENAMES: string;
} {
  const others = process.env.LD_LIBRARY_PATH ? `:${process.env.LD_LIBRARY_PATH}` : '';
  return { LD_LIBRARY_PATH: `${folder}${others}`, VK_ICD_FILENAMES: join(folder, manifest) };
}

/** Makes this process find a driver of that folder. */
export function loadDriver(folder: string): void {
  process.env.VK_ICD_FILENAMES = join(folder, manifest);
  const refusal = loadLibrary(join(folder, loader));
  if (refusal !== undefined) throw new Error(refusal);
}

/** Whether the system has what finds drivers. Dawn, if it has not, complains on stderr. */
export function hasVulkan(): boolean {
  return process.platform !== 'linux' || loadLibrary(loader) === undefined;
}

/**
 * Loads a library into this process, for good.
 *
 * `LD_LIBRARY_PATH` counts only when a process starts. But a library that is loaded already is found by its name, so
 * it is loaded as if it were an addon of Node's, and stays although it is none (`RTLD_NODELETE`).
 *
 * @returns why it does not load
 */
function loadLibrary(path: string): string | undefined {
  const RTLD_NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch (error) {
    const message = String(error);
    if (!message.includes('did not self-register')) return message;
  }
  return undefined;
}
