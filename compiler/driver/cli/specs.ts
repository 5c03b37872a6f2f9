/** Finds specs: those that come with netwright by name, a user's own by path. */

import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as zod from 'zod';
import { didYouMean } from '../../did-you-mean.ts';
import { adviceOn } from '../../dsl/failure.ts';
import { placeIn, placeOfCall } from '../../dsl/place.ts';
import { type Configured, isSpec, type Spec } from '../../dsl/spec.ts';
import { InvariantError, UserError } from '../../errors.ts';
import { checkRegularFile } from '../../files/regular.ts';
import * as netwright from '../../index.ts';
import { printName, printText } from '../../names.ts';

/** Beside this file: `specs/*.ts` where it runs from its sources, `dist/specs/*.js` where it is built. */
const folder = fileURLToPath(new URL('../../../specs/', import.meta.url));
const extension = extname(fileURLToPath(import.meta.url));

/** Of spec files. */
const extensions = ['.ts', '.mts', '.js', '.mjs'];

/** Names of the specs that come with netwright. */
export function specNames(): readonly string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(extension) && !name.endsWith('.d.ts'))
    .map(name => basename(name, extension))
    .sort();
}

/**
 * Loads a spec.
 *
 * @param name - one that comes with netwright, or the path of a file whose default export is a spec
 * @throws UserError where there is none, or the file does not run
 */
export async function loadSpec(name: string): Promise<Spec> {
  if (/[\\/]|\.[cm]?[jt]s$/.test(name)) return loadFile(resolve(name), name);
  const names = specNames();
  if (names.includes(name)) return loadFile(resolve(folder, name + extension), name);
  const file = extensions.map(end => `./${name}${end}`).find(path => existsSync(path));
  const question = file === undefined ? didYouMean(name, names) : `; did you mean ${printName(file)}?`;
  throw new UserError('no-such-spec', `no spec is called '${printText(name, 100)}'${question}`, {
    fix: `\`netwright specs\` lists them (${names.join(', ')}); a spec of your own is given by its path, such as ./my-net.ts`,
  });
}

/**
 * Loads a spec and builds its network.
 *
 * @param settings - as `--set` gives them
 * @param outputs - as `--outputs` gives them
 * @throws UserError where the spec does not run, or the settings are not its own
 */
export async function configureSpec(
  name: string,
  settings: Readonly<Record<string, string>>,
  outputs?: readonly string[],
): Promise<Configured> {
  const spec = await loadSpec(name);
  try {
    return spec.configure(settings, outputs);
  } catch (cause) {
    // A fault of the compiler is none of the spec's.
    if (cause instanceof InvariantError) throw cause;
    if (cause instanceof UserError) throw cause.code === 'bad-settings' ? placedAt(name, cause) : cause;
    throw new UserError('bad-spec', `its network cannot be built: ${reasonOf(cause)}`, { at: name, cause });
  }
}

/** The same error where the spec was given: two specs may have one name. */
const placedAt = (at: string, { code, problem, fix, cause }: UserError): UserError =>
  new UserError(code, problem, { at, ...(fix !== undefined && { fix }), cause });

async function loadFile(path: string, name: string): Promise<Spec> {
  // What loads it would wait for a pipe.
  await checkRegularFile(path, { code: 'no-such-spec', fix: 'check the path', at: name });
  const found = defaultOf(await runFile(path, name));
  if (isSpec(found)) return found;
  const problem = found === undefined ? 'it has no default export' : 'its default export is no spec';
  throw new UserError('bad-spec', problem, { at: name, fix: 'write `export default defineSpec({ ... })`' });
}

async function runFile(path: string, name: string): Promise<unknown> {
  try {
    // Our own are built, or run by a test runner that reads TypeScript.
    if (path.startsWith(folder)) return await import(pathToFileURL(path).href);
    const { createJiti } = await import('jiti');
    // The spec gets this very netwright, whatever its project has installed: one version makes one graph. And its
    // zod, which settings are written with, so that a spec runs where nothing is installed.
    const jiti = createJiti(import.meta.url, {
      fsCache: false,
      virtualModules: { netwright: exported, zod },
    });
    return await jiti.import(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = reasonOf(cause);
    const fix = /^Cannot find (module|package)/.test(reason)
      ? 'check the path, which goes from the file that imports, or install the package beside it'
      : adviceOn(reason);
    throw new UserError('bad-spec', `the spec does not run: ${reason}`, {
      at: name,
      cause,
      ...(fix !== undefined && { fix }),
    });
  }
}

/** What loaders and the engine ask of any module. */
const asked: ReadonlySet<string> = new Set(['default', 'then', 'toJSON', 'constructor', 'module.exports']);

/** What a spec imports as `netwright`: a name that there is not says so, rather than be `undefined`. */
const exported = new Proxy(
  { ...netwright, __esModule: true },
  {
    // The loader asks for a name only if it is there.
    has: (names, key) => typeof key === 'string' || key in names,
    get(names, key) {
      if (typeof key === 'symbol' || Object.hasOwn(names, key) || asked.has(key))
        return Reflect.get(names, key);
      const place = placeOfCall();
      throw new UserError(
        'no-such-export',
        `netwright has no ${printName(key)}${didYouMean(key, Object.keys(netwright))}`,
        { ...(place !== undefined && { at: place }), fix: 'specs/README.md lists what there is' },
      );
    },
  },
);

/** What went wrong, without the loader's trail: where in a file its text cannot be read comes after the reason. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const place = cause instanceof Error ? placeIn(cause.stack) : undefined;
  const whole = place === undefined || message.startsWith('ParseError') ? message : `${message} (${place})`;
  return whole
    .replace(/\nRequire stack:\n.*?(?=$| \()/s, '')
    .replace(/^ParseError: ([^\n]*?)\s*\n\s*(\S.*):(\d+):\d+.*$/s, (_, reason, file, line) => {
      return `${reason} (${basename(file)}:${line})`;
    });
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
}
