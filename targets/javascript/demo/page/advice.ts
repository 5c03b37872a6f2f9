/** What to do where something is missing. */

import { commands, type DemoData, typescriptFolder } from '../data.ts';
import type { Choice } from './choices.ts';
import { sentence } from './format.ts';
import { command, notice } from './notice.ts';

/** There are no weights. */
export const noWeights = ({ weights }: Choice): HTMLElement =>
  notice(
    'warning',
    'There are no weights yet.',
    'Pack them, and load again. DIR is the folder of this page; FILE a checkpoint (safetensors, .pth or .pt), or the word synthetic for made-up numbers:',
    command(
      weights.includes(`${typescriptFolder}/`)
        ? commands.pack.replace('DIR', `DIR/${typescriptFolder}`)
        : commands.pack,
    ),
  );

/** There is no TypeScript package, or it is of another network. */
export const noTypescript = (found: 'missing' | 'another', data: DemoData): HTMLElement =>
  notice(
    'warning',
    found === 'missing'
      ? 'There is no TypeScript package to run on the CPU.'
      : `The package in ${typescriptFolder}/ is of another network.`,
    `Make it in the folder ${typescriptFolder}/ of this page’s own, DIR, and reload the page:`,
    command(commands.addTypescript(data)),
  );

/** The GPU cannot run the network. @param instead - whether the TypeScript package is there */
export const noGpu = (reasons: readonly string[], instead: boolean): HTMLElement =>
  notice(
    instead ? 'info' : 'warning',
    'WebGPU cannot run this network here.',
    ...reasons.map(sentence),
    ...(instead
      ? [
          `The TypeScript package in ${typescriptFolder}/ runs instead: on the CPU, slower, with the same answers.`,
        ]
      : []),
  );

/** The weights are made up. */
export const synthetic = (): HTMLElement =>
  notice(
    'info',
    'These weights are synthetic.',
    'Numbers made up in place of a checkpoint: the answers mean nothing, the times are true.',
  );
