/** What weights do not say: labels and preprocessing, by options and by files beside the checkpoint. */

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { translation } from '../../compiler/checkpoint/conventions.ts';
import { writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { isOp } from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { importSpec } from '../support/specs.ts';
import { makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { netwright, refuse, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...names: string[]): string => join(cwd, ...names);
const planOf = (folder: string): Plan => JSON.parse(readFileSync(at(folder, 'plan.json'), 'utf8'));

const write = (path: string, value: unknown): string => {
  writeFileSync(at(path), typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

const compile = async (out: string, ...args: string[]) => {
  const ended = await netwright(['compile', './tiny.ts', '--out', out, ...args], { cwd });
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
};

const own = { resize: [20, 24], interpolation: 'lanczos', mean: [0.1, 0.2, 0.3], std: [1, 0.5, 2] };

describe('--preprocessing', () => {
  test.each([
    ['torchvision-v1', 16, 'bilinear'],
    ['torchvision-v2', 15, 'bilinear'],
  ])('%s, in proportion to the input', async (name, resize, interpolation) => {
    await compile('named', '--preprocessing', name, '--set', 'height=14');
    expect(planOf('named').preprocessing).toEqual({
      resize,
      interpolation,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    });
  });

  test('none: the package takes numbers alone', async () => {
    await compile('blind', '--preprocessing', 'none', '--weights', 'synthetic');
    expect(planOf('blind').preprocessing).toBeUndefined();
    expect(await refuse(['eval', 'blind', '--images', '.'], { cwd })).toContain(
      '--preprocessing torchvision-v1',
    );
  });

  test('of a file: in plan.json, in words, and its filter alone in the code', async () => {
    const { stdout } = await compile('own', '--preprocessing', write('own.json', own));
    const words = 'resized to 20 x 24, lanczos; centre 11 x 14; mean 0.1 0.2 0.3; std 1 0.5 2';
    expect(stdout).toContain(words);
    expect(planOf('own').preprocessing).toEqual(own);
    expect(readFileSync(at('own', 'README.md'), 'utf8')).toContain(words);
    expect(await succeed(['show', 'own', '--as', 'plan'], { cwd })).toContain(words);
    const files = await succeed(
      ['compile', './tiny.ts', '--out', 'own', '--preprocessing', 'own.json', '--json'],
      { cwd },
    );
    const paths = (JSON.parse(files) as { files: string[] }).files.join(' ');
    expect(paths).toContain('src/runtime/lanczos.ts');
    expect(paths).not.toMatch(/bicubic|hamming|box/);
  });

  test('diff calls a change of it breaking', async () => {
    await compile('own', '--preprocessing', write('own.json', own));
    const { code, stdout } = await netwright(['diff', './tiny.ts', 'own', '--fail-on', 'breaking'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/resize 16, bilinear, .* → resize 20 x 24, lanczos, /);
  });

  test.each([
    ['a name that is none', 'torchvision-v3', 'no such file'],
    ['text', write('text.json', 'bicubic'), 'not JSON'],
    [
      'a filter that is none',
      write('nearest.json', { ...own, interpolation: 'nearest' }),
      'interpolation: expected one of bilinear',
    ],
    ['a field that is none', write('field.json', { ...own, crop: 224 }), 'Unrecognized key: "crop"'],
    ['half a pixel', write('half.json', { ...own, resize: 2.5 }), 'resize: expected whole pixels'],
    ['a std of 0', write('zero.json', { ...own, std: [1, 0, 1] }), 'std.1: must not be 0'],
    ['a folder', '.', 'is a folder'],
  ])('%s is refused', async (_, given, message) => {
    const text = await refuse(['compile', './tiny.ts', '--out', 'bad', '--preprocessing', given], { cwd });
    expect(text).toContain(message);
    expect(text).toContain('fix: give torchvision-v1');
  });
});

describe('--labels', () => {
  test('name the classes', async () => {
    await compile('named', '--labels', write('names.txt', 'Katze\nHund\nVogel\n'));
    expect(planOf('named').labels).toEqual(['Katze', 'Hund', 'Vogel']);
  });

  test('of another number are refused', async () => {
    const text = await refuse(
      ['compile', './tiny.ts', '--out', 'bad', '--labels', write('two.txt', 'a\nb\n')],
      { cwd },
    );
    expect(text).toContain('two.txt: has 2 names, and the network tells 3 classes apart');
  });
});

describe('files beside the checkpoint', () => {
  const weights = 'model/tiny.safetensors';
  beforeAll(async () => {
    mkdirSync(at('model'));
    await writeCheckpoint(at(weights), tinyTensors);
  });
  const beside = (files: Readonly<Record<string, unknown>>): void => {
    for (const name of ['config.json', 'preprocessor_config.json'])
      rmSync(at('model', name), { force: true });
    for (const [name, value] of Object.entries(files)) write(join('model', name), value);
  };
  const processor = {
    image_processor_type: 'ViTImageProcessor',
    size: { height: 22, width: 28 },
    resample: 3,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
  const config = { model_type: 'resnet', id2label: { 0: 'one', 1: 'two', 2: 'three' } };

  test("Hugging Face's are taken, and told in one line", async () => {
    beside({ 'config.json': config, 'preprocessor_config.json': processor });
    const { stderr } = await compile('hf', '--weights', weights);
    expect(stderr.trim().split('\n')).toEqual([
      'taken: preprocessing from model/preprocessor_config.json, 3 labels from model/config.json (--no-config leaves them out)',
    ]);
    const { preprocessing, labels } = planOf('hf');
    expect(preprocessing).toEqual({
      resize: [11, 14],
      interpolation: 'bicubic',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
    expect(labels).toEqual(['one', 'two', 'three']);
  });

  test('--no-config leaves them out, and options win', async () => {
    beside({ 'config.json': config, 'preprocessor_config.json': processor });
    const { stderr } = await compile('plain', '--weights', weights, '--no-config');
    expect(stderr).toBe('');
    expect(planOf('plain').labels).toEqual(['cat', 'dog', 'bird']);
    await compile(
      'won',
      '--weights',
      weights,
      '--preprocessing',
      'torchvision-v2',
      '--labels',
      write('won.txt', 'a\nb\nc'),
    );
    expect(planOf('won').labels).toEqual(['a', 'b', 'c']);
    expect(planOf('won').preprocessing?.resize).toBe(15);
  });

  test('pack warns where the package prepares images otherwise', async () => {
    beside({ 'preprocessor_config.json': processor });
    await compile('packed', '--preprocessing', 'torchvision-v2');
    const pack = () => netwright(['pack', 'packed', '--weights', weights], { cwd });
    expect((await pack()).stderr).toContain(
      'the package does not have the preprocessing of model/preprocessor_config.json: resized to 11 x 14, bicubic',
    );
    await compile('packed', '--weights', weights);
    expect((await pack()).stderr).toBe('');
  });

  test("timm's is taken", async () => {
    beside({
      'config.json': {
        label_names: ['x', 'y', 'z'],
        pretrained_cfg: {
          input_size: [3, 224, 224],
          crop_pct: 0.5,
          interpolation: 'bicubic',
          mean: [0, 0, 0],
          std: [1, 1, 1],
        },
      },
    });
    await compile('timm', '--weights', weights);
    expect(planOf('timm').labels).toEqual(['x', 'y', 'z']);
    expect(planOf('timm').preprocessing).toEqual({
      resize: 28,
      interpolation: 'bicubic',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    });
  });

  test.each([
    ['is not JSON', '{"id2label": {', 'config.json: not JSON'],
    ['is a list', '[1, 2]', 'config.json: expected a JSON object'],
    ['is empty', '', 'config.json: is empty'],
    ['is of another network', { id2label: { 0: 'a', 1: 'b' } }, 'has 2 labels, and the network 3 classes'],
    ['has labels that are none', { id2label: { 0: 'a', 1: 7, 2: 'c' } }, 'name 1: expected text, got number'],
    ['has a size that is none', { image_mean: [0, 0, 0], image_std: [1, 1, 1], size: 'large' }, 'size'],
  ])('what %s is told of and left out', async (_, value, message) => {
    beside({ 'config.json': value });
    const { stderr } = await compile('left', '--weights', weights);
    expect(stderr).toContain('left out, beside the checkpoint in model: ');
    expect(stderr).toContain(message);
    expect(planOf('left').labels).toEqual(['cat', 'dog', 'bird']);
    expect(planOf('left').preprocessing?.resize).toBe(16);
  });

  test('placeholders for labels are not taken, and files of other things are nothing', async () => {
    beside({ 'config.json': { id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' }, lr: 0.1 } });
    const { stderr } = await compile('placeholders', '--weights', weights);
    expect(stderr).toBe('');
    expect(planOf('placeholders').labels).toEqual(['cat', 'dog', 'bird']);
  });

  test('preprocessing that no package does is an error, which an option mends', async () => {
    beside({ 'preprocessor_config.json': { ...processor, do_flip_channel_order: true } });
    const args = ['compile', './tiny.ts', '--out', 'flipped', '--weights', weights];
    expect(await refuse(args, { cwd })).toContain(
      'model/preprocessor_config.json: do_flip_channel_order: channels are B, G, R',
    );
    await succeed([...args, '--preprocessing', 'torchvision-v1'], { cwd });
    await succeed([...args, '--no-config'], { cwd });
  });
});

test("transformers' names give the same weights; strides that differ are refused", async () => {
  const { graph } = (await importSpec('resnet18')).configure({});
  const parameters = graph.nodes.filter(node => isOp(node, parameter));
  const theirs = (name: string): string =>
    name
      .replace(/^conv1\./, 'resnet.embedder.embedder.convolution.')
      .replace(/^bn1\./, 'resnet.embedder.embedder.normalization.')
      .replace(/^fc\./, 'classifier.1.')
      .replace(/^layer(\d)\./, (_, stage) => `resnet.encoder.stages.${Number(stage) - 1}.layers.`)
      .replace(/\.downsample\.0\./, '.shortcut.convolution.')
      .replace(/\.downsample\.1\./, '.shortcut.normalization.')
      .replace(/\.conv(\d)\./, (_, at) => `.layer.${Number(at) - 1}.convolution.`)
      .replace(/\.bn(\d)\./, (_, at) => `.layer.${Number(at) - 1}.normalization.`);
  expect(
    translation([theirs('layer3.1.bn2.weight')], new Set(['layer3.1.bn2.weight'])).get(
      theirs('layer3.1.bn2.weight'),
    ),
  ).toBe('layer3.1.bn2.weight');
  const listed = (name: (path: string) => string) =>
    parameters.map(({ path, type }) => ({
      name: name(path),
      shape: type.shape,
      data: () => synthesize(path, type.shape),
    }));
  mkdirSync(at('hf'), { recursive: true });
  await writeSafetensors(
    at('ours.safetensors'),
    listed(path => path),
  );
  await writeSafetensors(at('hf', 'model.safetensors'), listed(theirs));
  const small = ['--set', 'height=64', '--set', 'width=64'];
  await succeed(['compile', 'resnet18', ...small, '--out', 'a', '--weights', 'ours.safetensors'], { cwd });
  await succeed(['compile', 'resnet18', ...small, '--out', 'b', '--weights', 'hf/model.safetensors'], {
    cwd,
  });
  expect(readFileSync(at('a', 'weights.bin')).equals(readFileSync(at('b', 'weights.bin')))).toBe(true);
  // Of bottlenecks only: the checkpoint is not even opened.
  copyFileSync(at('hf', 'model.safetensors'), at('model', 'resnet.safetensors'));
  rmSync(at('model', 'preprocessor_config.json'), { force: true });
  write('model/config.json', {
    model_type: 'resnet',
    layer_type: 'bottleneck',
    downsample_in_bottleneck: true,
  });
  expect(
    await refuse(['compile', 'resnet50', '--out', 'c', '--weights', 'model/resnet.safetensors'], { cwd }),
  ).toContain('fix: compile resnet50-v1');
});
