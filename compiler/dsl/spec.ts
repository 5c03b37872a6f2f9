/** A spec: a named network with settings, from which a graph is built. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { type Graph, makeGraph, makeNode, type Node } from '../ir/graph.ts';
import { faultOf, printName } from '../names.ts';
import { input } from '../ops/leaf.ts';
import type { Shape } from '../shape.ts';
import { type Module, pathsOf, recordsOf } from './module.ts';
import { parseSettings } from './settings.ts';
import { Tensor, Trace } from './tensor.ts';

/** How pixels become the network's input: resize the shorter side, crop the centre, normalise each channel. */
export interface Preprocessing {
  /** Pixels of the shorter side after resizing. */
  readonly resize: number;
  readonly mean: readonly [red: number, green: number, blue: number];
  readonly std: readonly [red: number, green: number, blue: number];
}

/** Names of classes: ImageNet-1k's, or one's own. */
export type Labels = 'imagenet' | readonly string[];

/** What `defineSpec` takes. */
export interface SpecDefinition<S extends z.ZodType> {
  /** kebab-case; names the package too. */
  readonly name: string;
  /** One line for `netwright specs`. */
  readonly summary: string;
  /** What can be set, with defaults and descriptions. */
  readonly settings: S;
  /** The network for these settings. */
  readonly network: (settings: z.output<S>) => Module & { forward(x: never): Tensor };
  /** Shape of its one input, such as `[batch, 3, height, width]`. */
  readonly input: (settings: z.output<S>) => Shape;
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

/** Declares a spec. A spec file exports it as its default. */
export function defineSpec<S extends z.ZodType>(definition: SpecDefinition<S>): Spec {
  const { name, summary, settings, labels } = definition;
  checkName(name);
  checkLabels(labels, name);
  return {
    [mark]: true,
    name,
    summary,
    settings,
    ...(labels !== undefined && { labels }),
    configure(given) {
      const values = parseSettings(name, settings, given);
      const module = definition.network(values);
      const preprocessing = definition.preprocessing?.(values);
      return {
        spec: name,
        settings: z.record(z.string(), z.unknown()).parse(values),
        graph: traceNetwork(name, module, definition.input(values)),
        ...(preprocessing && { preprocessing }),
        ...(labels !== undefined && { labels }),
      };
    },
  } as Spec & { readonly [mark]: true };
}

/** Names become those of packages and types. */
function checkName(name: string): void {
  if (/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name)) return;
  throw new UserError(
    'bad-name',
    `expected a name in kebab-case, such as my-net, got ${printName(String(name))}`,
    {
      at: 'defineSpec',
      fix: 'use small letters, digits and hyphens, a letter first',
    },
  );
}

/** Labels are printed, and stand in sources and pages. */
function checkLabels(labels: Labels | undefined, spec: string): void {
  if (labels === undefined || labels === 'imagenet') return;
  for (const [i, label] of labels.entries()) {
    const fault = typeof label === 'string' ? faultOf(label) : `is no text but ${typeof label}`;
    if (fault === undefined) continue;
    throw new UserError('bad-label', `label ${i}, ${printName(String(label))}, ${fault}`, {
      at: spec,
      fix: 'correct it; one label a class, without line ends',
    });
  }
}

/** Whether a value, such as a file's default export, is a spec. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && mark in value;
}

/** Runs a network on a tensor of this shape, and keeps what it traced, and what its modules are. */
export function traceNetwork(
  name: string,
  network: Module & { forward(x: never): Tensor },
  shape: Shape,
): Graph {
  const x: Node = makeNode(input, { shape }, [], 'input');
  const trace = new Trace(pathsOf(network));
  const result = network.forward(new Tensor(x, trace) as never);
  if (!(result instanceof Tensor)) {
    throw new UserError('bad-network', `forward must return a tensor, got ${typeof result}`, { at: name });
  }
  return { ...makeGraph(name, [result.node], [x]), modules: recordsOf(network) };
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
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  };
}
