/** `netwright pack`: a checkpoint into an existing package. */

import { join } from 'node:path';
import { Command } from 'commander';
import { weightsBytes } from '../../../../targets/javascript/size.ts';
import { megabytes } from '../../../quantities.ts';
import { seePackage, writeWeights } from '../../package/write.ts';
import { warnOfOthers } from '../metadata.ts';
import { jsonOption } from '../options.ts';
import { colors, print, printJsonResult } from '../output.ts';
import { readPackage } from '../package.ts';
import { checkCheckpointOptions, type WeightsOptions, withCheckpointOptions } from '../parameters.ts';
import { withPacker } from './compile.ts';

interface Options extends WeightsOptions {
  readonly weights: string;
  readonly json?: true;
}

export const packCommand = (): Command =>
  withCheckpointOptions(new Command('pack'))
    .description('pack a checkpoint into a package: writes its weights.bin; executes nothing of the package')
    .argument('<package>', 'folder of the package')
    .requiredOption(
      '--weights <file>',
      'safetensors, .pth or .pt; `pretrained` for the trained weights that come with the spec, `synthetic` for made-up numbers',
    )
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      checkCheckpointOptions(options);
      const { weights, json } = options;
      const seen = await seePackage(folder);
      const plan = await readPackage(folder);
      const file = join(folder, 'weights.bin');
      const { notFinite } = await withPacker(options, plan, pack => writeWeights(folder, pack, seen));
      await warnOfOthers(plan, weights);
      const bytes = weightsBytes(plan);
      if (json) printJsonResult({ package: folder, weights, bytes, notFinite });
      else print(`${colors.green('✓')} ${file}: ${megabytes(bytes)} from ${weights}`);
    });
