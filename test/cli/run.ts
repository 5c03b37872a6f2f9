/**
 * The built command line as a child process: its exit code and what it said. The child sees a plain environment (no
 * colours forced, none forbidden, `CI` set, as a pipeline has it), and no network: connecting throws.
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** The command line's entry point, which `npm run build` makes. */
const entry = join(root, 'dist/compiler/driver/cli/main.js');

const offline = `data:text/javascript,${encodeURIComponent(
  `import net from 'node:net'; net.Socket.prototype.connect = () => { throw new Error('no network in tests'); };`,
)}`;

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a run. */
export interface RunOptions {
  /** Where it runs; the checkout unless said. */
  readonly cwd?: string;
  /** Variables beside the plain ones. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs Node in the plain environment. */
export function node(args: readonly string[], { cwd = root, env = {} }: RunOptions = {}): Promise<Ended> {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const plain = { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), CI: 'true', ...env };
  return new Promise((done, fail) => {
    const options = { cwd, env: plain, maxBuffer: 1 << 28 };
    execFile(process.execPath, ['--import', offline, ...args], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') done({ code, stdout, stderr });
      else fail(error ?? new Error('the command did not end'));
    });
  });
}

/** Runs `netwright`. */
export function netwright(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  if (!existsSync(entry)) throw new Error('the command line is not built: `npm run build` first');
  return node([entry, ...args], options);
}

/** Runs `netwright`, which must succeed. @returns what it printed */
export async function succeed(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await netwright(args, options);
  if (code !== 0) throw new Error(`netwright ${args.join(' ')} exits ${code}: ${stderr}${stdout}`);
  return stdout;
}

/** Runs `netwright`, which must exit 2 with one message, nothing printed and no stack. @returns the message */
export async function refuse(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await netwright(args, options);
  const problems = [
    code === 2 ? '' : `exit code ${code}`,
    stdout === '' ? '' : `it prints ${stdout}`,
    /^error: /.test(stderr) && stderr.match(/error: /g)?.length === 1 ? '' : 'not one message',
    /^\s+at .*:\d+:\d+\)?$/m.test(stderr) ? 'a stack trace' : '',
  ].filter(problem => problem !== '');
  if (problems.length > 0) throw new Error(`netwright ${args.join(' ')}: ${problems.join(', ')}\n${stderr}`);
  return stderr;
}
