/** The report of a difference as programs read it: what `netwright diff --json` prints, versioned. */

import { z } from 'zod';

/** Changes with every change of what a field means. */
export const reportVersion = 1;

const count = z.int().nonnegative();
const shape = z.array(count);
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.number()), z.array(z.string())]);

const parameter = z.strictObject({
  name: z.string().describe('as in the checkpoint'),
  role: z.string().describe('what it is to its layer: weight, bias, running_mean'),
  shape,
  trained: z.boolean().describe('false for running statistics'),
});

const layer = z.strictObject({
  kind: z.literal('layer'),
  id: z.string(),
  name: z.string(),
  type: z.string().describe('the operator, such as conv2d'),
  form: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  inputs: z.array(z.string()).describe('ids of the layers and names of the inputs that it reads'),
  shape: shape.describe('of its result'),
  parameters: z.array(parameter),
  shares: z
    .array(z.string())
    .exactOptional()
    .describe('names of parameters that a layer before it reads too'),
  macs: count,
});

const module = z.strictObject({
  kind: z.literal('module'),
  id: z.string(),
  name: z.string(),
  type: z.string().describe('its class; empty where unknown'),
});

const part = z.discriminatedUnion('kind', [layer, module]);

const change = z.strictObject({
  attribute: z
    .string()
    .describe(
      'an attribute of the layer, or name, type, shares, inputs, or its shape, which is a list; of the network outputs',
    ),
  before: value.optional(),
  after: value.optional(),
  follows: z.boolean().describe('whether other changes make it so, or it is only unknown of one network'),
});

const entry = z.strictObject({
  status: z.enum(['same', 'changed', 'added', 'removed']),
  before: z.string().optional().describe("the part's id in the first network"),
  after: z.string().optional().describe("the part's id in the second network"),
  part: part.optional().describe('the part itself, where only one network has it'),
  moved: z.boolean(),
  changes: z.array(change),
  get children() {
    return z.array(entry);
  },
});

const figures = z.strictObject({
  parameters: count,
  macs: count,
  activations: count
    .optional()
    .describe(
      'bytes of activation memory: what a run holds at once; of a stage the most that is alive while it runs',
    ),
  weights: count.optional().describe('bytes of packed weights'),
  steps: count.optional(),
  kernels: count.optional().describe('distinct ones'),
  code: count.optional().describe("bytes of the kernels' code, without the names of layers in it"),
});

const pair = z.strictObject({ before: parameter, after: parameter });

const signature = z.strictObject({
  name: z.string(),
  id: z.string().describe('of the layer, or the input, whose value it is'),
  shape,
});

const network = z.strictObject({
  from: z.string().describe('as it was given: a spec, a file, a folder'),
  name: z.string(),
  inputs: z.array(signature),
  outputs: z.array(signature),
  settings: z.record(z.string(), z.unknown()),
  unplanned: z.string().optional().describe('why the target cannot run it, where it cannot'),
});

/** The schema of a report. */
export const reportSchema = z.strictObject({
  version: z.literal(reportVersion),
  before: network,
  after: network,
  target: z.string().describe('what steps, kernels, weights, activations and code are of'),
  structural: z.boolean().describe('whether names were ignored'),
  same: z.boolean().describe('whether nothing differs'),
  sameStructure: z.boolean().describe('whether the networks are the same up to renaming'),
  breaking: z.array(
    z.strictObject({
      what: z.string().describe('input, output, meaning of the output, preprocessing, labels'),
      before: z.string(),
      after: z.string(),
    }),
  ),
  edits: z.array(
    z.strictObject({
      kind: z.enum([
        'added',
        'removed',
        'moved',
        'renamed',
        'repeated',
        'shifted',
        'replaced',
        'changed',
        'rewired',
      ]),
      paths: z
        .array(z.string())
        .describe('in the second network, or in the first where something was removed'),
      text: z.string(),
    }),
  ),
  figures: z.strictObject({
    before: figures,
    after: figures,
    stages: z.array(
      z.strictObject({
        name: z.string(),
        before: figures.optional(),
        after: figures.optional(),
      }),
    ),
  }),
  checkpoint: z.strictObject({
    compatible: z
      .boolean()
      .describe('whether a checkpoint of the first network holds all that the second needs'),
    kept: z.array(parameter),
    renamed: z.array(pair),
    reshaped: z.array(pair),
    missing: z.array(parameter),
    unused: z.array(parameter),
  }),
  parts: entry.describe("an edit script: the second network's outline, each part from the first's or new"),
});

/** A report as plain data. */
export type Report = z.output<typeof reportSchema>;

/** An entry of its tree. */
export type ReportEntry = z.output<typeof entry>;

/** A part that only one network has. */
export type ReportPart = z.output<typeof part>;
