/** `netwright eval`: counts, files, exit codes; and PyTorch's answers on CIFAR-10's test images where they are at hand. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { describeRequiring } from '../support/requiring.ts';
import { describeOnGpu, gpuEnvironment } from '../support/webgpu.ts';
import { makeFolder } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...names: string[]): string => join(cwd, ...names);

interface Report {
  readonly images: number;
  readonly correct: number;
  readonly top1: number;
  readonly top5?: number;
  readonly classes: readonly { label: string; images: number; correct: number }[];
  readonly broken: readonly { image: string; reason: string }[];
  readonly passed?: boolean;
}

/** Pictures of one colour each: what a network says of them is the same for `run` and `eval`. */
beforeAll(async () => {
  for (const [folder, colours] of [
    ['Cat', ['red', 'green', 'blue', 'white']],
    ['dog', ['black', 'orange', 'teal']],
    ['BIRD', ['pink', 'gold']],
  ] as const) {
    mkdirSync(at('images', folder), { recursive: true });
    for (const [i, background] of colours.entries()) {
      const picture = sharp({ create: { width: 30 + i, height: 20, channels: 3, background } });
      await picture.png().toFile(at('images', folder, `${background}.png`));
    }
  }
  await succeed(['compile', './tiny.ts', '--out', 'one', '--weights', 'synthetic'], { cwd });
});

/** The class that `run` gives each image. */
async function predictions(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const folder of readdirSync(at('images'))) {
    for (const file of readdirSync(at('images', folder))) {
      const text = await succeed(['run', 'one', '--image', join('images', folder, file), '--json'], { cwd });
      const { best } = JSON.parse(text) as { best: { label: string }[] };
      found[`${folder}/${file}`] = best[0]?.label ?? '';
    }
  }
  return found;
}

test('counts what run answers, in text, JSON, CSV and JSON lines', async () => {
  const expected = await predictions();
  const right = Object.entries(expected).filter(([name, label]) =>
    name.toLowerCase().startsWith(label),
  ).length;
  const text = await succeed(['eval', 'one', '--images', 'images', '--json', '--out', 'a.jsonl'], { cwd });
  const report: Report = JSON.parse(text);
  expect(report).toMatchObject({ images: 9, correct: right, top1: right / 9, broken: [] });
  // Of three classes, five are all.
  expect(report.top5).toBeUndefined();
  expect(report.classes.map(({ label, images }) => `${label} ${images}`)).toEqual([
    'cat 4',
    'dog 3',
    'bird 2',
  ]);
  const lines = readFileSync(at('a.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(Object.fromEntries(lines.map(({ image, predicted }) => [image, predicted]))).toEqual(expected);
  const shown = await netwright(['eval', 'one', '--images', 'images', '--out', 'a.csv'], { cwd });
  expect(shown.stdout).toContain(`${right} of 9`);
  expect(shown.stderr).toContain('The weights are synthetic');
  expect(readFileSync(at('a.csv'), 'utf8')).toMatch(
    /^image,label,predicted,rank,correct,error\nCat\/blue.png,cat,/,
  );
});

test('threads and a list count the same; --limit takes evenly', async () => {
  const evaluate = async (...args: string[]): Promise<Report> =>
    JSON.parse(await succeed(['eval', 'one', ...args, '--json'], { cwd }));
  const whole = await evaluate('--images', 'images');
  expect(await evaluate('--images', 'images', '--threads', '2')).toMatchObject({ correct: whole.correct });
  const lines = ['Cat', 'dog', 'BIRD'].flatMap(folder =>
    readdirSync(at('images', folder)).map(file => `images/${folder}/${file}\t${folder}`),
  );
  writeFileSync(at('list.tsv'), lines.join('\n'));
  expect(await evaluate('--list', 'list.tsv')).toMatchObject({ images: 9, correct: whole.correct });
  const few = await evaluate('--images', 'images', '--limit', '5');
  expect(few.classes.map(({ images }) => images)).toEqual([2, 2, 1]);
});

test('--min-top1 makes the exit code 1', async () => {
  const { code, stdout } = await netwright(['eval', 'one', '--images', 'images', '--min-top1', '1'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('top-1 is below 100.00 %');
  await succeed(['eval', 'one', '--images', 'images', '--min-top1', '0'], { cwd });
  for (const share of ['90', '-1', 'most', '']) {
    expect((await netwright(['eval', 'one', '--images', 'images', '--min-top1', share], { cwd })).code).toBe(
      2,
    );
  }
});

test('images that cannot be read are told of and not counted; none at all is an error', async () => {
  mkdirSync(at('broken', 'cat'), { recursive: true });
  writeFileSync(at('broken', 'cat', 'a.png'), '');
  writeFileSync(at('broken', 'cat', 'b.jpg'), 'no image');
  const none = await refuse(['eval', 'one', '--images', 'broken'], { cwd });
  expect(none).toContain('none of 2 images could be read: the file is empty');
  writeFileSync(at('broken', 'cat', 'c.png'), readFileSync(at('images', 'Cat', 'red.png')));
  const { code, stdout, stderr } = await netwright(['eval', 'one', '--images', 'broken', '--json'], { cwd });
  expect(code).toBe(0);
  const report: Report = JSON.parse(stdout);
  expect(report.images).toBe(1);
  expect(report.broken.map(({ image }) => image)).toEqual(['broken/cat/a.png', 'broken/cat/b.jpg']);
  expect(stderr).toContain('2 images could not be read, and are not counted:');
});

test.each([
  ['nothing to evaluate on', [], 'there is nothing to evaluate on'],
  ['no such folder', ['--images', 'nowhere'], 'nowhere: there is no such folder'],
  [
    'an answer file of no format',
    ['--images', 'images', '--out', 'answers.txt'],
    'expected a name that ends in .csv or .jsonl',
  ],
  ['folders of other classes', ['--images', '.'], 'are of no class that the package knows'],
])('%s is an error', async (_, args, message) => {
  expect(await refuse(['eval', 'one', ...args], { cwd })).toContain(message);
});

test('batches that are not full give the same answers', async () => {
  const spec = readFileSync(at('tiny.ts'), 'utf8').replace('[1, 3, height, width]', '[4, 3, height, width]');
  writeFileSync(at('four.ts'), spec);
  await succeed(['compile', './four.ts', '--target', 'wasm', '--out', 'four', '--weights', 'synthetic'], {
    cwd,
  });
  const answers = async (name: string): Promise<string> => {
    await succeed(['eval', name, '--images', 'images', '--out', `${name}.csv`], { cwd });
    return readFileSync(at(`${name}.csv`), 'utf8');
  };
  expect(await answers('four')).toBe(await answers('one'));
});

const folder = process.env.NETWRIGHT_CIFAR10;
const answersFile = join(root, 'test/golden/cifar/answers.json');
const weights = join(root, 'specs/data/cifar-resnet20.safetensors');

/** What test/reference/train_cifar.py writes. */
interface Answers {
  readonly classes: readonly string[];
  readonly images: number;
  readonly correct: number;
  readonly top5: number;
  /** For each class a digit an image, in the order of their names. */
  readonly answers: Readonly<Record<string, string>>;
}

const needs = [
  {
    name: 'cifar10',
    lack:
      folder !== undefined && existsSync(join(folder, 'test')) && existsSync(answersFile)
        ? undefined
        : 'the environment variable NETWRIGHT_CIFAR10 names no folder that holds test/CLASS/*.jpg',
  },
];

describeRequiring("PyTorch's answers on CIFAR-10", needs, () => {
  // A whole run is for NETWRIGHT_CIFAR10_WHOLE; a part takes a few seconds.
  const isWhole = Boolean(process.env.NETWRIGHT_CIFAR10_WHOLE);

  /** Every answer for some of the images is PyTorch's; for all of them, so are the counts. */
  async function hold(
    target: string,
    limit: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { classes, images, correct, top5, answers }: Answers = JSON.parse(
      readFileSync(answersFile, 'utf8'),
    );
    const out = `cifar-${target}`;
    const compile = ['compile', 'cifar-resnet20', '--target', target, '--out', out, '--weights', weights];
    await succeed([...compile, '--no-config'], { cwd });
    const args = ['eval', out, '--images', join(folder ?? '', 'test'), '--limit', String(limit)];
    const report = JSON.parse(await succeed([...args, '--out', `${out}.jsonl`, '--json'], { cwd, env }));
    const expected = new Map<string, string | undefined>(
      classes.flatMap(name => {
        const files = readdirSync(join(folder ?? '', 'test', name)).sort();
        return files.map((file, i) => [`${name}/${file}`, classes[Number(answers[name]?.[i])]] as const);
      }),
    );
    const lines = readFileSync(at(`${out}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(Math.min(limit, images));
    const found: readonly { image: string; predicted: string }[] = lines.map(line => JSON.parse(line));
    expect(found.filter(({ image, predicted }) => predicted !== expected.get(image))).toEqual([]);
    if (limit >= images) expect(report).toMatchObject({ images, correct, top5Correct: top5, broken: [] });
  }

  test.each(['wasm', 'typescript'])('%s', { timeout: 1_800_000 }, target =>
    hold(target, isWhole ? 5000 : 500),
  );

  describeOnGpu('on a GPU', () => {
    test('wgsl', { timeout: 1_800_000 }, () => hold('wgsl', isWhole ? 300 : 50, gpuEnvironment()));
  });
});
