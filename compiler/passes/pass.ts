/** The contract of a pass. */

import type { Graph } from '../ir/graph.ts';

/** A function from graph to graph that does not change what the graph computes. */
export interface Pass {
  /** Its effect, kebab-case. */
  readonly name: string;
  /** Why it stands where it does in the pipeline. */
  readonly reason: string;
  run(graph: Graph): Graph;
  /** What holds of every graph from here on: the first node that breaks it, if any. Checked after later passes too. */
  readonly ensures?: (graph: Graph) => string | undefined;
}
