/**
 * Plans from anyone: whatever `plan.json` holds, reading it ends in a plan that commands can work with, or in one short
 * `UserError` that names the file and carries nothing that a terminal would obey; and soon.
 */

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { describePlan, summarizePlan } from '../../compiler/driver/cli/report.ts';
import { expectedBy } from '../../compiler/driver/package/pack.ts';
import { UserError } from '../../compiler/errors.ts';
import { steers } from '../../compiler/names.ts';
import { printPlan, readPlan, readPlanFile } from '../../compiler/plan/json.ts';
import { lower } from '../../compiler/plan/lower.ts';
import { drawArena } from '../../compiler/plan/picture.ts';
import { targets } from '../../targets/index.ts';
import { weightsBytes } from '../../targets/javascript/size.ts';
import { optimize } from '../support/look.ts';
import { jsonMutations } from '../support/mutate.ts';
import * as s from '../support/sketch.ts';
import { asConfigured } from '../support/stub-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'plan.json');

const x = s.image([1, 3, 8, 8]);
const graph = s.graphOf(s.globalPool(s.relu(s.add(s.norm('bn', s.conv('conv', x, 3, { kernel: 3 })), x))), [
  x,
]);
const texts = targets.map(target => printPlan(lower(asConfigured(graph), optimize(graph), target)));
const [text = ''] = texts;

type Json = Record<string, unknown>;

/** The first target's plan with the value at a path replaced. */
function spoiled(path: string, value: unknown): string {
  const whole = JSON.parse(text) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place: unknown = whole;
  for (const key of keys) place = Reflect.get(Object(place), key);
  Reflect.set(Object(place), last, value);
  return JSON.stringify(whole);
}

/** The refusal's message, which must be fit for a terminal; nothing if the plan was read, and commands can use it. */
function judge(content: string): string | undefined {
  try {
    const plan = readPlan(content, file);
    printPlan(plan);
    drawArena(plan);
    describePlan(plan);
    expectedBy(plan.source).tensors;
    for (const target of targets) if (target.name === plan.target) summarizePlan(plan, target);
    // What packing allocates is no more than what the graph makes.
    const made = plan.recipe.tensors.length;
    expect(weightsBytes(plan)).toBeLessThan(256 + 4 * (plan.recipe.tensors.length + 1 + made) * 2 ** 32);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message.startsWith(`${file}: `)).toBe(true);
    expect(error.message.length).toBeLessThan(1500);
    expect(steers(error.message.replaceAll('\n  fix: ', ''))).toBe(false);
    expect(error.fix).toMatch(/^compile the package again$|^(compile it again|update netwright)/);
    return error.message.slice(file.length + 2);
  }
}

test('what is spoiled below is sound', async () => {
  for (const each of texts) expect(judge(each)).toBeUndefined();
  writeFileSync(file, `\ufeff${text}`);
  expect(printPlan(await readPlanFile(file))).toBe(text);
});

describe('refuses', () => {
  const deep = (open: string, close: string): string => open.repeat(100_000) + close.repeat(100_000);
  const many = <T>(count: number, one: T): readonly T[] => new Array<T>(count).fill(one);
  const vast = 10_000_000;
  test.each<readonly [string, content: () => string, message: RegExp]>([
    ['a key twice', () => text.replace('"name"', '"name":"a","name"'), /^the key name appears twice/],
    [
      'a key twice, deep inside',
      () => text.replace('"layer":', '"layer":"a","l\\u0061yer":'),
      /^the key layer appears twice/,
    ],
    ['lists in lists', () => deep('[', ']'), /^nests more than 32 deep/],
    [
      'settings in settings',
      () => text.replace('"settings": {}', `"settings": ${deep('{"a":', '}').replace('}', '0}')}`),
      /^nests more/,
    ],
    ['a list of millions', () => `[${'0,'.repeat(3_000_000)}0]`, /^holds more than 2097152 values/],
    ['terminal escapes', () => '\u001b[2J', /^not JSON: .*\\u001b/],
    ['an escape in the name', () => spoiled('name', '\u001b[2J'), /^name: holds control characters/],
    ['an escape in a layer', () => spoiled('steps.0.layer', 'a\u009b2J'), /^steps\.0\.layer: holds control/],
    [
      'a line in a tensor’s name',
      () => spoiled('recipe.tensors.0.name', 'a\nb'),
      /^recipe\.tensors\.0\.name: /,
    ],
    [
      'half a pair in a buffer',
      () => spoiled('arena.buffers.0.layer', '\ud800'),
      /^arena\.buffers\.0\.layer: /,
    ],
    ['an escape in a label', () => spoiled('labels', ['\u202e']), /^labels\.0: /],
    ['an escape in the target', () => spoiled('target', '\u001b[2J'), /^target: /],
    ['an escape in a field', () => spoiled('\u001b[2J', 1), /^plan: Unrecognized key/],
    ['an escape in the source', () => spoiled('source.nodes.0.path', '\u0007'), /^source: nodes\.0\.path: /],
    [
      'a kernel called as a file elsewhere',
      () => spoiled('kernels.0.name', '../../x'),
      /^kernels\.0\.name: /,
    ],
    ['a huge name', () => spoiled('name', 'n'.repeat(vast)), /^name: Too big/],
    ['a huge layer', () => spoiled('steps.0.layer', 'n'.repeat(vast)), /^steps\.0\.layer: Too big/],
    ['a million kernels', () => spoiled('kernels', many(1_000_000, 0)), /^kernels: Too big/],
    ['a million steps', () => spoiled('steps', many(1_000_000, 0)), /^steps: Too big/],
    ['100,000 steps that are none', () => spoiled('steps', many(100_000, 0)), /^steps\.0: /],
    ['a million buffers', () => spoiled('arena.buffers', many(1_000_000, 0)), /^arena\.buffers: Too big/],
    [
      'a million arguments',
      () => spoiled('steps.0.arguments', many(1_000_000, 0)),
      /^steps\.0\.arguments: Too/,
    ],
    ['an axis a thousand', () => spoiled('inputs.0.shape', many(1000, 1)), /^inputs\.0\.shape: Too big/],
    [
      'another input',
      () => spoiled('inputs.0.shape', [1, 3, 4, 16]),
      /^input is float32 \[1, 3, 4, 16\], which the graph/,
    ],
    [
      'another output',
      () => spoiled('outputs.0.shape', [1, 1]),
      /^output is float32 \[1, 1\], which the graph's is not/,
    ],
    ['labels of other classes', () => spoiled('labels', ['a', 'b']), /^it has 2 labels for 0 classes/],
    ['an empty buffer', () => spoiled('arena.buffers.0.elements', 0), /^input is empty/],
    ['a buffer that ends first', () => spoiled('arena.buffers.1.last', -1), /ends before it begins/],
    [
      'weights far beyond its tensors',
      () => spoiled('recipe.elements', 2 ** 50),
      /^the recipe's tensors end far/,
    ],
    ['a tensor far away', () => spoiled('recipe.tensors.0.offset', 2 ** 40), /^.* begins far/],
    ['1e999', () => text.replace('"prepared": 0', '"prepared": 1e999'), /^prepared: /],
  ])('%s', { timeout: 20_000 }, (_, content, message) => {
    expect(judge(content())).toMatch(message);
  });

  test('files that are too large, folders, and what is no text', async () => {
    writeFileSync(file, '');
    truncateSync(file, 2 ** 30);
    await expect(readPlanFile(file)).rejects.toThrow(/plan\.json: has 1073741824 bytes: at most 67108864/);
    await expect(readPlanFile(folder)).rejects.toThrow(/: is a folder, expected a file\n {2}fix: compile/);
    await expect(readPlanFile('/dev/zero')).rejects.toThrow(/is a device, expected a file/);
    writeFileSync(file, new Uint8Array([0xff, 0xfe]));
    await expect(readPlanFile(file)).rejects.toThrow(/is not text in UTF-8/);
    await expect(readPlanFile(join(folder, 'none.json'))).rejects.toThrow(/no such file/);
  });
});

describe('takes time by its size alone', () => {
  const count = 60_000;
  const long = (change: (plan: { arena: Json; steps: Json[]; recipe: Json }) => void): string => {
    const whole = JSON.parse(text);
    change(whole);
    return JSON.stringify(whole);
  };
  const buffers = (one: (i: number) => Json): string =>
    long(({ arena }) => {
      const honest = arena.buffers as Json[];
      const size = count * 16 + 4096;
      arena.buffers = [...honest, ...Array.from({ length: count }, (_, i) => ({ layer: 'a', ...one(i) }))];
      arena.elements = size;
      arena.slots = [{ offset: 0, elements: size }];
    });
  const beyond = 4096;
  test.each<readonly [string, () => string, RegExp | undefined]>([
    ['empty buffers', () => buffers(() => ({ elements: 0, first: 0, last: 0, offset: 0 })), /^a is empty/],
    [
      'buffers side by side',
      () => buffers(i => ({ elements: 16, first: 0, last: 0, offset: beyond + 16 * i })),
      undefined,
    ],
    [
      'buffers one after another',
      () => buffers(i => ({ elements: 16, first: i, last: i, offset: beyond })),
      undefined,
    ],
    [
      'buffers that come from the end, and go from the start',
      () => buffers(i => ({ elements: 16, first: -i, last: i, offset: beyond + 16 * (count - 1 - i) })),
      undefined,
    ],
    [
      'buffers of which two meet',
      () => buffers(i => ({ elements: i === 7 ? 17 : 16, first: 0, last: 0, offset: beyond + 16 * i })),
      /^a and a share a place/,
    ],
    [
      'steps',
      () =>
        long(plan => {
          const [first = {}, ...rest] = plan.steps;
          const { result: _, ...again } = first;
          plan.steps = [...new Array<Json>(count).fill(again), first, ...rest];
          const kept = (plan.arena.buffers as Json[]).map((each): Json => {
            return { ...each, first: Number(each.first) < 0 ? -1 : 0, last: count + 9 };
          });
          let end = 0;
          plan.arena.buffers = kept.map(each => {
            const placed = { ...each, offset: end };
            end += Math.ceil(Number(each.elements) / 16) * 16;
            return placed;
          });
          plan.arena.elements = end;
          plan.arena.slots = [{ offset: 0, elements: end }];
        }),
      undefined,
    ],
    [
      'slots',
      () =>
        long(({ arena }) => {
          const honest = Number(arena.elements);
          const slots = Array.from({ length: count }, (_, i) => ({ offset: honest + 16 * i, elements: 16 }));
          arena.slots = [{ offset: 0, elements: honest }, ...slots];
          arena.elements = honest + 16 * count;
        }),
      /^conv: .* reads the slot that it writes/,
    ],
  ])('%s', { timeout: 30_000 }, (_, content, message) => {
    // In quadratic time so many would take minutes.
    const told = judge(content());
    if (message === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(message);
  });
});

test('a plan of any target with anything changed reads as one that commands can use, or is refused', () => {
  fc.assert(
    fc.property(
      fc.nat(texts.length - 1),
      fc.array(jsonMutations, { minLength: 1, maxLength: 3 }),
      (i, mutations) => {
        const value: unknown = mutations.reduce(
          // What was put in is shared: it must not be spoiled in its turn.
          (json, mutate) => mutate(JSON.parse(JSON.stringify(json))),
          JSON.parse(texts[i] ?? ''),
        );
        judge(JSON.stringify(value));
      },
    ),
    { numRuns: 1000 },
  );
});

test('any bytes changed, cut and moved', async () => {
  const bytes = Buffer.from(text);
  const position = fc.nat(bytes.length - 1);
  const change = fc.record({ at: position, byte: fc.nat(255), from: position, length: fc.nat(40) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 3 }),
      position,
      fc.boolean(),
      async (changes, end, isCut) => {
        const damaged = Buffer.from(bytes);
        for (const { at, byte, from, length } of changes) {
          if (length < 20) damaged[at] = byte;
          else damaged.copyWithin(at, from, from + length);
        }
        writeFileSync(file, isCut ? damaged.subarray(0, end) : damaged);
        await readPlanFile(file).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          expect(steers(error.message.replaceAll('\n  fix: ', ''))).toBe(false);
        });
      },
    ),
    { numRuns: 300 },
  );
});
