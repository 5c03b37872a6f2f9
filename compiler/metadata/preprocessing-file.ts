/** Preprocessing by its name, or from a file. */

import { UserError } from '../errors.ts';
import { describeIssues } from '../issues.ts';
import {
  fitRecipe,
  type Preprocessing,
  preprocessingSchema,
  torchvisionRecipes,
} from '../preprocessing/preprocessing.ts';
import type { Shape } from '../shape.ts';
import { badFile, isFields, readJsonFile } from './json-file.ts';
import { preprocessingOf } from './recipes.ts';

/** Names that stand for a recipe, or for none. */
export const preprocessingNames: readonly string[] = [...Object.keys(torchvisionRecipes), 'none'];

const fix = `give ${preprocessingNames.join(', ')}, or a JSON file: {"resize": 256, "interpolation": "bilinear", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}, a preprocessor_config.json of Hugging Face, or a config.json of timm`;

/**
 * The preprocessing that a name or a path stands for; nothing for `none`.
 *
 * @param input - shape of the network's input
 * @throws UserError naming the file and the field that is wrong
 */
export async function readPreprocessing(given: string, input: Shape): Promise<Preprocessing | undefined> {
  if (given === 'none') return undefined;
  const recipe = Object.entries(torchvisionRecipes).find(([name]) => name === given)?.[1];
  if (recipe) return fitRecipe(recipe, input);
  const value = await readJsonFile(given, fix);
  const foreign = preprocessingOf(value, given, input);
  if (foreign) return foreign;
  const own = preprocessingSchema.safeParse(value);
  if (own.success) return own.data;
  const problem = isFields(value) ? describeIssues(own.error, 'file') : 'expected a JSON object';
  throw new UserError(badFile, problem, { at: given, fix });
}
