/** Texts that equal parts share, down to their last layer. */

import { createHash } from 'node:crypto';
import type { Part } from '../outline/outline.ts';
import { postOrder } from './tree.ts';

/**
 * A digest for each part below a root: of operators, attributes and order; not of shapes, which the input decides, nor
 * of wiring.
 *
 * @param names - whether names and classes count
 */
export function digestsOf(root: Part, names: boolean): ReadonlyMap<Part, string> {
  const digests = new Map<Part, string>();
  for (const { part } of postOrder(root, () => false)) {
    const name = names ? [part.name, part.kind === 'module' ? part.type : ''] : [];
    const own =
      part.kind === 'layer'
        ? [part.type, part.attributes]
        : part.children.map(child => [names ? child.name : '', digests.get(child)]);
    const text = JSON.stringify([part.kind, ...name, own]);
    digests.set(part, createHash('sha256').update(text).digest('base64'));
  }
  return digests;
}
