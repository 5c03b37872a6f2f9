/**
 * Sums of many numbers, as loops: no variable takes more than `longest` of them, and sums of sums are formed the same
 * way. So float32 loses with the logarithm of their count what it would lose with the count.
 */

/** Numbers that one variable takes. */
const longest = 64;

/** A loop over the places of an axis. */
export interface SumAxis {
  /** What the body calls the place, from 0 on. */
  readonly name: string;
  /** How many there are. */
  readonly size: number;
  /** How the text writes that; as a number unless given. */
  readonly bound?: string;
}

/** A sum as text. */
export interface Sum {
  /** The outermost axis first. */
  readonly axes: readonly SumAxis[];
  /** The variable that has the sum in the end, and what it begins with. */
  readonly total: string;
  readonly zero: string;
  /** Statements that add to a variable what there is at a place of all axes. */
  readonly body: (variable: string) => readonly string[];
}

/** Statements that form a sum. */
export function printSum({ axes, total, zero, body }: Sum): readonly string[] {
  const loops = axes.flatMap(loopsOf);
  /** Loops outside of which each variable begins, from the innermost variable on. */
  const begins: number[] = [];
  let taken = 1;
  for (let i = loops.length - 1; i >= 0; i--) {
    const turns = loops[i]?.turns ?? 1;
    if (taken * turns > longest) {
      begins.unshift(i + 1);
      taken = 1;
    }
    taken *= turns;
  }
  const print = (from: number, variable: string): readonly string[] => {
    const loop = loops[from];
    const level = begins.indexOf(from);
    if (level >= 0) {
      const part = `part${level + 1}`;
      begins.splice(level, 1, -1);
      return [`var ${part} = ${zero};`, ...print(from, part), `${variable} += ${part};`];
    }
    return loop ? [...loop.open, ...print(from + 1, variable), ...loop.close] : body(variable);
  };
  return [`var ${total} = ${zero};`, ...print(0, total)];
}

interface Loop {
  readonly turns: number;
  readonly open: readonly string[];
  readonly close: readonly string[];
}

/** One loop, or a loop over blocks and one over the places of a block. */
function loopsOf({ name, size, bound = String(size) }: SumAxis): readonly Loop[] {
  if (size <= longest) {
    return [{ turns: size, open: [`for (var ${name} = 0u; ${name} < ${bound}; ${name}++) {`], close: ['}'] }];
  }
  const block = blockOf(size);
  const isWhole = size % block === 0;
  const [inner] = loopsOf({ name: `${name}In`, size: block });
  return [
    ...loopsOf({ name: `${name}Block`, size: Math.ceil(size / block) }),
    {
      turns: block,
      open: [
        ...(inner?.open ?? []),
        `let ${name} = ${name}Block * ${block} + ${name}In;`,
        ...(isWhole ? [] : [`if (${name} < ${bound}) {`]),
      ],
      close: isWhole ? ['}'] : ['}', '}'],
    },
  ];
}

/** Places in a block: blocks of one size where there are such, of a quarter of the longest or more. */
function blockOf(size: number): number {
  for (let block = longest; block >= longest / 4; block--) if (size % block === 0) return block;
  return Math.ceil(size / Math.ceil(size / longest));
}
