/** `netwright pack`: a checkpoint into an existing package. */

import { join } from 'node:path';
import { Command } from 'commander';
import { weightsBytes } from '../../../targets/javascript/size.ts';
import { megabytes } from '../../../targets/text.ts';
import { jsonOption } from '../options.ts';
import { colors, print, printJsonResult } from '../output.ts';
import { readPackage } from '../package.ts';
import { checkRename, renameOption, type WeightsOptions } from '../parameters.ts';
import { withPacker } from './compile.ts';

interface Options extends WeightsOptions {
  readonly weights: string;
  readonly json?: true;
}

export const packCommand = (): Command =>
  new Command('pack')
    .description('pack a checkpoint into a package: writes its weights.bin; executes nothing of the package')
    .argument('<package>', 'folder of the package')
    .requiredOption('--weights <file>', 'safetensors, .pth or .pt; `synthetic` for made-up numbers')
    .addOption(renameOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      checkRename(options);
      const { weights, json } = options;
      const plan = await readPackage(folder);
      const file = join(folder, 'weights.bin');
      const { notFinite } = await withPacker(options, plan, pack => pack(file));
      const bytes = weightsBytes(plan);
      if (json) printJsonResult({ package: folder, weights, bytes, notFinite });
      else print(`${colors.green('✓')} ${file}: ${megabytes(bytes)} from ${weights}`);
    });
