/** `netwright pack`: a checkpoint into an existing package. */

import { Command } from 'commander';
import colors from 'picocolors';
import { megabytes } from '../../../targets/text.ts';
import { weightsBytes } from '../../package/weights-file.ts';
import { jsonOption } from '../options.ts';
import { print, printJsonResult } from '../output.ts';
import { readPackage } from '../package.ts';
import { pack } from './compile.ts';

export const packCommand = (): Command =>
  new Command('pack')
    .description('pack a checkpoint into a package: writes its weights.bin')
    .argument('<package>', 'folder of the package')
    .requiredOption('--weights <file>', 'safetensors, .pth or .pt; `synthetic` for made-up numbers')
    .addOption(jsonOption())
    .action(async (folder: string, { weights, json }: { weights: string; json?: true }) => {
      const plan = await readPackage(folder);
      await pack(weights, plan, folder);
      const bytes = weightsBytes(plan);
      if (json) printJsonResult({ package: folder, weights, bytes });
      else print(`${colors.green('✓')} ${folder}/weights.bin: ${megabytes(bytes)} from ${weights}`);
    });
