/** What Tint, Chromium's compiler of WGSL, makes of shaders: SPIR-V, taken apart into loops. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gpuEnvironment } from './webgpu.ts';

/** One function's loop, with those inside it. */
export interface Loop {
  /** Instructions. */
  readonly lines: readonly string[];
  /** Whether Tint counts its turns, to end it should it never end. */
  readonly isGuarded: boolean;
}

/**
 * The SPIR-V of shaders, as text, in their order: of what a device of this machine would run.
 *
 * @param codes - modules with an entry point `main`
 */
export async function compileByTint(codes: readonly string[]): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('tint.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...gpuEnvironment() },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify(codes));
  const [output, errors, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>(resolve => child.on('close', resolve)),
  ]);
  if (status !== 0) throw new Error(`Dawn ends with ${status}: ${errors}`);
  const parts = output.split(/^shader \d+$/m).slice(1);
  return parts.map((part, i) => {
    const [, assembly] = part.split('/* Dumped SPIRV disassembly */');
    if (assembly === undefined) throw new Error(`Dawn dumps no SPIR-V of shader ${i}`);
    return assembly;
  });
}

/** All loops of a module. */
export function loopsIn(assembly: string): readonly Loop[] {
  const lines = assembly.split('\n').map(line => line.trim());
  return lines.flatMap((line, begin) => {
    const end = /^OpLoopMerge (%\S+)/.exec(line)?.[1];
    if (end === undefined) return [];
    const length = lines.slice(begin).findIndex(each => each.startsWith(`${end} = OpLabel`));
    const inside = lines.slice(begin, begin + length);
    return [{ lines: inside, isGuarded: inside.some(each => each.includes('%tint_loop_idx')) }];
  });
}

/** Indices of memory that Tint keeps in bounds: the least of an index and an array's last. */
export const clampsIn = (lines: readonly string[]): readonly string[] =>
  lines.filter(line => / UMin %\S+ %uint_\d+$/.test(line));
