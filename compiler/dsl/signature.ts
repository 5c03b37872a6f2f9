/**
 * What a layer's constructor, or a function, takes, declared once: names, kinds, defaults, and PyTorch's name of each.
 * Arguments are read by it, since a spec in JavaScript has no type checker: what is given is heard, or refused with the
 * name that was meant. Arguments come by position, in PyTorch's order, or by name in an object that comes last.
 */

import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { printName } from '../names.ts';
import { printGiven } from './given.ts';
import { isOptions, type Kind } from './kinds.ts';
import { placeOfCall } from './place.ts';

/** How a parameter may be given. */
export type Manner = 'position' | 'name' | 'either';

/** One parameter. */
export interface Parameter<T> {
  readonly kind: Kind<T>;
  /** PyTorch's name of it; the same as ours where nothing is said. */
  readonly pytorch: string;
  readonly manner: Manner;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  /** What stands for it then; `undefined` where that is worked out from others. */
  readonly default?: T | undefined;
}

type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** Parameters in PyTorch's order; those by position only, then either way, then by name only. */
export interface Signature<P extends Parameters = Parameters> {
  /** The class or function. */
  readonly name: string;
  readonly parameters: P;
  /** Parameters of PyTorch's that there are not, by its name: what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
  /** How a call is written, where that is more than its parameters say. */
  readonly usage?: string;
}

/** What arguments are read to. */
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Optional<infer T> ? T : P[K] extends Parameter<infer T> ? T : never;
};

/** A parameter that may be left out. */
export interface Optional<T> extends Parameter<T> {
  readonly isOptional: true;
}

/** A parameter that must be given, by its place unless said. */
export function required<T>(
  kind: Kind<T>,
  pytorch: string,
  manner: Manner = 'position',
): Parameter<T> & { readonly isOptional: false } {
  return { kind, pytorch, manner, isOptional: false };
}

/** A parameter that may be left out. */
export function optional<T>(
  kind: Kind<T>,
  pytorch: string,
  value: NoInfer<T>,
  manner: Manner = 'either',
): Optional<T> {
  return { kind, pytorch, manner, isOptional: true, default: value };
}

/** A parameter that follows from others where it is left out. */
export function derived<T>(kind: Kind<T>, pytorch: string): Optional<T | undefined> {
  return { kind, pytorch, manner: 'either', isOptional: true, default: undefined };
}

/** Of layers in PyTorch that say where and in what type they keep their parameters. */
export const placement = {
  device: 'leave it out: a package runs where it is compiled for',
  dtype: 'leave it out: tensors are float32 in a spec; a target may store others (`--precision`)',
} as const;

export function signature<P extends Parameters>(
  name: string,
  parameters: P,
  refused: Readonly<Record<string, string>> = {},
  usage?: string,
): Signature<P> {
  return { name, parameters, refused, ...(usage !== undefined && { usage }) };
}

/**
 * Reads arguments.
 *
 * @param args - as they were given
 * @param at - the place for errors; the call itself, with file and line, where nothing is said
 * @throws UserError naming the call, the argument and what it could be
 */
export function read<P extends Parameters>(
  signature: Signature<P>,
  args: readonly unknown[],
  at?: string,
): Values<P> {
  const call = new Call(signature, args, at);
  const last = args.at(-1);
  // A parameter that takes objects by its place would make this unclear; there is none.
  const options = isOptions(last) ? last : undefined;
  const given = call.byPosition(options ? args.slice(0, -1) : args);
  for (const [key, value] of Object.entries(options ?? {})) call.addByName(given, key, value);
  const values = Object.entries(signature.parameters).map(([key, parameter]) => [
    key,
    call.valueOf(key, parameter, given.get(key)),
  ]);
  return Object.fromEntries(values) as Values<P>;
}

/** One call, for its errors. */
class Call {
  readonly #signature: Signature;
  readonly #parameters: Parameters;
  readonly #args: readonly unknown[];
  readonly #at: string | undefined;

  constructor(signature: Signature, args: readonly unknown[], at: string | undefined) {
    this.#signature = signature;
    this.#parameters = signature.parameters;
    this.#args = args;
    this.#at = at;
  }

  /** Values by name, from those that were given by position. */
  byPosition(args: readonly unknown[]): Map<string, unknown> {
    const names = Object.keys(this.#parameters).filter(key => this.#parameters[key]?.manner !== 'name');
    if (args.length > names.length) {
      const more = Object.keys(this.#parameters).filter(key => this.#parameters[key]?.manner === 'name');
      throw this.error(
        `takes ${names.length === 0 ? 'no arguments' : `at most ${names.length} by position (${names.join(', ')})`}, got ${args.length}`,
        more.length > 0 ? `write the rest by name, last: { ${more.join(', ')} }` : this.#usage(),
      );
    }
    const pairs = args.map((value, i) => [names[i] ?? '', value] as const);
    return new Map(pairs.filter(([, value]) => value !== undefined));
  }

  addByName(given: Map<string, unknown>, key: string, value: unknown): void {
    const parameter = Object.hasOwn(this.#parameters, key) ? this.#parameters[key] : undefined;
    if (parameter === undefined || parameter.manner === 'position') throw this.#unknown(key);
    if (value === undefined) return;
    if (given.has(key)) {
      throw this.error(`${key} is given twice, by position and by name`, 'leave one of them out');
    }
    given.set(key, value);
  }

  valueOf(key: string, { kind, isOptional, default: fallback }: Parameter<unknown>, value: unknown): unknown {
    if (value === undefined) {
      if (isOptional) return fallback;
      throw this.error(`${key} is missing`, this.#usage());
    }
    if (kind.accepts(value)) return value;
    throw this.error(`${key} must be ${kind.text}, got ${printGiven(value)}`, this.#usage());
  }

  error(problem: string, fix: string): UserError {
    return new UserError('bad-arguments', problem, { at: this.#at ?? this.#place(), fix });
  }

  /** The error of a name that there is not. */
  #unknown(key: string): UserError {
    const named = Object.entries(this.#parameters).filter(([, { manner }]) => manner !== 'position');
    const byPyTorch = Object.entries(this.#parameters).find(([name, { pytorch }]) =>
      [name, pytorch].some(other => plain(other) === plain(key)),
    );
    if (byPyTorch) {
      const [name, { manner, pytorch }] = byPyTorch;
      const index = Object.keys(this.#parameters).indexOf(name);
      return manner === 'position'
        ? this.error(
            `${printName(key)} is no option: ${name} is argument ${index + 1}, by position`,
            this.#usage(),
          )
        : this.error(
            `unknown option ${printName(key)}: PyTorch's ${pytorch} is ${name} here`,
            `write ${name}`,
          );
    }
    const [, reason] =
      Object.entries(this.#signature.refused).find(([name]) => plain(name) === plain(key)) ?? [];
    if (reason !== undefined) return this.error(`there is no option ${printName(key)}`, reason);
    const names = named.map(([name]) => name);
    if (names.length === 0) return this.error(`unknown option ${printName(key)}: it has none`, this.#usage());
    return this.error(
      `unknown option ${printName(key)}${didYouMean(key, names)}`,
      `its options are ${names.join(', ')}`,
    );
  }

  /** `Conv2d(3, 64, {…}) at my-net.ts:12`. */
  #place(): string {
    const args = this.#args.map(arg => (isOptions(arg) ? '{…}' : printGiven(arg)));
    const place = placeOfCall();
    return `${this.#signature.name}(${args.join(', ')})${place === undefined ? '' : ` at ${place}`}`;
  }

  /** How it is written. */
  #usage(): string {
    const { usage } = this.#signature;
    if (usage !== undefined) return `write ${usage}`;
    const entries = Object.entries(this.#parameters);
    const positions = entries.filter(([, { manner }]) => manner === 'position').map(([name]) => name);
    const named = entries.filter(([, { manner }]) => manner !== 'position').map(([name]) => name);
    const options = named.length > 0 ? [`{ ${named.join(', ')} }`] : [];
    const constructs = /^[A-Z]/.test(this.#signature.name) ? 'new ' : '';
    return `write ${constructs}${this.#signature.name}(${[...positions, ...options].join(', ')})`;
  }
}

/** Names compared without regard to `snake_case` or `camelCase`. */
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
