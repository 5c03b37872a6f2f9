/** What tests ask about a graph after passes. */

import { computationOf, constantRegion, type Graph, type Node, operandsOf } from '../../compiler/ir/graph.ts';
import { printScalar } from '../../compiler/ir/scalar.ts';
import { pipeline, runPipeline } from '../../compiler/passes/pipeline.ts';

/** The graph after every pass of the pipeline. */
export const optimize = (graph: Graph): Graph => runPipeline(graph, pipeline).at(-1)?.graph ?? graph;

/** Nodes that do work at run time, in order. */
export function workOf(graph: Graph): readonly Node[] {
  const constants = constantRegion(graph);
  return graph.nodes.filter(node => !constants.has(node) && computationOf(node).form !== 'leaf');
}

/** `conv2d |> max(add(%0, %1), 0)`: operators at run time with what they end in. */
export const shapeOfWork = (graph: Graph): readonly string[] =>
  workOf(graph).map(node =>
    node.epilogue ? `${node.op.name} |> ${printScalar(node.epilogue.expression)}` : node.op.name,
  );

/** Values of the constant region that elementwise work reads: numbers a channel that are fetched at run time. */
export function constantsReadElementwise(graph: Graph): readonly Node[] {
  const constants = constantRegion(graph);
  return workOf(graph).flatMap(node => {
    const isElementwise = computationOf(node).form === 'pointwise';
    const read = isElementwise ? operandsOf(node) : (node.epilogue?.operands ?? []);
    return read.filter(operand => constants.has(operand));
  });
}
