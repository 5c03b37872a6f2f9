/** What an earlier package leaves in a folder that a new one of another target or network does not replace. */

import { join } from 'node:path';
import { targets } from '../../targets/index.ts';
import type { PackageFile } from '../../targets/target.ts';
import { readPlanFile } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';

/** The names in the folder that are the earlier package's alone. None where it is of a version that is not read. */
export async function staleNames(
  folder: string,
  plan: Plan,
  files: readonly PackageFile[],
): Promise<readonly string[]> {
  try {
    const earlier = await readPlanFile(join(folder, 'plan.json'));
    // The same files, then, or the same folders: they are replaced.
    if (earlier.name === plan.name && earlier.target === plan.target) return [];
    const kept = namesOf(files);
    const old = await targets.find(({ name }) => name === earlier.target)?.files(earlier);
    return [...namesOf(old ?? [])].filter(name => !kept.has(name));
  } catch {
    return [];
  }
}

const namesOf = (files: readonly PackageFile[]): ReadonlySet<string> =>
  new Set(files.map(({ path }) => path.split('/')[0] ?? path));
