/** README's example of embeddings, as it stands there: the images most like one, by a package's second output. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { decodeImage } from '../../compiler/image/decode.ts';
import { netwright, node, root } from '../cli/run.ts';
import { Project } from './project.ts';

const section = /## Several outputs.*?```sh\nnetwright (?<command>[^\n]*)\n```.*?```js\n(?<code>.*?)```/s;

test('finds a cat by a part of it, among a cat, a rocket and noise', async () => {
  const { command = '', code = '' } =
    section.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.groups ?? {};
  expect(code).toContain('export async function nearest');
  const project = new Project();
  afterAll(() => project.remove());
  expect(await netwright(command.split(' '), { cwd: project.folder })).toMatchObject({ code: 0 });
  writeFileSync(project.path('nearest.mjs'), code);
  const images = ['chelsea.png', 'rocket.jpg'].map(name => join(root, 'specs/data', name));
  const sizes: { width: number; height: number }[] = [];
  for (const [i, path] of images.entries()) {
    const { data, width, height } = await decodeImage(path);
    writeFileSync(project.path(`${i}.rgba`), data);
    sizes.push({ width, height });
  }
  writeFileSync(
    project.path('main.mjs'),
    `import { readFileSync } from 'node:fs';
     import { nearest } from './nearest.mjs';
     const sizes = ${JSON.stringify(sizes)};
     const [cat, rocket] = sizes.map((size, i) => ({ name: ['cat', 'rocket'][i], ...size, data: readFileSync(i + '.rgba') }));
     const noise = { name: 'noise', width: 64, height: 64, data: Uint8Array.from({ length: 4 * 64 * 64 }, (_, i) => (i * 2654435761) >>> 24) };
     const side = cat.height;
     const part = { width: side, height: side, data: Buffer.concat(Array.from({ length: side }, (_, row) =>
       cat.data.subarray(4 * (row * cat.width + 60), 4 * (row * cat.width + 60 + side)))) };
     console.log((await nearest(part, [noise, rocket, cat])).map(({ name }) => name).join(' '));`,
  );
  const { code: exit, stdout, stderr } = await node(['main.mjs'], { cwd: project.folder });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout.split(' ')[0]).toBe('cat');
});
