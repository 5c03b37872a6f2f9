/** Arguments that are not what their types say, as programs without types give them: refused alike everywhere. */

/** What was got, in a few words: `"4"`, `NaN`, `undefined`, `an Array`, `a Float64Array`. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/**
 * What is not `undefined` must have a name that means something.
 *
 * @param call - of which function of which network
 * @throws TypeError that lists the options there are
 */
export function checkOptions(call: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${call} takes an object with ${known.join(', ')}, got ${printed(options)}`);
  }
  const unknown = Object.entries(options).find(
    ([name, value]) => value !== undefined && !known.includes(name),
  );
  if (unknown)
    throw new TypeError(`${call} has no option ${printed(unknown[0])}; it has ${known.join(', ')}`);
}

/** What all `load` functions take. */
interface Loading {
  readonly weights?: unknown;
  readonly onProgress?: unknown;
  readonly signal?: unknown;
}

/**
 * Checks what all `load` functions take, but for the weights, which are looked at when they are read.
 *
 * @param own - names of what a target's takes besides
 * @throws TypeError
 */
export function checkLoad(name: string, options: unknown, own: readonly string[]): void {
  // A promised response that fails is told of when its turn comes, and not at all where something else is wrong before.
  void Promise.resolve((options as Loading | null | undefined)?.weights).catch(() => {});
  checkOptions(`${name}: load`, options, ['weights', 'onProgress', 'signal', ...own]);
  const { onProgress, signal } = options as Loading;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${name}: onProgress must be a function, got ${printed(onProgress)}`);
  }
  const { throwIfAborted } = (signal ?? {}) as { readonly throwIfAborted?: unknown };
  if (signal !== undefined && typeof throwIfAborted !== 'function') {
    throw new TypeError(`${name}: signal must be an AbortSignal, got ${printed(signal)}`);
  }
}

/** @throws RangeError where a number is no whole number of these bounds */
export function checkWhole(what: string, value: unknown, least: number, most: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${what} must be a whole number ${bounds}, got ${printed(value)}`);
}
