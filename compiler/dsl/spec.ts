/** A spec: a named network with settings, from which a graph is built. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { type Graph, makeGraph, makeNode, type Node } from '../ir/graph.ts';
import { input } from '../ops/leaf.ts';
import { imagenet, type Preprocessing } from '../preprocessing/preprocessing.ts';
import type { Shape } from '../shape.ts';
import { checkDefinition, checkPreprocessing, networkOf, shapeOf } from './definition.ts';
import { guarded } from './failure.ts';
import { printGiven } from './given.ts';
import { bracketField, type Module, pathsOf } from './module.ts';
import { parseSettings } from './settings.ts';
import { Tensor, Trace } from './tensor.ts';
import { aliasesOf, recordsOfTrace } from './traced.ts';

/** Names of classes: ImageNet-1k's, or one's own. */
export type Labels = 'imagenet' | readonly string[];

/** What `defineSpec` takes. */
export interface SpecDefinition<S extends z.ZodType, I extends Shape> {
  /** kebab-case; names the package too. */
  readonly name: string;
  /** One line for `netwright specs`. */
  readonly summary?: string;
  /** What can be set, with defaults and descriptions. */
  readonly settings?: S;
  /** The network for these settings. What its `forward` says it reads is held to `input`. */
  readonly network: (settings: z.output<S>) => Module & { forward(x: Tensor<NoInfer<[...I]>>): Tensor };
  /** Shape of its one input, such as `[batch, 3, height, width]`. */
  readonly input: (settings: z.output<S>) => I;
  /** Given where the input is an RGB image. */
  readonly preprocessing?: (settings: z.output<S>) => Preprocessing;
  /** Names of the classes, in the order of the logits. Left out of a package with another number of classes. */
  readonly labels?: Labels;
}

/** A spec, ready to be compiled. */
export interface Spec {
  readonly name: string;
  readonly summary: string;
  readonly settings: z.ZodType;
  readonly labels?: Labels;
  /** Checks settings and fills in the defaults. @throws UserError naming the setting */
  configure(settings: Readonly<Record<string, unknown>>): Configured;
}

/** A spec with its settings: everything that later stages need. */
export interface Configured {
  readonly spec: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly graph: Graph;
  readonly preprocessing?: Preprocessing;
  readonly labels?: Labels;
}

/** Marks specs across copies of this package: a globally installed CLI reads specs that import a local one. */
const mark = Symbol.for('netwright.spec');

/** Of a spec that declares none. */
const noSettings = z.strictObject({});

/**
 * Declares a spec. A spec file exports it as its default.
 *
 * @throws UserError naming what is missing, unknown or of another type than it should be
 */
export function defineSpec<S extends z.ZodType = typeof noSettings, const I extends Shape = Shape>(
  definition: SpecDefinition<S, I>,
): Spec {
  checkDefinition(definition);
  const { name, summary = '', settings = noSettings, labels } = definition;
  return {
    [mark]: true,
    name,
    summary,
    settings,
    ...(labels !== undefined && { labels }),
    configure(given) {
      const values = parseSettings(name, settings, given) as z.output<S>;
      const module = networkOf(
        name,
        guarded(name, 'network fails', () => definition.network(values)),
      );
      const shape = shapeOf(
        name,
        guarded(name, 'input fails', () => definition.input(values)),
      );
      const preprocessing = guarded(name, 'preprocessing fails', () => definition.preprocessing?.(values));
      if (preprocessing !== undefined) checkPreprocessing(name, preprocessing);
      return {
        spec: name,
        settings: recordOf(name, values),
        graph: traceNetwork(name, module, shape),
        ...(preprocessing && { preprocessing }),
        ...(labels !== undefined && { labels }),
      };
    },
  } as Spec & { readonly [mark]: true };
}

/** Whether a value, such as a file's default export, is a spec. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && mark in value;
}

/** Settings as a record, which a package keeps. */
function recordOf(spec: string, values: unknown): Readonly<Record<string, unknown>> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(values);
  if (parsed.success) return parsed.data;
  throw new UserError('bad-spec', `settings must be an object, got ${printGiven(values)}`, {
    at: spec,
    fix: 'declare them by z.strictObject({ … })',
  });
}

/** Runs a network on a tensor of this shape, and keeps what it traced, and what its modules are. */
export function traceNetwork(
  name: string,
  network: Module & { forward(x: never): Tensor },
  shape: Shape,
): Graph {
  const x: Node = makeNode(input, { shape }, [], 'input');
  const paths = pathsOf(network);
  for (const module of paths.keys()) bracketField(module);
  const trace = new Trace(paths);
  const result: unknown = network.forward(new Tensor(x, trace) as never);
  if (!(result instanceof Tensor)) {
    throw new UserError('bad-network', `forward must return a tensor, got ${printGiven(result)}`, {
      at: name,
      fix: 'a network has one output: return one tensor, not async; several are joined by concat, or left to networks of their own',
    });
  }
  const graph = makeGraph(name, [result.node], [x]);
  const aliases = aliasesOf(graph, network, paths);
  return {
    ...graph,
    modules: recordsOfTrace(graph, network, trace, paths),
    ...(aliases.size > 0 && { aliases }),
  };
}

const size = (value: number, text: string) =>
  z.coerce.number().int().positive().default(value).describe(text);

/** The settings of an image classifier: `classes`, `batch` (1), `height`, `width`, with these defaults. */
export const imageSettingsOf = ({ classes, height, width }: Omit<ImageSettings, 'batch'>) =>
  z.strictObject({
    classes: size(classes, 'number of classes'),
    batch: size(1, 'images a run'),
    height: size(height, 'height of the input in pixels'),
    width: size(width, 'width of the input in pixels'),
  });

/** The settings of an image classifier for ImageNet: 1000 classes, 224 by 224 pixels. */
export const imageSettings = imageSettingsOf({ classes: 1000, height: 224, width: 224 });

/** Settings of an image classifier. */
export interface ImageSettings {
  readonly classes: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The evaluation transform that ImageNet models are trained for: the shorter side to 256 for a crop of 224, in
 * proportion for other sizes (https://pytorch.org/vision/stable/models.html).
 */
export function imagenetPreprocessing({
  height,
  width,
}: Pick<ImageSettings, 'height' | 'width'>): Preprocessing {
  return {
    resize: Math.round((Math.max(height, width) * 256) / 224),
    ...imagenet,
  };
}
