/** Graph to plan: each node that does work at run time becomes steps, the constant region becomes the recipe. */

import type { Configured, Labels } from '../dsl/spec.ts';
import { UserError } from '../errors.ts';
import {
  constantRegion,
  type Graph,
  inputsOf,
  isOp,
  macsOf,
  type Node,
  type Output,
  outputNodes,
} from '../ir/graph.ts';
import { operand } from '../ir/scalar.ts';
import { labelNames } from '../labels.ts';
import { parameter } from '../ops/leaf.ts';
import { explicit, takesImages } from '../preprocessing/preprocessing.ts';
import { elementCount, printShape, type Shape } from '../shape.ts';
import { Builder, type Value } from './builder.ts';
import { scoresOf } from './classes.ts';
import type { Choices } from './contract.ts';
import { lowerNode } from './forms.ts';
import { joinConvolutions } from './joins.ts';
import { isRowMajor, rowMajor } from './layout.ts';
import { meansIntoLinear } from './means.ts';
import type { Context } from './operands.ts';
import type { Border, Plan } from './plan.ts';

/** What lowering needs to know of a target. */
export interface PlanningTarget extends Choices {
  readonly name: string;
  /** What its user chose of it. */
  readonly options?: Plan['options'];
}

/**
 * The plan of a package.
 *
 * @param configured - the spec with its settings
 * @param graph - its graph after all passes
 * @throws UserError naming the layer where something has no kernel
 */
export function lower(configured: Configured, graph: Graph, target: PlanningTarget): Plan {
  const constants = constantRegion(graph);
  const builder = new Builder(graph, target.memory);
  const inputs = inputsOf(graph);
  const [first] = graph.outputs;
  if (inputs.length === 0 || !first || graph.outputs.some(({ node }) => constants.has(node))) {
    throw new UserError('bad-network', 'a package has an input, and outputs that depend on it', {
      at: configured.spec,
    });
  }
  checkImages(
    configured,
    inputs.map(({ type }) => type.shape),
  );
  const means = meansIntoLinear(graph, images => target.meansIntoLinear(images));
  const isConstant = constants.has.bind(constants);
  const joins = joinConvolutions(graph, isConstant, (first, second) => target.joins(first, second));
  const context = { builder, isConstant, means, joins };
  for (const node of graph.nodes) if (!constants.has(node)) lowerNode(node, context, target);
  const values = new Map([...new Set(outputNodes(graph))].map(node => [node, lowerOutput(node, context)]));
  const built = builder.build([...values.values()]);
  const border = (name: string, { type }: Node, value: Value): Border => ({
    name,
    ...type,
    offset: builder.offsetOf(value, built.arena),
  });
  const source = configured.graph;
  const classifier = configured.lacksScores ? undefined : meaningOf(configured, first);
  return {
    name: configured.spec,
    target: target.name,
    ...(target.options && { options: target.options }),
    settings: configured.settings,
    inputs: inputs.map(node => border(node.path, node, builder.valueOf(node))),
    outputs: graph.outputs.map(({ name, node }) =>
      border(name, node, values.get(node) ?? builder.valueOf(node)),
    ),
    ...built,
    source,
    parameters: source.nodes
      .filter(node => isOp(node, parameter) && node.attributes.trained)
      .reduce((sum, node) => sum + elementCount(node.type.shape), 0),
    macs: source.nodes.reduce((sum, node) => sum + macsOf(node), 0),
    ...(configured.preprocessing && { preprocessing: explicit(configured.preprocessing) }),
    ...classifier,
  };
}

/** What classes are read from, and what they are called. Labels of another number of classes are left out. */
function meaningOf(
  { preprocessing, labels: given }: Configured,
  output: Output,
): Pick<Plan, 'classes' | 'labels'> | undefined {
  const labels = labelsFor(given, output.node.type.shape.at(-1));
  const classes = scoresOf(output, labels !== undefined || preprocessing !== undefined);
  return classes && { classes, ...(labels && { labels }) };
}

/** An output's value, row-major: a copy where those that read it want it otherwise. */
function lowerOutput(node: Node, { builder }: Context): Value {
  const value = builder.valueOf(node);
  if (isRowMajor(value.access)) return value;
  const y = rowMajor(node.type.shape);
  const copy = builder.append(node, y);
  builder.step(
    { kind: 'map', expression: operand(0), operands: [value.access.strides], y },
    node,
    [value.at, copy.at],
    false,
  );
  return copy;
}

/** Labels name classes; a network with another number of classes has others. */
const labelsFor = (labels: Labels | undefined, classes: number | undefined): Labels | undefined =>
  labels !== undefined && labelNames(labels).length === classes ? labels : undefined;

/** Preprocessing makes one RGB image: the input must take it. */
function checkImages({ spec, preprocessing }: Configured, shapes: readonly Shape[]): void {
  const [shape] = shapes;
  if (!preprocessing || (shape && shapes.length === 1 && takesImages(shape))) return;
  const given =
    shapes.length === 1 ? `its input is ${printShape(shapes[0] ?? [])}` : `it has ${shapes.length} inputs`;
  throw new UserError(
    'bad-preprocessing',
    `the spec has preprocessing, which makes [batch, 3, height, width], but ${given}`,
    { at: spec, fix: 'leave `preprocessing` out, or let the network take RGB images' },
  );
}
