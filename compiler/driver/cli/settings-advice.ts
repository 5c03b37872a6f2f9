/** Finds the settings of a spec with which a checkpoint fits it. */

import type { ExpectedNetwork } from '../../checkpoint/index.ts';
import type { Configured } from '../../dsl/spec.ts';
import { UserError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import { expectedBy } from '../package/pack.ts';
import { loadSpec, specNames } from './specs.ts';

/** Configures the spec of a plan with other values of some settings. @throws UserError where these are not its own */
export type Reconfigure = (settings: Readonly<Record<string, string>>) => Promise<Configured>;

/** Networks that are built to find out, and settings that may differ. */
const mostTrials = 24;
const mostSettings = 3;
/** A checkpoint may claim any size; whoever builds that many layers would be busy for long. */
const largest = 2 ** 17;

/**
 * Says with which settings the checkpoint would fit: of each setting whose value is that of a size that differs, or
 * divides it, the value is tried with which the size would be right. Nothing is advised that does not fit.
 *
 * @param judge - how many tensors of the checkpoint differ from a network
 * @param reconfigure - absent where a package is all there is
 */
export async function adviseSettings(
  misshaped: readonly { readonly shape: readonly number[]; readonly got: readonly number[] }[],
  judge: (network: ExpectedNetwork) => number,
  plan: Plan,
  reconfigure: Reconfigure | undefined,
): Promise<string | undefined> {
  const pairs = pairsOf(misshaped);
  const configure = reconfigure ?? (await shipped(plan));
  if (!configure) return guess(plan, pairs);
  const found = await search(pairs, judge, plan, configure);
  if (!found) return undefined;
  const set = print(Object.entries(found));
  return reconfigure
    ? `${set}: with it the checkpoint fits`
    : `compile the package again with ${set}: then the checkpoint fits`;
}

/** A package whose spec is not at hand: its settings are known, what they do is not. */
function guess({ settings }: Plan, pairs: readonly Pair[]): string {
  const again = 'compile the package again with the settings the checkpoint was trained with';
  const [first] = candidates(settings, pairs).exact;
  return first ? `${again}, ${print([first])} as it seems` : `${again} (--set)`;
}

const print = (settings: readonly (readonly [name: string, value: string | number])[]): string =>
  settings.map(([name, value]) => `--set ${name}=${value}`).join(' ');

/** Sizes that differ: the network's, and the checkpoint's. */
type Pair = readonly [want: number, got: number];

async function search(
  pairs: readonly Pair[],
  judge: (network: ExpectedNetwork) => number,
  { settings, source }: Plan,
  configure: Reconfigure,
): Promise<Readonly<Record<string, string>> | undefined> {
  let chosen: Readonly<Record<string, string>> = {};
  let differences = judge(expectedBy(source));
  let trials = 0;
  for (let round = 0; round < mostSettings; round++) {
    let better: typeof chosen | undefined;
    const { exact, divided } = candidates(settings, pairs);
    for (const [name, value] of [...exact, ...divided]) {
      if (name in chosen || trials++ === mostTrials) continue;
      const tried = { ...chosen, [name]: String(value) };
      const left = await differencesWith(tried, judge, configure);
      if (left === 0) return tried;
      if (left < differences) {
        differences = left;
        better = tried;
      }
    }
    if (!better) return undefined;
    chosen = better;
  }
  return undefined;
}

async function differencesWith(
  settings: Readonly<Record<string, string>>,
  judge: (network: ExpectedNetwork) => number,
  configure: Reconfigure,
): Promise<number> {
  try {
    return judge(expectedBy((await configure(settings)).graph));
  } catch (error) {
    // The spec has no such network.
    if (error instanceof UserError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function pairsOf(misshaped: Parameters<typeof adviseSettings>[0]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { shape, got } of misshaped) {
    if (shape.length !== got.length) continue;
    for (const [axis, want] of shape.entries()) {
      const size = got[axis] ?? want;
      if (size !== want && size <= largest) pairs.set(`${want} ${size}`, [want, size]);
    }
  }
  return [...pairs.values()];
}

/** Settings and values to try: of those whose value is a size itself, and of those that it divides. */
function candidates(settings: Readonly<Record<string, unknown>>, pairs: readonly Pair[]) {
  const exact: [string, number][] = [];
  const divided: [string, number][] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number' || value <= 0) continue;
    for (const [want, got] of pairs) {
      if (value === want) exact.push([name, got]);
      else if (Number.isInteger((got * value) / want)) divided.push([name, (got * value) / want]);
    }
  }
  return { exact, divided };
}

/** What configures the spec of a package, where it comes with netwright and still makes the package's network. */
async function shipped({ name, settings, source }: Plan): Promise<Reconfigure | undefined> {
  if (!specNames().includes(name)) return undefined;
  const spec = await loadSpec(name);
  const configure: Reconfigure = async changed => spec.configure({ ...settings, ...changed });
  const sizes = (graph: Configured['graph']): string => JSON.stringify(expectedBy(graph).tensors);
  try {
    return sizes((await configure({})).graph) === sizes(source) ? configure : undefined;
  } catch (error) {
    // A spec of the user's own that has the name of one of these.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
