/** Images with the classes that they are known to show: a folder for each class, or a list. */

import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { badFile } from '../../metadata/json-file.ts';
import { printName, printSome } from '../../names.ts';
import { readTextFile } from '../../text-file.ts';
import type { Classes } from './classes.ts';

/** An image, and its class. */
export interface Sample {
  /** Where it is. */
  readonly path: string;
  /** As it was named: from the folder of images on, or in the list. */
  readonly name: string;
  /** The index of its class. */
  readonly label: number;
}

/** Extensions of what may be an image, of formats that are read and others, so that those are told of. */
const images = /^\.(jpe?g|jfif|png|webp|gif|tiff?|avif|bmp|ppm|pgm|heic)$/i;

/** As Python sorts names: by code points, the same anywhere. */
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The images of a folder that holds a folder for each class, at any depth below that, in the order of the classes and
 * of names in each. Hidden files, and files that are no images by their names, are passed over.
 *
 * @throws UserError where a folder is of no class, or there are no images
 */
export async function readFolder(folder: string, classes: Classes): Promise<readonly Sample[]> {
  const entries = (await list(folder)).filter(({ name }) => !name.startsWith('.'));
  const folders: string[] = [];
  for (const { name } of entries) if (await isFolder(join(folder, name))) folders.push(name);
  folders.sort(byName);
  if (folders.length === 0) {
    const files = entries.length === 0 ? 'it is empty' : `it holds ${entries.length} files and no folder`;
    throw new UserError('no-images', `expected a folder for each class: ${files}`, {
      at: folder,
      fix: 'sort images into folders named by their class, or name a list of files and classes: --list FILE',
    });
  }
  const found = folders.map(name => ({ name, label: classes.find(name, join(folder, name)) }));
  const unknown = found.filter(({ label }) => label === undefined).map(({ name }) => name);
  if (unknown.length > 0) throw await unknownFolders(folder, unknown, folders.length, classes);
  const owners = new Map<number, string>();
  const samples: Sample[] = [];
  for (const { name, label = 0 } of found.toSorted((a, b) => (a.label ?? 0) - (b.label ?? 0))) {
    const other = owners.get(label);
    if (other !== undefined) {
      throw new UserError('ambiguous-class', `${printName(other)} and ${printName(name)} are one class`, {
        at: folder,
        fix: 'make one folder of both',
      });
    }
    owners.set(label, name);
    for (const path of await imagesIn(join(folder, name))) {
      samples.push({ path: join(folder, name, path), name: `${name}/${path}`, label });
    }
  }
  if (samples.length === 0) {
    throw new UserError('no-images', `its ${folders.length} folders hold no images`, {
      at: folder,
      fix: 'put JPEG, PNG, WebP, GIF, TIFF or AVIF files into them',
    });
  }
  return samples;
}

async function list(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    const problems: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such folder',
      ENOTDIR: 'it is a file, expected a folder',
    };
    throw new UserError('no-images', problems[cause.code ?? ''] ?? `it cannot be read: ${cause.message}`, {
      at: folder,
      fix: 'name a folder that holds a folder of images for each class',
      cause,
    });
  });
}

/** Links to folders are folders too. */
const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** Paths within a folder, in order. Links to folders are not followed: they may go round. */
async function imagesIn(folder: string): Promise<readonly string[]> {
  const entries = (await list(folder)).toSorted((a, b) => byName(a.name, b.name));
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      for (const path of await imagesIn(join(folder, entry.name))) paths.push(`${entry.name}/${path}`);
    } else if (images.test(extname(entry.name))) paths.push(entry.name);
  }
  return paths;
}

/** Folders that errors name; the rest is counted. */
const mostNamed = 6;

async function unknownFolders(
  folder: string,
  unknown: readonly string[],
  all: number,
  classes: Classes,
): Promise<UserError> {
  const names = unknown.map(name => {
    const nearest = classes.nearest(name);
    return nearest === undefined ? printName(name) : `${printName(name)} (nearest: ${printName(nearest)})`;
  });
  const [first = ''] = unknown;
  const within = await Promise.all(
    (await list(join(folder, first))).map(({ name }) => isFolder(join(folder, first, name))),
  );
  const fix = within.some(Boolean)
    ? `${printName(first)} holds folders itself: perhaps --images ${join(folder, first)}`
    : /^n\d{8}$/.test(first)
      ? "these are WordNet's numbers: say which classes they are, --map FILE with lines such as `n01440764 tench`"
      : 'rename the folders, say which classes they are (--map FILE), or compile with --labels in their order';
  return new UserError(
    'unknown-class',
    `${unknown.length} of ${all} folders are of no class that the package knows: ${printSome(names, mostNamed)}; expected ${classes.expected}`,
    { at: folder, fix },
  );
}

const listFix = 'give a line an image, `path label`, with a tab, a comma or a space between them';

/**
 * The images of a list: a path and a class a line, separated by a tab, a comma, or the line's last space. Text that has
 * commas may stand in double quotes. Paths are from the list's folder, or `folder`. A heading such as `path,label` is
 * passed over.
 *
 * @throws UserError naming the line that is wrong
 */
export async function readList(
  file: string,
  folder: string | undefined,
  classes: Classes,
): Promise<readonly Sample[]> {
  const text = await readTextFile(file, { code: badFile, most: 2 ** 28, fix: listFix });
  const samples: Sample[] = [];
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue;
    const at = `${file}:${i + 1}`;
    const [name, given] = fieldsOf(line, at);
    if (samples.length === 0 && /^(labels?|class|category|target|y)$/i.test(given)) continue;
    const label = classes.find(given, at);
    if (label === undefined) {
      throw new UserError(
        'unknown-class',
        `no class is called ${printName(given)}; expected ${classes.expected}`,
        {
          at,
          fix: 'name a class of the package, or say what the name stands for: --map FILE',
        },
      );
    }
    samples.push({ path: resolve(folder ?? dirname(file), name), name, label });
  }
  if (samples.length > 0) return samples;
  throw new UserError('no-images', 'names no images', { at: file, fix: listFix });
}

function fieldsOf(line: string, at: string): readonly [path: string, label: string] {
  const patterns = [/^([^\t]+)\t(.+)$/, /^("(?:[^"]|"")*"|[^,"]+),(.+)$/, /^(.*\S)\s+(\S+)$/];
  const fields = patterns.map(pattern => pattern.exec(line)).find(match => match !== null);
  const [path, label] = (fields?.slice(1) ?? []).map(unquoted);
  if (path && label) return [path, label];
  throw new UserError(badFile, 'expected a path and a label', { at, fix: listFix });
}

function unquoted(field: string): string {
  const text = field.trim();
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/**
 * As many as asked for, as evenly from all classes as they have images, and evenly from each class's: the same ones
 * every time.
 */
export function sampled(samples: readonly Sample[], most: number): readonly Sample[] {
  if (samples.length <= most) return samples;
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.label);
    if (group) group.push(sample);
    else groups.set(sample.label, [sample]);
  }
  const shares = new Map([...groups.keys()].map(label => [label, 0]));
  for (let left = most; left > 0; ) {
    for (const [label, group] of groups) {
      const share = shares.get(label) ?? 0;
      if (left === 0 || share === group.length) continue;
      shares.set(label, share + 1);
      left--;
    }
  }
  return [...groups].flatMap(([label, group]) => {
    const share = shares.get(label) ?? 0;
    return Array.from({ length: share }, (_, i) => group[Math.floor((i * group.length) / share)]).flatMap(
      sample => sample ?? [],
    );
  });
}
