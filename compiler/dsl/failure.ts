/** What a spec's own code throws, as errors that say where. */

import { InvariantError, UserError } from '../errors.ts';
import { printText } from '../names.ts';
import { placeIn } from './place.ts';

/**
 * Runs code of a spec.
 *
 * @param at - its place: a path, or the function of the spec that it is
 * @param what - begins the message: `its forward fails`
 * @throws UserError for whatever it throws, the thrown value as its `cause`; ours as they are
 */
export function guarded<R>(at: string, what: string, body: () => R): R {
  try {
    return body();
  } catch (cause) {
    // Ours say more, and where; a fault of the compiler is none of the spec's.
    if (cause instanceof UserError || cause instanceof InvariantError) throw cause;
    throw failure(at, what, cause);
  }
}

function failure(at: string, what: string, cause: unknown): UserError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const place = cause instanceof Error ? placeIn(cause.stack) : undefined;
  const fix = adviceOn(message);
  return new UserError('bad-network', `${what}: ${printText(message)}${place ? ` (${place})` : ''}`, {
    at,
    cause,
    ...(fix !== undefined && { fix }),
  });
}

/** What the usual slips look like to the engine. */
const advice: readonly (readonly [message: RegExp, fix: string])[] = [
  [/Must call super constructor/, 'begin the constructor with `super()`'],
  [/cannot be invoked without 'new'/, 'write `new` before the class'],
  [
    /is not a function/,
    'a module is run by its forward, `this.conv.forward(x)`, modules in an array one by one; functions of tensors are add, mul, concat, flatten, like, withShape',
  ],
  [/is not a constructor/, 'import the class from netwright; specs/README.md lists those that there are'],
  [/Cannot read properties of undefined/, 'declare what it reads as a field, in the constructor'],
  [/Maximum call stack/, 'a module that runs itself never ends: run its members'],
];

/** What to do about a message of the engine's, where that is known. */
export const adviceOn = (message: string): string | undefined =>
  advice.find(([pattern]) => pattern.test(message))?.[1];
