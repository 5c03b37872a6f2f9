/**
 * Means over whole images that become part of the linear layer that alone reads them: `y = mean(x) w^T + b` in one
 * kernel, for targets where a kernel more costs more than the mean computed again.
 */

import { computationOf, type Graph, type Node, operandsOf, outputNodes, usesOf } from '../ir/graph.ts';
import type { Shape } from '../shape.ts';

/** What is left out of the steps, and why. */
export interface Means {
  /** The image whose mean a linear layer reads, by the layer. */
  readonly images: ReadonlyMap<Node, Node>;
  /** The means, and reshapes behind them, with the image that stands for each. */
  readonly absorbed: ReadonlyMap<Node, Node>;
}

/**
 * Finds them.
 *
 * @param isWanted - whether a target wants it so, by the shape of the image
 */
export function meansIntoLinear(graph: Graph, isWanted: (images: Shape) => boolean): Means {
  const uses = usesOf(graph);
  const outputs = new Set(outputNodes(graph));
  const images = new Map<Node, Node>();
  const absorbed = new Map<Node, Node>();
  for (const linear of graph.nodes) {
    if (computationOf(linear).form !== 'linear' || linear.type.shape.length !== 2) continue;
    const chain: Node[] = [];
    let value = linear.inputs[0];
    // Once, and as its input: an epilogue that reads the mean as well needs it whole.
    const isOnlyReader = (node: Node, reader: Node): boolean =>
      uses.get(node)?.length === 1 &&
      operandsOf(reader).filter(operand => operand === node).length === 1 &&
      reader.inputs[0] === node &&
      !outputs.has(node);
    for (let reader = linear; value && isOnlyReader(value, reader); reader = value, value = value.inputs[0]) {
      chain.push(value);
      const computation = computationOf(value);
      if (computation.form === 'reshape') continue;
      const isMean =
        computation.form === 'adaptive-pool' &&
        computation.size.every(size => size === 1) &&
        value.epilogue === undefined;
      const [image] = value.inputs;
      // A reshape in between must have kept each image's channels together.
      const keepsChannels = linear.inputs[0]?.type.shape[1] === image?.type.shape[1];
      if (isMean && image && keepsChannels && isWanted(image.type.shape)) {
        images.set(linear, image);
        for (const node of chain) absorbed.set(node, image);
      }
      break;
    }
  }
  return { images, absorbed };
}
