/**
 * What the shim's warp instructions do with their registers, held to plain matrices here, and to what a GPU did where
 * that has been kept (`test/golden/cuda/fragments.json`; `kernels/fragments.cu` says how to take it).
 *
 * The layouts are written out once more, element by element as the PTX ISA has them (9.2, sections 9.7.14.5.7,
 * 9.7.14.5.8 and 9.7.14.5.15), so that the shim is not compared with itself.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { compileWithNvcc } from './nvcc.ts';
import { kernelFile } from './shim.ts';
import { describeWithCompiler, describeWithShim } from './toolchain.ts';

type Words = readonly number[];
type Dump = Readonly<Record<string, Words>>;

const golden = fileURLToPath(new URL('../../golden/cuda/fragments.json', import.meta.url));
const primitives = fileURLToPath(new URL('../../../targets/cuda', import.meta.url));

const view = new DataView(new ArrayBuffer(4));

function float(word: number): number {
  view.setUint32(0, word);
  return view.getFloat32(0);
}

function bits(value: number): number {
  view.setFloat32(0, value);
  return view.getUint32(0);
}

/** A normal float16, or zero. */
function half(word: number): number {
  const exponent = (word >> 10) & 31;
  if (exponent === 0) return 0;
  return (word & 0x8000 ? -1 : 1) * (1 + (word & 0x3ff) / 1024) * 2 ** (exponent - 15);
}

/** Element `i` of a lane's A, B or C: where it is in the matrix. */
interface Layout {
  readonly depth: number;
  readonly a: (group: number, member: number, i: number) => readonly [row: number, column: number];
  readonly b: (group: number, member: number, i: number) => readonly [row: number, column: number];
  readonly elements: (words: Words) => number[];
}

const layouts: Readonly<Record<string, Layout>> = {
  // "row = groupID for a_i where 0 <= i < 2 || 4 <= i < 6, groupID + 8 otherwise;
  //  col = threadID_in_group * 2 + (i & 1) for a_i where i < 4, + 8 where i >= 4".
  mma_f16: {
    depth: 16,
    a: (group, member, i) => [
      i < 2 || (i >= 4 && i < 6) ? group : group + 8,
      member * 2 + (i & 1) + (i >= 4 ? 8 : 0),
    ],
    b: (group, member, i) => [member * 2 + (i & 1) + (i >= 2 ? 8 : 0), group],
    elements: words => words.flatMap(word => [half(word & 0xffff), half(word >>> 16)]),
  },
  // "row = groupID for a0 and a2, groupID + 8 for a1 and a3;
  //  col = threadID_in_group for a0 and a1, threadID_in_group + 4 for a2 and a3".
  mma_tf32: {
    depth: 8,
    a: (group, member, i) => [
      i === 0 || i === 2 ? group : group + 8,
      i === 0 || i === 1 ? member : member + 4,
    ],
    b: (group, member, i) => [i === 0 ? member : member + 4, group],
    elements: words => words.map(float),
  },
};

/** "row = groupID for c0 and c1, groupID + 8 for c2 and c3; col = threadID_in_group * 2 + (i & 1)". */
const sums: Layout['a'] = (group, member, i) => [i < 2 ? group : group + 8, member * 2 + (i & 1)];

/** Puts what 32 lanes hold where it belongs. */
function matrix(values: readonly number[], rows: number, columns: number, layout: Layout['a']): number[][] {
  const result = Array.from({ length: rows }, () => Array<number>(columns).fill(Number.NaN));
  const each = values.length / 32;
  for (const [at, value] of values.entries()) {
    const lane = Math.floor(at / each);
    const [row, column] = layout(lane >> 2, lane % 4, at % each);
    const line = result[row];
    if (line) line[column] = value;
  }
  return result;
}

describeWithShim('instructions of a warp', 'compile fast', shim => {
  let dump: Dump;
  const words = (name: string): Words => dump[name] ?? expect.fail(`there is no ${name}`);
  beforeAll(async () => {
    const program = await shim().build({ path: kernelFile('fragments.cu'), include: primitives });
    const { code, stdout, stderr } = await shim().run(program, []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    dump = JSON.parse(stdout);
  });

  test('ldsm4 gives each lane two elements of a row of each matrix', () => {
    const rows = words('ldsm4.rows');
    // Lane 8 i + j brings row j of matrix i.
    const element = (i: number, j: number, pair: number) => rows[(((8 * i + j) * 5 + 3) % 32) * 4 + pair];
    const expected = Array.from({ length: 128 }, (_, at) => {
      const lane = at >> 2;
      return element(at & 3, lane >> 2, lane % 4);
    });
    expect(words('ldsm4.result')).toEqual(expected);
  });

  test.each(Object.entries(layouts))('%s multiplies matrices', (name, { depth, a, b, elements }) => {
    const of = (part: string, rows: number, columns: number, layout: Layout['a'], read: Layout['elements']) =>
      matrix(read(words(`${name}.${part}`)), rows, columns, layout);
    const floats: Layout['elements'] = each => each.map(float);
    const left = of('a', 16, depth, a, elements);
    const right = of('b', depth, 8, b, elements);
    const before = of('c', 16, 8, sums, floats);
    const expected = before.map((line, row) =>
      line.map((value, column) =>
        (left[row] ?? []).reduce(
          (total, each, k) => total + each * (right[k]?.[column] ?? Number.NaN),
          value,
        ),
      ),
    );
    expect(of('d', 16, 8, sums, floats)).toEqual(expected);
    expect(new Set(expected.flat()).size, 'sums differ').toBeGreaterThan(50);
  });

  test('round_tf32 rounds to the nearest, ties away from zero', () => {
    const expected = words('round_tf32.x').map(word => {
      const value = float(word);
      if (!Number.isFinite(value)) return word;
      // The distance of numbers with ten bits of mantissa; subnormal ones are as far apart as the least normal ones.
      const exponent = Math.max(Math.floor(Math.log2(Math.abs(value) || 2 ** -126)), -126);
      const step = 2 ** (exponent - 10);
      const rounded = Math.sign(value) * Math.floor(Math.abs(value) / step + 0.5) * step;
      return bits(Object.is(value, -0) ? -0 : rounded);
    });
    expect(words('round_tf32.result')).toEqual(expected);
  });

  test.each([4, 8, 16])('cp_async copies %i bytes, or zeros', bytes => {
    const perLane = bytes / 4;
    const expected = Array.from({ length: 32 * perLane }, (_, i) =>
      Math.floor(i / perLane) % 3 === 0 ? 0 : i + 1,
    );
    expect(words(`cp_async.${bytes}`)).toEqual(expected);
  });

  test.skipIf(!existsSync(golden))('all is as a GPU has it', () => {
    expect(dump).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });
});

describeWithCompiler('nvcc', 'instructions of a warp on a GPU', nvcc => {
  test('compile, each for two architectures, without spilling', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netwright-nvcc-'));
    try {
      const object = join(folder, 'fragments.o');
      const uses = await compileWithNvcc(nvcc(), primitives, kernelFile('fragments.cu'), object);
      expect(uses).toHaveLength(7 * 2);
      for (const { registers, spillStoreBytes, spillLoadBytes } of uses) {
        expect(registers).toBeGreaterThan(0);
        expect([spillStoreBytes, spillLoadBytes]).toEqual([0, 0]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
