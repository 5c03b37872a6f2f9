/** Constants that shaders call sizes of convolutions and linear layers by. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';

/** Names of sizes that a shader may use, with what they are; those that it does use become constants at its head. */
export function constantsOf(kernel: ContractKernel): readonly (readonly [name: string, value: number])[] {
  const { x, y } = kernel;
  const { pixels, channels, quads, inputs, terms } = sizesOf(kernel);
  const [, , height = 1, width = 1] = x.shape;
  const [, , outHeight = 1, outWidth = 1] = y.shape;
  return [
    ['height', height],
    ['width', width],
    ['inputs', inputs],
    ['outHeight', outHeight],
    ['outWidth', outWidth],
    ['pixels', pixels],
    ['channels', channels],
    ['quads', quads],
    ['terms', terms],
  ];
}

/** A shader with the constants that it uses in place of the line `constants;`. */
export function withConstants(
  text: string,
  constants: readonly (readonly [name: string, value: number])[],
): string {
  const body = text.replaceAll(/\/\/.*/g, '');
  const used = constants.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
  const lines = used.map(([name, value]) => `const ${name} = ${value};\n`).join('');
  return text.replace(/^constants;\n\n?/m, lines === '' ? '' : `${lines}\n`);
}
