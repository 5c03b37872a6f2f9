/** CUDA packages as their users build and use them: make, CMake, C, Python. */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniform } from '../../../compiler/checkpoint/synthetic.ts';
import { decodeImage } from '../../../compiler/image/decode.ts';
import type { Preprocessing } from '../../../compiler/preprocessing/preprocessing.ts';
import { cuda } from '../../../targets/cuda/target.ts';
import { preparedFor } from '../../../targets/javascript/filters.ts';
import { type Pixels, preprocess } from '../../../targets/javascript/runtime/preprocess.ts';
import { theInput } from '../../support/borders.ts';
import { makeNvcc, type StandIn } from '../../support/cuda/stand-in.ts';
import { describeWithCompiler } from '../../support/cuda/toolchain.ts';
import { type Ended, type ExecuteOptions, execute, executeWell } from '../../support/execute.ts';
import { describeWithPrograms } from '../../support/programs.ts';
import { numbers, padded, tiny, type WrittenPackage, writeCuda } from './folders.ts';

const chelsea = fileURLToPath(new URL('../../../specs/data/chelsea.png', import.meta.url));

/** What the example, as C of 1999, and the header must compile with. */
const strict = ['-Wall', '-Wextra', '-pedantic', '-Werror'];
const leaks: ExecuteOptions = { environment: { NETWRIGHT_SHIM_LEAKS: '1' } };

const root = mkdtempSync(join(tmpdir(), 'netwright-cuda-packages-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const packages = new Map<string, WrittenPackage>();
beforeAll(async () => {
  for (const [name, configured, precision] of [
    ['tiny', tiny(), 'f32'],
    ['tiny-f16', tiny(), 'f16'],
    ['padded', padded(), 'f16'],
    ['numbers', numbers(), 'f32'],
  ] as const) {
    packages.set(name, await writeCuda(join(root, name), configured, precision));
  }
});

function packageOf(name: string): WrittenPackage {
  const found = packages.get(name);
  if (!found) throw new Error(`there is no package ${name}`);
  return found;
}

/** A picture of noise. */
function noise(width: number, height: number): Pixels {
  const values = uniform(`noise ${width} ${height}`, [width * height * 4], 0, 256);
  return { width, height, data: Uint8Array.from(values) };
}

/** A binary PPM. @param header - what comes before the pixels */
function ppm({ data, width, height }: Pixels, header = `P6\n${width} ${height}\n255\n`): Uint8Array {
  const pixels = Uint8Array.from(data.filter((_, i) => i % 4 !== 3));
  return Buffer.concat([Buffer.from(header), pixels]);
}

let files = 0;
function fileOf(bytes: Uint8Array | string): string {
  const path = join(root, `${files++}.ppm`);
  writeFileSync(path, bytes);
  return path;
}

const floats = (path: string): Float32Array => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

describe('the header', () => {
  describeWithCompiler('g++', 'is that of C and of C++', () => {
    test.each([
      ['-xc', '-std=c99'],
      ['-xc', '-std=c11'],
      ['-xc++', '-std=c++98'],
      ['-xc++', '-std=c++17'],
    ])('%s %s', async (...language) => {
      // C++98 has no <stdint.h> of its own, which every compiler gives.
      const options = language.includes('-std=c++98') ? ['-Wno-long-long'] : [];
      const { folder } = packageOf('padded');
      await executeWell('g++', [...language, ...strict, ...options, '-fsyntax-only', 'padded_pair.h'], {
        folder,
      });
    });
  });
});

describeWithPrograms('built by make, through the shim', ['g++', 'cc', 'make'], () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await makeNvcc(root);
    for (const { folder } of packages.values()) await make(folder, 'all');
  });

  const make = (folder: string, ...args: readonly string[]): Promise<Ended> =>
    executeWell('make', [`NVCC=${standIn.nvcc}`, 'NVCCFLAGS=-O0', `CFLAGS=${strict.join(' ')}`, ...args], {
      folder,
    });

  /** Runs a package's example. */
  const example = (name: string, ...args: readonly string[]): Promise<Ended> =>
    execute('./example', args, { ...leaks, folder: packageOf(name).folder });

  describe('the example', () => {
    test('names the likeliest classes', async () => {
      const picture = fileOf(ppm(await decodeImage(chelsea)));
      const { code, stdout, stderr } = await example('tiny', picture);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const [synthetic, path, ...lines] = stdout.trimEnd().split('\n');
      expect(synthetic).toBe('The weights are synthetic: the classes mean nothing.');
      expect(path).toBe(picture);
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(line).toMatch(/^ +\d\d?\.\d\d % {2}number \d$/);
      const shares = lines.map(line => Number.parseFloat(line));
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      const half = await example('tiny-f16', picture);
      expect(half.stdout).toBe(stdout);
    });

    test('takes as many images as the batch has, and classes without names', async () => {
      const pictures = [fileOf(ppm(noise(30, 12))), fileOf(ppm(noise(12, 14)))];
      const { code, stdout } = await example('padded', '--weights', './weights.bin', ...pictures);
      expect(code).toBe(0);
      expect(stdout.match(/^ +\d\d?\.\d\d % {2}class \d$/gm)).toHaveLength(10);
      const single = await example('padded', '--device', '0', pictures[0] ?? '');
      expect(stdout.startsWith(single.stdout)).toBe(true);
      const three = await example('padded', ...pictures, pictures[0] ?? '');
      expect(three.stderr).toBe('example: 3 images, and the network takes 2 at a time\n');
      expect(three.code).toBe(2);
    });

    test.each([
      ['nothing', '', 'is no binary PPM (P6)'],
      ['text', 'P3\n1 1\n255\n0 0 0\n', 'is no binary PPM (P6)'],
      ['no size', 'P6\nwide high\n255\n', 'has no PPM header of a sensible size'],
      ['a size of none', 'P6\n0 4\n255\n', 'has no PPM header of a sensible size'],
      ['a size beyond any', 'P6\n99999999999999999999 4\n255\n', 'has no PPM header of a sensible size'],
      ['16 bits', 'P6\n1 1\n65535\n000000', 'has not 8 bits a channel (a maximum of 255)'],
      ['too few pixels', 'P6\n2 2\n255\n00000000000', 'is truncated'],
      ['a comment without an end', 'P6\n# 2 2', 'has no PPM header of a sensible size'],
    ])('refuses an image of %s', async (_, text, message) => {
      const path = fileOf(text);
      const { code, stdout, stderr } = await example('tiny', path);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: `example: ${path} ${message}\n`,
      });
    });

    test('says what else is wrong', async () => {
      const picture = fileOf(ppm(noise(9, 9)));
      expect(await example('tiny', 'none.ppm')).toMatchObject({
        code: 1,
        stderr: 'example: cannot open none.ppm\n',
      });
      for (const args of [[], ['--help'], ['--what', '1', picture], ['--device', '0']]) {
        expect(await example('tiny', ...args)).toMatchObject({
          code: 2,
          stderr: 'usage: example [--device N] [--weights FILE] image.ppm\n',
        });
      }
      const weights = await example('tiny', '--weights', picture, picture);
      expect(weights.code).toBe(1);
      expect(weights.stderr).toContain('does not begin with the header of packed weights');
      const device = await example('tiny', '--device', '7', picture);
      expect(device.code).toBe(1);
      expect(device.stderr).toBe('example: there is no device 7: this machine has 1, numbered from 0\n');
    });

    test('runs on plain numbers where the network takes no images', async () => {
      const { folder } = packageOf('numbers');
      const path = join(folder, 'input.f32');
      writeFileSync(path, uniform('input', [24], -1, 1));
      expect(await example('numbers', path, 'output.f32')).toMatchObject({ code: 0, stderr: '' });
      const output = floats(join(folder, 'output.f32'));
      expect(output).toHaveLength(15);
      expect(output.every(value => value >= 0) && output.some(value => value > 0)).toBe(true);
      for (const [length, word] of [
        [23, 'fewer'],
        [25, 'more'],
      ] as const) {
        writeFileSync(path, new Float32Array(length));
        const { code, stderr } = await example('numbers', path, 'output.f32');
        expect(code).toBe(1);
        expect(stderr).toBe(`example: ${path} has ${word} than 24 float32\n`);
      }
    });

    /** The example's own way from a PPM to an input. */
    const harness = `#define main example_main
#include "example.c"
#undef main
int main(int count, char **given) {
  static float input[3 * HEIGHT * WIDTH];
  image picture;
  FILE *file;
  if (count != 3 || !read_ppm(given[1], &picture)) return 1;
  prepare(&picture, input);
  file = fopen(given[2], "wb");
  fwrite(input, sizeof(float), 3 * HEIGHT * WIDTH, file);
  fclose(file);
  return 0;
}
`;

    const resizes: readonly (readonly [string, Partial<Preprocessing>])[] = [
      ['tiny', {}],
      ['padded', {}],
      ['tiny', { interpolation: 'bicubic' }],
      ['padded', { interpolation: 'bicubic' }],
      ['tiny', { interpolation: 'lanczos' }],
      ['tiny', { interpolation: 'hamming' }],
      ['tiny', { interpolation: 'box', resize: [21, 33] }],
      ['padded', { interpolation: 'lanczos', resize: [13, 30] }],
    ];

    test.each(resizes)('prepares images as torchvision does, bit for bit: %s, %o', async (name, other) => {
      const { folder, plan: made } = packageOf(name);
      if (!made.preprocessing) throw new Error('the network takes images');
      const plan = { ...made, preprocessing: { ...made.preprocessing, ...other } };
      for (const { path, text } of await cuda.files(plan)) {
        if (path === 'example.c') writeFileSync(join(folder, path), text ?? '');
      }
      const prepared = preparedFor(plan.preprocessing, theInput(plan).shape);
      writeFileSync(join(folder, 'harness.c'), harness);
      const library = name === 'tiny' ? 'tiny' : 'padded_pair';
      const link = ['-L.', `-l${library}`, '-lm', '-Wl,-rpath,$ORIGIN'];
      await executeWell('cc', ['-std=c99', '-O1', 'harness.c', '-o', 'harness', ...link], { folder });
      const pictures = [
        await decodeImage(chelsea),
        ...[
          noise(16, 20),
          noise(20, 16),
          noise(37, 101),
          noise(300, 7),
          noise(3, 90),
          noise(1, 1),
          noise(21, 47),
        ],
      ];
      for (const picture of pictures) {
        const path = fileOf(ppm(picture));
        await executeWell('./harness', [path, 'prepared.f32'], { folder });
        const expected = preprocess(picture, prepared);
        expect(floats(join(folder, 'prepared.f32')), `${picture.width} x ${picture.height}`).toEqual(
          expected,
        );
      }
      // Comments, and any space.
      const picture = noise(21, 47);
      const path = fileOf(ppm(picture, 'P6# one\n#two\n 21\t# three\n\r\n47 255\n'));
      await executeWell('./harness', [path, 'prepared.f32'], { folder });
      expect(floats(join(folder, 'prepared.f32'))).toEqual(preprocess(picture, prepared));
    });
  });

  test('two packages are in one program, as static libraries', async () => {
    const [one, two] = [packageOf('tiny'), packageOf('padded')];
    const source = `#include "tiny.h"
#include "padded_pair.h"
static float x[TINY_INPUT_ELEMENTS], y[PADDED_PAIR_INPUT_ELEMENTS], out[100];
int main(void) {
  tiny *a;
  padded_pair *b;
  int status = tiny_create(&a, "${one.folder}/weights.bin", 0, NULL);
  status |= padded_pair_create(&b, "${two.folder}/weights.bin", 0, NULL);
  if (status) return 1;
  status |= tiny_run(a, x, out, NULL) | padded_pair_run(b, y, out, NULL) | tiny_run(a, x, out, NULL);
  tiny_destroy(a);
  padded_pair_destroy(b);
  return status;
}
`;
    writeFileSync(join(root, 'both.c'), source);
    const includes = [one, two].flatMap(({ folder }) => ['-I', folder]);
    await executeWell('cc', ['-std=c99', ...strict, ...includes, '-c', 'both.c', '-o', 'both.o'], {
      folder: root,
    });
    const objects = ['both.o', 'tiny/libtiny.a', 'padded/libpadded_pair.a', standIn.object];
    await executeWell('g++', [...objects, '-pthread', '-o', 'both'], { folder: root });
    expect(await execute('./both', [], { ...leaks, folder: root })).toMatchObject({ code: 0, stderr: '' });
  });

  test('the shared library shows its API and nothing else', async () => {
    const { folder } = packageOf('tiny');
    const { stdout } = await executeWell('nm', ['-D', '--defined-only', 'libtiny.so'], { folder });
    const symbols = stdout
      .trimEnd()
      .split('\n')
      .map(line => line.split(' ').at(-1) ?? '');
    const api = symbols.filter(name => name.startsWith('tiny_'));
    const declared = readFileSync(join(folder, 'tiny.h'), 'utf8').matchAll(/^TINY_API .*?\b(tiny_\w+)\(/gm);
    expect(api.toSorted()).toEqual([...declared].map(([, name]) => name).toSorted());
  });

  describeWithPrograms('from Python', ['numpy'], () => {
    test('arrays go in and come out', async () => {
      const { folder } = packageOf('tiny');
      const script = `
import sys, threading
import numpy as np
from netwright_tiny import INPUT_SHAPE, OUTPUT_SHAPE, NetwrightError, Layer, Model

def refused(kind, message, call):
    try:
        call()
    except kind as error:
        assert message in str(error), str(error)
        return error
    raise AssertionError(f"not refused: {message}")

assert INPUT_SHAPE == (1, 3, 16, 16) and OUTPUT_SHAPE == (1, 10)
x = np.linspace(-1, 1, 768).reshape(INPUT_SHAPE)
with Model("weights.bin") as model:
    y = model.run(x)
    assert y.shape == OUTPUT_SHAPE and y.dtype == np.float32 and np.isfinite(y).all()
    out = np.empty(OUTPUT_SHAPE, np.float32)
    # Another layout, the same values.
    assert model.run(np.asfortranarray(x.astype(np.float32)), out=out) is out and (out == y).all()
    assert model.is_synthetic and model.device_bytes > 4 * 768
    layers = model.profile(2)
    assert [layer.name for layer in layers] == ["pool", "conv1", "conv2", "flatten", "fc"]
    assert all(isinstance(layer, Layer) and layer.microseconds > 0 for layer in layers)
    arena = model.arena_after(x, len(layers) - 1)
    assert (arena[:10] == y[0]).all()
    refused(ValueError, "shape (3, 16, 16), expected (1, 3, 16, 16)", lambda: model.run(x[0]))
    refused(ValueError, "out must be", lambda: model.run(x, out=np.empty(OUTPUT_SHAPE)))
    refused(ValueError, "out must be", lambda: model.run(x, out=np.empty((1, 20), np.float32)[:, ::2]))
    refused(TypeError, "must be an address", lambda: model.run_device(x, y))
    error = refused(NetwrightError, "memory of the host", lambda: model.run_device(x.ctypes.data, y.ctypes.data))
    assert error.status == 1
    refused(NetwrightError, "runs is 0", lambda: model.profile(0))
    results = []
    threads = [threading.Thread(target=lambda: results.append(model.run(x))) for _ in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert len(results) == 4 and all((each == y).all() for each in results)
refused(ValueError, "closed", lambda: model.run(x))
model.close()
with open("weights.bin", "rb") as file:
    data = file.read()
with Model(data) as model:
    assert (model.run(x) == y).all()
error = refused(NetwrightError, "truncated", lambda: Model(data[:-4]))
assert error.status == 3
refused(NetwrightError, "cannot read none.bin", lambda: Model("none.bin"))
refused(NetwrightError, "no device 5", lambda: Model(device=5))
refused(FileNotFoundError, "run \`make\`", lambda: __import__("moved.netwright_tiny").netwright_tiny.Model())
refused(OSError, "no library of tiny", lambda: Model(library=sys.argv[1]))
print("done")
`;
      await executeWell('mkdir', ['-p', join(folder, 'moved')]);
      await executeWell('cp', ['netwright_tiny.py', 'moved/'], { folder });
      const other = join(packageOf('padded').folder, 'libpadded_pair.so');
      expect(await execute('python3', ['-W', 'error', '-c', script, other], { ...leaks, folder })).toEqual({
        code: 0,
        stdout: 'done\n',
        stderr: '',
      });
    });
  });

  test('other flags build anew, the same do not', async () => {
    const { folder } = packageOf('numbers');
    const built = (): number => statSync(join(folder, 'exp_net.o')).mtimeMs;
    const before = built();
    await make(folder, 'all');
    expect(built()).toBe(before);
    await make(folder, 'all', 'ARCHS=native');
    const native = built();
    expect(native).toBeGreaterThan(before);
    await make(folder, 'all', 'ARCHS=native');
    expect(built()).toBe(native);
  });

  test('make clean leaves the package as it was', async () => {
    const { folder } = packageOf('numbers');
    await make(folder, 'clean');
    for (const name of ['example', 'libexp_net.so', 'libexp_net.a', 'exp_net.o', 'exp_net.flags']) {
      expect(existsSync(join(folder, name)), name).toBe(false);
    }
  });
});

describeWithCompiler('nvcc', 'built by nvcc', nvcc => {
  describeWithPrograms('with make', ['make', 'cc'], () => {
    test('everything compiles and links, for one architecture', async () => {
      const { folder } = await writeCuda(join(root, 'nvcc-make'), tiny(), 'f16');
      const flags = `NVCCFLAGS=-O1 -Werror all-warnings -Xcompiler -Wall,-Wextra`;
      await executeWell('make', [`NVCC=${nvcc()}`, 'ARCHS=80', flags, `CFLAGS=${strict.join(' ')}`], {
        folder,
      });
      for (const name of ['example', 'libtiny.so', 'libtiny.a'])
        expect(existsSync(join(folder, name)), name).toBe(true);
    });
  });

  describeWithPrograms('with CMake', ['cmake'], () => {
    test('everything compiles, links and is installed', async () => {
      const { folder } = await writeCuda(join(root, 'nvcc-cmake'), padded(), 'f32');
      const settings = ['-DCMAKE_CUDA_ARCHITECTURES=80-real', `-DCMAKE_CUDA_COMPILER=${nvcc()}`];
      await executeWell('cmake', ['-B', 'build', '-DCMAKE_INSTALL_PREFIX=installed', ...settings], {
        folder,
      });
      await executeWell('cmake', ['--build', 'build'], { folder });
      await executeWell('cmake', ['--install', 'build'], { folder });
      expect(existsSync(join(folder, 'build', 'example'))).toBe(true);
      for (const name of ['lib/libpadded_pair.so', 'lib/libpadded_pair.a', 'include/padded_pair.h']) {
        expect(existsSync(join(folder, 'installed', name)), name).toBe(true);
      }
    }, 300_000);
  });
});
