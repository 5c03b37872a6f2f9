/** Runs the type checker on snippets of specs, each a file of its own, and says what it found where. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** One error: `line` counts from 1. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  /** The message with all its details. */
  readonly message: string;
}

/** What a run of the checker gave. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** How often a generic type was filled in: the checker's work, whatever else the machine does. */
  readonly instantiations: number;
  /** Seconds that the checker says it took: parsing and binding, then checking. */
  readonly seconds: { readonly check: number; readonly total: number };
}

/** Options of a run. */
export interface CheckOptions {
  /** The compiler's sources; this checkout's unless said. */
  readonly sources?: string;
  /** Files of the checkout to check as well, relative to its root. */
  readonly also?: readonly string[];
}

/**
 * Checks snippets under the project's own strict options.
 *
 * @param snippets - text of each file by its name, which errors give
 */
export async function check(
  snippets: Readonly<Record<string, string>>,
  { sources = root, also = [] }: CheckOptions = {},
): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), 'netwright-types-'));
  try {
    for (const [name, text] of Object.entries(snippets)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), configuration(Object.keys(snippets), sources, also));
    return parse(await run(folder), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function configuration(names: readonly string[], sources: string, also: readonly string[]): string {
  return JSON.stringify({
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      // Snippets share imports, and declare what they do not use.
      noUnusedLocals: false,
      noUnusedParameters: false,
      // It asks that every import of a .ts file be relative.
      rewriteRelativeImportExtensions: false,
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {
        netwright: [join(sources, 'compiler/index.ts')],
        // For what a spec does not import: the compiler's own types, the shipped specs.
        '@netwright/*': [join(sources, '*')],
      },
    },
    include: [],
    files: [...names, ...also.map(file => join(root, file))],
  });
}

function run(folder: string): Promise<string> {
  const flags = ['-p', folder, '--extendedDiagnostics', '--pretty', 'false'];
  return new Promise((done, fail) => {
    // The checker exits 1 or 2 where it finds errors; without any output it did not run.
    execFile(process.execPath, [tsc, ...flags], { cwd: folder }, (error, stdout, stderr) => {
      if (stdout.includes('Check time')) done(stdout);
      else fail(new Error(`the type checker did not run: ${stderr || stdout || error}`));
    });
  });
}

function parse(output: string, folder: string): Checked {
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split('\n')) {
    const found = /^(.+)\((\d+),\d+\): error (.*)$/.exec(line);
    const last = diagnostics.at(-1);
    if (found) {
      const [, file = '', at = '', message = ''] = found;
      diagnostics.push({ file: file.replace(`${folder}/`, ''), line: Number(at), message });
    } else if (last && line.startsWith('  ')) {
      diagnostics[diagnostics.length - 1] = { ...last, message: `${last.message}\n${line}` };
    } else if (line.startsWith('error ')) {
      throw new Error(line);
    }
  }
  const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1]);
  return {
    diagnostics,
    instantiations: figure('Instantiations'),
    seconds: { check: figure('Check time'), total: figure('Total time') },
  };
}
