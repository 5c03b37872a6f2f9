/** What nvcc says of whole networks: no warning, and no kernel spills registers, for any GPU that is meant. */

import '../memo.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { compileWithNvcc } from '../../support/cuda/nvcc.ts';
import { describeWithCompiler } from '../../support/cuda/toolchain.ts';
import { importSpec } from '../specs.ts';
import { cudaIn, writeFiles } from './folders.ts';

const networks = [
  ['resnet50', 'f32', 1],
  ['resnet50', '3xtf32', 1],
  ['resnet50', 'f16', 1],
  ['resnet50', 'f16', 32],
  ['resnext50-32x4d', 'tf32', 1],
] as const;

describeWithCompiler('nvcc', 'nvcc', nvcc => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netwright-nvcc-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(networks)(
    'compiles %s in %s at batch %i without warnings or spills',
    async (spec, precision, batch) => {
      const target = cudaIn(precision);
      const { plan } = compile((await importSpec(spec)).configure({ batch }), target);
      const at = join(folder, `${spec}-${precision}-${batch}`);
      const files = await target.files(plan);
      writeFiles(at, files);
      const source = files.find(({ path }) => /^[^/]*\.cu$/.test(path))?.path ?? '';
      const uses = await compileWithNvcc(nvcc(), at, source, 'network.o');
      expect(uses.length).toBeGreaterThan(20);
      const spilling = uses.filter(use => use.spillStoreBytes + use.spillLoadBytes + use.stackBytes > 0);
      expect(spilling).toEqual([]);
    },
    200_000,
  );
});
