/** Trained weights that come with netwright: `--weights pretrained`. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../root.ts';

/** What is written in place of a file. */
export const pretrained = 'pretrained';

/** Whether `--weights` names a file, and no weights of netwright's own. */
export const isFile = (weights: string): boolean => weights !== 'synthetic' && weights !== pretrained;

const folder = (): string => join(packageRoot(), 'specs', 'data');
const extension = '.safetensors';

/**
 * The checkpoint of a network's own trained weights.
 *
 * @param name - of its spec
 * @throws UserError where none come along
 */
export function pretrainedWeights(name: string): string {
  const path = join(folder(), name + extension);
  if (existsSync(path)) return path;
  const names = readdirSync(folder()).filter(file => file.endsWith(extension));
  const trained = names.map(file => file.slice(0, -extension.length)).sort();
  throw new UserError('no-pretrained-weights', 'no trained weights come with this network', {
    at: name,
    fix: `give a checkpoint, --weights FILE; trained weights come with ${trained.join(', ') || 'no network'}`,
  });
}
