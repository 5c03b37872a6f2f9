/** An empty project elsewhere, into which packed tarballs are installed without a network, and what its user does. */

import { type ExecFileException, execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../cli/run.ts';

/** How a program ended. */
interface Ended {
  readonly code: number;
  readonly output: string;
}

function end(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise(done => {
    execFile(
      program,
      args,
      { cwd, maxBuffer: 1 << 26 },
      (error: ExecFileException | null, stdout, stderr) => {
        done({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` });
      },
    );
  });
}

/** A project of a user's. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'netwright-consume-'));

  constructor() {
    this.write('package.json', '{ "name": "consumer", "private": true, "type": "module" }');
  }

  /** The path of a file. */
  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** Copies a file of test/consume/fixtures. */
  copy(name: string): void {
    cpSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), this.path(name));
  }

  /** Runs a program, which must succeed. @returns what it said */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await end(program, args, this.folder);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} exits ${code}: ${output}`);
    return output;
  }

  /**
   * Packs a package as npm would publish it, and unpacks it where `npm install` would.
   *
   * @returns the files in it
   */
  async install(name: string, source: string): Promise<readonly string[]> {
    const flags = ['--ignore-scripts', '--offline', '--silent', '--pack-destination', this.folder];
    const packed = await end('npm', ['pack', source, ...flags], this.folder);
    const tarball = readdirSync(this.folder).find(file => file.startsWith(name) && file.endsWith('.tgz'));
    if (packed.code !== 0 || tarball === undefined) throw new Error(`npm pack ${source}: ${packed.output}`);
    const to = this.path('node_modules', name);
    mkdirSync(to, { recursive: true });
    await this.run('tar', '-xzf', tarball, '--strip-components=1', '-C', to);
    rmSync(this.path(tarball));
    const entries = readdirSync(to, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile())
      .map(({ parentPath, name: file }) => join(parentPath, file).slice(to.length + 1))
      .sort();
  }

  /** Makes a package of the checkout's node_modules one of the project. */
  link(name: string): void {
    mkdirSync(dirname(this.path('node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), this.path('node_modules', name));
  }

  /**
   * Type-checks files under everything strict, types of packages included.
   *
   * @param tsc - another compiler than the checkout's
   * @returns what the checker complains of
   */
  async typeCheck(
    files: readonly string[],
    options: object = {},
    tsc: string = join(root, 'node_modules/typescript/bin/tsc'),
  ): Promise<string> {
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023', 'dom'],
      module: 'nodenext',
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      noImplicitOverride: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      skipLibCheck: false,
      noEmit: true,
      ...options,
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    return (await end(process.execPath, [tsc, '--pretty', 'false'], this.folder)).output;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
