/** What `show` and `diff` are given: a spec, a graph's JSON, or a package. */

import { existsSync, statSync } from 'node:fs';
import { type Compilation, compile } from '../../compile.ts';
import { chosenOf } from '../../dsl/results.ts';
import type { Configured } from '../../dsl/spec.ts';
import { UserError } from '../../errors.ts';
import { makeGraph } from '../../ir/graph.ts';
import { readGraph } from '../../ir/read.ts';
import { runPipeline } from '../../passes/pipeline.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Target } from '../../target.ts';
import { readPackage } from './package.ts';
import { configureSpec, specNames } from './specs.ts';

/** A network, however it was given. */
export interface Subject {
  /** As it was given. */
  readonly from: string;
  readonly configured: Configured;
  /** A package's own. */
  readonly plan?: Plan;
}

type Settings = Readonly<Record<string, string>>;

/** The argument in help texts. */
export const subjectArgument =
  'a spec (its name, or the path of a file), the JSON of a graph, or the folder of a package';

/**
 * Loads a network. The name of a spec comes before a folder of that name, which is then given as `./name`.
 *
 * @throws UserError where there is nothing of that name, or it does not read; or settings are given to what has none
 */
export async function loadSubject(
  from: string,
  settings: Settings,
  outputs?: readonly string[],
): Promise<Subject> {
  const isNamed = specNames().includes(from);
  if (!isNamed && isFolder(from)) {
    refuseSettings(from, settings, 'a package');
    const plan = await readPackage(from);
    const configured = configuredFrom(plan);
    // A plan computes all its outputs.
    return outputs ? { from, configured: withOutputs(configured, outputs) } : { from, configured, plan };
  }
  if (!isNamed && from.endsWith('.json')) {
    refuseSettings(from, settings, 'a graph');
    const graph = await readGraph(from);
    const configured = { spec: graph.name, settings: {}, graph };
    return { from, configured: outputs ? withOutputs(configured, outputs) : configured };
  }
  return { from, configured: await configureSpec(from, settings, outputs) };
}

/** The same network with some of its outputs. @throws UserError where it has none of a name */
function withOutputs(configured: Configured, wanted: readonly string[]): Configured {
  const { graph, spec } = configured;
  const { modules, aliases, nodes, outputs } = graph;
  const chosen = chosenOf(spec, outputs, wanted);
  return {
    ...configured,
    graph: {
      ...makeGraph(graph.name, chosen, nodes),
      ...(modules && { modules }),
      ...(aliases && { aliases }),
    },
    ...(chosen[0] !== outputs[0] && { lacksScores: true }),
  };
}

/**
 * Passes and plan of a network. A package keeps the plan that it was made with, unless another target is asked for.
 *
 * @param isAnew - whether other algorithms are asked for, so that a package gets another plan
 * @throws UserError where the target cannot run it
 */
export function compileSubject({ configured, plan }: Subject, target: Target, isAnew: boolean): Compilation {
  if (isAnew || plan?.target !== target.name) return compile(configured, target);
  return { source: configured.graph, passes: runPipeline(configured.graph), plan };
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

function configuredFrom({ name, settings, source, preprocessing, labels, classes }: Plan): Configured {
  return {
    spec: name,
    settings,
    graph: source,
    ...(preprocessing && { preprocessing }),
    ...(labels && { labels }),
    ...(preprocessing && !classes && { lacksScores: true }),
  };
}

function refuseSettings(from: string, settings: Settings, what: string): void {
  const [name] = Object.keys(settings);
  if (name === undefined) return;
  throw new UserError('bad-settings', `${what} has no settings, got ${name}`, {
    at: from,
    fix: 'leave them out, or set them on a spec; `diff` takes --set-before and --set-after for one of two',
  });
}
