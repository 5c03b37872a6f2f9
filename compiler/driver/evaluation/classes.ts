/** Which class of a network a name means: the name of a folder, or one in a list. */

import { distance } from 'fastest-levenshtein';
import { UserError } from '../../errors.ts';
import { badFile, isFields, parseMetadata } from '../../metadata/json-file.ts';
import { printName, printSome } from '../../names.ts';
import { readTextFile } from '../../text-file.ts';

/** A name, and the index of the class that it means. */
export type ClassOf = (name: string) => number | undefined;

/** Names that differ in case, and in spaces and what stands for them, are one. */
const plain = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();

/**
 * Finds classes by their labels; where a network has none, or names are none of them, by their numbers.
 *
 * @param labels - in the order of the outputs
 * @param map - names and the labels or numbers that they stand for: ImageNet's folders are WordNet's numbers
 */
export class Classes {
  readonly #count: number;
  readonly #labels: readonly string[] | undefined;
  readonly #map: ReadonlyMap<string, string>;
  readonly #exact = new Map<string, number[]>();
  readonly #plain = new Map<string, number[]>();

  constructor(
    count: number,
    labels: readonly string[] | undefined,
    map: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#count = count;
    this.#labels = labels;
    this.#map = map;
    for (const [index, label] of labels?.entries() ?? []) {
      append(this.#exact, label, index);
      append(this.#plain, plain(label), index);
    }
  }

  /** The class's index; nothing where no class is called so. @throws UserError where several are */
  find(name: string, at: string): number | undefined {
    const meant = this.#map.get(name) ?? name;
    const found = this.#exact.get(meant) ?? this.#plain.get(plain(meant));
    if (found !== undefined && found.length > 1) {
      throw new UserError(
        'ambiguous-class',
        `${printName(meant)} is the name of classes ${found.join(' and ')}`,
        {
          at,
          fix: 'say which by its number: in a list (--list), or by --map',
        },
      );
    }
    if (found) return found[0];
    return /^\d{1,9}$/.test(meant) && Number(meant) < this.#count ? Number(meant) : undefined;
  }

  /** What is expected of names, for errors. */
  get expected(): string {
    const numbers = `a number from 0 to ${this.#count - 1}`;
    if (!this.#labels) return `${numbers} (the package has no labels: \`netwright compile --labels FILE\`)`;
    return `a label, such as ${printSome(this.#labels.map(printName), 3)}, or ${numbers}`;
  }

  /** The label that is most like a name, where one is. */
  nearest(name: string): string | undefined {
    const [best] = (this.#labels ?? [])
      .map(label => ({ label, edits: distance(plain(name), plain(label)) }))
      .sort((a, b) => a.edits - b.edits);
    return best && best.edits <= Math.max(2, name.length / 3) ? best.label : undefined;
  }
}

function append(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key);
  if (list) list.push(index);
  else map.set(key, [index]);
}

const fix =
  'give JSON, {"n01440764": "tench", ...}, or lines of a name and a label or number: `n01440764 tench`';

/** Reads what names stand for. @throws UserError naming the file and the line */
export async function readClassMap(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readTextFile(path, { code: badFile, most: 2 ** 22, fix });
  if (/^\s*\{/.test(text)) {
    const value = parseMetadata(text, path, fix);
    if (!isFields(value)) throw new UserError(badFile, 'expected an object', { at: path, fix });
    return new Map(
      Object.entries(value).map(([name, meant]) => {
        if (typeof meant === 'string' || Number.isInteger(meant)) return [name, String(meant)];
        throw new UserError(badFile, `${printName(name)}: expected a label or a number`, { at: path, fix });
      }),
    );
  }
  const map = new Map<string, string>();
  for (const [i, line] of text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '') continue;
    const [, name, meant] = /^\s*([^\s,]+)[\s,]+(.*\S)\s*$/.exec(line) ?? [];
    if (name === undefined || meant === undefined || map.has(name)) {
      const problem =
        name !== undefined && map.has(name)
          ? `${printName(name)} stands there twice`
          : 'expected a name and a label';
      throw new UserError(badFile, problem, { at: `${path}:${i + 1}`, fix });
    }
    map.set(name, meant);
  }
  return map;
}
