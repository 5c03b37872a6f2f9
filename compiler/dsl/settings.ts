/**
 * What is said of settings that do not fit: which, what was given, and what there is. A setting that the spec does not
 * have is refused, also where its schema would drop it.
 */

import { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { printName } from '../names.ts';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Checks settings and fills in the defaults.
 *
 * @param spec - the spec's name, for errors
 * @throws UserError naming the setting
 */
export function parseSettings<S extends z.ZodType>(spec: string, schema: S, given: Settings): z.output<S> {
  const known = namesOf(schema);
  const refused = (problems: readonly string[]): UserError =>
    new UserError('bad-settings', problems.join('; '), {
      at: spec,
      ...(known && { fix: known.length > 0 ? `its settings are ${known.join(', ')}` : 'it has no settings' }),
    });
  const unknown = known && Object.keys(given).filter(name => !known.includes(name));
  if (unknown && unknown.length > 0) {
    throw refused(unknown.map(name => `no setting is called ${printName(name)}${didYouMean(name, known)}`));
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw refused(parsed.error.issues.map(issue => explain(issue, given)));
  const unheard = Object.keys(given).filter(name => given[name] === '' && !isEmpty(parsed.data, name));
  if (unheard.length > 0) throw refused(unheard.map(hasNoValue));
  return parsed.data;
}

/** The settings that there are; undefined where the schema takes any, or does not say. */
function namesOf(schema: unknown): readonly string[] | undefined {
  if (schema instanceof z.ZodPipe) return namesOf(schema.in);
  if (!(schema instanceof z.ZodObject)) return undefined;
  const { catchall } = schema.def;
  return catchall === undefined || catchall instanceof z.ZodNever ? Object.keys(schema.shape) : undefined;
}

/** Whether an empty text came through as such: as a number it would be 0. */
const isEmpty = (data: unknown, name: string): boolean =>
  typeof data === 'object' && data !== null && Reflect.get(data, name) === '';

const hasNoValue = (name: string): string => `${printName(name)} has no value`;

function explain(issue: z.core.$ZodIssue, given: Settings): string {
  const [first] = issue.path;
  const name = issue.path.join('.') || 'settings';
  const value = typeof first === 'string' ? given[first] : undefined;
  if (value === '') return hasNoValue(name);
  if (typeof value !== 'string') return `${name}: ${issue.message}`;
  const likely = issue.code === 'invalid_value' ? didYouMean(value, issue.values.map(String)) : '';
  return `${name}: ${issue.message.replace(/, received .*$/, '')}, got ${printName(value)}${likely}`;
}
