/** Functions, their locals and loops, as text. */

import { invariant } from '../../../compiler/errors.ts';
import { type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import { add, constantOf, get, i32, set, tee } from './expressions.ts';
import { layOut } from './layout.ts';

export type ValueType = 'i32' | 'f32' | 'v128';

/** The locals of a function, in the order they are first asked for. */
export class Locals {
  readonly #types = new Map<string, ValueType>();

  /** Declares a local, once however often it is asked for. @returns its name */
  declare(name: string, type: ValueType): string {
    const known = this.#types.get(name);
    invariant(known === undefined || known === type, `local ${name} is ${known} and ${type}`);
    this.#types.set(name, type);
    return name;
  }

  /** Declares and sets a local. */
  set(name: string, type: ValueType, value: string): string {
    return set(this.declare(name, type), value);
  }

  /** Their declarations, by type. */
  text(): string {
    const types: readonly ValueType[] = ['i32', 'f32', 'v128'];
    return types
      .flatMap(type => {
        const names = [...this.#types].filter(([, each]) => each === type).map(([name]) => name);
        return names.map(name => `(local $${name} ${type})`);
      })
      .join('\n');
  }
}

/**
 * Counts a local from `from` up to `to`. Where both are known to leave nothing, there is no loop, and where they leave
 * one turn there is the body alone.
 */
export function loop(
  locals: Locals,
  variable: string,
  { from = i32(0), to, step = 1 }: { readonly from?: string; readonly to: string; readonly step?: number },
  body: string,
): string {
  locals.declare(variable, 'i32');
  const [first, end] = [constantOf(from), constantOf(to)];
  const isKnown = first !== undefined && end !== undefined;
  if (isKnown && first >= end) return '';
  const start = set(variable, from);
  if (isKnown && first + step >= end) return `${start}\n${body}`;
  const next = tee(variable, add(get(variable), i32(step)));
  const around = `(loop $${variable} ${body}\n(br_if $${variable} (i32.lt_u ${next} ${to})))`;
  return isKnown
    ? `${start}\n${around}`
    : `${start}\n(if (i32.lt_u ${get(variable)} ${to}) (then ${around}))`;
}

/** The parameters that every kernel has behind its own: room to work in, and which units of its work it does. */
const common = ['room', 'from', 'to'] as const;

/** A kernel's function, exported under its name. */
export function printFunction(kernel: Kernel, locals: Locals, body: readonly string[]): string {
  const parameters = [...parametersOf(kernel), ...common].map(name => `(param $${name} i32)`);
  return layOut(
    `(func $${kernel.name} (export "${kernel.name}") ${parameters.join(' ')}\n${locals.text()}\n${body.join('\n')})`,
    2,
  );
}

/** What `body` does for each unit that the function is called for: local `unit`. */
export const overUnits = (locals: Locals, body: string): string =>
  loop(locals, 'unit', { from: get('from'), to: get('to') }, body);
