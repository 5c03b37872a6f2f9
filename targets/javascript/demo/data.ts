/** What the page knows of its package before it has loaded anything. */

/** See above. */
export interface DemoData {
  /** What the package's code exports in `program.name`, and what the spec is called. */
  readonly name: string;
  /** What the kernels are written in, as people say it: `WebAssembly`. */
  readonly language: string;
  /** Arguments of `netwright compile` that make a package of the same network for another target. */
  readonly arguments: readonly string[];
}

/** Where the page of a GPU package looks for the TypeScript package that runs where there is no GPU. */
export const typescriptFolder = 'typescript';

/** Commands that mend what is missing. `DIR` stands for the folder of the page. */
export const commands = {
  pack: 'netwright pack DIR --weights FILE',
  addTypescript: ({ arguments: args }: DemoData): string =>
    [
      'netwright compile',
      ...args,
      '--target typescript',
      `--out DIR/${typescriptFolder} --weights FILE`,
    ].join(' '),
} as const;
