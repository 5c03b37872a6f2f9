/**
 * What a layer or a function is given is heard or refused, also in JavaScript, which no type checker sees: mistakes of
 * arguments are named with the call, its file and line, and what was meant. What is written PyTorch's way is the same.
 */

import * as netwright from 'netwright';
import { describe, expect, test } from 'vitest';
import { Layer } from '../../compiler/dsl/layer.ts';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { UserError } from '../../compiler/errors.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { inputOf } from '../types/shapes.ts';

/** What a spec in JavaScript imports: nothing has a type. */
const nn = netwright as unknown as Readonly<
  Record<string, { new (...args: unknown[]): netwright.Module; (...args: unknown[]): netwright.Tensor }>
>;

function make(name: string, args: readonly unknown[]): netwright.Module {
  const layer = nn[name];
  if (!layer) throw new Error(`there is no ${name}`);
  return new layer(...args);
}

function errorOf(build: () => unknown): UserError {
  try {
    build();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('arguments that are refused', () => {
  test.each<[layer: string, args: readonly unknown[], message: RegExp]>([
    // PyTorch's names.
    [
      'Conv2d',
      [3, 4, { kernel_size: 3 }],
      /unknown option kernel_size: PyTorch's kernel_size is kernel here/,
    ],
    ['Conv2d', [3, 4, { kernelSize: 3 }], /PyTorch's kernel_size is kernel here/],
    ['BatchNorm2d', [3, { eps: 1e-3 }], /PyTorch's eps is epsilon here/],
    ['BatchNorm1d', [3, { track_running_stats: false }], /is trackRunningStats here/],
    ['BatchNorm2d', [{ num_features: 3 }], /num_features is no option: channels is argument 1, by position/],
    ['MaxPool2d', [2, { ceil_mode: true }], /is ceilMode here/],
    ['AvgPool2d', [2, { count_include_pad: false }], /is countIncludePad here/],
    [
      'AdaptiveAvgPool2d',
      [{ output_size: 1 }],
      /size is argument 1, by position\n {2}fix: write new Adaptive/,
    ],
    ['LeakyReLU', [{ negative_slope: 0.1 }], /is slope here/],
    ['Softmax', [{ dim: 1 }], /PyTorch's dim is axis here/],
    ['Dropout', [{ p: 0.5 }], /PyTorch's p is probability here/],
    ['Flatten', [{ start_dim: 1 }], /is start here/],
    ['Linear', [{ in_features: 3, out_features: 4 }], /inFeatures is argument 1, by position/],
    // What there is not, with what to do.
    ['Conv2d', [3, 4, { kernel: 3, padding_mode: 'reflect' }], /no option padding_mode\n.*always zeros/],
    ['Conv2d', [3, 4, { kernel: 3, paddingMode: 'reflect' }], /no option paddingMode\n.*always zeros/],
    ['Conv2d', [3, 4, { kernel: 3, device: 'cuda' }], /no option device\n.*leave it out/],
    ['Linear', [3, 4, { dtype: 'float64' }], /no option dtype\n.*float32/],
    ['MaxPool2d', [2, { return_indices: true }], /no option return_indices\n.*values only/],
    ['AvgPool2d', [2, { divisor_override: 3 }], /no option divisor_override\n.*scale the result/],
    // Other names.
    [
      'Conv2d',
      [3, 4, { kernel: 3, strid: 2 }],
      /unknown option strid; did you mean stride\?\n.*its options are kernel, /,
    ],
    ['Conv2d', [3, 4, 3, { Bias: false }], /is bias here/],
    ['ReLU', [{ in_place: true }], /is inplace here/],
    ['Sigmoid', [{ inplace: true }], /unknown option inplace: it has none/],
    ['Identity', [{ a: 1 }], /unknown option a: it has none/],
    // Values.
    ['Conv2d', [3, 4, { kernel: '3' }], /kernel must be a whole number from 1, .* got '3'/],
    ['Conv2d', [3, 4, { kernel: Number.NaN }], /got NaN/],
    ['Conv2d', [3, 4, { kernel: -3 }], /got -3/],
    ['Conv2d', [3, 4, { kernel: 2.5 }], /got 2\.5/],
    ['Conv2d', [3, 4, { kernel: [3] }], /got \[3\]/],
    ['Conv2d', [3, 4, { kernel: [3, 3, 3] }], /got \[3, 3, 3\]/],
    ['Conv2d', [3, 4, { kernel: null }], /got null/],
    ['Conv2d', [3, 4, { kernel: 3, stride: 0 }], /stride must be .* got 0/],
    ['Conv2d', [3, 4, { kernel: 3, padding: 'full' }], /padding must be .* or 'same' or 'valid', got 'full'/],
    ['MaxPool2d', [2, { padding: 'same' }], /padding must be .* got 'same'/],
    ['Conv2d', [3, 4, { kernel: 3, padding: [1, -1] }], /padding must be .* got \[1, -1\]/],
    ['Conv2d', [3, 4, { kernel: 3, bias: 'no' }], /bias must be true or false, got 'no'/],
    ['Conv2d', [3, 4, { kernel: 3, bias: 0 }], /bias must be true or false, got 0/],
    ['Conv2d', [3, 4, { kernel: 3, groups: Number.POSITIVE_INFINITY }], /groups must be .* got Infinity/],
    ['Conv2d', [3n, 4, { kernel: 3 }], /inChannels must be .* got 3n/],
    ['Conv2d', ['3', 4, { kernel: 3 }], /inChannels must be .* got '3'/],
    ['BatchNorm2d', [3, { epsilon: 0 }], /epsilon must be a number above 0, got 0/],
    ['BatchNorm2d', [3, { affine: 'false' }], /affine must be true or false/],
    ['Dropout', [1.5], /probability must be a number from 0 to 1, got 1\.5/],
    ['LeakyReLU', [Number.NaN], /slope must be a finite number, got NaN/],
    ['GELU', ['fast'], /approximate must be 'none' or 'tanh', got 'fast'/],
    ['Softmax', [1.5], /axis must be a whole number/],
    ['AdaptiveAvgPool2d', [[null, 1]], /size must be .* got \[null, 1\]/],
    ['Activation', ['hard_swish', {}], /there is no activation 'hard_swish'; did you mean hardSwish\?/],
    ['Activation', ['leakyRelu', { slop: 1 }], /slop/],
    ['Activation', [], /named by a string, got nothing/],
    // How many, and where.
    ['Conv2d', [], /inChannels is missing\n {2}fix: write new Conv2d\(inChannels, outChannels, { kernel, /],
    ['Conv2d', [3, 4], /kernel is missing/],
    ['Conv2d', [3, 4, {}], /kernel is missing/],
    ['Conv2d', [3, 4, null], /kernel must be .* got null/],
    ['Conv2d', [{ inChannels: 3, outChannels: 4, kernel: 3 }], /inChannels is argument 1, by position/],
    ['Conv2d', [3, 4, 3, { kernel: 3 }], /kernel is given twice/],
    ['Conv2d', [3, 4, { stride: 2 }, 3], /kernel must be .* got an object/],
    ['Conv2d', [3, 4, 3, 1, 1, 1, 1, true, 'zeros'], /at most 8 by position .* got 9/],
    ['Conv2d', [3, 4, new Map([['kernel', 3]])], /got a Map/],
    [
      'MaxPool2d',
      [2, 2, 0, 1, false, true],
      /at most 4 by position .* got 6\n {2}fix: write the rest by name, last: { ceilMode }/,
    ],
    ['BatchNorm2d', [], /channels is missing/],
    ['AdaptiveAvgPool2d', [7, 7], /at most 1 by position \(size\), got 2/],
    ['Sigmoid', [1], /takes no arguments, got 1/],
    ['ReLU', ['yes'], /inplace must be true or false, got 'yes'/],
    [
      'Sequential',
      [netwright.ReLU],
      /member 0 is the function ReLU, not a module\n {2}fix: write new ReLU\(…\)/,
    ],
    ['Sequential', [{ act: new netwright.ReLU() }], /member 0 is an object, not a module/],
    ['Sequential', [[new netwright.ReLU(), undefined]], /member 1 is nothing, not a module/],
    ['ModuleList', [[new netwright.ReLU()], [new netwright.ReLU()]], /member 0 is \[a ReLU\], not a module/],
  ])('of %s, case %#', (layer, args, message) => {
    const error = errorOf(() => make(layer, args));
    expect(error.message).toMatch(message);
    expect(error.at).toMatch(new RegExp(`^${layer}.* at arguments\\.test\\.ts:\\d+$`));
    expect(error.fix).toBeDefined();
  });

  const x = inputOf(new netwright.Identity(), [1, 3, 4, 5]);

  test.each<[name: string, args: readonly unknown[], message: RegExp]>([
    ['add', [x], /b is missing/],
    ['add', [x, '1'], /b must be a tensor of this network, or a finite number, got '1'/],
    ['add', [x, Number.NaN], /got NaN/],
    ['add', [1, x], /a must be a tensor of this network, got 1/],
    ['add', [x, x, x], /at most 2 by position \(a, b\), got 3/],
    ['mul', [x, [x]], /b must be .* got \[a tensor \[1, 3, 4, 5\]\]/],
    ['concat', [], /tensors is missing/],
    ['concat', [[]], /tensors must be tensors of this network/],
    ['concat', [x, undefined], /got \[a tensor \[1, 3, 4, 5\], nothing\]/],
    [
      'concat',
      [x, x, 1],
      /fix: write concat\(a, b\) or concat\(\[a, b\]\); to join along another axis, concat\(\[a, b\], axis\)/,
    ],
    ['concat', [[x, x], { dim: 1 }], /PyTorch's dim is axis here/],
    ['concat', [[x, x], 4], /concat along axis 4 of \[1, 3, 4, 5\], which has 4 axes/],
    ['flatten', [], /x is missing/],
    ['flatten', [x, '2'], /start must be a whole number: an axis/],
    ['flatten', [x, 4], /flatten from axis 4 of \[1, 3, 4, 5\], which has 4 axes/],
    ['flatten', [x, 2, 1], /flatten from axis 2 to axis 1/],
    ['flatten', [x, { end_dim: 2 }], /PyTorch's end_dim is end here/],
    ['like', [x, [1, 3, 4, 5]], /other must be a tensor/],
    ['withShape', [x, 3], /shape must be a list of whole numbers from 1, got 3/],
    ['withShape', [x, [1, -1]], /got \[1, -1\]/],
  ])('of %s, case %#', (name, args, message) => {
    const error = errorOf(() => nn[name]?.(...args));
    expect(error.message).toMatch(message);
    expect(error.at).toBe(name);
  });
});

describe('arguments that are taken', () => {
  /** Two ways to write a layer: the graph and the listing are the same. */
  test.each<[layer: string, ours: readonly unknown[], same: readonly (readonly unknown[])[]]>([
    [
      'Conv2d',
      [3, 4, { kernel: 3 }],
      [
        [3, 4, 3],
        [3, 4, [3, 3]],
        [3, 4, 3, 1, 0, 1, 1, true],
        [3, 4, 3, undefined, { stride: undefined }],
      ],
    ],
    [
      'Conv2d',
      [3, 6, { kernel: 3, stride: 2, padding: 1 }],
      [
        [3, 6, 3, 2, 1],
        [3, 6, 3, 2, { padding: 1 }],
        [3, 6, 3, { stride: 2, padding: 1 }],
      ],
    ],
    [
      'Conv2d',
      [3, 6, { kernel: 3, stride: 2, padding: 1, dilation: 2, groups: 3, bias: false }],
      [[3, 6, 3, 2, 1, 2, 3, false]],
    ],
    ['MaxPool2d', [{ kernel: 2 }], [[2], [2, 2], [2, { stride: 2 }]]],
    [
      'MaxPool2d',
      [{ kernel: 3, stride: 2, padding: 1 }],
      [
        [3, 2, 1],
        [3, 2, { padding: 1 }],
      ],
    ],
    [
      'AvgPool2d',
      [{ kernel: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false }],
      [[3, 2, 1, true, false]],
    ],
    [
      'BatchNorm2d',
      [3, { epsilon: 0.001, momentum: 0.2, affine: false }],
      [
        [3, 0.001, 0.2, false],
        [3, 0.001, { momentum: 0.2, affine: false }],
      ],
    ],
    ['LeakyReLU', [0.2, { inplace: true }], [[0.2, true], [{ slope: 0.2, inplace: true }]]],
    ['Dropout', [0.2], [[{ probability: 0.2 }], [0.2, false]]],
    ['ReLU', [{ inplace: true }], [[true]]],
    ['GELU', ['tanh'], [[{ approximate: 'tanh' }]]],
    ['Softmax', [1], [[{ axis: 1 }]]],
    ['Flatten', [], [[1], [1, -1], [{ start: 1 }]]],
    ['Flatten', [1, 2], [[{ start: 1, end: 2 }], [-3, -2]]],
  ])('of %s, case %#', (layer, ours, same) => {
    const text = (args: readonly unknown[]) => {
      const module = make(layer, args) as netwright.Module & { forward(x: never): netwright.Tensor };
      return printGraph(traceNetwork('net', module, [1, 3, 9, 9]));
    };
    for (const args of same) expect(text(args)).toBe(text(ours));
  });

  test("padding in PyTorch's words", () => {
    const shapeOf = (...args: unknown[]) => {
      const layer = make('Conv2d', args) as netwright.Module & { forward(x: never): netwright.Tensor };
      const graph = traceNetwork('net', layer, [1, 3, 9, 8]);
      return [graph.outputs[0]?.node.type.shape, graph.outputs[0]?.node.attributes];
    };
    expect(shapeOf(3, 4, [4, 3], { padding: 'same', dilation: [1, 2] })).toEqual([
      [1, 4, 9, 8],
      {
        stride: [1, 1],
        padding: [
          [1, 2],
          [2, 2],
        ],
        dilation: [1, 2],
        groups: 1,
      },
    ]);
    expect(shapeOf(3, 4, 3, { padding: 'valid' })).toEqual(shapeOf(3, 4, 3));
    expect(errorOf(() => shapeOf(3, 4, 3, 2, 'same')).message).toMatch(
      /padding 'same' is for stride 1, got \(2, 2\)/,
    );
  });

  test('lists of members, and of tensors', () => {
    const members = () => [new netwright.Conv2d(3, 4, 1), new netwright.ReLU()] as const;
    const text = (network: unknown) =>
      printGraph(traceNetwork('net', network as netwright.Conv2d<3, 4>, [1, 3, 5, 5]));
    expect(text(make('Sequential', [members()]))).toBe(text(make('Sequential', members())));
    expect(make('ModuleList', [members()])).toHaveLength(2);
    class Join extends netwright.Module {
      readonly body;
      constructor(body: (x: netwright.Tensor) => netwright.Tensor) {
        super();
        this.body = body;
      }
      forward(x: netwright.Tensor) {
        return this.body(x);
      }
    }
    const join = (...args: unknown[]) => nn.concat?.(...args) as netwright.Tensor;
    expect(text(new Join(x => join([x, x])))).toBe(text(new Join(x => join(x, x))));
    expect(text(new Join(x => join([x, x], -3)))).toBe(text(new Join(x => join([x, x], 1))));
    expect(text(new Join(x => join([x, x], { axis: 2 })))).toMatch(/concat.*axis=2|concat.*axis: 2/);
  });

  test('every layer has a signature, and reads its arguments by it', () => {
    for (const [name, value] of Object.entries(netwright)) {
      if (typeof value !== 'function' || !(value.prototype instanceof Layer) || name === 'Activation')
        continue;
      expect(value).toHaveProperty('signature.name', name);
      const error = errorOf(() => make(name, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
      expect(error.message).toMatch(/at most|no arguments/);
    }
  });
});
