/** Programs that are run to their end, whatever that is. */

import { execFile } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  /** Its exit code, or -1 if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program is given. */
export interface ExecuteOptions {
  readonly folder?: string;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program. */
export function execute(
  program: string,
  args: readonly string[],
  { folder, environment }: ExecuteOptions = {},
): Promise<Ended> {
  const options = { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 1 << 28 };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'string') reject(error);
      else resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}

/** Runs a program that must succeed. @throws with what it printed */
export async function executeWell(
  program: string,
  args: readonly string[],
  options?: ExecuteOptions,
): Promise<Ended> {
  const ended = await execute(program, args, options);
  if (ended.code === 0) return ended;
  throw new Error(`${program} ended with ${ended.code}:\n${ended.stderr || ended.stdout}`);
}
