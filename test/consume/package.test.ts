/**
 * The committed packages as their users have them: packed by npm, installed in an empty project, type-checked under
 * everything strict, bundled for Node and for browsers without a warning, and run on PyTorch's golden.
 */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { node, root, succeed } from '../cli/run.ts';
import { readNetworkGolden } from '../golden/networks/read.ts';
import { expectClose } from '../targets/conformance.ts';
import { Project } from './project.ts';

/**
 * Bytes that a whole bundle may have, minified: a package is code and names of classes. Bundlers leave shaders as they
 * are. Whether it runs in a moment on any machine; and files that are copied beside the bundle.
 */
interface Consumed {
  readonly spec: string;
  readonly target: string;
  readonly mostBundled: number;
  readonly mostZipped: number;
  readonly isQuick: boolean;
  readonly beside?: readonly string[];
}

const packages: readonly Consumed[] = [
  { spec: 'resnet50', target: 'typescript', mostBundled: 100_000, mostZipped: 30_000, isQuick: true },
  { spec: 'article-resnet50', target: 'typescript', mostBundled: 100_000, mostZipped: 30_000, isQuick: true },
  {
    spec: 'resnet50',
    target: 'wasm',
    mostBundled: 100_000,
    mostZipped: 30_000,
    isQuick: true,
    beside: ['kernels.wasm', 'kernels-relaxed.wasm'],
  },
  { spec: 'resnet50', target: 'wgsl', mostBundled: 300_000, mostZipped: 40_000, isQuick: false },
];

describe.each(packages)(
  '$spec-$target',
  ({ spec, target, mostBundled, mostZipped, isQuick, beside = [] }) => {
    const name = `${spec}-${target}`;
    const project = new Project();
    afterAll(() => project.remove());

    test('is packed with code, types, sources and plan, and nothing else', async () => {
      const files = await project.install(name, join(root, 'generated', name));
      const [folders, others] = [
        files.filter(file => file.includes('/')),
        files.filter(file => !file.includes('/')),
      ];
      expect(others).toEqual(['README.md', 'package.json', 'plan.json']);
      expect([...new Set(folders.map(file => file.split('/')[0]))]).toEqual(['dist', 'src']);
      for (const file of ['dist/index.js', 'dist/index.d.ts', 'src/index.ts']) expect(files).toContain(file);
      const { dependencies, peerDependencies } = JSON.parse(
        readFileSync(project.path('node_modules', name, 'package.json'), 'utf8'),
      );
      expect({ dependencies, peerDependencies }).toEqual({});
      for (const file of ['consumer.ts', 'mistakes.ts']) {
        project.copy(file);
        project.write(file, readFileSync(project.path(file), 'utf8').replaceAll('PACKAGE', name));
      }
    });

    test('holds its users to the shapes', async () => {
      expect(await project.typeCheck(['consumer.ts', 'mistakes.ts'])).toBe('');
    });

    test('type-checks for bundlers', async () => {
      const options = { module: 'esnext', moduleResolution: 'bundler' };
      expect(await project.typeCheck(['consumer.ts'], options)).toBe('');
    });

    test('type-checks with the types of Node and none of browsers', async () => {
      for (const types of ['@types/node', 'undici-types']) project.link(types);
      expect(await project.typeCheck(['consumer.ts'], { lib: ['es2023'], types: ['node'] })).toBe('');
    });

    const bundle = async (out: string, options: BuildOptions): Promise<Uint8Array> => {
      const { warnings, outputFiles } = await build({
        entryPoints: [project.path('consumer.ts')],
        outfile: project.path(out),
        bundle: true,
        minify: true,
        format: 'esm',
        write: false,
        logLevel: 'silent',
        ...options,
      });
      expect(warnings).toEqual([]);
      const [file] = outputFiles ?? [];
      if (!file) throw new Error('esbuild made no file');
      writeFileSync(file.path, file.contents);
      const zipped = gzipSync(file.contents).length;
      console.log(`${name}, ${out}: ${file.contents.length} bytes minified, ${zipped} gzipped`);
      expect(file.contents.length).toBeLessThan(mostBundled);
      expect(zipped).toBeLessThan(mostZipped);
      return file.contents;
    };

    test('is bundled for Node and for browsers, small and without a warning', async () => {
      await bundle('node.js', { platform: 'node', target: 'node20' });
      const text = new TextDecoder().decode(
        await bundle('browser.js', { platform: 'browser', target: 'es2022' }),
      );
      expect(text, 'a strict Content-Security-Policy forbids it').not.toMatch(/\beval\(|new Function\(/);
    });

    test.runIf(isQuick).each([
      ['node', 'a path', "process.argv[2] + '/weights.bin'"],
      ['browser', 'bytes', "(await readFile(process.argv[2] + '/weights.bin')).buffer"],
    ])('the bundle for %s, given %s, gives PyTorch’s logits', async (platform, _, weights) => {
      const folder = project.path('node_modules', name);
      await succeed(['pack', folder, '--weights', 'synthetic']);
      for (const file of beside) cpSync(join(folder, 'dist', file), project.path(file));
      const golden = readNetworkGolden(spec).cases.find(({ shape }) => shape.join() === '1,1000');
      if (!golden) throw new Error(`${spec} has no golden of its default size`);
      writeFileSync(project.path('x.f32'), syntheticInput([1, 3, 224, 224]));
      project.write(
        `run-${platform}.js`,
        `import { readFile, writeFile } from 'node:fs/promises';
       import { answer } from ${JSON.stringify(pathToFileURL(project.path(`${platform}.js`)).href)};
       const { buffer } = Uint8Array.from(await readFile('x.f32'));
       const { logits, best } = await answer(${weights}, new Float32Array(buffer));
       await writeFile('y.f32', logits);
       console.log(JSON.stringify(best));`,
      );
      const { code, stdout, stderr } = await node([`run-${platform}.js`, folder], { cwd: project.folder });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { buffer } = Uint8Array.from(readFileSync(project.path('y.f32')));
      expectClose(new Float32Array(buffer), golden.logits, 1e-4);
      const best: { label: string; probability: number }[] = JSON.parse(stdout);
      expect(best).toHaveLength(3);
      for (const { label } of best) expect(label).toMatch(/[a-z]/);
    });
  },
);
