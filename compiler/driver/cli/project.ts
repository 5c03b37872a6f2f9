/** The files of a new project: a small network of one's own, whose types `tsc` checks as it is. */

import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../root.ts';

/** A project that is not written yet. */
export interface Project {
  /** kebab-case: of the package, and of the spec. */
  readonly name: string;
  /** What its package.json says of netwright: a version, or `file:` and a path. */
  readonly netwright: string;
  /** Texts by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** @param folder - the name of the project's folder */
export function projectOf(folder: string): Project {
  const name = nameOf(folder);
  const { netwright, typescript } = dependencies();
  return {
    name,
    netwright,
    files: {
      'package.json': json({
        name,
        private: true,
        type: 'module',
        scripts: { check: 'tsc', compile: `netwright compile ./${name}.ts --out build` },
        dependencies: { netwright },
        devDependencies: { typescript },
      }),
      'tsconfig.json': json({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          types: [],
          strict: true,
          skipLibCheck: true,
          noEmit: true,
        },
        exclude: ['build'],
      }),
      [`${name}.ts`]: specText(name),
      '.gitignore': 'node_modules/\nbuild/\n',
    },
  };
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A folder's name in kebab-case, as names of specs are: `My Net 2` is my-net-2. */
export function nameOf(folder: string): string {
  const words = folder
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '');
  const name = words.join('-').slice(0, 60).replace(/-$/, '');
  if (name === '') return 'my-net';
  // A package cannot depend on its own name.
  return /^\d/.test(name) || name === 'netwright' ? `my-${name}` : name;
}

const manifest = z.object({
  private: z.boolean().optional(),
  version: z.string(),
  devDependencies: z.object({ typescript: z.string() }),
});

/** What a project depends on: this very netwright, and what it was built with. */
function dependencies(): Readonly<Record<'netwright' | 'typescript', string>> {
  const root = packageRoot();
  const own = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  // What is private no registry has, and a checkout may be ahead of what it has.
  const isPublished = own.private !== true && root.split(sep).includes('node_modules');
  return {
    netwright: isPublished ? `^${own.version}` : `file:${root}`,
    typescript: own.devDependencies.typescript,
  };
}

const specText = (name: string): string => `/** A small classifier of images, 32 pixels wide and high. */

import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  defineSpec,
  flatten,
  imagenetPreprocessing,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  type Tensor,
  z,
} from 'netwright';

/** A convolution with its batch norm and ReLU, then half the height and the width. */
class Block<In extends number, Out extends number> extends Module {
  readonly conv;
  readonly bn;
  readonly relu = new ReLU();
  readonly pool = new MaxPool2d({ kernel: 2 });

  constructor(inChannels: In, outChannels: Out) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, { kernel: 3, padding: 1, bias: false });
    this.bn = new BatchNorm2d(outChannels);
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    return this.pool.forward(this.relu.forward(this.bn.forward(this.conv.forward(x))));
  }
}

/** Names of members are those of the checkpoint: \`block1.conv.weight\`. */
class Net<Classes extends number> extends Module {
  readonly block1 = new Block(3, 16);
  readonly block2 = new Block(16, 32);
  readonly pool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc;

  constructor(classes: Classes) {
    super();
    this.fc = new Linear(32, classes);
  }

  forward<N extends number>(image: Tensor<[N, 3, 32, 32]>) {
    const features = this.block2.forward(this.block1.forward(image));
    return this.fc.forward(flatten(this.pool.forward(features)));
  }
}

export default defineSpec({
  name: '${name}',
  summary: 'a small classifier of images',
  // \`--set classes=3\` on the command line.
  settings: z.strictObject({
    classes: z.coerce.number().int().positive().default(10).describe('number of classes'),
  }),
  network: ({ classes }) => new Net(classes),
  input: () => [1, 3, 32, 32],
  preprocessing: () => imagenetPreprocessing({ height: 32, width: 32 }),
});
`;
