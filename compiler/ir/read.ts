/** Graphs from files. A file may come from anyone, and be anything. */

import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import { parseJson } from '../json-text.ts';
import { readTextFile } from '../text-file.ts';
import type { Graph } from './graph.ts';
import { graphFromJson, graphRemedy } from './json.ts';

/** ResNet-152 takes 0.5 MB, and as many nodes as are read at most 30 MB. */
const mostBytes = 2 ** 26;

/** An argument of a function in an expression of an epilogue of a node is 7 deep; a text of ours is never deeper. */
const depth = 32;

/** A graph of every operator has 40, a plan 90. */
const keys = 256;

const fix = graphRemedy;
const code = 'bad-graph';

/**
 * Reads the JSON of a graph, as `netwright show --as ir --json` prints it.
 *
 * @throws UserError naming the file, and the field where it is no valid graph; of a package's plan, naming the package
 */
export async function readGraph(path: string): Promise<Graph> {
  const text = await readTextFile(path, { code, most: mostBytes, fix });
  const value = parseJson(text, { at: path, code, depth, keys, fix });
  if (isPlan(value)) {
    throw new UserError(code, 'is the plan of a package, expected a graph', {
      at: path,
      fix: `give the folder of the package: ${dirname(path)}`,
    });
  }
  return graphFromJson(value, path);
}

/** By two fields that every plan has and no graph: of another version too. */
function isPlan(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'kernels') &&
    Object.hasOwn(value, 'graph')
  );
}
