/** CUDA packages on disk, of networks that are small. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from '../../../compiler/compile.ts';
import type { Configured } from '../../../compiler/dsl/spec.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { PackageFile, Target } from '../../../compiler/target.ts';
import type { Precision } from '../../../targets/cuda/options.ts';
import { cuda } from '../../../targets/cuda/target.ts';
import { packSynthetic } from '../specs.ts';
import { configuredFrom } from '../table/case.ts';
import { Network } from '../table/network.ts';
import { tinySpec } from '../wgsl/tiny.ts';

/** A package that is written. */
export interface WrittenPackage {
  readonly folder: string;
  readonly plan: Plan;
  readonly weights: Uint8Array;
}

/** The target for a precision. */
export const cudaIn = (precision: Precision): Target => cuda.choose?.({ precision }) ?? cuda;

/** Writes a package's files. */
export function writeFiles(folder: string, files: readonly PackageFile[]): void {
  for (const { path, text, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text ?? bytes);
  }
}

/** Writes a package, with weights. */
export async function writeCuda(
  folder: string,
  configured: Configured,
  precision: Precision,
): Promise<WrittenPackage> {
  const target = cudaIn(precision);
  const { plan } = compile(configured, target);
  const weights = await packSynthetic(plan);
  writeFiles(folder, await target.files(plan));
  writeFileSync(join(folder, 'weights.bin'), weights);
  return { folder, plan, weights };
}

/** Pools, convolves, and tells ten classes apart, which have names. */
export const tiny = (): Configured => tinySpec.configure({});

const mean = [0.485, 0.456, 0.406] as const;
const std = [0.229, 0.224, 0.225] as const;

/** Takes two images, and pads what is smaller than its crop; classes have no names. */
export function padded(): Configured {
  const network = new Network('padded-pair', [2, 3, 16, 20]);
  const features = network.flatten(network.maxPool(network.input, { kernel: 4, stride: 4 }));
  const row = network.case(network.softmax(network.linear(features, 7), 1));
  return { ...configuredFrom(row), preprocessing: { resize: 12, mean, std } };
}

/** No image; its name is a function's of C. */
export function numbers(): Configured {
  const network = new Network('exp', [3, 8]);
  return configuredFrom(network.case(network.relu(network.linear(network.input, 5))));
}
