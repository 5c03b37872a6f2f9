/** What `defineSpec` is given, and what its functions return, held to what they should be: a spec in JavaScript has no types. */

import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { describeIssues } from '../issues.ts';
import { faultOf, printName } from '../names.ts';
import { interpolations, preprocessingSchema } from '../preprocessing/preprocessing.ts';
import type { Shape, Shapes } from '../shape.ts';
import { printGiven } from './given.ts';
import { isOptions } from './kinds.ts';
import { Module } from './module.ts';
import { placeOfCall } from './place.ts';
import { checkBorderName, type Results } from './results.ts';

/** A network: a module that reads a tensor, or several by name, and returns the like. */
export type Network = Module & { forward(x: never): Results };

interface Field {
  /** Follows "must be". */
  readonly text: string;
  readonly isOptional: boolean;
  accepts(value: unknown): boolean;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isText = (value: unknown): boolean => typeof value === 'string';

/** Fields of a definition. */
export const definitionFields: Readonly<Record<string, Field>> = {
  name: { text: 'a name in kebab-case', isOptional: false, accepts: isText },
  summary: { text: 'a line of text', isOptional: true, accepts: isText },
  settings: {
    text: 'a schema of zod, such as imageSettings or z.strictObject({ … })',
    isOptional: true,
    accepts: value => typeof value === 'object' && value !== null && 'safeParse' in value,
  },
  network: { text: 'a function from settings to a module', isOptional: false, accepts: isFunction },
  input: { text: 'a function from settings to a shape', isOptional: false, accepts: isFunction },
  outputs: {
    text: 'a list of names that forward returns tensors by',
    isOptional: true,
    accepts: value => Array.isArray(value) && value.length > 0 && value.every(isText),
  },
  preprocessing: {
    text: 'a function from settings, such as imagenetPreprocessing',
    isOptional: true,
    accepts: isFunction,
  },
  labels: {
    text: "'imagenet', or a list of names",
    isOptional: true,
    accepts: value =>
      value === 'imagenet' || (Array.isArray(value) && value.length > 0 && value.every(isText)),
  },
};

/** @throws UserError naming everything that is missing, or else the first field that is unknown or wrong */
export function checkDefinition(given: unknown): void {
  if (!isOptions(given)) {
    throw error(`takes an object, got ${printGiven(given)}`, usage);
  }
  const names = Object.keys(definitionFields);
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    throw error(
      `unknown field ${printName(key)}${didYouMean(key, names)}`,
      `its fields are ${names.join(', ')}`,
    );
  }
  const missing = names.filter(
    key => given[key] === undefined && definitionFields[key]?.isOptional === false,
  );
  if (missing.length > 0) throw error(`${missing.join(', ')} missing`, usage);
  for (const [key, { text, accepts }] of Object.entries(definitionFields)) {
    if (given[key] === undefined || accepts(given[key])) continue;
    throw error(`${key} must be ${text}, got ${printGiven(given[key])}`, usage);
  }
  checkName(String(given.name));
  if (Array.isArray(given.labels)) checkLabels(given.labels, String(given.name));
}

const usage = "write defineSpec({ name: 'my-net', network: () => new Net(), input: () => [1, 3, 224, 224] })";

function error(problem: string, fix: string): UserError {
  const place = placeOfCall();
  return new UserError('bad-spec', problem, { at: `defineSpec${place ? ` at ${place}` : ''}`, fix });
}

/** Names become those of packages and types. */
function checkName(name: string): void {
  if (/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name)) return;
  throw new UserError('bad-name', `expected a name in kebab-case, such as my-net, got ${printName(name)}`, {
    at: 'defineSpec',
    fix: 'use small letters, digits and hyphens, a letter first',
  });
}

/** Labels are printed, and stand in sources and pages. */
function checkLabels(labels: readonly string[], spec: string): void {
  for (const [i, label] of labels.entries()) {
    const fault = faultOf(label);
    if (fault === undefined) continue;
    throw new UserError('bad-label', `label ${i}, ${printName(label)}, ${fault}`, {
      at: spec,
      fix: 'correct it; one label a class, without line ends',
    });
  }
}

/** @throws UserError where `network` did not return a module */
export function networkOf(spec: string, value: unknown): Network {
  if (value instanceof Module) return value as Network;
  throw new UserError('bad-network', `network must return a module, got ${printGiven(value)}`, {
    at: spec,
    fix:
      typeof value === 'function'
        ? 'write `new` before the class'
        : 'write `network: settings => new Net(settings)`, of a class that extends Module',
  });
}

/** @throws UserError where `input` returned neither a shape nor an object of shapes */
export function shapesOf(spec: string, value: unknown): Shapes {
  if (isOptions(value) && Object.keys(value).length > 0) {
    for (const name of Object.keys(value)) checkBorderName(spec, name, 'input');
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(spec, each, name)]));
  }
  return shapeOf(spec, value);
}

function shapeOf(spec: string, value: unknown, name?: string): Shape {
  const isWhole =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(size => typeof size === 'number' && Number.isSafeInteger(size) && size > 0);
  if (isWhole) return value;
  const which = name === undefined ? 'input' : `${printName(name)} of input`;
  throw new UserError(
    'bad-input',
    `${which} must ${name === undefined ? 'return' : 'be'} a shape, whole numbers from 1, got ${printGiven(value)}`,
    {
      at: spec,
      fix: 'write `input: () => [1, 3, 224, 224]`, sizes in the order batch, channels, height, width',
    },
  );
}

const threeNumbers = 'three numbers';

/** What each part of `preprocessing` must be. */
const preprocessingParts: Readonly<Record<string, string>> = {
  resize: 'whole pixels of the shorter side, or [rows, columns]',
  interpolation: `one of ${interpolations.join(', ')}`,
  mean: threeNumbers,
  std: `${threeNumbers} other than 0`,
};

/** @throws UserError where `preprocessing` did not return what pixels are prepared by */
export function checkPreprocessing(spec: string, value: unknown): void {
  const parsed = preprocessingSchema.safeParse(value);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const [field] = issue?.path ?? [];
  const part = preprocessingParts[String(field)];
  const fields = isOptions(value) ? value : {};
  const problem = !isOptions(value)
    ? `preprocessing must return an object, got ${printGiven(value)}`
    : part === undefined
      ? describeIssues(parsed.error, 'preprocessing')
      : `${String(field)} of preprocessing must be ${part}, got ${printGiven(fields[String(field)])}`;
  throw new UserError('bad-preprocessing', problem, {
    at: spec,
    fix: 'write { resize: 256, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }',
  });
}
