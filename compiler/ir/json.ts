/**
 * Graphs as JSON and back. The text may come from anyone: everything is checked, nothing recurses with the depth of
 * the graph, and shapes are inferred anew and compared with what the text says.
 */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { ops } from '../ops/index.ts';
import { elementCount, printShape, type Shape, sameShape } from '../shape.ts';
import { type Epilogue, type Graph, makeNode, type Node } from './graph.ts';
import { expressionFromJson, expressionSchema, expressionToJson, place } from './scalar-json.ts';
import { verifyGraph } from './verify.ts';

const version = 1;

const nodeSchema = z.strictObject({
  op: z.string(),
  path: z.string(),
  shape: z.array(z.int().positive()).max(8),
  attributes: z.unknown(),
  inputs: z.array(place).max(1024),
  epilogue: z.strictObject({ expression: expressionSchema, operands: z.array(place).max(1024) }).optional(),
});

/** The schema of a graph's JSON. */
export const graphSchema = z.strictObject({
  version: z.literal(version, { error: `this netwright reads graphs of version ${version}` }),
  name: z.string(),
  nodes: z.array(nodeSchema),
  outputs: z.array(place).min(1),
  modules: z.array(z.strictObject({ path: z.string(), type: z.string(), text: z.string() })).exactOptional(),
});

/** A graph as plain JSON. */
export type GraphJson = z.infer<typeof graphSchema>;
type NodeJson = GraphJson['nodes'][number];

/** A graph as a plain value for `JSON.stringify`. */
export function graphToJson(graph: Graph): GraphJson {
  const places = new Map(graph.nodes.map((node, i) => [node, i]));
  const at = (node: Node): number => places.get(node) ?? -1;
  return {
    version,
    name: graph.name,
    nodes: graph.nodes.map(node => ({
      op: node.op.name,
      path: node.path,
      shape: [...node.type.shape],
      attributes: node.attributes,
      inputs: node.inputs.map(at),
      ...(node.epilogue && {
        epilogue: {
          expression: expressionToJson(node.epilogue.expression),
          operands: node.epilogue.operands.map(at),
        },
      }),
    })),
    outputs: graph.outputs.map(at),
    ...(graph.modules && { modules: [...graph.modules] }),
  };
}

/**
 * Reads a graph.
 *
 * @param value - what `JSON.parse` gave
 * @param source - names the text in errors, such as its file
 * @throws UserError naming the field where the text is no valid graph
 */
export function graphFromJson(value: unknown, source: string): Graph {
  const parsed = graphSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError('bad-graph', `${issue?.path.join('.') || 'graph'}: ${issue?.message}`, {
      at: source,
    });
  }
  const { name, nodes: rows, outputs, modules } = parsed.data;
  const nodes: Node[] = [];
  const lookUp = (places: readonly number[], field: string): Node[] =>
    places.map(i => {
      const node = nodes[i];
      if (node) return node;
      throw new UserError('bad-graph', `${field} names node ${i}, which does not come before it`, {
        at: source,
      });
    });
  for (const [i, row] of rows.entries()) nodes.push(readNode(row, `nodes.${i}`, source, lookUp));
  const graph: Graph = { name, nodes, outputs: lookUp(outputs, 'outputs'), ...(modules && { modules }) };
  verifyGraph(graph, source);
  return graph;
}

function readNode(
  row: NodeJson,
  field: string,
  source: string,
  lookUp: (places: readonly number[], field: string) => Node[],
): Node {
  const op = ops.get(row.op);
  if (!op) throw new UserError('bad-graph', `${field}.op: no operator is called '${row.op}'`, { at: source });
  const inputs = lookUp(row.inputs, `${field}.inputs`);
  const bare = placed(field, source, () => makeNode(op, row.attributes, inputs, row.path));
  checkShape(bare.type.shape, row.shape, field, source);
  if (!row.epilogue) return bare;
  const epilogue: Epilogue = {
    expression: expressionFromJson(row.epilogue.expression, `${field}.epilogue`, source),
    operands: lookUp(row.epilogue.operands, `${field}.epilogue.operands`),
  };
  return { ...bare, epilogue };
}

/** Errors of a node's own name the node; these name its place in the text too. */
function placed(field: string, source: string, make: () => Node): Node {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError('bad-graph', `${field}: ${cause.message}`, { at: source, cause });
  }
}

/** Elements of the largest value that any machine at hand could hold: 16 GiB. */
const largest = 2 ** 32;

function checkShape(inferred: Shape, written: Shape, field: string, source: string): void {
  if (elementCount(inferred) > largest) {
    throw new UserError(
      'bad-graph',
      `${field}.shape: ${printShape(inferred)} is more than ${largest} elements`,
      {
        at: source,
      },
    );
  }
  if (sameShape(inferred, written)) return;
  throw new UserError(
    'bad-graph',
    `${field}.shape: is ${printShape(written)}, but its inputs give ${printShape(inferred)}`,
    { at: source },
  );
}
