/** Packages for tests of what runs them: networks that are small, and shaders that compile in a moment. */

import { z } from 'zod';
import { syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../../compiler/compile.ts';
import type { Configured } from '../../../compiler/dsl/spec.ts';
import {
  Conv2d,
  defineSpec,
  flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  type Tensor,
} from '../../../compiler/index.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Interpolation, Preprocessing } from '../../../compiler/preprocessing/preprocessing.ts';
import { elementCount } from '../../../compiler/shape.ts';
import type { PackageFile, Target } from '../../../compiler/target.ts';
import type { Check } from '../../../targets/wgsl/runtime/check.ts';
import type { Model } from '../../../targets/wgsl/runtime/model.ts';
import type { CheckOptions, LoadOptions } from '../../../targets/wgsl/runtime/options.ts';
import type { Program } from '../../../targets/wgsl/runtime/program.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { theInput } from '../../support/borders.ts';
import type { PackageFolder } from '../packages.ts';
import { packSynthetic } from '../specs.ts';
import { configuredFrom } from '../table/case.ts';
import { Network } from '../table/network.ts';

export type AnyModel = Model<readonly number[], readonly number[]>;

/** What `import` of a WebGPU package gives. */
export interface ImportedPackage {
  load(options: LoadOptions): Promise<AnyModel>;
  check(options?: CheckOptions): Promise<Check>;
  readonly program: Program;
}

/** A package that is imported, and all that it is made of. */
export interface TinyPackage extends ImportedPackage {
  readonly plan: Plan;
  readonly files: readonly PackageFile[];
  readonly weights: Uint8Array;
  /** An input, another for each seed. */
  input(seed?: number): Float32Array;
}

/** Without tiles: a software GPU takes seconds to compile those. */
export const quick: Target = {
  ...wgsl,
  schedule: () => ({ name: 'grouped', tile: { rows: 8, columns: 32 }, thread: { rows: 1, columns: 4 } }),
};

class TinyNet extends Module {
  readonly pool = new MaxPool2d({ kernel: 2, stride: 2 });
  readonly conv1 = new Conv2d(3, 8, { kernel: 3, padding: 1 });
  readonly relu = new ReLU();
  readonly conv2 = new Conv2d(8, 16, { kernel: 1 });
  readonly fc = new Linear(16 * 8 * 8, 10);

  forward<N extends number>(x: Tensor<[N, 3, 16, 16]>): Tensor<[N, 10]> {
    const y = this.relu.forward(this.conv1.forward(this.pool.forward(x)));
    return this.fc.forward(flatten(this.conv2.forward(y)));
  }
}

export const tinySpec = defineSpec({
  name: 'tiny',
  summary: 'pools, convolves twice, and tells ten classes apart',
  settings: z.strictObject({ batch: z.number().default(1) }),
  network: () => new TinyNet(),
  input: ({ batch }) => [batch, 3, 16, 16],
  preprocessing: () => ({ resize: 20, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }),
  labels: Array.from({ length: 10 }, (_, i) => `number ${i}`),
});

/** The layers of the network below, in the order they run. */
export const tinyLayers: readonly string[] = ['pool', 'conv1', 'conv2', 'fc'];

/** A network of a pool, two convolutions and a linear layer. */
export const tinyPackage = (folder: PackageFolder, batch = 1): Promise<TinyPackage> =>
  imported(folder, tinySpec.configure({ batch }), `tiny-${batch}`);

/** A network that gives back its input, so that it can be seen. */
export function mirrorPackage(
  folder: PackageFolder,
  [height, width]: readonly [number, number],
  resize: Preprocessing['resize'],
  batch = 1,
  interpolation: Interpolation = 'bilinear',
): Promise<TinyPackage> {
  const network = new Network(
    `mirror-${batch}x${height}x${width}-${[resize].flat().join('-')}-${interpolation}`,
    [batch, 3, height, width],
  );
  const ones = network.parameter([1], Float32Array.of(1));
  const row = network.case(network.mul(network.input, ones));
  const mean = [0.485, 0.456, 0.406] as const;
  const std = [0.229, 0.224, 0.225] as const;
  const configured = { ...configuredFrom(row), preprocessing: { resize, interpolation, mean, std } };
  return imported(folder, configured, row.name, () => Float64Array.of(1));
}

async function imported(
  folder: PackageFolder,
  configured: Configured,
  name: string,
  read?: () => Float64Array,
): Promise<TinyPackage> {
  const { plan } = compile(configured, quick);
  const files = await quick.files(plan);
  const code: ImportedPackage = await folder.importAs(name, files);
  const weights = await packSynthetic(plan, read);
  return {
    load: options => code.load(options),
    check: options => code.check(options),
    program: code.program,
    plan,
    files,
    weights,
    input: seed => syntheticInput(theInput(plan).shape, seed),
  };
}

/** The bits of numbers: NaN equals itself, and 0 is not -0. */
export const bits = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Elements of a package's input. */
export const inputElements = ({ plan }: TinyPackage): number => elementCount(theInput(plan).shape);
