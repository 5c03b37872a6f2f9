/** Chromium as Debian and others package it; `NETWRIGHT_CHROMIUM` is a path that goes before all. */

import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} the first of the names that is a program */
export function findChromium() {
  if (process.env.NETWRIGHT_CHROMIUM) return process.env.NETWRIGHT_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

/** Where its own files may lie: beside the program, or, where that is a script, in a folder of its name in `lib`. */
export function chromiumFolders() {
  const path = findChromium();
  if (path === undefined) return [];
  const program = isExecutable(path) ? realpathSync(path) : path;
  return [dirname(program), join(dirname(program), '..', 'lib', basename(program))];
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
