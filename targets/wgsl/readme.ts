/** What the README of a WebGPU package says beside what all packages' do. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { megabytes } from '../../compiler/quantities.ts';
import { inComment } from '../escape.ts';
import { packageName, type Readme } from '../javascript/package.ts';

/** See `Readme`. */
export function readme(plan: Plan): Readme {
  const { recipe, arena, preprocessing } = plan;
  const elements = recipe.elements + arena.elements;
  const slots = arena.slots.length === 1 ? 'one buffer' : `${arena.slots.length} buffers`;
  return {
    about:
      'WebGPU shaders, one compute pass a run: in browsers, in workers, and in Node. All code is in files, nothing is evaluated, so a strict Content-Security-Policy is no obstacle.',
    imports: ['check', 'load', 'program'],
    setup:
      "const { ok, reasons } = await check(); // whether this GPU can run it, and if not, why\nif (!ok) throw new Error(reasons.join('; '));",
    memory: `on the GPU: weights ${megabytes(4 * recipe.elements)}, activation memory ${megabytes(4 * arena.elements)} in ${slots} (lower bound for this order ${megabytes(4 * arena.lowerBound)}); half of both in float16`,
    language: 'TypeScript and WGSL',
    notes: [
      list([
        `**Weights** go to the GPU as they arrive, 4 MiB at a time; shaders are compiled meanwhile, all of them before \`load\` is done. \`check\` asks for nothing over the network.`,
        `**Precision.** \`load({ weights, precision: 'f16' })\` stores weights and activations in float16, ${megabytes(2 * elements)}, where the GPU has \`shader-f16\`; sums stay float32, and logits come within 1e-2 of the largest (in float32, 1e-4). \`'auto'\` is float16 where there is that, else float32. The download is the same.`,
        '**NaN and infinities** come out where PyTorch has them: shaders look at bits where `max`, `min`, `clamp` or `exp` might pass over a NaN. WGSL lets compilers assume in all other arithmetic that there are neither, so a driver that does so may make other numbers of them.',
        ...(preprocessing ? [images] : []),
        '**A device of your own.** `load({ weights, device })` uses your `GPUDevice` and never destroys it; `run` then takes a `GPUBuffer` of float32 on it, with the usage `COPY_SRC`. Without one, `load` asks for a device with no more than the limits and features that `program` says; `model.device` is it.',
        '**When it goes wrong**, errors name the layer. Where the device is lost (a driver is updated, a laptop sleeps), calls reject and `model.lost` resolves: load again. `dispose` destroys everything that the model has on the GPU.',
      ]),
      'Node has no WebGPU of its own: `npm install webgpu`, then',
      [
        '```ts',
        "import { create } from 'webgpu';",
        `import { load } from '${inComment(packageName(plan))}';`,
        '',
        "const model = await load({ weights: 'weights.bin', gpu: create([]) });",
        '```',
      ].join('\n'),
    ].join('\n\n'),
  };
}

const images =
  '**Images** are taken by `run` as by `classify`. The GPU resizes, crops and normalises one, bit for bit as PIL and torchvision do; those of a larger batch the CPU prepares.';

const list = (items: readonly string[]): string => items.map(item => `- ${item}`).join('\n');
