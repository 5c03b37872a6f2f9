/** A row of the conformance table: a small network with numbers, and what it must compute. */

import type { Configured } from '../../../compiler/dsl/spec.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { interpret } from '../../../compiler/ir/interpret.ts';
import type { Situation } from './situations.ts';

/** A row of the table. */
export interface Case {
  /** kebab-case, unique: it names the package too. */
  readonly name: string;
  /** One input, one output. */
  readonly graph: Graph;
  readonly input: Float32Array;
  /** Numbers of each parameter, by name. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** What the network gives, row-major. */
  expected(): Promise<ArrayLike<number>>;
  /** Whether a plan has the situation that the row is there for; every target's plan must. */
  readonly situation?: Situation;
}

/** A parameter's numbers. */
export function parameterIn({ parameters }: Pick<Case, 'parameters'>, name: string): Float64Array {
  const value = parameters.get(name);
  if (!value) throw new Error(`the case has no numbers for ${name}`);
  return Float64Array.from(value);
}

/** What the interpreter computes for a case: the oracle of rows that PyTorch has no golden for. */
export async function interpreted(
  given: Pick<Case, 'graph' | 'input' | 'parameters'>,
): Promise<Float64Array> {
  const [output] = await interpret(given.graph, ({ op, path }) =>
    op.name === 'input' ? Float64Array.from(given.input) : parameterIn(given, path),
  );
  if (!output) throw new Error(`${given.graph.name} has no output`);
  return output.data;
}

/** A case as `compile` takes it. */
export const configuredFrom = ({ name, graph }: Case): Configured => ({
  spec: name,
  settings: {},
  graph,
});
