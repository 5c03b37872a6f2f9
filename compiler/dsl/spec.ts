/** A spec: a named network with settings, from which a graph is built. */

import { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { type Graph, makeGraph, makeNode } from '../ir/graph.ts';
import { printName } from '../names.ts';
import { input } from '../ops/leaf.ts';
import { imagenet, type Preprocessing } from '../preprocessing/preprocessing.ts';
import { isShape, type Shape, type Shapes } from '../shape.ts';
import { checkDefinition, checkPreprocessing, networkOf, shapesOf } from './definition.ts';
import { guarded } from './failure.ts';
import { printGiven } from './given.ts';
import { bracketField, type Module, pathsOf } from './module.ts';
import { chosenOf, type Results, resultsOf } from './results.ts';
import { parseSettings } from './settings.ts';
import { Tensor, Trace } from './tensor.ts';
import { aliasesOf, recordsOfTrace } from './traced.ts';

/** Names of classes: ImageNet-1k's, or one's own. */
export type Labels = 'imagenet' | readonly string[];

/** What `forward` gets for inputs of these shapes. */
export type Given<I extends Shapes> = I extends Shape
  ? Tensor<[...I]>
  : { readonly [Name in keyof I]: I[Name] extends Shape ? Tensor<[...I[Name]]> : never };

/** What `defineSpec` takes. */
export interface SpecDefinition<S extends z.ZodType, I extends Shapes> {
  /** kebab-case; names the package too. */
  readonly name: string;
  /** One line for `netwright specs`. */
  readonly summary?: string;
  /** What can be set, with defaults and descriptions. */
  readonly settings?: S;
  /**
   * The network for these settings. What its `forward` says it reads is held to `input`. It returns a tensor, or an
   * object of several, whose names are the outputs'; classes and labels are of the first.
   */
  readonly network: (settings: z.output<S>) => Module & { forward(x: NoInfer<Given<I>>): Results };
  /**
   * Shape of its input, such as `[batch, 3, height, width]`; of several, an object of their shapes by name, which
   * `forward` gets as an object of tensors.
   */
  readonly input: (settings: z.output<S>) => I;
  /** Which of the outputs a package has unless others are asked for; all that `forward` returns where it is left out. */
  readonly outputs?: readonly string[];
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
  /**
   * Checks settings and fills in the defaults.
   *
   * @param outputs - names of those that are wanted; what the spec says where it is left out
   * @throws UserError naming the setting, or the output
   */
  configure(settings: Readonly<Record<string, unknown>>, outputs?: readonly string[]): Configured;
}

/** A spec with its settings: everything that later stages need. */
export interface Configured {
  readonly spec: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly graph: Graph;
  /** Outputs that the spec has besides, which were not asked for. */
  readonly otherOutputs?: readonly string[];
  readonly preprocessing?: Preprocessing;
  readonly labels?: Labels;
  /** Set where the network's first output, of which labels and classes are, is not among those that were chosen. */
  readonly lacksScores?: true;
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
export function defineSpec<S extends z.ZodType = typeof noSettings, const I extends Shapes = Shape>(
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
    configure(given, wanted = definition.outputs) {
      const values = parseSettings(name, settings, given) as z.output<S>;
      const module = networkOf(
        name,
        guarded(name, 'network fails', () => definition.network(values)),
      );
      const shapes = shapesOf(
        name,
        guarded(name, 'input fails', () => definition.input(values)),
      );
      const preprocessing = guarded(name, 'preprocessing fails', () => definition.preprocessing?.(values));
      if (preprocessing !== undefined) checkPreprocessing(name, preprocessing);
      const { graph, outputs } = traceOutputs(name, module, shapes, wanted);
      const chosen = new Set(graph.outputs.map(output => output.name));
      const others = outputs.filter(output => !chosen.has(output));
      return {
        spec: name,
        settings: recordOf(name, values),
        graph,
        ...(others.length > 0 && { otherOutputs: others }),
        ...(outputs[0] !== undefined && !chosen.has(outputs[0]) && { lacksScores: true }),
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

/** Runs a network on tensors of these shapes, and keeps what it traced, and what its modules are. */
export const traceNetwork = (
  name: string,
  network: Module & { forward(x: never): Results },
  shapes: Shapes,
): Graph => traceOutputs(name, network, shapes, undefined).graph;

/** The same, with the names of all that `forward` returned; the graph has those that are wanted. */
function traceOutputs(
  name: string,
  network: Module & { forward(x: never): Results },
  shapes: Shapes,
  wanted: readonly string[] | undefined,
): { readonly graph: Graph; readonly outputs: readonly string[] } {
  const paths = pathsOf(network);
  for (const module of paths.keys()) bracketField(module);
  const trace = new Trace(paths);
  const tensors = Object.entries(isShape(shapes) ? { input: shapes } : shapes).map(
    ([path, shape]) => [path, new Tensor(makeNode(input, { shape }, [], path), trace)] as const,
  );
  const given = isShape(shapes) ? tensors[0]?.[1] : named(Object.fromEntries(tensors));
  const results = resultsOf(name, network.forward(given as never));
  const order = tensors.map(([, { node }]) => node);
  const graph = makeGraph(name, chosenOf(name, results, wanted), order);
  const aliases = aliasesOf(graph, network, paths);
  return {
    graph: {
      ...graph,
      modules: recordsOfTrace(graph, network, trace, paths),
      ...(aliases.size > 0 && { aliases }),
    },
    outputs: results.map(output => output.name),
  };
}

/** Inputs by their names; asking for another says so, for the type checker lets it pass. */
const named = (tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> =>
  new Proxy(tensors, {
    get(target, key) {
      if (typeof key === 'symbol' || Object.hasOwn(target, key)) return Reflect.get(target, key);
      const names = Object.keys(target);
      throw new UserError('no-such-input', `reads the input ${printName(key)}${didYouMean(key, names)}`, {
        at: Trace.current?.path || 'the network',
        fix: `\`input\` of the spec has ${names.join(', ')}`,
      });
    },
  });

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
