/** Plans as JSON and back: what `plan.json` in a package holds. */

import { dirname } from 'node:path';
import { z } from 'zod';
import { InvariantError, UserError } from '../errors.ts';
import {
  listOf,
  mostAxes,
  mostNodes,
  mostOperands,
  place,
  printable,
  printableOf,
  sizes,
} from '../ir/bounds.ts';
import { dtypes } from '../ir/graph.ts';
import { graphFromJson, graphToJson } from '../ir/json.ts';
import { expressionFromJson, expressionSchema, expressionToJson } from '../ir/scalar-json.ts';
import { describeIssues } from '../issues.ts';
import { parseJson } from '../json-text.ts';
import { longestName, printName } from '../names.ts';
import { packedLayout } from '../ops/packing.ts';
import { preprocessingSchema } from '../preprocessing/preprocessing.ts';
import { readTextFile } from '../text-file.ts';
import type { Kernel, KernelEpilogue } from './kernel.ts';
import type { Plan } from './plan.ts';
import { verifyPlan } from './verify.ts';

const version = 3;

const code = 'bad-plan';

/** What errors say of mending a plan. */
const remedy = 'compile the package again';

/** ResNet-152's takes 0.6 MB. */
const mostBytes = 2 ** 26;

/** An argument of a function in an expression of a graph's node is 8 deep; a spec's settings may be deeper. */
const depth = 32;

/** A plan of every operator has 90 besides a spec's settings. */
const keys = 512;

/** What a kernel has besides operands: an image or two, weights, a bias, its result. */
const mostArguments = mostOperands + 8;

const strides = listOf(place, mostAxes);
const access = z.strictObject({ shape: sizes, strides });
const axis = z.strictObject({
  kernel: z.int().positive(),
  stride: z.int().positive(),
  padding: z.tuple([place, place]),
  dilation: z.int().positive(),
  ceilMode: z.boolean().exactOptional(),
});
const window = z.tuple([axis, axis]);
/** Words of schedules, and what they have: a target holds them to what its implementation reads. */
const word = z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/);
const isWord = (text: string): boolean => word.safeParse(text).success;
const scheduleFields = 16;

/** A schedule, of whatever implementation. */
export const scheduleSchema = z
  .object({ name: word })
  .catchall(z.union([z.int().positive(), z.record(word, z.int().positive())]))
  .refine(each => Object.keys(each).length <= scheduleFields && Object.keys(each).every(isWord), {
    error: 'has fields that no schedule has',
  });
const operands = listOf(strides, mostOperands);
const epilogue = z.strictObject({ expression: expressionSchema, operands });
/** Kernels name files and functions. */
const identifier = z.string().regex(/^\w{1,200}$/);
const image = { name: identifier, x: access, y: access };
const over = listOf(place, mostOperands).exactOptional();

const kernel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('contract'),
    form: z.enum(['convolution', 'linear']),
    ...image,
    window,
    groups: z.int().positive(),
    bias: z.boolean(),
    mean: z.literal(true).exactOptional(),
    joined: z.strictObject({ x: access, window }).exactOptional(),
    schedule: scheduleSchema,
    weights: packedLayout,
    epilogue: epilogue.exactOptional(),
    over,
    macs: place,
    scratch: place,
  }),
  z.strictObject({
    kind: z.literal('pool'),
    ...image,
    reducer: z.enum(['max', 'mean']),
    window,
    countPadding: z.boolean(),
    epilogue: epilogue.exactOptional(),
    over,
  }),
  z.strictObject({ kind: z.literal('adaptive-pool'), ...image, epilogue: epilogue.exactOptional(), over }),
  z.strictObject({ kind: z.literal('softmax'), ...image, axis: place, over }),
  z.strictObject({
    kind: z.literal('map'),
    name: identifier,
    expression: expressionSchema,
    operands,
    y: access,
    start: place.exactOptional(),
    over,
  }),
  z.strictObject({
    kind: z.literal('expand'),
    name: identifier,
    output: z.union([z.literal(2), z.literal(4)]),
    windows: z.int().positive(),
    gap: z.int().positive().exactOptional(),
  }),
]);

const range = z.strictObject({
  region: z.enum(['weights', 'prepared', 'arena']),
  offset: place,
  elements: place,
});
const step = z.strictObject({
  kernel: place,
  layer: printable,
  arguments: listOf(range, mostArguments),
  result: z.strictObject({ node: place, offset: place, strides }).exactOptional(),
});
const buffer = z.strictObject({
  layer: printable,
  elements: place,
  first: z.int(),
  last: z.int(),
  offset: place,
});
// A tensor is called by its layer, and by a word behind it.
const tensor = z.strictObject({
  name: printableOf(longestName + 64),
  node: place,
  offset: place,
  elements: place,
});
const slot = z.strictObject({ offset: place, elements: place });
const border = z.strictObject({ name: printable, dtype: z.enum(dtypes), shape: sizes, offset: place });
const borders = listOf(border, mostOperands);

/** Read one by one: the first that is refused is all that needs to be told of. */
const rows = z.array(z.unknown()).max(mostNodes);

/** The schema of `plan.json`, but for rows. */
const planSchema = z.strictObject({
  version: z.literal(version, { error: `this netwright reads plans of version ${version}` }),
  name: printable,
  target: printable,
  options: z.record(printable, printable).exactOptional(),
  settings: z.record(z.string(), z.unknown()),
  parameters: place,
  macs: place,
  inputs: borders,
  outputs: borders,
  classes: z.strictObject({ output: printable, probabilities: z.boolean() }).exactOptional(),
  kernels: rows,
  prepare: rows,
  steps: rows,
  arena: z.strictObject({
    elements: place,
    elementBytes: z.int().positive().exactOptional(),
    alignment: z.int().positive(),
    slots: rows,
    lowerBound: place,
    buffers: rows,
  }),
  prepared: place,
  scratch: place,
  recipe: z.strictObject({ tensors: rows, elements: place, slots: rows }),
  preprocessing: preprocessingSchema.exactOptional(),
  labels: z.union([z.literal('imagenet'), listOf(printable, mostNodes)]).exactOptional(),
  // `graphFromJson` checks these.
  graph: z.unknown(),
  source: z.unknown(),
});

type KernelJson = z.infer<typeof kernel>;
type EpilogueJson = z.infer<typeof epilogue>;

/** The text of `plan.json`: one kernel, step, buffer or node a line. */
export function printPlan(plan: Plan): string {
  const { name, target, options, settings, parameters, macs, inputs, outputs, classes } = plan;
  const { prepare, steps, arena, prepared, scratch, recipe, preprocessing, labels } = plan;
  return printJson({
    version,
    name,
    target,
    ...(options && { options }),
    settings,
    parameters,
    macs,
    inputs,
    outputs,
    ...(classes && { classes }),
    // The schema puts fields in its own order: a plan that was read prints as it did before.
    kernels: z.array(kernel).parse(plan.kernels.map(kernelToJson)),
    prepare,
    steps,
    arena,
    prepared,
    scratch,
    recipe,
    ...(preprocessing && { preprocessing }),
    ...(labels && { labels }),
    graph: graphToJson(plan.graph),
    source: graphToJson(plan.source),
  });
}

/**
 * Reads the file `plan.json`.
 *
 * @throws UserError naming the file, and the field that is wrong
 */
export async function readPlanFile(path: string): Promise<Plan> {
  return readPlan(await readTextFile(path, { code, most: mostBytes, fix: remedy }), path);
}

/**
 * Reads `plan.json`. The text may come from anyone: it is bounded, and everything in it is checked.
 *
 * @param source - the file's name, for errors
 * @throws UserError naming the file and the field that is wrong
 */
export function readPlan(text: string, source: string): Plan {
  const value = parseJson(text, { at: source, code, depth, keys, fix: remedy });
  checkVersion(value, source);
  const { version: _, graph, source: origin, ...rest } = checked(planSchema, value, source);
  const { arena, recipe } = rest;
  const rowsIn = <T>(schema: z.ZodType<T>, values: readonly unknown[], field: string): readonly T[] =>
    values.map((each, i) => checked(schema, each, source, `${field}.${i}`));
  const plan: Plan = {
    ...rest,
    kernels: rowsIn(kernel, rest.kernels, 'kernels').map((each, i) =>
      kernelFromJson(each, `kernels.${i}`, source),
    ),
    prepare: rowsIn(step, rest.prepare, 'prepare'),
    steps: rowsIn(step, rest.steps, 'steps'),
    arena: {
      ...arena,
      slots: rowsIn(slot, arena.slots, 'arena.slots'),
      buffers: rowsIn(buffer, arena.buffers, 'arena.buffers'),
    },
    recipe: {
      ...recipe,
      tensors: rowsIn(tensor, recipe.tensors, 'recipe.tensors'),
      slots: rowsIn(slot, recipe.slots, 'recipe.slots'),
    },
    graph: graphFromJson(graph, `${source}: graph`, remedy),
    source: graphFromJson(origin, `${source}: source`, remedy),
  };
  verified(plan, source);
  return plan;
}

/** What is known of a plan of any version. */
const anyVersion = z.looseObject({ version: z.int().positive(), name: printable, target: printable });

/**
 * A plan of another version says so, and how the package is made anew: its settings and options are those of the
 * version that wrote it.
 */
function checkVersion(value: unknown, source: string): void {
  const { success, data } = anyVersion.safeParse(value);
  if (!success || data.version === version) return;
  const isOlder = data.version < version;
  throw new UserError(
    'other-version',
    `is a plan of version ${data.version}, which ${isOlder ? 'an earlier' : 'a later'} netwright wrote; this one reads version ${version}`,
    {
      at: source,
      fix: isOlder
        ? `compile it again, and pack its weights again: \`netwright compile ${printName(data.name)} --target ${printName(data.target)} --out ${printName(dirname(source))} --weights FILE\``
        : 'update netwright (`npm install netwright@latest`), or compile it again with this one',
    },
  );
}

/** A value of the text, as its schema says; `field` is where it stands. */
function checked<T>(schema: z.ZodType<T>, value: unknown, source: string, field?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const within = field === undefined ? {} : { within: field };
  throw new UserError(code, describeIssues(parsed.error, 'plan', { ...within, most: 1 }), {
    at: source,
    fix: remedy,
  });
}

/** What would be the compiler's own fault in a plan that it made is the text's in one that was read. */
function verified(plan: Plan, source: string): void {
  try {
    verifyPlan(plan);
  } catch (cause) {
    if (!(cause instanceof InvariantError)) throw cause;
    throw new UserError(code, cause.message.replace('internal error: ', ''), {
      at: source,
      fix: remedy,
      cause,
    });
  }
}

function kernelToJson(each: Kernel): unknown {
  switch (each.kind) {
    case 'map':
      return { ...each, expression: expressionToJson(each.expression) };
    case 'contract':
    case 'pool':
    case 'adaptive-pool':
      return { ...each, ...(each.epilogue && { epilogue: epilogueToJson(each.epilogue) }) };
    case 'softmax':
    case 'expand':
      return each;
  }
}

function epilogueToJson({ expression, operands }: KernelEpilogue): unknown {
  return { expression: expressionToJson(expression), operands };
}

function kernelFromJson(each: KernelJson, field: string, source: string): Kernel {
  const read = ({ expression, operands }: EpilogueJson): KernelEpilogue => ({
    expression: expressionFromJson(expression, `${field}.epilogue`, source),
    operands,
  });
  switch (each.kind) {
    case 'map':
      return { ...each, expression: expressionFromJson(each.expression, `${field}.expression`, source) };
    case 'contract': {
      const { epilogue: fused, ...rest } = each;
      return { ...rest, ...(fused && { epilogue: read(fused) }) };
    }
    case 'pool': {
      const { epilogue: fused, ...rest } = each;
      return { ...rest, ...(fused && { epilogue: read(fused) }) };
    }
    case 'adaptive-pool': {
      const { epilogue: fused, ...rest } = each;
      return { ...rest, ...(fused && { epilogue: read(fused) }) };
    }
    case 'softmax':
    case 'expand':
      return each;
  }
}

/** JSON with objects indented, and the objects of a list one a line. */
export function printJson(value: unknown): string {
  return `${layOut(value, '')}\n`;
}

function layOut(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.some(each => typeof each === 'object' && each !== null)) {
    return `[\n${value.map(each => inner + JSON.stringify(each)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${layOut(each, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}
