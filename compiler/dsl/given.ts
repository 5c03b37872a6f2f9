/** How messages print what a spec gave where something else was expected. */

import { printText } from '../names.ts';
import { printShape } from '../shape.ts';
import { Tensor } from './tensor.ts';

/** What was given, for a message: `'3'`, `[1, 2.5]`, `a Conv2d`, `nothing`. */
export function printGiven(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return `'${printText(value, 60)}'`;
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return 'a symbol';
    case 'function':
      return value.name ? `the function ${printText(value.name, 60)}` : 'a function';
    case 'object':
      return printObject(value);
  }
}

function printObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const shown = value.slice(0, 8).map(printGiven).join(', ');
    return `[${shown}${value.length > 8 ? ', …' : ''}]`;
  }
  if (value instanceof Tensor) return `a tensor ${printShape(value.shape)}`;
  if (value instanceof Promise) return 'a promise';
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object'
    ? `a ${printText(name, 60)}`
    : 'an object';
}
