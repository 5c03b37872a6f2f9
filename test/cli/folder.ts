/** A temporary folder for the commands of a test file, with a small network's spec in it. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';

/** Its parameters are those of test/checkpoint/fixtures: zip.pth and the like are checkpoints of it. */
const tinySpec = `
import { z } from 'zod';
import {
  AdaptiveAvgPool2d, BatchNorm2d, Conv2d, defineSpec, flatten, imagenetPreprocessing, Linear, Module, ReLU, type Tensor,
} from 'netwright';

class Tiny extends Module {
  readonly conv1 = new Conv2d(3, 2, { kernel: 3, stride: 2, padding: 1 });
  readonly bn1 = new BatchNorm2d(2);
  readonly relu = new ReLU();
  readonly pool = new AdaptiveAvgPool2d([2, 1]);
  readonly fc = new Linear(4, 3);

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, 3, H, W]>) {
    return this.fc.forward(flatten(this.pool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(x))))));
  }
}

const size = z.coerce.number().int().positive();

export default defineSpec({
  name: 'tiny',
  summary: 'a convolution and a classifier of cats, dogs and birds',
  settings: z.strictObject({ height: size.default(11), width: size.default(14) }),
  network: () => new Tiny(),
  input: ({ height, width }) => [1, 3, height, width],
  preprocessing: imagenetPreprocessing,
  labels: ['cat', 'dog', 'bird'],
});
`;

/** The parameters of the small network. */
export const tinyTensors = [
  ['conv1.weight', [2, 3, 3, 3]],
  ['conv1.bias', [2]],
  ['bn1.weight', [2]],
  ['bn1.bias', [2]],
  ['bn1.running_mean', [2]],
  ['bn1.running_var', [2]],
  ['fc.weight', [3, 4]],
  ['fc.bias', [3]],
] as const;

/** A folder with `tiny.ts`, deleted after the tests of the file. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-cli-'));
  writeFileSync(join(folder, 'tiny.ts'), tinySpec);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes a checkpoint of the generator's numbers.
 *
 * @param seed - another seed gives other numbers than synthetic weights
 */
export function writeCheckpoint(
  file: string,
  tensors: readonly (readonly [name: string, shape: readonly number[]])[],
  seed?: string,
): Promise<void> {
  const list = tensors.map(([name, shape]) => ({
    name,
    shape,
    data: () => synthesize(seed === undefined ? name : `${seed}.${name}`, shape),
  }));
  return writeSafetensors(file, list);
}

/** Spoils a kernel of a package: whatever it writes is off by a half. */
export function spoil(kernel: string): void {
  const code = readFileSync(kernel, 'utf8');
  const spoilt = code.replaceAll(/\b(y\[[^\]]+\]) = /g, '$1 = 0.5 + ');
  if (spoilt === code) throw new Error(`${kernel} writes nothing to y`);
  writeFileSync(kernel, spoilt);
}

/** The hash of every file under a folder, by its path: equal where nothing was touched. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(
    paths.map(path => [
      path.slice(folder.length + 1),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  );
}
