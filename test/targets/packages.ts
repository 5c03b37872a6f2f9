/** JavaScript packages on disk, imported as a user's program imports them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PackageFile } from '../../compiler/target.ts';
import type { LoadOptions, Model, Program } from '../../targets/javascript/runtime/interface.ts';
import type { Runner } from './conformance.ts';

/** What `import` of a package gives. */
export interface ImportedPackage {
  load(options: LoadOptions): Promise<Model<readonly number[], readonly number[]>>;
  readonly program: Program;
}

/** A folder of packages; it is deleted by `remove`. */
export class PackageFolder {
  /** Called `node_modules`, so that vitest leaves the import to Node and its own transforms out of it. */
  readonly path = join(mkdtempSync(join(tmpdir(), 'netwright-')), 'node_modules');

  /** Writes a package. @returns its folder */
  write(name: string, files: readonly PackageFile[]): string {
    const folder = join(this.path, name);
    for (const { path, text, bytes } of files) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, text ?? bytes);
    }
    return folder;
  }

  /** Writes and imports a package. */
  import(name: string, files: readonly PackageFile[]): Promise<ImportedPackage> {
    return this.importAs(name, files);
  }

  /**
   * Writes and imports a package whose exports have types of its target's own.
   *
   * @param script - another of its scripts than its entry point
   */
  async importAs<Exports>(
    name: string,
    files: readonly PackageFile[],
    script = 'index.js',
  ): Promise<Exports> {
    const entry = pathToFileURL(join(this.write(name, files), 'dist', script));
    return import(entry.href);
  }

  remove(): void {
    rmSync(dirname(this.path), { recursive: true, force: true });
  }
}

/** Runs packages in this Node. */
export function nodeRunner(folder: PackageFolder): Runner {
  return async ({ name, files, weights, input }) => {
    const { load } = await folder.import(name, files);
    const model = await load({ weights });
    const result = await model.run(input);
    model.dispose();
    return result;
  };
}
