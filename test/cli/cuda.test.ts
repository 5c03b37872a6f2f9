/**
 * Commands on CUDA packages. In place of nvcc, a stand-in builds with g++ and the shim, so that all but the GPU is there:
 * the process, what is said to it, and its errors.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { readPackage } from '../../compiler/driver/cli/package.ts';
import { cuda } from '../../targets/cuda/target.ts';
import { theInput } from '../support/borders.ts';
import { makeNvcc } from '../support/cuda/stand-in.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);

/** Commands must leave nothing here. */
const temporary = at('tmp');

/** A program of the shell. @returns its path */
function script(name: string, text: string): string {
  writeFileSync(at(name), `#!/bin/sh\n${text}`);
  chmodSync(at(name), 0o755);
  return at(name);
}

/** Finds no fault where it is only asked what it would do. */
const dry = 'case " $* " in *" --dryrun "*) exit 0;; esac\n';

/** What was to be built is a program of the shell. */
const fake = (name: string, driver: string): string =>
  script(
    name,
    `${dry}for program; do :; done
cat > "$program" <<'end'
#!/bin/sh
${driver}
end
chmod +x "$program"
`,
  );

/** The environment of a command that builds with a program. */
const building = (nvcc: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  NVCC: nvcc,
  TMPDIR: temporary,
  ...more,
});

const compile = (out: string, weights: string, ...more: readonly string[]): Promise<string> =>
  succeed(['compile', './tiny.ts', '--target', 'cuda', '--out', out, '--weights', weights, ...more], { cwd });

const input = ['--input', 'x.f32'];

beforeAll(async () => {
  mkdirSync(temporary);
  writeFileSync(at('x.f32'), syntheticInput([1, 3, 11, 14]));
  await compile('gpu', 'synthetic');
});

afterEach(() => void vi.unstubAllEnvs());

const leftOver = (): readonly string[] => readdirSync(temporary);

describeWithPrograms('built through the shim', ['g++'], () => {
  let nvcc: string;

  beforeAll(async () => {
    // Most tests build the same package.
    ({ nvcc } = await makeNvcc(cwd, { level: '-O1', remembers: true }));
  });

  const env = (more?: Readonly<Record<string, string>>): Record<string, string> => building(nvcc, more);

  test('`run` gives the numbers of the plain package', async () => {
    await succeed(['compile', './tiny.ts', '--out', 'plain', '--weights', 'synthetic'], { cwd });
    for (const folder of ['plain', 'gpu']) {
      const output = ['--output', `${folder}.f32`];
      const text = await succeed(['run', folder, ...input, ...output], { cwd, env: env() });
      expect(text).toMatch(/^ *\d+\.\d\d% {2}(?:cat|dog|bird) +#\d$/m);
    }
    const [plain, gpu] = ['plain', 'gpu'].map(folder => {
      const { buffer, byteOffset, byteLength } = readFileSync(at(`${folder}.f32`));
      return [...new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength))];
    });
    expect(gpu).toHaveLength(3);
    for (const [i, value] of (gpu ?? []).entries()) expect(value).toBeCloseTo(plain?.[i] ?? Number.NaN, 5);
    expect(leftOver()).toEqual([]);
  });

  test('`run` classifies an image, as JSON', async () => {
    const image = ['--image', join(root, 'specs/data/rocket.jpg')];
    const told: { weights: string; best: { label: string }[] } = JSON.parse(
      await succeed(['run', 'gpu', ...image, '--json'], { cwd, env: env() }),
    );
    expect(told.weights).toBe('synthetic');
    expect(told.best.map(({ label }) => label).toSorted()).toEqual(['bird', 'cat', 'dog']);
  });

  test('`verify` holds each layer to the oracle', async () => {
    const text = await succeed(['verify', 'gpu', '--layers'], { cwd, env: env() });
    expect(text).toMatch(/^conv1 +\d\.\de-\d+ +[\d.]+\npool .*\nflatten .*\nfc .*\nwhole network /m);
    expect(text).toMatch(/✓ tiny: within 0\.0001 of the oracle\n$/);
  });

  test('`verify` of float16 has a tolerance of its own', async () => {
    await compile('half', 'synthetic', '--precision', 'f16');
    expect(await succeed(['verify', 'half'], { cwd, env: env() })).toMatch(
      /✓ tiny: within 0\.01 of the oracle\n$/,
    );
    const told: { passed: boolean; tolerance: number; network: { relative: number } } = JSON.parse(
      await succeed(['verify', 'half', '--json'], { cwd, env: env() }),
    );
    expect(told).toMatchObject({ passed: true, tolerance: 0.01 });
    expect(told.network.relative).toBeGreaterThan(1e-5);
  });

  test('`verify` names the first layer that is off', async () => {
    await writeCheckpoint(at('trained.safetensors'), tinyTensors, 'trained');
    await compile('trained', 'trained.safetensors');
    const verify = (weights: string) =>
      netwright(['verify', 'trained', '--layers', '--weights', weights], { cwd, env: env() });
    expect((await verify('trained.safetensors')).code).toBe(0);
    // A bias that stands in the file once, and is the last layer's.
    const bytes = readFileSync(at('trained.safetensors'));
    const header = bytes.readBigUInt64LE(0);
    const { 'fc.bias': bias }: { 'fc.bias': { data_offsets: [number, number] } } = JSON.parse(
      bytes.subarray(8, 8 + Number(header)).toString(),
    );
    bytes.writeFloatLE(7, 8 + Number(header) + bias.data_offsets[0]);
    writeFileSync(at('other.safetensors'), bytes);
    const { code, stdout } = await verify('other.safetensors');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^conv1 +\d\.\de-\d+ /m);
    expect(stdout).toMatch(/✗ tiny: beyond 0\.0001 of the oracle; the first layer that is off is fc\n$/);
  });

  test('`verify` of a whole ResNet', async () => {
    const settings = ['height=33', 'width=33', 'classes=10'].flatMap(each => ['--set', each]);
    const target = ['--target', 'cuda', '--weights', 'synthetic'];
    await succeed(['compile', 'resnet18', ...settings, ...target, '--out', 'resnet18'], { cwd });
    const text = await succeed(['verify', 'resnet18', '--layers'], { cwd, env: env() });
    expect(text).toMatch(/^layer4\.1\.conv2 +\d\.\de-\d+ /m);
    expect(text).toMatch(/✓ resnet18: within 0\.0001 of the oracle\n$/);
  }, 120_000);

  test('the target opens it: stages, times of layers, one thing at a time', async () => {
    for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
    const plan = await readPackage(at('gpu'));
    const said = new Set<string>();
    const weights = at('gpu', 'weights.bin');
    const model = await cuda.open(at('gpu'), { plan, weights, onProgress: doing => said.add(doing) });
    expect([...said]).toEqual(['building with nvcc', 'loading']);
    const layers = await model.profile({ runs: 2 });
    expect(layers.map(({ layer }) => layer)).toEqual(plan.steps.map(({ layer }) => layer));
    for (const { milliseconds } of layers) expect(milliseconds).toBeGreaterThan(0);
    const inputs = [1, 2, 3].map(seed => ({ input: syntheticInput(theInput(plan).shape, seed) }));
    const together = await Promise.all(inputs.map(each => model.run(each)));
    for (const [i, each] of inputs.entries()) expect(await model.run(each)).toEqual(together[i]);
    const [one] = inputs;
    expect(one && (await model.trace(one, () => undefined))).toEqual(together[0]);
    await expect(model.run({ input: new Float32Array(5) })).rejects.toThrow(
      'tiny: the input has 5 elements, expected 1 x 3 x 11 x 14',
    );
    await expect(model.profile({ runs: 0 })).rejects.toThrow('gpu: runs is 0, and must be at least 1');
    // What is refused leaves it as it was.
    expect(one && (await model.run(one))).toEqual(together[0]);
    model.dispose();
    expect(leftOver()).toEqual([]);
    if (one) await expect(model.run(one)).rejects.toThrow('the process that runs the package');
  });

  describe('what fails', () => {
    test('weights that are damaged', async () => {
      cpSync(at('gpu'), at('damaged'), { recursive: true });
      const bytes = readFileSync(at('damaged', 'weights.bin'));
      bytes.writeFloatLE(7, 300);
      writeFileSync(at('damaged', 'weights.bin'), bytes);
      expect(await refuse(['run', 'damaged', ...input], { cwd, env: env() })).toMatch(
        /^error: damaged: weights: damaged\/weights\.bin has hash [0-9a-f]+, its header says .*: fetch it again/,
      );
      expect(leftOver()).toEqual([]);
    });

    test('no GPU that CUDA finds', async () => {
      const broken = env({ NETWRIGHT_SHIM_FAIL: 'cudaGetDeviceCount:1' });
      expect(await refuse(['run', 'gpu', ...input], { cwd, env: broken })).toMatch(
        /^error: gpu: .*device.*\n {2}fix: run this on a machine with an NVIDIA GPU of compute capability 8\.0/,
      );
    });

    test('a call of CUDA', async () => {
      const broken = env({ NETWRIGHT_SHIM_FAIL: 'cudaGraphLaunch:1' });
      expect(await refuse(['run', 'gpu', ...input], { cwd, env: broken })).toMatch(
        /^error: gpu: launching the graph: /,
      );
      expect(leftOver()).toEqual([]);
    });

    test('code of another plan', async () => {
      cpSync(at('gpu'), at('mixed'), { recursive: true });
      const plan = readFileSync(at('mixed', 'plan.json'), 'utf8');
      await compile('larger', 'synthetic', '--set', 'height=15');
      for (const name of ['tiny.cu', 'tiny.h']) cpSync(at('larger', name), at('mixed', name));
      expect(readFileSync(at('mixed', 'plan.json'), 'utf8')).toBe(plan);
      expect(await refuse(['run', 'mixed', ...input], { cwd, env: env() })).toBe(
        'error: mixed: its code is of another plan than its plan.json\n  fix: compile it again\n',
      );
    });
  });
});

describe('what a machine lacks', () => {
  const run = (nvcc: string): Promise<string> =>
    refuse(['run', 'gpu', ...input], { cwd, env: building(nvcc) });

  test('nvcc, where NVCC names it', async () => {
    expect(await run('./none')).toMatch(
      /^error: gpu: .*\/none does not start \(ENOENT\)\n {2}fix: let the environment variable NVCC name /,
    );
    expect(leftOver()).toEqual([]);
  });

  test.skipIf(existsSync('/usr/local/cuda/bin/nvcc'))('nvcc, anywhere', async () => {
    const env = { PATH: '', TMPDIR: temporary };
    expect(await refuse(['verify', 'gpu'], { cwd, env })).toMatch(
      /^error: gpu: a CUDA package is built with nvcc before it runs, and there is none\n {2}fix: install the CUDA/,
    );
  });

  test('a GPU', async () => {
    const warning = "nvcc warning : Cannot find valid GPU for '-arch=native', default arch is used";
    expect(await run(script('blind', `echo "${warning}" >&2\n`))).toMatch(
      /^error: gpu: nvcc finds no NVIDIA GPU on this machine\n {2}fix: run this on a machine with/,
    );
  });

  test('a compiler of C++', async () => {
    const fatal = 'nvcc fatal   : Failed to preprocess host compiler properties.';
    expect(
      await run(script('alone', `printf 'gcc: No such file or directory\\n${fatal}\\n' >&2\nexit 1\n`)),
    ).toBe(
      `error: gpu: nvcc fails:
    gcc: No such file or directory
    ${fatal}
  fix: install a C++ compiler that this nvcc works with (\`apt-get install g++\`), or name one: NVCC_PREPEND_FLAGS='-ccbin g++-12'
`,
    );
  });

  test('an nvcc that knows all of the code', async () => {
    const text =
      'tiny.cu(3): note: what comes before\\ntiny.cu(7): error: identifier \\"half\\" is undefined\\n';
    const nvcc = script('old', `${dry}printf "${text}" >&2\nexit 2\n`);
    const ended = await netwright(['run', 'gpu', ...input], { cwd, env: building(nvcc) });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /^error: gpu: nvcc fails:\n {4}tiny\.cu\(7\): error: identifier "half" is undefined\n {2}fix: use CUDA 11\.8/,
    );
    expect(leftOver()).toEqual([]);
  });

  test('the package’s source', async () => {
    mkdirSync(at('bare'));
    for (const name of ['plan.json', 'weights.bin']) cpSync(at('gpu', name), at('bare', name));
    expect(await refuse(['run', 'bare', ...input], { cwd })).toBe(
      'error: bare: has no tiny.cu\n  fix: compile it again\n',
    );
  });
});

describe('a process that', () => {
  const run = (nvcc: string): Promise<string> =>
    refuse(['run', 'gpu', ...input], { cwd, env: building(nvcc) });

  test('dies is told with what it said', async () => {
    expect(await run(fake('dying', 'echo "the sky falls" >&2\nkill -SEGV $$'))).toMatch(
      /^error: gpu: the process that runs the package was ended by the signal SIGSEGV; it said:\n {4}the sky falls\n {2}fix: see whether the GPU works/,
    );
    expect(leftOver()).toEqual([]);
  });

  test('ends early is told too', async () => {
    expect(await run(fake('short', 'printf 1234\nexit 3'))).toMatch(
      /^error: gpu: the process that runs the package ended with exit code 3\n {2}fix: mend what it says/,
    );
  });

  test('is killed is told too', async () => {
    expect(await run(fake('killed', 'kill -KILL $$'))).toMatch(
      /^error: gpu: the process that runs the package was ended by the signal SIGKILL\n {2}fix: free memory/,
    );
  });

  test('does not start is told too', async () => {
    const nvcc = script('unstarted', `${dry}for program; do :; done\necho > "$program"\n`);
    expect(await run(nvcc)).toMatch(
      /^error: gpu: the process that runs the package does not start: spawn .*\/driver EACCES\n {2}fix: let .* TMPDIR name/,
    );
    expect(leftOver()).toEqual([]);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while nvcc runs leaves nothing, and ends the command',
  async signal => {
    const started = at(`started-${signal}`);
    const nvcc = script(`slow-${signal}`, `${dry}touch ${started}\nsleep 1\n`);
    const { PATH = '' } = process.env;
    const child = spawn(
      process.execPath,
      [join(root, 'dist/compiler/driver/cli/main.js'), 'run', 'gpu', ...input],
      {
        cwd,
        env: { ...building(nvcc), PATH },
        stdio: 'ignore',
      },
    );
    const ended = once(child, 'exit');
    await vi.waitUntil(() => existsSync(started), { timeout: 20_000 });
    expect(leftOver()).toHaveLength(1);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(leftOver()).toEqual([]);
  },
  30_000,
);
