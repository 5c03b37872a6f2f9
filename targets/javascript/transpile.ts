/** From a package's TypeScript to the JavaScript and the types that it runs as: Node runs no TypeScript in packages. */

import type { ts as TypeScript } from 'ts-morph';
import type { TextFile } from '../../compiler/target.ts';

/**
 * `dist/x.js` for every `src/x.ts`, and `dist/x.d.ts` where that is public.
 *
 * @param isPublic - whether types that users see are in a file
 */
export function transpile(
  ts: typeof TypeScript,
  sources: readonly TextFile[],
  isPublic: (path: string) => boolean,
): readonly TextFile[] {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
  };
  return sources.flatMap(({ path, text }) => {
    const base = path.replace(/^src\//, 'dist/').replace(/\.ts$/, '');
    const linked = linkScripts(text);
    const script = { path: `${base}.js`, text: ts.transpileModule(linked, { compilerOptions }).outputText };
    if (!isPublic(path)) return [script];
    return [
      script,
      {
        path: `${base}.d.ts`,
        text: ts.transpileDeclaration(linked, { compilerOptions, fileName: path }).outputText,
      },
    ];
  });
}

/** Imports of `.js` where the sources say `.ts`, or name another file that a script stands for. */
const linkScripts = (text: string): string =>
  text.replaceAll(/^((?:(?:import|export) .*|\}) from '\.{1,2}\/[^']+)\.(?:ts|wgsl)';$/gm, "$1.js';");

/**
 * `dist/x.js` for kernels, whose types are these few annotations and nothing else; a test compares this with the
 * real thing. They get no types: nobody imports them.
 */
export function eraseTypes(sources: readonly TextFile[]): readonly TextFile[] {
  return sources.map(({ path, text }) => ({
    path: path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js'),
    text: linkScripts(text).replaceAll(/: (?:Float32Array|Float64Array|number|void)(?=[,)\s;])/g, ''),
  }));
}
