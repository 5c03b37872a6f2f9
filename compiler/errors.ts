/**
 * The two kinds of failure. `UserError`: something outside the compiler is wrong (a spec, a file, an option);
 * its message says where, what was expected and got, and how to mend it, and the CLI prints it and exits 2.
 * `InvariantError`: the compiler itself is wrong.
 */

/** Where a `UserError` is, and what to do about it. */
export interface ErrorDetails {
  /** The place: a module path (`layer1.0.conv1`), a file, a field of a file, or an option. */
  readonly at?: string;
  /** What the reader can do to mend it. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** An error that its reader can mend. `message` is whole: place, problem and fix. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** A stable identifier of the kind of error, such as `shape-mismatch`. */
  readonly code: string;
  /** What was expected and what was got. */
  readonly problem: string;
  readonly at: string | undefined;
  readonly fix: string | undefined;

  /**
   * @param code - stable identifier of the kind of error, kebab-case
   * @param problem - what was expected and what was got, without the place
   */
  constructor(code: string, problem: string, details: ErrorDetails = {}) {
    const place = details.at === undefined ? '' : `${details.at}: `;
    const mend = details.fix === undefined ? '' : `\n  fix: ${details.fix}`;
    super(`${place}${problem}${mend}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.problem = problem;
    this.at = details.at;
    this.fix = details.fix;
  }
}

/** A fault of the compiler: report it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts what only a fault of the compiler can break. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(`internal error: ${message}`);
}
