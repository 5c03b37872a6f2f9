/** The picture of the arena: time runs down, memory across. */

import { expect, test } from 'vitest';
import type { Graph } from '../../compiler/ir/graph.ts';
import { makeNode } from '../../compiler/ir/graph.ts';
import { concat } from '../../compiler/ops/movement.ts';
import { lower } from '../../compiler/plan/lower.ts';
import { drawArena } from '../../compiler/plan/picture.ts';
import { optimize } from '../support/look.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, stubTarget } from '../support/stub-target.ts';

const draw = (graph: Graph, width = 32): string =>
  drawArena(lower(asConfigured(graph), optimize(graph), stubTarget), width);

test('a residual block: the sum is written over the skip', () => {
  const x = s.image([1, 3, 64, 64]);
  const skip = s.relu(s.conv('stem', x, 16, { kernel: 3 }));
  const block = s.relu(s.add(s.conv('conv2', s.relu(s.conv('conv1', skip, 8)), 16), skip));
  expect(draw(s.graphOf(s.globalPool(block), [x]))).toMatchInlineSnapshot(`
    "stem    |#####################::::       | 0.31 MB
    conv1   |:::::::::::::::::::::###########| 0.39 MB
    conv2   |#####################:::::::::::| 0.39 MB
    avgpool |:::::::::::::::::::::#          | 0.26 MB
    peak 0.39 MB, lower bound 0.39 MB; # written by the step, : kept
    "
  `);
});

test('a concatenation is written part by part', () => {
  const x = s.image([1, 4, 32, 32]);
  const joined = makeNode(concat, { axis: 1 }, [s.conv('a', x, 8), s.conv('b', x, 4)], 'join');
  expect(draw(s.graphOf(s.globalPool(joined), [x]))).toMatchInlineSnapshot(`
    "a       |:::::           ###########     | 0.05 MB
    b       |:::::           :::::::::::#####| 0.07 MB
    join    |################::::::::::::::::| 0.10 MB
    join    |################           :::::| 0.07 MB
    avgpool |::::::::::::::::#               | 0.05 MB
    peak 0.10 MB, lower bound 0.10 MB; # written by the step, : kept
    "
  `);
});

test('a network that does nothing', () => {
  expect(draw(s.graphOf(s.image([1, 3, 4, 4])))).toMatchInlineSnapshot(`
    "peak 0.00 MB, lower bound 0.00 MB; # written by the step, : kept
    "
  `);
});
