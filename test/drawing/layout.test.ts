/** Where boxes and wires stand: nothing over another, everything in its frame, wires from box to box. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { openAtFirst } from '../../compiler/drawing/page/folds.ts';
import { neighbour } from '../../compiler/drawing/page/neighbours.ts';
import { Network } from '../../compiler/drawing/page/network.ts';
import { Arranger, type Placed, type Scene } from '../../compiler/drawing/page/scene.ts';
import { boxOf } from '../../compiler/drawing/page/wires.ts';
import { showData } from '../../compiler/drawing/show.ts';
import type { Graph, Node } from '../../compiler/ir/graph.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { buildNetwork } from '../support/build-network.ts';
import { randomNetwork } from '../support/random-network.ts';
import * as s from '../support/sketch.ts';
import { importSpec, specNames } from '../support/specs.ts';

const networkOf = (graph: Graph): Network =>
  new Network(showData(compile({ spec: 'sketch', settings: {}, graph }, typescript), typescript).network);
const shipped = async (name: string): Promise<Network> =>
  networkOf((await importSpec(name)).configure({}).graph);

const desk = { width: 960, height: 580 };
const phone = { width: 330, height: 460 };

const overlap = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const holds = (a: Placed, b: Placed): boolean =>
  a.x <= b.x && a.y <= b.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height;

/** Boxes are apart, and members in their frames. */
function expectTidy(scene: Scene, network: Network): void {
  const wrong = scene.placed.flatMap((a, i) =>
    scene.placed.slice(i + 1).flatMap(b => {
      const isFine = network.isWithin(b.node, a.node) ? holds(a, b) : !overlap(a, b);
      return isFine ? [] : [`${network.path(a.node)} and ${network.path(b.node)}`];
    }),
  );
  expect(wrong).toEqual([]);
}

/** Each value that a box reads from another arrives there, and starts where it is made. */
function expectConnected(scene: Scene, network: Network, open: ReadonlySet<number>): void {
  const areas = new Map(scene.placed.map(placed => [placed.node, placed]));
  const wanted = new Set<string>();
  for (const [place, node] of network.nodes.entries()) {
    for (const input of node.kind === 'module' ? [] : node.inputs) {
      const [from, to] = [boxOf(network, open, input), boxOf(network, open, place)];
      if (from !== to) wanted.add(`${from} ${to}`);
    }
  }
  const found = new Set<string>();
  for (const { points, source, targets, ends } of scene.wires) {
    for (const { x, y } of points) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    const end = points.at(-1);
    if (!ends || !end) continue;
    for (const target of targets) {
      const area = areas.get(target);
      found.add(`${source} ${target}`);
      expect(area && end.y === area.y && end.x >= area.x && end.x <= area.x + area.width).toBe(true);
    }
  }
  expect(found).toEqual(wanted);
}

describe('boxes are apart, members in their frames, wires at their ends', () => {
  test('random networks, folded and unfolded, in columns and not', () => {
    fc.assert(
      fc.property(randomNetwork(), fc.infiniteStream(fc.boolean()), (given, choices) => {
        const network = networkOf(buildNetwork(given));
        const some = network.modules().filter(() => choices.next().value);
        for (const modules of [[], some, network.modules()]) {
          const open = new Set([0, ...modules]);
          for (const view of [undefined, desk, phone]) {
            const scene = new Arranger(network).arrange(open, view);
            expectTidy(scene, network);
            expectConnected(scene, network, open);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  test('modules that open and fold one after another', async () => {
    const network = await shipped('resnet50');
    const arranger = new Arranger(network);
    const open = new Set(openAtFirst(network));
    expectTidy(arranger.arrange(open, desk), network);
    for (const module of network.modules()) {
      if (open.has(module)) open.delete(module);
      else open.add(module);
      const scene = arranger.arrange(open);
      expectTidy(scene, network);
      expectConnected(scene, network, open);
    }
  });

  test('1,200 layers in no module, with residuals', () => {
    let x: Node = s.image([1, 4, 8, 8]);
    let skip = x;
    for (let i = 0; i < 1200; i++) {
      x = i % 10 === 9 ? s.add(x, skip, `l${i}`) : i % 3 === 0 ? s.conv(`l${i}`, x, 4) : s.relu(x, `l${i}`);
      if (i % 10 === 9) skip = x;
    }
    const network = networkOf(s.graphOf(x));
    const scene = new Arranger(network).arrange(new Set([0]), desk);
    expectTidy(scene, network);
    expectConnected(scene, network, new Set([0]));
    // As a whole it is about as wide as high.
    expect(scene.width / scene.height).toBeGreaterThan(0.5);
    expect(scene.width / scene.height).toBeLessThan(5);
  });
});

test.each(specNames)('%s is seen in 10 to 40 boxes at first', async name => {
  const network = await shipped(name);
  const open = openAtFirst(network);
  const boxes = new Arranger(network).arrange(open, desk).placed.filter(({ isFrame }) => !isFrame).length;
  expect(boxes).toBeGreaterThanOrEqual(10);
  expect(boxes).toBeLessThanOrEqual(40);
  expect(open.size).toBeGreaterThan(3);
});

test('a module adds up its layers, and gives what is last read outside', async () => {
  const network = await shipped('resnet50');
  const place = network.nodes.findIndex(({ id }) => id === 'layer1');
  expect(network.totals(place)).toEqual({ layers: 32, parameters: 215_808, macs: 667_942_912 });
  expect(network.shape(place)).toEqual([1, 256, 56, 56]);
  expect(network.all.parameters).toBe(25_557_032);
});

test('arrows lead to the nearest box in their direction', () => {
  const size = { width: 10, height: 10 };
  const [a, b, c, d] = [
    { node: 1, x: 0, y: 0, ...size },
    { node: 2, x: 0, y: 20, ...size },
    { node: 3, x: 20, y: 21, ...size },
    { node: 4, x: 3, y: 200, ...size },
  ] as const;
  const all = [a, b, c, d];
  expect(neighbour(all, a, 'ArrowDown')).toBe(2);
  expect(neighbour(all, b, 'ArrowDown')).toBe(4);
  expect(neighbour(all, b, 'ArrowRight')).toBe(3);
  expect(neighbour(all, c, 'ArrowLeft')).toBe(2);
  expect(neighbour(all, d, 'ArrowUp')).toBe(2);
  expect(neighbour(all, a, 'ArrowUp')).toBeUndefined();
  expect(neighbour(all, a, 'Enter')).toBeUndefined();
});
