/** `netwright verify`: a package against the oracle, as a whole and layer by layer. */

import { Command } from 'commander';
import { syntheticInputs } from '../../../checkpoint/synthetic.ts';
import { UserError } from '../../../errors.ts';
import { printName } from '../../../names.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { AnyModel, Values } from '../../../target.ts';
import {
  type Deviation,
  isWithin,
  type Trial,
  verifyLayers,
  verifyNetwork,
  worstOf,
} from '../../package/deviation.ts';
import { readImage } from '../input.ts';
import { jsonOption } from '../options.ts';
import { colors, print, printJsonResult, progress, table } from '../output.ts';
import { readPackage, type ThreadsOptions, threadsOption, toleranceOf, withPackage } from '../package.ts';
import {
  checkCheckpointOptions,
  type WeightsOptions,
  withCheckpointOptions,
  withParameters,
} from '../parameters.ts';

interface Options extends WeightsOptions, ThreadsOptions {
  readonly image?: string;
  readonly layers?: true;
  readonly json?: true;
}

export const verifyCommand = (): Command =>
  withCheckpointOptions(new Command('verify'))
    .description(
      'hold a package to the float64 oracle, the whole network and each layer: executes the code of the package',
    )
    .argument('<package>', 'folder of the package, weights packed')
    .option('--weights <file>', 'the checkpoint that was packed; not needed for synthetic weights')
    .option('--image <file>', 'an image to run; noise unless given')
    .option('--layers', 'list every layer, not only the worst')
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      checkCheckpointOptions(options);
      const plan = await readPackage(folder);
      const inputs = options.image ? await readImage(options.image, plan) : syntheticInputs(plan);
      const [outputs, layers] = await withPackage(folder, plan, options, model =>
        onTrial(plan, model, inputs, options, 'verifying', async trial => [
          await verifyNetwork(trial),
          await verifyLayers(trial),
        ]),
      );
      const tolerance = toleranceOf(plan);
      const network = { ...worstOf(outputs), layer: plan.name };
      const firstOff = layers.find(layer => !isWithin(layer, tolerance));
      const passed = !firstOff && isWithin(network, tolerance);
      process.exitCode = passed ? 0 : 1;
      if (options.json)
        printJsonResult({
          package: folder,
          passed,
          tolerance,
          network,
          ...(outputs.length > 1 && { outputs }),
          firstOff,
          layers,
        });
      else
        print(
          printVerification(
            { network, outputs, layers, firstOff, passed, tolerance },
            options.layers === true,
          ),
        );
    });

/**
 * Compares a loaded model with the oracle, with progress.
 *
 * @param from - the checkpoint the model's weights were packed from, where they were
 * @throws UserError where that is needed and not given
 */
export async function onTrial<R>(
  plan: Plan,
  model: AnyModel,
  inputs: Values,
  from: WeightsOptions,
  what: string,
  body: (trial: Trial) => Promise<R>,
): Promise<R> {
  const { weights } = from;
  if (model.origin === 'synthetic' && weights !== undefined && weights !== 'synthetic') {
    throw new UserError('no-weights', `the package holds synthetic weights, not those of ${weights}`, {
      at: plan.name,
      fix: `pack them first: \`netwright pack DIR --weights ${weights}\``,
    });
  }
  if (model.origin === 'checkpoint' && weights === undefined) {
    throw new UserError(
      'no-weights',
      'the package holds weights of a checkpoint, which the oracle needs too',
      {
        at: plan.name,
        fix: 'name it: --weights FILE',
      },
    );
  }
  const bar = progress(what);
  const origin = model.origin === 'synthetic' || weights === undefined ? 'synthetic' : weights;
  try {
    return await withParameters({ ...from, weights: origin }, plan, source =>
      body({ plan, model, source, inputs, onProgress: bar.update }),
    );
  } finally {
    bar.end();
  }
}

/** How a package did. */
interface Verification {
  /** The worst of the outputs. */
  readonly network: Deviation;
  readonly outputs: readonly Deviation[];
  readonly layers: readonly Deviation[];
  readonly firstOff: Deviation | undefined;
  readonly passed: boolean;
  readonly tolerance: number;
}

function printVerification(
  { network, outputs, layers, firstOff, passed, tolerance }: Verification,
  all: boolean,
): string {
  const worst = all ? layers : [...layers].sort((a, b) => b.relative - a.relative).slice(0, 5);
  const row = ({ layer, relative, largest }: Deviation): readonly string[] => [
    layer,
    relative.toExponential(1),
    largest.toPrecision(3),
  ];
  const verdict = passed
    ? `${colors.green('✓')} ${network.layer}: within ${tolerance} of the oracle`
    : `${colors.red('✗')} ${network.layer}: beyond ${tolerance} of the oracle${firstOff ? blame(firstOff) : ''}`;
  return [
    table(
      [
        { title: all ? 'layer' : 'worst layers', fit: 'shorten' },
        { title: 'deviation', align: 'right' },
        { title: 'largest', align: 'right' },
      ],
      [
        ...worst.map(row),
        ...outputs.map(each =>
          row({ ...each, layer: outputs.length === 1 ? 'whole network' : `output ${printName(each.layer)}` }),
        ),
      ],
    ),
    '',
    colors.dim('deviation: largest difference over the largest magnitude, against float64'),
    verdict,
  ].join('\n');
}

function blame({ layer, largest }: Deviation): string {
  if (Number.isFinite(largest)) return `; the first layer that is off is ${layer}`;
  return `, which itself gives no finite numbers from ${layer} on: the weights are at fault, not the package`;
}
