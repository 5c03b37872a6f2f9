/** Graph to plan: each node that does work at run time becomes steps, the constant region becomes the recipe. */

import type { Configured, Labels } from '../dsl/spec.ts';
import { UserError } from '../errors.ts';
import { constantRegion, type Graph, isOp, macsOf } from '../ir/graph.ts';
import { endsInSoftmax } from '../ir/probabilities.ts';
import { labelNames } from '../labels.ts';
import { parameter } from '../ops/leaf.ts';
import { explicit, takesImages } from '../preprocessing/preprocessing.ts';
import { elementCount, printShape, type Shape } from '../shape.ts';
import { Builder, type Value } from './builder.ts';
import type { Choices } from './contract.ts';
import { lowerNode } from './forms.ts';
import { joinConvolutions } from './joins.ts';
import { meansIntoLinear } from './means.ts';
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
  const [input] = graph.nodes.filter(node => node.op.name === 'input');
  const [output] = graph.outputs;
  if (!input || !output || graph.outputs.length > 1 || constants.has(output)) {
    throw new UserError('bad-network', 'a package has one input, and one output that depends on it', {
      at: configured.spec,
    });
  }
  checkImages(configured, input.type.shape);
  const means = meansIntoLinear(graph, images => target.meansIntoLinear(images));
  const isConstant = constants.has.bind(constants);
  const joins = joinConvolutions(graph, isConstant, (first, second) => target.joins(first, second));
  const context = { builder, isConstant, means, joins };
  for (const node of graph.nodes) if (!constants.has(node)) lowerNode(node, context, target);
  const built = builder.build(builder.valueOf(output));
  const border = (name: string, value: Value): Border => ({
    name,
    shape: value.access.shape,
    offset: builder.offsetOf(value, built.arena),
  });
  const source = configured.graph;
  const labels = labelsFor(configured.labels, output.type.shape.at(-1));
  return {
    name: configured.spec,
    target: target.name,
    ...(target.options && { options: target.options }),
    settings: configured.settings,
    input: border(input.path, builder.valueOf(input)),
    output: border('logits', builder.valueOf(output)),
    ...built,
    probabilities: endsInSoftmax(output),
    source,
    parameters: source.nodes
      .filter(node => isOp(node, parameter) && node.attributes.trained)
      .reduce((sum, node) => sum + elementCount(node.type.shape), 0),
    macs: source.nodes.reduce((sum, node) => sum + macsOf(node), 0),
    ...(configured.preprocessing && { preprocessing: explicit(configured.preprocessing) }),
    ...(labels && { labels }),
  };
}

/** Labels name classes; a network with another number of classes has others. */
const labelsFor = (labels: Labels | undefined, classes: number | undefined): Labels | undefined =>
  labels !== undefined && labelNames(labels).length === classes ? labels : undefined;

/** Preprocessing makes one RGB image: the input must take it. */
function checkImages({ spec, preprocessing }: Configured, shape: Shape): void {
  if (!preprocessing || takesImages(shape)) return;
  throw new UserError(
    'bad-preprocessing',
    `the spec has preprocessing, which makes [batch, 3, height, width], but its input is ${printShape(shape)}`,
    { at: spec, fix: 'leave `preprocessing` out, or let the network take RGB images' },
  );
}
