/**
 * Graphs as JSON and back. The text may come from anyone: everything is checked, nothing recurses with the depth of
 * the graph, and shapes are inferred anew and compared with what the text says.
 */

import { z } from 'zod';
import { invariant, UserError } from '../errors.ts';
import { describeIssues } from '../issues.ts';
import { printName, printText } from '../names.ts';
import { ops } from '../ops/index.ts';
import { parameter } from '../ops/leaf.ts';
import { elementCount, printShape, type Shape, sameShape } from '../shape.ts';
import { listOf, mostNodes, mostOperands, place, printable, sizes } from './bounds.ts';
import { dtypes, type Epilogue, type Graph, isOp, makeNode, type Node } from './graph.ts';
import { checkModules, moduleSchema } from './modules.ts';
import { expressionFromJson, expressionSchema, expressionToJson } from './scalar-json.ts';
import { verifyGraph } from './verify.ts';

const version = 2;

/** What errors say of mending a graph's text. */
export const graphRemedy = 'give what `netwright show <spec> --as ir --after source --json` prints';

const nodeSchema = z.strictObject({
  op: z.string(),
  path: printable,
  shape: sizes,
  /** Absent where it is float32. */
  dtype: z.enum(dtypes).exactOptional(),
  attributes: z.unknown(),
  inputs: listOf(place, mostOperands),
  epilogue: z
    .strictObject({ expression: expressionSchema, operands: listOf(place, mostOperands) })
    .optional(),
});

/** Rows are read one by one: the first that is refused is all that needs to be told of. */
const rows = z.array(z.unknown()).max(mostNodes);

const graphSchema = z.strictObject({
  version: z.literal(version, {
    error: ({ input }) =>
      `this netwright reads graphs of version ${version}${typeof input === 'number' ? `, this is of version ${input}` : ''}`,
  }),
  name: printable,
  nodes: rows,
  outputs: listOf(z.strictObject({ name: printable, node: place }), mostNodes).refine(
    outputs => outputs.length > 0,
    { error: 'is empty' },
  ),
  modules: rows.min(1).exactOptional(),
  /** Pairs of another name and the name. */
  aliases: rows.min(1).exactOptional(),
});

const aliasSchema = z.tuple([printable, printable]);

type NodeJson = z.infer<typeof nodeSchema>;
type ModuleJson = z.infer<typeof moduleSchema>;

/** A graph as plain JSON. */
export interface GraphJson extends Omit<z.infer<typeof graphSchema>, 'nodes' | 'modules' | 'aliases'> {
  nodes: NodeJson[];
  modules?: ModuleJson[];
  aliases?: [other: string, name: string][];
}

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
      ...(node.type.dtype !== 'float32' && { dtype: node.type.dtype }),
      attributes: node.attributes,
      inputs: node.inputs.map(at),
      ...(node.epilogue && {
        epilogue: {
          expression: expressionToJson(node.epilogue.expression),
          operands: node.epilogue.operands.map(at),
        },
      }),
    })),
    outputs: graph.outputs.map(({ name, node }) => ({ name, node: at(node) })),
    ...(graph.modules && { modules: [...graph.modules] }),
    ...(graph.aliases && graph.aliases.size > 0 && { aliases: [...graph.aliases].map(pair => [...pair]) }),
  };
}

/**
 * Reads a graph.
 *
 * @param value - what `JSON.parse` gave
 * @param source - names the text in errors, such as its file
 * @param fix - what errors say of mending the text
 * @throws UserError naming the field where the text is no valid graph
 */
export function graphFromJson(value: unknown, source: string, fix = graphRemedy): Graph {
  try {
    return readGraph(value, source);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const { code, problem, at } = cause;
    throw new UserError(code, problem, { ...(at !== undefined && { at }), fix, cause });
  }
}

function readGraph(value: unknown, source: string): Graph {
  const { name, nodes: rows, outputs, modules, aliases: pairs } = checked(graphSchema, value, source);
  const nodes: Node[] = [];
  const lookUp = (places: readonly number[], field: string): Node[] =>
    places.map(i => {
      const node = nodes[i];
      if (node) return node;
      throw refused(`${field} names node ${i}, which does not come before it`, source);
    });
  for (const [i, row] of rows.entries()) {
    const field = `nodes.${i}`;
    nodes.push(readNode(checked(nodeSchema, row, source, field), field, source, lookUp));
  }
  const records = modules?.map((row, i) => checked(moduleSchema, row, source, `modules.${i}`));
  if (records) checkModules(records, source);
  const aliases = pairs?.map((row, i) => checked(aliasSchema, row, source, `aliases.${i}`));
  if (aliases) checkAliases(aliases, nodes, source);
  const graph: Graph = {
    name,
    nodes,
    outputs: outputs.map(({ name, node }, i) => {
      const [found] = lookUp([node], `outputs.${i}.node`);
      invariant(found, 'what is looked up is there');
      return { name, node: found };
    }),
    ...(records && { modules: records }),
    ...(aliases && { aliases: new Map(aliases) }),
  };
  verifyGraph(graph, source);
  return graph;
}

/** Other names are of parameters that there are, and of no other. */
function checkAliases(
  aliases: readonly (readonly [other: string, name: string])[],
  nodes: readonly Node[],
  source: string,
): void {
  const names = new Set(nodes.flatMap(node => (isOp(node, parameter) ? [node.path] : [])));
  const others = new Set<string>();
  for (const [i, [other, name]] of aliases.entries()) {
    if (!names.has(name)) throw refused(`aliases.${i}.1: no parameter is called ${printName(name)}`, source);
    if (names.has(other) || others.has(other)) {
      throw refused(`aliases.${i}.0: ${printName(other)} is the name of a parameter already`, source);
    }
    others.add(other);
  }
}

/** A value of the text, as its schema says; `field` is where it stands. */
function checked<T>(schema: z.ZodType<T>, value: unknown, source: string, field?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const within = field === undefined ? {} : { within: field };
  throw refused(describeIssues(parsed.error, 'graph', { ...within, most: 1 }), source);
}

function readNode(
  row: NodeJson,
  field: string,
  source: string,
  lookUp: (places: readonly number[], field: string) => Node[],
): Node {
  const op = ops.get(row.op);
  if (!op) throw refused(`${field}.op: no operator is called ${printName(row.op)}`, source);
  const inputs = lookUp(row.inputs, `${field}.inputs`);
  const bare = placed(field, source, () => makeNode(op, row.attributes, inputs, row.path));
  checkShape(bare.type.shape, row.shape, field, source);
  const { dtype = 'float32' } = row;
  if (dtype !== bare.type.dtype) {
    throw refused(`${field}.dtype: is ${dtype}, but its inputs give ${bare.type.dtype}`, source);
  }
  if (!row.epilogue) return bare;
  const epilogue: Epilogue = {
    expression: expressionFromJson(row.epilogue.expression, `${field}.epilogue`, source),
    operands: lookUp(row.epilogue.operands, `${field}.epilogue.operands`),
  };
  return { ...bare, epilogue };
}

/** Errors of a node's own name the node; these name its place in the text too, and may quote what the text says. */
function placed(field: string, source: string, make: () => Node): Node {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const path = cause.at ? `${printName(cause.at)}: ` : '';
    throw refused(`${field}: ${path}${printText(cause.problem)}`, source, cause);
  }
}

/** Elements of the largest value that any machine at hand could hold: 16 GiB. */
const largest = 2 ** 32;

function checkShape(inferred: Shape, written: Shape, field: string, source: string): void {
  if (elementCount(inferred) > largest) {
    throw refused(`${field}.shape: ${printShape(inferred)} is more than ${largest} elements`, source);
  }
  if (sameShape(inferred, written)) return;
  throw refused(
    `${field}.shape: is ${printShape(written)}, but its inputs give ${printShape(inferred)}`,
    source,
  );
}

function refused(problem: string, source: string, cause?: unknown): UserError {
  return new UserError('bad-graph', problem, { at: source, cause });
}
