/** Graphs as text: what `show` and `compile --dump` write. */

import { expect, test } from 'vitest';
import { printGraph } from '../../compiler/ir/print.ts';
import { optimize } from '../support/look.ts';
import * as s from '../support/sketch.ts';

const x = s.image([1, 2, 5, 5]);
const skip = s.relu(s.norm('bn1', s.conv('conv1', x, 2, { kernel: 3 })), 'relu');
const source = s.graphOf(
  s.fullyConnected('fc', s.globalPool(s.relu(s.add(s.norm('bn2', s.conv('conv2', skip, 2)), skip))), 1),
  [x],
);

test('as a spec says it', () => {
  expect(printGraph(source)).toMatchInlineSnapshot(`
    "graph sketch
      input = input [1, 2, 5, 5]
      conv1.weight = parameter [2, 2, 3, 3]
      %2 = conv2d(input, conv1.weight) {stride: [1, 1], padding: [[1, 1], [1, 1]], dilation: [1, 1], groups: 1} -> [1, 2, 5, 5]  # conv1
      bn1.weight = parameter [2]
      bn1.bias = parameter [2]
      bn1.running_mean = parameter [2]
      bn1.running_var = parameter [2]
      %7 = batchNorm(%2, bn1.weight, bn1.bias, bn1.running_mean, bn1.running_var) {epsilon: 0.00001} -> [1, 2, 5, 5]  # bn1
      %8 = relu(%7) -> [1, 2, 5, 5]  # relu
      conv2.weight = parameter [2, 2, 1, 1]
      %10 = conv2d(%8, conv2.weight) {stride: [1, 1], padding: [[0, 0], [0, 0]], dilation: [1, 1], groups: 1} -> [1, 2, 5, 5]  # conv2
      bn2.weight = parameter [2]
      bn2.bias = parameter [2]
      bn2.running_mean = parameter [2]
      bn2.running_var = parameter [2]
      %15 = batchNorm(%10, bn2.weight, bn2.bias, bn2.running_mean, bn2.running_var) {epsilon: 0.00001} -> [1, 2, 5, 5]  # bn2
      %16 = add(%15, %8) -> [1, 2, 5, 5]  # add
      %17 = relu(%16) -> [1, 2, 5, 5]  # relu
      %18 = adaptiveAveragePool(%17) {size: [1, 1]} -> [1, 2, 1, 1]  # avgpool
      fc.weight = parameter [1, 1]
      fc.bias = parameter [1]
      %21 = linear(%18, fc.weight, fc.bias) -> [1, 2, 1, 1]  # fc
      return %21
    "
  `);
});

test('after all passes', () => {
  expect(printGraph(optimize(source))).toMatchInlineSnapshot(`
    "graph sketch
      input = input [1, 2, 5, 5]
      conv1.weight = parameter [2, 2, 3, 3]
      bn1.weight = parameter [2]
      bn1.running_var = parameter [2]
      %4 = constant() {values: [0.00001]} -> []  # bn1
      %5 = add(bn1.running_var, %4) -> [2]  # bn1
      %6 = sqrt(%5) -> [2]  # bn1
      %7 = div(bn1.weight, %6) -> [2]  # bn1
      %8 = reshape(%7) -> [2, 1, 1, 1]  # bn1
      %9 = mul(conv1.weight, %8) -> [2, 2, 3, 3]  # bn1
      bn1.bias = parameter [2]
      bn1.running_mean = parameter [2]
      %12 = mul(bn1.running_mean, %7) -> [2]  # bn1
      %13 = sub(bn1.bias, %12) -> [2]  # bn1
      %14 = conv2d(input, %9, %13) {stride: [1, 1], padding: [[1, 1], [1, 1]], dilation: [1, 1], groups: 1} |> max(it, 0) -> [1, 2, 5, 5]  # conv1
      conv2.weight = parameter [2, 2, 1, 1]
      bn2.weight = parameter [2]
      bn2.running_var = parameter [2]
      %18 = add(bn2.running_var, %4) -> [2]  # bn2
      %19 = sqrt(%18) -> [2]  # bn2
      %20 = div(bn2.weight, %19) -> [2]  # bn2
      %21 = reshape(%20) -> [2, 1, 1, 1]  # bn2
      %22 = mul(conv2.weight, %21) -> [2, 2, 1, 1]  # bn2
      bn2.bias = parameter [2]
      bn2.running_mean = parameter [2]
      %25 = mul(bn2.running_mean, %20) -> [2]  # bn2
      %26 = sub(bn2.bias, %25) -> [2]  # bn2
      %27 = conv2d(%14, %22, %26) {stride: [1, 1], padding: [[0, 0], [0, 0]], dilation: [1, 1], groups: 1} |> max(add(it, %14), 0) -> [1, 2, 5, 5]  # conv2
      %28 = adaptiveAveragePool(%27) {size: [1, 1]} -> [1, 2, 1, 1]  # avgpool
      fc.weight = parameter [1, 1]
      fc.bias = parameter [1]
      %31 = linear(%28, fc.weight, fc.bias) -> [1, 2, 1, 1]  # fc
      return %31
    "
  `);
});
