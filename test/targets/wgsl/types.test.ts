/** Types of WebGPU packages, as users have them: with those of browsers, with @webgpu/types, with none of both. */

import '../memo.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Project } from '../../consume/project.ts';
import { PackageFolder } from '../packages.ts';
import { textsOf } from '../texts.ts';
import { tinyPackage } from './tiny.ts';

const folder = new PackageFolder();
const project = new Project();
beforeAll(async () => {
  const { files } = await tinyPackage(folder);
  for (const { path, text } of textsOf(files)) {
    project.write(`node_modules/tiny-wgsl/${path}`, text);
    if (path.startsWith('src/')) project.write(path, text);
  }
  for (const name of ['@webgpu/types', '@types/node', 'undici-types']) project.link(name);
});
afterAll(() => {
  folder.remove();
  project.remove();
});

const common = `
import { check, load, program, type Check, type InputShape, type LayerTime, type OutputShape, type Tensor } from 'tiny-wgsl';
const limits: number = program.limits.maxBufferSize + program.slots.weights.length;
const answer: Check = await check();
const model = await load({ weights: 'weights.bin', precision: 'auto', signal: new AbortController().signal });
const logits: Tensor<readonly [1, 10]> = await model.run(new Float32Array(768));
const shape: OutputShape = [1, 10];
const input: InputShape = [1, 3, 16, 16];
const times: readonly LayerTime[] = await model.profile({ input: new Float32Array(768) });
const clock: 'gpu' | 'submit' | undefined = times[0]?.clock;
const lost: Error = await model.lost;
// @ts-expect-error there are two precisions
await load({ weights: 'weights.bin', precision: 'f8' });
// @ts-expect-error no device
await load({ weights: 'weights.bin', device: {} });
// @ts-expect-error the network tells 10 classes apart
const mistaken: Tensor<readonly [1, 1000]> = logits;
// @ts-expect-error a buffer of another kind
await model.run(new Float64Array(768));
// @ts-expect-error an image has a height
await model.classify({ width: 1, data: new Uint8Array(4) });
export const all = [limits, answer.reasons[0], shape, input, clock, lost, mistaken];
`;

const onGpu = (gpu: string): string => `
const adapter = await ${gpu}.requestAdapter();
const device = await adapter?.requestDevice();
if (!adapter || !device) throw new Error();
await check({ gpu: ${gpu}, adapter, device });
const other = await load({ weights: 'weights.bin', gpu: ${gpu}, device });
const buffer = device.createBuffer({ size: 4 * 768, usage: 4 });
await other.run(buffer);
`;

const inBrowser = `
declare const images: ImageBitmap | ImageData | VideoFrame | HTMLVideoElement | HTMLImageElement | HTMLCanvasElement | OffscreenCanvas;
await model.run(images);
await model.classify(images, { k: 3 });
await model.profile({ input: images });
// @ts-expect-error an element that shows nothing
await model.run(document.body);
`;

test('check with those of browsers', async () => {
  project.write('browser.ts', `${common}${onGpu('navigator.gpu')}${inBrowser}`);
  expect(await project.typeCheck(['browser.ts'])).toBe('');
  const options = { module: 'esnext', moduleResolution: 'bundler' };
  expect(await project.typeCheck(['browser.ts'], options)).toBe('');
});

test('check with those of Node and none of browsers', async () => {
  project.write('node.ts', common);
  expect(await project.typeCheck(['node.ts'], { lib: ['es2023'], types: ['node'] })).toBe('');
});

test('check with those of @webgpu/types, as Node’s WebGPU has them', async () => {
  project.write('dawn.ts', `${common}declare const gpu: GPU;\n${onGpu('gpu')}`);
  // They name types of browsers themselves.
  const options = { lib: ['es2023'], types: ['node', '@webgpu/types'], skipLibCheck: true };
  expect(await project.typeCheck(['dawn.ts'], options)).toBe('');
});

test('check in the sources, under everything strict', async () => {
  const options = { noUnusedLocals: true, noUnusedParameters: true, erasableSyntaxOnly: true };
  const strict = { ...options, noPropertyAccessFromIndexSignature: false, lib: ['es2022', 'dom'] };
  expect(await project.typeCheck(['src/index.ts', 'src/kernels/wgsl.d.ts'], strict)).toBe('');
});
