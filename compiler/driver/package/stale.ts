/** What an earlier package leaves in a folder that a new one of another target or network does not replace. */

import { join } from 'node:path';
import { targets } from '../../../targets/index.ts';
import { readPlanFile } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PackageFile } from '../../target.ts';

/** How the names in the folder of a new package differ from those of the earlier one there. */
export interface NamesBefore {
  /** The earlier package's alone. */
  readonly stale: readonly string[];
  /** The new one's alone: what is there by such a name is no package's. */
  readonly added: readonly string[];
}

/** Both are empty where there is no earlier package, or it is of a version that is not read. */
export async function namesBefore(
  folder: string,
  plan: Plan,
  files: readonly PackageFile[],
): Promise<NamesBefore> {
  const same: NamesBefore = { stale: [], added: [] };
  try {
    const earlier = await readPlanFile(join(folder, 'plan.json'));
    // The same files, then, or the same folders: they are replaced.
    if (earlier.name === plan.name && earlier.target === plan.target) return same;
    const old = await targets.find(({ name }) => name === earlier.target)?.files(earlier);
    if (!old) return same;
    const [before, after] = [namesOf(old), namesOf(files)];
    return {
      stale: [...before].filter(name => !after.has(name)),
      added: [...after].filter(name => !before.has(name)),
    };
  } catch {
    return same;
  }
}

const namesOf = (files: readonly PackageFile[]): ReadonlySet<string> =>
  new Set(files.map(({ path }) => path.split('/')[0] ?? path));
