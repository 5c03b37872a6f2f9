/** A scene as SVG: grounds, wires on them, boxes and heads of frames on top. */

import { drawBox, drawGround, type Mark } from './boxes.ts';
import { pathOf } from './curve.ts';
import { svg } from './dom.ts';
import type { Network } from './network.ts';
import type { Placed, Scene } from './scene.ts';

/** What was drawn. */
export interface Drawing {
  /** All of it, from the ground up. */
  readonly elements: readonly SVGElement[];
  /** What is clicked and focused, by node. */
  readonly groups: ReadonlyMap<number, SVGGElement>;
  /** In the order of the scene's wires. */
  readonly paths: readonly SVGPathElement[];
}

/**
 * Draws a scene.
 *
 * @param arrows - the id of the wires' heads
 */
export function drawScene(
  network: Network,
  scene: Scene,
  markOf: ((place: number, isFolded: boolean) => Mark | undefined) | undefined,
  arrows: string,
): Drawing {
  const mark = ({ node, isFrame }: Placed): Mark | undefined => markOf?.(node, !isFrame);
  const groups = new Map(
    scene.placed.map(placed => [placed.node, drawBox(network, placed, mark(placed))] as const),
  );
  const paths = scene.wires.map(({ points, ends, over }) =>
    svg('path', {
      class: 'wire',
      d: pathOf(points, over),
      'marker-end': ends ? `url(#${arrows})` : undefined,
    }),
  );
  const grounds = scene.placed
    .filter(({ isFrame }) => isFrame)
    .map(placed => drawGround(placed, mark(placed)));
  return { elements: [...grounds, ...paths, ...groups.values()], groups, paths };
}

/** The head of a wire. */
export const arrowHead = (id: string): SVGElement =>
  svg(
    'defs',
    {},
    svg(
      'marker',
      {
        id,
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      svg('path', { class: 'arrow', d: 'M0 .8 7.2 4 0 7.2Z' }),
    ),
  );
