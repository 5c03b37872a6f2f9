/** `netwright init`: a project for a network of one's own. */

import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../../errors.ts';
import { disk } from '../../../files/disk.ts';
import { inScratch, isScratch } from '../../../files/scratch.ts';
import { printName, printSome } from '../../../names.ts';
import { type Going, placeAll, settle, turnName } from '../../package/turn.ts';
import { jsonOption } from '../options.ts';
import { colors, print, printJsonResult } from '../output.ts';
import { projectOf } from '../project.ts';

export const initCommand = (): Command =>
  new Command('init')
    .description('make a project for a network of your own: package.json, tsconfig.json, a spec')
    .argument('<dir>', 'folder of the project: a new one or an empty one, `.` for this')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The project is named after its folder. Its package.json names this very netwright: by its version where it comes from
a registry, else by its path. \`npm run check\` there checks types, \`npm run compile\` compiles.

Example:
  netwright init my-net && cd my-net && npm install && npm run check`,
    )
    .action(async (dir: string, { json }: { json?: true }) => {
      const folder = resolve(dir);
      const { name, netwright, files } = projectOf(basename(folder));
      await writeProject(folder, dir, files);
      if (json) {
        printJsonResult({ folder: dir, name, netwright, files: Object.keys(files) });
        return;
      }
      const enter = folder === process.cwd() ? '' : `cd ${quoted(dir)} && `;
      print(`${colors.green('✓')} ${dir}: ${Object.keys(files).join(', ')}; netwright is ${netwright}`);
      print(`next: ${enter}npm install && npm run check && npm run compile -- --weights synthetic`);
    });

/** A word as a shell takes it. */
const quoted = (word: string): string => {
  const path = word.startsWith('-') ? `./${word}` : word;
  return /^[\w.,:=@/-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
};

/**
 * Writes all files, or none.
 *
 * @param dir - the folder as it was given, for errors
 * @throws UserError where the folder is none, or something is in it
 */
async function writeProject(
  folder: string,
  dir: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await settle(folder, disk);
  await checkEmpty(folder, dir);
  await inScratch(folder, disk, async scratch => {
    for (const [name, text] of Object.entries(files)) await disk.write(scratch.at(name), text);
    const prepare = async (): Promise<Going<void>> => {
      await checkEmpty(folder, dir);
      return { names: [], result: undefined };
    };
    await placeAll(scratch, prepare, disk);
  });
}

/** A repository's own folder is not in the way. */
async function checkEmpty(folder: string, dir: string): Promise<void> {
  const found = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    if (cause.code !== 'ENOTDIR') throw cause;
    throw new UserError('no-folder', 'is a file, expected a folder', { at: dir, fix: 'name another', cause });
  });
  const isOurs = await Promise.all(
    found.map(async name => name === turnName || (await isScratch(folder, name, disk))),
  );
  const inTheWay = found.filter((name, i) => name !== '.git' && !isOurs[i]).sort();
  if (inTheWay.length === 0) return;
  throw new UserError(
    'not-empty',
    `is not empty: ${printSome(inTheWay.map(printName), 8)} ${inTheWay.length === 1 ? 'is' : 'are'} in the way`,
    { at: dir, fix: 'name a new folder, or an empty one' },
  );
}
