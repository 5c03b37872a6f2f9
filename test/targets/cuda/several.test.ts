/** CUDA packages of several inputs and outputs, as their users build and use them: C and Python. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeNvcc } from '../../support/cuda/stand-in.ts';
import { execute, executeWell } from '../../support/execute.ts';
import { describeWithPrograms } from '../../support/programs.ts';
import { expectedOf, expectValues, stereo, views } from '../several.ts';
import { type WrittenPackage, writeCuda } from './folders.ts';

const root = mkdtempSync(join(tmpdir(), 'netwright-cuda-several-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const configured = stereo();
const names = configured.graph.outputs.map(({ name }) => name);

const floats = (path: string): Float32Array => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

describeWithPrograms('through the shim', ['g++', 'cc', 'make'], () => {
  const packages = new Map<string, WrittenPackage>();
  beforeAll(async () => {
    const { nvcc } = await makeNvcc(root);
    for (const precision of ['f32', 'f16'] as const) {
      const written = await writeCuda(join(root, precision), configured, precision);
      packages.set(precision, written);
      const flags = [`NVCC=${nvcc}`, 'NVCCFLAGS=-O0', 'CFLAGS=-Wall -Wextra -pedantic -Werror'];
      await executeWell('make', [...flags, 'all'], { folder: written.folder });
    }
  });

  test.each([
    ['f32', 1e-5],
    ['f16', 2e-2],
  ] as const)('the example reads and writes a file for each, in %s', async (precision, tolerance) => {
    const folder = packages.get(precision)?.folder ?? '';
    const { left, right } = views();
    writeFileSync(join(folder, 'left.f32'), left);
    writeFileSync(join(folder, 'right.f32'), right);
    const files = ['left', 'right', ...names].map(name => `${name}.f32`);
    const ended = await execute('./example', files, { folder, environment: { NETWRIGHT_SHIM_LEAKS: '1' } });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const got = Object.fromEntries(names.map(name => [name, floats(join(folder, `${name}.f32`))]));
    expectValues(got, await expectedOf(configured), tolerance);
    const few = await execute('./example', files.slice(1), { folder });
    expect(few).toMatchObject({ code: 2 });
    expect(few.stderr).toContain(
      'input_left.f32 input_right.f32 output_scores.f32 output_maps.f32 output_features.f32 output_untouched.f32',
    );
  });

  describeWithPrograms('from Python', ['numpy'], () => {
    test('dicts go in and come out', async () => {
      const folder = packages.get('f32')?.folder ?? '';
      const script = `
import numpy as np
from netwright_stereo import INPUT_SHAPES, OUTPUT_SHAPES, NetwrightError, Model

def refused(kind, message, call):
    try:
        call()
    except kind as error:
        assert message in str(error), str(error)
        return
    raise AssertionError(f"not refused: {message}")

assert INPUT_SHAPES == {"left": (1, 3, 6, 5), "right": (1, 3, 6, 5)}
assert list(OUTPUT_SHAPES) == ["scores", "maps", "features", "untouched"]
inputs = {name: np.fromfile(f"{name}.f32", np.float32).reshape(shape) for name, shape in INPUT_SHAPES.items()}
with Model("weights.bin") as model:
    y = model.run(inputs)
    assert {name: each.shape for name, each in y.items()} == OUTPUT_SHAPES
    for name, each in y.items():
        each.tofile(f"python-{name}.f32")
    again = model.run(inputs, out={name: np.empty(shape, np.float32) for name, shape in OUTPUT_SHAPES.items()})
    assert all((again[name] == y[name]).all() for name in y)
    assert len(model.arena_after(inputs, 0)) > 0
    refused(ValueError, "expected a dict of left, right", lambda: model.run({"left": inputs["left"]}))
    refused(ValueError, "the input right has shape (5,)", lambda: model.run({**inputs, "right": np.zeros(5)}))
    refused(ValueError, "out must be a dict of scores", lambda: model.run(inputs, out=y["maps"]))
    refused(TypeError, "input_right must be an address", lambda: model.run_device(1, None, 1, 1, 1, 1))
    host = [each.ctypes.data for each in [*inputs.values(), *y.values()]]
    refused(NetwrightError, "input left is memory of the host", lambda: model.run_device(*host))
print("done")
`;
      const environment = { NETWRIGHT_SHIM_LEAKS: '1' };
      const ended = await execute('python3', ['-W', 'error', '-c', script], { folder, environment });
      expect(ended).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' });
      const got = Object.fromEntries(names.map(name => [name, floats(join(folder, `python-${name}.f32`))]));
      expectValues(got, await expectedOf(configured));
    });
  });
});
