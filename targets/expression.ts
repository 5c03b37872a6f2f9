/** Prints scalar expressions through a target's table of spellings. */

import { decompose, type Scalar, type ScalarFunction } from '../compiler/ir/scalar.ts';

/** How tightly the outermost operator of a text binds. */
export const binding = { sum: 1, product: 2, unary: 3, atom: 4 } as const;
export type Binding = (typeof binding)[keyof typeof binding];

/** A text and its outermost operator. */
export interface Spelt {
  readonly text: string;
  readonly binds: Binding;
  /** The number, where it is one that the compiler knows. */
  readonly constant?: number;
}

/** A target's spellings. A function left out is decomposed into those it has. */
export type Spellings = {
  readonly [F in ScalarFunction]?: (...args: readonly Spelt[]) => Spelt;
};

/** In parentheses where the outer operator binds at least as tightly. */
export const within = ({ text, binds }: Spelt, outer: Binding, isRight = false): string =>
  binds < outer || (isRight && binds === outer) ? `(${text})` : text;

/** A call. */
export const call = (name: string, ...args: readonly Spelt[]): Spelt => ({
  text: `${name}(${args.map(({ text }) => text).join(', ')})`,
  binds: binding.atom,
});

/** An infix operator. */
export const infix = (sign: string, binds: Binding, a: Spelt, b: Spelt): Spelt => ({
  text: `${within(a, binds)} ${sign} ${within(b, binds, true)}`,
  binds,
});

/** A printed expression: names for values used more than once, then the value. */
export interface Printed {
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  readonly value: string;
}

/**
 * Prints an expression.
 *
 * @param operand - the text of each operand, an atom
 * @param number - how the target writes a number
 * @param prefix - what names of shared values begin with
 */
export function printExpression(
  expression: Scalar,
  spellings: Spellings,
  operand: (index: number) => string,
  number: (value: number) => string,
  prefix = 't',
): Printed {
  const whole = decompose(expression, fn => spellings[fn] !== undefined);
  const uses = countUses(whole);
  const definitions: { name: string; text: string }[] = [];
  const done = new Map<Scalar, Spelt>();
  const spell = (scalar: Scalar): Spelt => {
    const known = done.get(scalar);
    if (known) return known;
    let spelt = spellOnce(scalar);
    if (scalar.kind === 'apply' && (uses.get(scalar) ?? 0) > 1) {
      const name = `${prefix}${definitions.length}`;
      definitions.push({ name, text: spelt.text });
      spelt = { text: name, binds: binding.atom };
    }
    done.set(scalar, spelt);
    return spelt;
  };
  const spellOnce = (scalar: Scalar): Spelt => {
    switch (scalar.kind) {
      case 'operand':
        return { text: operand(scalar.index), binds: binding.atom };
      case 'constant':
        return {
          text: number(scalar.value),
          binds: scalar.value < 0 ? binding.unary : binding.atom,
          constant: scalar.value,
        };
      case 'apply': {
        const spelling = spellings[scalar.fn];
        const args = scalar.args.map(spell);
        return spelling ? spelling(...args) : call(scalar.fn, ...args);
      }
    }
  };
  const value = spell(whole).text;
  return { definitions, value };
}

function countUses(expression: Scalar): ReadonlyMap<Scalar, number> {
  const uses = new Map<Scalar, number>();
  const visit = (scalar: Scalar): void => {
    const count = uses.get(scalar) ?? 0;
    uses.set(scalar, count + 1);
    if (count === 0 && scalar.kind === 'apply') scalar.args.forEach(visit);
  };
  visit(expression);
  return uses;
}
