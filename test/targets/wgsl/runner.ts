/** Runs WebGPU packages in this Node, all on one device. */

import { afterAll } from 'vitest';
import type { LoadOptions } from '../../../targets/wgsl/runtime/options.ts';
import { describeOnGpu, requestDevice } from '../../support/webgpu.ts';
import type { Runner } from '../conformance.ts';
import { PackageFolder } from '../packages.ts';

interface Imported {
  load(options: LoadOptions): Promise<{ run(input: Float32Array): Promise<Float32Array>; dispose(): void }>;
}

/** Tests that run packages on a GPU. */
export function describeWithRunner(title: string, body: (run: Runner) => void): void {
  describeOnGpu(title, gpu => {
    const folder = new PackageFolder();
    let device: Promise<GPUDevice> | undefined;
    afterAll(() => folder.remove());
    body(async ({ name, files, weights, input }) => {
      device ??= requestDevice(gpu());
      const { load } = await folder.importAs<Imported>(name, files);
      const model = await load({ weights, device: await device });
      const result = await model.run(input);
      model.dispose();
      return result;
    });
  });
}
