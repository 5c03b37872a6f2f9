/** Compiling with nvcc, as strictly as it can, and what ptxas says of each kernel. */

import { executeWell } from '../execute.ts';

/** What a kernel takes of one architecture. */
interface KernelUse {
  /** As the linker knows it. */
  readonly symbol: string;
  readonly architecture: string;
  readonly registers: number;
  readonly stackBytes: number;
  readonly spillStoreBytes: number;
  readonly spillLoadBytes: number;
  readonly staticSharedBytes: number;
}

const flags: readonly string[] = [
  ...['-std=c++17', '-O3', '-Werror', 'all-warnings', '-Xcompiler', '-Wall,-Wextra'],
  ...['-gencode', 'arch=compute_80,code=sm_80', '-gencode', 'arch=compute_90,code=[sm_90,compute_90]'],
  ...['-Xptxas', '-v'],
];

/** Compiles a source in a folder, from which it includes. @param object - what is written */
export async function compileWithNvcc(
  nvcc: string,
  folder: string,
  source: string,
  object: string,
): Promise<readonly KernelUse[]> {
  const { stderr } = await executeWell(nvcc, [...flags, '-I', '.', '-c', source, '-o', object], { folder });
  return parseUses(stderr);
}

/** Reads `ptxas -v`. */
function parseUses(text: string): readonly KernelUse[] {
  const entry = /Compiling entry function '(?<symbol>[^']+)' for '(?<architecture>[^']+)'/;
  const uses: KernelUse[] = [];
  for (const part of text.split(/(?=ptxas info\s*: Compiling entry function)/)) {
    const groups = entry.exec(part)?.groups;
    if (!groups?.symbol || !groups.architecture) continue;
    const number = (pattern: RegExp): number => Number(pattern.exec(part)?.[1] ?? 0);
    uses.push({
      symbol: groups.symbol,
      architecture: groups.architecture,
      registers: number(/Used (\d+) registers/),
      stackBytes: number(/(\d+) bytes stack frame/),
      spillStoreBytes: number(/(\d+) bytes spill stores/),
      spillLoadBytes: number(/(\d+) bytes spill loads/),
      staticSharedBytes: number(/(\d+) bytes smem/),
    });
  }
  return uses;
}
