/**
 * Functions that scalar expressions call: those of WGSL that pass over what is no number, made to give it back as
 * PyTorch's do. WGSL lets compilers assume that there are no NaNs, and `max(NaN, 1)` is 1 with most: so these look at
 * bits, which nobody may assume anything of. Of four numbers at a time, they are called `relu4` and the like.
 */

import type { Lanes } from './lanes.ts';

interface Row {
  readonly parameters: readonly string[];
  /** Lines above the function. */
  readonly why: readonly string[];
  /** Its value, in terms of `float`, `signed` and `bits`: the types of its numbers, and of their bits. */
  readonly value: (types: Types) => string;
  readonly result?: 'bool';
}

interface Types {
  readonly float: string;
  readonly signed: string;
  readonly bits: string;
  /** What ends the name of a function of such numbers. */
  readonly suffix: string;
}

/** The table: each after those that it calls. */
const functions = {
  isNan: {
    parameters: ['x'],
    why: ['Whether a number is none, by its bits: compilers may assume that none are.'],
    value: ({ bits }) => `(bitcast<${bits}>(x) & ${bits}(0x7fffffffu)) > ${bits}(0x7f800000u)`,
    result: 'bool',
  },
  relu: {
    parameters: ['x'],
    why: [
      'The larger of x and 0; NaN where x is. Read as signed integers, the bits of minus infinity and of what else',
      'is below 0 come first, and those of NaNs behind.',
    ],
    value: ({ float, signed }) => `select(x, ${float}(), bitcast<${signed}>(x) <= ${signed}(-0x800000))`,
  },
  atLeast: {
    parameters: ['x', 'low'],
    why: ['The larger of the two; NaN where x is.'],
    value: ({ suffix }) => `select(max(x, low), x, isNan${suffix}(x))`,
  },
  atMost: {
    parameters: ['x', 'high'],
    why: ['The smaller of the two; NaN where x is.'],
    value: ({ suffix }) => `select(min(x, high), x, isNan${suffix}(x))`,
  },
  larger: {
    parameters: ['a', 'b'],
    why: ['The larger of the two; NaN where either is.'],
    value: ({ suffix }) => `select(select(max(a, b), b, isNan${suffix}(b)), a, isNan${suffix}(a))`,
  },
  smaller: {
    parameters: ['a', 'b'],
    why: ['The smaller of the two; NaN where either is.'],
    value: ({ suffix }) => `select(select(min(a, b), b, isNan${suffix}(b)), a, isNan${suffix}(a))`,
  },
  exponential: {
    parameters: ['x'],
    why: ['e to the power of x; NaN where x is.'],
    value: ({ suffix }) => `select(exp(x), x, isNan${suffix}(x))`,
  },
  hyperbolicTangent: {
    parameters: ['x'],
    // Drivers that go by exponentials give infinity over infinity there.
    why: ['The hyperbolic tangent, which is 1 beyond 10 in float32; NaN where x is.'],
    value: ({ float, suffix }) =>
      `select(tanh(clamp(x, ${float}(-10.0), ${float}(10.0))), x, isNan${suffix}(x))`,
  },
} as const satisfies Record<string, Row>;

/** What an expression may call. */
export type FunctionName = keyof typeof functions;

const typesOf = (lanes: Lanes): Types =>
  lanes === 4
    ? { float: 'vec4f', signed: 'vec4i', bits: 'vec4u', suffix: '4' }
    : { float: 'f32', signed: 'i32', bits: 'u32', suffix: '' };

/** The name of a function of so many numbers at a time. */
export const functionName = (name: FunctionName, lanes: Lanes): string => `${name}${typesOf(lanes).suffix}`;

/** A shader with the functions that it calls, ahead of its entry point. */
export function withFunctions(text: string): string {
  const code = text.replaceAll(/\/\/.*/g, '');
  const needed: string[] = [];
  let calling = code;
  for (const lanes of [4, 1] as const) {
    const types = typesOf(lanes);
    for (const [name, row] of Object.entries<Row>(functions).toReversed()) {
      const full = `${name}${types.suffix}`;
      if (!new RegExp(`\\b${full}\\(`).test(calling)) continue;
      const printed = printFunction(full, row, types);
      needed.unshift(printed);
      calling += printed;
    }
  }
  return needed.length === 0 ? text : text.replace(/^@compute/m, `${needed.join('\n\n')}\n\n@compute`);
}

function printFunction(name: string, { parameters, why, value, result }: Row, types: Types): string {
  const { float } = types;
  const type = result === undefined ? float : float === 'f32' ? result : `vec4<${result}>`;
  return [
    ...why.map(line => `// ${line}`),
    `fn ${name}(${parameters.map(parameter => `${parameter}: ${float}`).join(', ')}) -> ${type} {`,
    `  return ${value(types)};`,
    '}',
  ].join('\n');
}
