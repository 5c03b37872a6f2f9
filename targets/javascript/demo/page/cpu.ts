/** Packages that run on the CPU: the page's own, or the TypeScript package in a folder beside it. */

import type { LoadOptions, Model, Program } from '../../runtime/interface.ts';
import type { ThreadOptions } from '../../runtime/threads.ts';
import { typescriptFolder } from '../data.ts';
import type { Engine, Loading } from './engine.ts';
import { pixelsOf } from './picture.ts';

/** What the package exports. */
export interface CpuPackage {
  readonly program: Program;
  load(options: LoadOptions & ThreadOptions): Promise<Model<readonly number[], readonly number[]>>;
}

/** An address relative to the page. */
const address = (path: string): string => new URL(`${typescriptFolder}/${path}`, document.baseURI).href;

/** The TypeScript package beside this one; `undefined` where there is none. */
export async function findTypescript(): Promise<CpuPackage | undefined> {
  try {
    return await import(address('dist/index.js'));
  } catch {
    return undefined;
  }
}

/** Where its weights are. */
export const typescriptWeights = (): string => address('weights.bin');

/** What is loaded, from where, and how many workers it gets: the page's own thread stays free. */
export interface CpuSource {
  readonly code: CpuPackage;
  readonly weights: string;
  readonly threads: number;
  readonly place: string;
}

/** Loads it. */
export async function openCpu(
  { code, weights, threads, place }: CpuSource,
  loading: Loading,
): Promise<Engine> {
  const model = await code.load({ weights, threads, ...loading });
  return {
    place,
    origin: model.origin,
    lost: new Promise(() => {}),
    classify: image => model.classify(pixelsOf(image)),
    profile: () => model.profile({ runs: 3 }),
    dispose: () => model.dispose(),
  };
}
