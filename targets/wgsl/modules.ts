/** Shaders as files: `.wgsl` to be read, and scripts that export their text, which is what runs. */

import type { TextFile } from '../../compiler/target.ts';

/** Where a shader is among the sources. */
export const shaderFile = (name: string, text: string): TextFile => ({
  path: `src/kernels/${name}.wgsl`,
  text,
});

/** What TypeScript needs to know of the sources' imports of shaders. */
export const shaderTypes: TextFile = {
  path: 'src/kernels/wgsl.d.ts',
  text: `/** A shader's text. */\ndeclare module '*.wgsl' {\n  const text: string;\n  export default text;\n}\n`,
};

/** `dist/kernels/x.js` for `src/kernels/x.wgsl`: no bundler needs to know WGSL. */
export const shaderScript = ({ path, text }: TextFile): TextFile => ({
  path: path.replace(/^src\//, 'dist/').replace(/\.wgsl$/, '.js'),
  text: `export default /* wgsl */ \`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\`;\n`,
});
