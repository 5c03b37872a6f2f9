/** The transform of weights at load, in float64. */

import type { ExpandKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import type { PrintedKernel } from '../../units.ts';
import { winograd } from '../../winograd.ts';
import { add, comment, get, i32, least, multiply, set } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import { product, transform } from './transform.ts';

/** Windows that one unit transforms. */
const windowsAtOnce = 1024;

/** The kernel. Two windows at a time; a unit of work is some hundreds of them. */
export function printExpand(kernel: ExpandKernel): PrintedKernel {
  const { output, windows, gap = 0 } = kernel;
  const { weight } = winograd[output];
  const side = output + 2;
  const units = Math.ceil(windows / windowsAtOnce);
  const locals = new Locals();
  const whole = windows - (windows % 2);
  const pair = (isPair: boolean): string => {
    const load = isPair ? 'v128.load64_zero' : 'v128.load32_zero';
    const lines: string[] = [
      locals.set('from_window', 'i32', add(get('w'), multiply(get('i'), bytes))),
      locals.set('to_window', 'i32', add(get('u'), multiply(get('i'), bytes))),
    ];
    const columns = count(3).map(v => {
      const inputs = count(3).map(u => {
        const offset = (u * 3 + v) * windows * bytes;
        const name = locals.declare(`g${u}${v}`, 'v128');
        lines.push(
          set(
            name,
            `(f64x2.promote_low_f32x4 (${load} ${offset > 0 ? `offset=${offset} ` : ''}${get('from_window')}))`,
          ),
        );
        return name;
      });
      const name = (i: number): string => `t${i}${v}`;
      lines.push(...transform(locals, weight, inputs, name, 'f64x2'));
      return count(side).map(name);
    });
    for (const i of count(side)) {
      const row = columns.map(column => column[i] ?? '');
      const { definitions, results } = product(weight, row, 'f', 'f64x2');
      for (const { name, value } of definitions) lines.push(locals.set(name, 'v128', value));
      for (const [j, value] of results.entries()) {
        const offset = (i * side + j) * (windows + gap) * bytes;
        lines.push(
          `(v128.store${isPair ? 64 : 32}_lane ${offset > 0 ? `offset=${offset} ` : ''}0 ${get('to_window')} (f32x4.demote_f64x2_zero ${value}))`,
        );
      }
    }
    return lines.join('\n');
  };
  const body = [
    locals.set('first', 'i32', multiply(get('unit'), windowsAtOnce)),
    locals.set('last', 'i32', least(add(get('first'), i32(windowsAtOnce)), i32(whole))),
    loop(locals, 'i', { from: get('first'), to: get('last'), step: 2 }, pair(true)),
    ...(whole === windows
      ? []
      : [
          `(if (i32.eq ${get('unit')} ${i32(units - 1)}) (then
            ${set('i', i32(whole))}
            ${pair(false)}))`,
        ]),
  ];
  const text = printFunction(kernel, locals, [
    comment('In float64, rounded once; two windows at a time.'),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units };
}
