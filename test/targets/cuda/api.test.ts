/** The host side of CUDA packages: what the C API promises beside the right numbers, on the CPU through the shim. */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { uniform } from '../../../compiler/checkpoint/synthetic.ts';
import { elementCount } from '../../../compiler/shape.ts';
import { prefixOf } from '../../../targets/cuda/names.ts';
import type { Precision } from '../../../targets/cuda/options.ts';
import { fromHalf, toHalf } from '../../../targets/wgsl/runtime/float16.ts';
import { theInput, theOutput } from '../../support/borders.ts';
import { describeWithShim } from '../../support/cuda/toolchain.ts';
import type { Ended } from '../../support/execute.ts';
import { packSynthetic } from '../specs.ts';
import { tiny, type WrittenPackage, writeCuda } from './folders.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const sources = fileURLToPath(new URL('../../../targets/cuda/', import.meta.url));

test('names of the C API are identifiers', () => {
  const names = ['resnet50', 'article-resnet50', '2-net', 'exp', 'switch', 'Net 1.5'];
  expect(names.map(name => prefixOf({ name }))).toEqual([
    'resnet50',
    'article_resnet50',
    'net_2_net',
    'exp_net',
    'switch_net',
    'Net_1_5',
  ]);
});

describeWithShim('the host side', 'compile fast', shim => {
  /** A package and the program that uses it. */
  interface Built extends WrittenPackage {
    readonly program: string;
  }
  const built = new Map<Precision, Built>();
  let files: string;

  beforeAll(async () => {
    files = shim().folder();
    await Promise.all(
      (['f32', 'f16'] as const).map(async precision => {
        const written = await writeCuda(shim().folder(), tiny(), precision);
        const program = await shim().build({
          path: join(here, 'api.cpp'),
          include: written.folder,
          macros: { NETWORK_SOURCE: '"tiny.cu"' },
        });
        built.set(precision, { ...written, program });
      }),
    );
  });

  const packageIn = (precision: Precision): Built => {
    const found = built.get(precision);
    if (!found) throw new Error('packages are there once tests run');
    return found;
  };

  /** Runs a scenario of api.cpp. */
  function use(
    scenario: string,
    {
      precision = 'f32',
      weights = join(packageIn(precision).folder, 'weights.bin'),
      more = [],
      environment = {},
    }: {
      readonly precision?: Precision;
      readonly weights?: string;
      readonly more?: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Ended> {
    return shim().run(packageIn(precision).program, [scenario, weights, ...more], environment);
  }

  /** What a scenario prints, which must go well and leave nothing. */
  async function told(...given: Parameters<typeof use>): Promise<string> {
    const { code, stdout, stderr } = await use(...given);
    expect(`${stderr}${code === 0 ? '' : stdout}`).toBe('');
    return stdout;
  }

  let written = 0;
  /** A file of these bytes. */
  function fileOf(bytes: Uint8Array | string): string {
    const path = join(files, `${written++}.bin`);
    writeFileSync(path, bytes);
    return path;
  }

  describe('weights', () => {
    const edited = (edit: (bytes: Uint8Array) => Uint8Array) => (): string => {
      const bytes = Uint8Array.from(packageIn('f32').weights);
      return fileOf(edit(bytes));
    };
    const header = (replace: (text: string) => string): (() => string) =>
      edited(bytes => {
        const text = replace(Buffer.from(bytes.subarray(0, 256)).toString().trimEnd());
        return Uint8Array.of(...new TextEncoder().encode(`${text.padEnd(255)}\n`), ...bytes.subarray(256));
      });
    const noHeader = 'does not begin with the header of packed weights';

    test.each<[string, () => string, string]>([
      ['that are not there', () => join(files, 'none.bin'), 'file cannot be read: weights: cannot read'],
      ['that are a folder', () => files, 'Is a directory; pass the path of the package'],
      ['that are empty', () => fileOf(''), `${noHeader}; it is empty`],
      ['that end in the header', edited(bytes => bytes.subarray(0, 100)), noHeader],
      [
        'that end after the header',
        edited(bytes => bytes.subarray(0, 256)),
        'ends after 256 bytes, expected 52480',
      ],
      [
        'that are truncated',
        edited(bytes => bytes.subarray(0, -1)),
        'ends after 52479 bytes, expected 52480',
      ],
      ['that are too long', edited(bytes => Uint8Array.of(...bytes, 0)), 'has more than 52480 bytes'],
      [
        'that are a page',
        () => fileOf('\n <!doctype html><title>404</title>'),
        `${noHeader}; it is an HTML page`,
      ],
      [
        'that are a pointer',
        () => fileOf('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
        `${noHeader}; it is a Git LFS pointer: get the file with \`git lfs pull\``,
      ],
      ['of another format', header(text => text.replace('weights 1', 'weights 2')), noHeader],
      ['with a header that goes on', header(text => `${text} x`), noHeader],
      ['with a header that is no object', header(text => text.replace('{', '[')), noHeader],
      ['with a header of numbers', header(text => text.replace('"synthetic"', '1')), noHeader],
      ['with escapes in the header', header(text => text.replace('synthetic', 'synth\\"c')), noHeader],
      [
        'of another plan',
        header(text => text.replace(/"plan":"\w+"/, '"plan":"0123456789abcdef"')),
        'is packed for plan 0123456789abcdef, this library is of plan',
      ],
      ['of no plan', header(text => text.replace(/"plan":"\w+",/, '')), 'is packed for plan , this library'],
      [
        'with one bit wrong',
        edited(bytes => bytes.map((byte, i) => (i === 1256 ? byte ^ 1 : byte))),
        'it is damaged',
      ],
      [
        'with the last bit wrong',
        edited(bytes => bytes.map((byte, i) => (i === 52479 ? byte ^ 128 : byte))),
        'it is damaged',
      ],
      [
        'with another hash',
        header(text => text.replace(/"sha256":"\w+"/, '"sha256":"0"')),
        'its header says 0;',
      ],
    ])('%s are refused, from a file and from memory', async (what, make, message) => {
      const path = make();
      const fromFile = await told('create', { weights: path });
      expect(fromFile).toContain(message);
      expect(fromFile).toMatch(
        /^create: (file cannot be read|weights are truncated, damaged, or another package's): /,
      );
      if (/not there|folder/.test(what)) return;
      expect(await told('memory', { weights: path })).toContain(message);
    });

    test('have a message of their own where the path is long', async () => {
      const path = join(files, 'deep'.repeat(50), 'deep'.repeat(50), 'none.bin');
      expect(await told('create', { weights: path })).toMatch(/none\.bin: No such file .*; pass the path/);
    });

    test('that float16 cannot hold are refused', async () => {
      const { plan } = packageIn('f16');
      const of = async (value: number): Promise<string> =>
        fileOf(await packSynthetic(plan, (_, shape) => new Float64Array(elementCount(shape)).fill(value)));
      expect(await told('create', { precision: 'f16', weights: await of(65519) })).toBe('create: ok\n');
      expect(await told('create', { precision: 'f16', weights: await of(65520) })).toContain(
        'weights: number 0 is 65520, and float16 ends at 65504; compile the network with --precision tf32 or f32',
      );
      expect(await told('create', { weights: await of(1e9) })).toBe('create: ok\n');
    });

    test('are checked with SHA-256', async () => {
      const program = await shim().build({ path: join(here, 'units.cpp'), include: sources });
      const bytes = new Uint8Array(uniform('sha256', [75], 0, 1).buffer);
      const { stdout } = await shim().run(program, ['sha256', fileOf(bytes)]);
      const digests = Array.from({ length: bytes.length + 1 }, (_, length) =>
        createHash('sha256').update(bytes.subarray(0, length)).digest('hex'),
      );
      expect(stdout.trimEnd().split('\n')).toEqual(digests);
    });

    test('are rounded to float16 as numbers are', async () => {
      const program = await shim().build({ path: join(here, 'units.cpp'), include: sources });
      // Every float16, and what lies halfway to the next and beside that.
      const values = Array.from({ length: 0x10000 }, (_, half) => fromHalf(half))
        .filter(Number.isFinite)
        .flatMap(value => {
          const step = Math.max(2 ** -25, Math.abs(value) * 2 ** -12);
          return [value, value + step, value - step, value + step * 1.001, value + step * 0.999];
        });
      const given = Float32Array.of(...[Number.NaN, Infinity, -Infinity, 65519.99, 65520, 1e38, -1e-45]);
      const all = new Float32Array([...given, ...values]);
      const { stdout } = await shim().run(program, ['float16', fileOf(new Uint8Array(all.buffer))]);
      const word = new DataView(new ArrayBuffer(4));
      const expected = Array.from(all, value => {
        const half = toHalf(value);
        word.setFloat32(0, fromHalf(half));
        const back = Number.isNaN(value) ? '7fc00000' : word.getUint32(0).toString(16).padStart(8, '0');
        return `${half.toString(16).padStart(4, '0')} ${back}`;
      });
      expect(stdout.trimEnd().split('\n')).toEqual(expected);
    });
  });

  describe.each(['f32', 'f16'] as const)('in %s', precision => {
    test('the same input gives the same bits, in every way to run', async () => {
      for (const seed of ['1', '2']) {
        const environment = { NETWRIGHT_SHIM_SEED: seed };
        expect(await told('repeat', { precision, environment })).toBe('create: ok\n');
      }
    });

    test('models of two threads do not mix', async () => {
      expect(await told('threads', { precision })).toBe('create: ok\n');
    });

    test('models come and go', async () => {
      expect(await told('many', { precision })).toBe('create: ok\n'.repeat(50));
    });

    test('profile names every step, in order', async () => {
      const { plan } = packageIn(precision);
      const [, ...lines] = (await told('profile', { precision })).trimEnd().split('\n');
      expect(lines).toEqual(
        plan.steps.map(({ layer, kernel }) => {
          const { name = '', ...rest } = plan.kernels[kernel] ?? {};
          return `${layer} ${name} ${'macs' in rest ? rest.macs : 0}`;
        }),
      );
    });

    test('the arena after the last step has the output', async () => {
      const { plan } = packageIn(precision);
      const path = join(files, `trace-${precision}.f32`);
      await told('trace', { precision, more: [path] });
      const bytes = readFileSync(path);
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      const [input, output] = [elementCount(theInput(plan).shape), elementCount(theOutput(plan).shape)];
      expect(values.length).toBe(input + output + plan.steps.length * plan.arena.elements);
      const last = values.length - plan.arena.elements + theOutput(plan).offset;
      expect(values.slice(last, last + output)).toEqual(values.slice(input, input + output));
      expect(values.slice(input, input + output).every(Number.isFinite)).toBe(true);
    });

    test('sizes are those of the README', async () => {
      const { folder, plan } = packageIn(precision);
      const [weights, workspace, ...rest] = (await told('sizes', { precision })).trim().split(' ');
      const readme = readFileSync(join(folder, 'README.md'), 'utf8');
      const kilobytes = (bytes: string | undefined): string => `${(Number(bytes) / 1e3).toFixed(2)} kB`;
      expect(readme).toContain(
        `weights ${kilobytes(weights)}, activation memory and workspace ${kilobytes(workspace)}`,
      );
      expect(rest).toEqual(['768', '10', String(plan.steps.length), expect.stringMatching(/^[0-9a-f]{16}$/)]);
    });

    test('arguments that are wrong are refused, and do no harm', async () => {
      expect(await told('arguments', { precision })).toMatchInlineSnapshot(`
        "create(NULL): bad argument: model is NULL
        create(path NULL): bad argument: weights_path is NULL
        create(device -1): no device that can run this package: there is no device -1: this machine has 1, numbered from 0
        create(device 1): no device that can run this package: there is no device 1: this machine has 1, numbered from 0
        create_from_memory(NULL): bad argument: weights is NULL
        run(model NULL): bad argument: model is NULL
        run(input NULL): bad argument: input is NULL
        run(output NULL): bad argument: output is NULL
        run_async(host input): bad argument: input is memory of the host; run takes that, run_async takes memory of device 0
        run_async(host output): bad argument: output is memory of the host; run takes that, run_async takes memory of device 0
        profile(0 runs): bad argument: runs is 0, and must be at least 1
        profile(NULL): bad argument: layers is NULL
        arena_after(-1): bad argument: step is -1, and must be from 0 to 4
        arena_after(too far): bad argument: step is 5, and must be from 0 to 4
        status 99: unknown status
        "
      `);
    });
  });

  // Every call of CUDA fails once, in every place where it is made.
  const layer = /(input|pool|conv1|conv2|flatten|fc|output)\b/;
  const failures: readonly (readonly [string, RegExp])[] = [
    ['cudaGetDeviceCount', /^create: no device .*: looking for devices: .*nvidia-smi/],
    ['cudaDeviceGetAttribute', /^create: no device .*: device 0: /],
    ['cudaGetDevice', /: no device .*: asking for the current device: /],
    [
      'cudaMalloc',
      /^create: out of memory: 0\.\d\d MB for the (weights|activations), of which the device has .* free/,
    ],
    ['cudaMallocHost', /^create: out of memory: weights: \d+ bytes of pinned memory: /],
    [
      'cudaMemcpyAsync',
      /: CUDA error: (weights: copying to the device|input: copying|output: copying|copying the arena): /,
    ],
    ['cudaMemsetAsync', /^create: CUDA error: clearing tickets: /],
    ['cudaStreamCreateWithFlags', /^create: \w[\w ]+: making a stream: /],
    [
      'cudaStreamSynchronize',
      /: CUDA error: (weights: copying to the device|loading weights|run|profile|\w+ \(\w+\)|copying the arena): /,
    ],
    ['cudaStreamBeginCapture', /: CUDA error: beginning the graph: /],
    ['cudaStreamEndCapture', /: CUDA error: ending the graph: /],
    ['cudaGraphInstantiateWithFlags', /: out of memory: instantiating the graph of 5 steps: /],
    ['cudaGraphLaunch', /: CUDA error: (profile: )?launching the graph: /],
    ['cudaLaunchKernel', new RegExp(`: CUDA error: ${layer.source}( \\(\\w+\\): launch|: converting): `)],
    ['cudaEventCreate', /^profile: out of memory: profile: making an event: /],
    ['cudaEventRecordWithFlags', new RegExp(`^profile: CUDA error: ${layer.source}: recording an event: `)],
    ['cudaEventElapsedTime', new RegExp(`^profile: CUDA error: ${layer.source}: taking the time: `)],
  ];
  const releases = [
    'cudaFree',
    'cudaFreeHost',
    'cudaStreamDestroy',
    'cudaGraphDestroy',
    'cudaGraphExecDestroy',
    'cudaEventDestroy',
  ];

  /** Runs of a scenario, in each of which another call of a function fails. @returns the last line of each */
  async function failing(
    name: string,
    precision: Precision,
    scenario = 'everything',
  ): Promise<readonly string[]> {
    const ends: string[] = [];
    for (;;) {
      const environment = { NETWRIGHT_SHIM_FAIL: `${name}:${ends.length + 1}` };
      const { code, stdout, stderr } = await use(scenario, { precision, environment });
      // The shim's way to say that there was no such call.
      if (code === 97) return ends;
      expect(`${name} ${ends.length + 1}: ${code} ${stderr}`).toBe(`${name} ${ends.length + 1}: 0 `);
      ends.push(stdout.trimEnd().split('\n').at(-1) ?? '');
    }
  }

  describe.each(['f32', 'f16'] as const)('in %s', precision => {
    test.each(failures)(
      'a %s that fails is a status with a message, and nothing leaks',
      async (name, message) => {
        const ends = await failing(name, precision);
        // This network has no tickets.
        expect(ends.length > 0, `there are calls of ${name}`).toBe(name !== 'cudaMemsetAsync');
        const unharmed = ends.filter(end => end === 'arena_after: ok');
        for (const end of ends.filter(each => each !== 'arena_after: ok')) expect(end).toMatch(message);
        // To release a model it is enough to try to make its device current.
        expect(unharmed.length).toBe(name === 'cudaGetDevice' ? 1 : 0);
      },
    );

    test('memory that cannot be asked about is no memory to run on', async () => {
      const ends = await failing('cudaPointerGetAttributes', precision, 'async');
      expect(ends).toEqual(
        ['input', 'output'].map(what =>
          expect.stringMatching(`^run_async: CUDA error: ${what}: asking whose memory it is: `),
        ),
      );
    });

    test.each(releases)('a %s that fails is nobody’s concern', async name => {
      const ends = await failing(name, precision);
      expect(ends.length).toBeGreaterThan(0);
      expect(new Set(ends)).toEqual(new Set(['arena_after: ok']));
    });
  });

  test('no call of CUDA is left out of these', () => {
    const text = ['error', 'owner', 'weights', 'session']
      .map(name => readFileSync(join(sources, 'runtime', `${name}.cuh`), 'utf8'))
      .join('');
    const calls = [...text.matchAll(/\b(cuda[A-Z]\w+)\(/g)].map(([, name]) => name);
    const known = [
      ...failures.map(([name]) => name),
      ...releases,
      'cudaPointerGetAttributes',
      // Parts of messages.
      ...['cudaGetLastError', 'cudaGetErrorName', 'cudaGetErrorString', 'cudaMemGetInfo'],
      // Called where there is another device, and the shim has but one.
      'cudaSetDevice',
    ];
    expect([...new Set(calls)].filter(name => name !== undefined && !known.includes(name))).toEqual([]);
  });
});
