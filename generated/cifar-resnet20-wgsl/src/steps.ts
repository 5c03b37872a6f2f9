/** The steps of cifar-resnet20, in order, each with its place in memory. */
import conv3x3_32x32x3_to_32x32x16_relu from './kernels/conv3x3_32x32x3_to_32x32x16_relu.wgsl';
import conv3x3_32x32x16_to_32x32x16_relu from './kernels/conv3x3_32x32x16_to_32x32x16_relu.wgsl';
import conv3x3_32x32x16_to_32x32x16_add_relu from './kernels/conv3x3_32x32x16_to_32x32x16_add_relu.wgsl';
import conv3x3_32x32x16_to_16x16x32_relu from './kernels/conv3x3_32x32x16_to_16x16x32_relu.wgsl';
import conv3x3_16x16x32_to_16x16x32 from './kernels/conv3x3_16x16x32_to_16x16x32.wgsl';
import conv1x1_32x32x16_to_16x16x32_add_relu from './kernels/conv1x1_32x32x16_to_16x16x32_add_relu.wgsl';
import conv3x3_16x16x32_to_16x16x32_relu from './kernels/conv3x3_16x16x32_to_16x16x32_relu.wgsl';
import conv3x3_16x16x32_to_16x16x32_add_relu from './kernels/conv3x3_16x16x32_to_16x16x32_add_relu.wgsl';
import conv3x3_16x16x32_to_8x8x64_relu from './kernels/conv3x3_16x16x32_to_8x8x64_relu.wgsl';
import conv3x3_8x8x64_to_8x8x64 from './kernels/conv3x3_8x8x64_to_8x8x64.wgsl';
import conv1x1_16x16x32_to_8x8x64_add_relu from './kernels/conv1x1_16x16x32_to_8x8x64_add_relu.wgsl';
import conv3x3_8x8x64_to_8x8x64_relu from './kernels/conv3x3_8x8x64_to_8x8x64_relu.wgsl';
import conv3x3_8x8x64_to_8x8x64_add_relu from './kernels/conv3x3_8x8x64_to_8x8x64_add_relu.wgsl';
import mean_linear_8x8x64_to_10 from './kernels/mean_linear_8x8x64_to_10.wgsl';
import convert from './kernels/convert.wgsl';
import preprocess from './kernels/preprocess.wgsl';
import { arena, type Code, step, weights } from './runtime/program.ts';

/** Shaders, each with the workgroups of its dispatch along x, y and z. */
const shaders = {
  conv3x3_32x32x3_to_32x32x16_relu: [conv3x3_32x32x3_to_32x32x16_relu, 16, 1, 1],
  conv3x3_32x32x16_to_32x32x16_relu: [conv3x3_32x32x16_to_32x32x16_relu, 64, 1, 1],
  conv3x3_32x32x16_to_32x32x16_add_relu: [conv3x3_32x32x16_to_32x32x16_add_relu, 64, 1, 1],
  conv3x3_32x32x16_to_16x16x32_relu: [conv3x3_32x32x16_to_16x16x32_relu, 16, 2, 1],
  conv3x3_16x16x32_to_16x16x32: [conv3x3_16x16x32_to_16x16x32, 16, 2, 1],
  conv1x1_32x32x16_to_16x16x32_add_relu: [conv1x1_32x32x16_to_16x16x32_add_relu, 16, 2, 1],
  conv3x3_16x16x32_to_16x16x32_relu: [conv3x3_16x16x32_to_16x16x32_relu, 16, 2, 1],
  conv3x3_16x16x32_to_16x16x32_add_relu: [conv3x3_16x16x32_to_16x16x32_add_relu, 16, 2, 1],
  conv3x3_16x16x32_to_8x8x64_relu: [conv3x3_16x16x32_to_8x8x64_relu, 4, 4, 1],
  conv3x3_8x8x64_to_8x8x64: [conv3x3_8x8x64_to_8x8x64, 4, 4, 1],
  conv1x1_16x16x32_to_8x8x64_add_relu: [conv1x1_16x16x32_to_8x8x64_add_relu, 4, 4, 1],
  conv3x3_8x8x64_to_8x8x64_relu: [conv3x3_8x8x64_to_8x8x64_relu, 4, 4, 1],
  conv3x3_8x8x64_to_8x8x64_add_relu: [conv3x3_8x8x64_to_8x8x64_add_relu, 4, 4, 1],
  mean_linear_8x8x64_to_10: [mean_linear_8x8x64_to_10, 1, 1, 1],
} as const;

/** What is bound to them. Offsets and lengths are in numbers, not bytes; the last range is what is written. */
const steps = [
  step('conv1', 'conv3x3_32x32x3_to_32x32x16_relu', arena(16384, 3072), weights(0, 432), weights(512, 16), arena(0, 16384)),
  step('layer1.0.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), weights(640, 2304), weights(2944, 16), arena(16384, 16384)),
  step('layer1.0.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), weights(3072, 2304), weights(5376, 16), arena(0, 16384)),
  step('layer1.1.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), weights(5504, 2304), weights(7808, 16), arena(16384, 16384)),
  step('layer1.1.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), weights(7936, 2304), weights(10240, 16), arena(0, 16384)),
  step('layer1.2.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), weights(10368, 2304), weights(12672, 16), arena(16384, 16384)),
  step('layer1.2.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), weights(12800, 2304), weights(15104, 16), arena(0, 16384)),
  step('layer2.0.conv1', 'conv3x3_32x32x16_to_16x16x32_relu', arena(0, 16384), weights(15232, 4608), weights(19840, 32), arena(16384, 8192)),
  step('layer2.0.conv2', 'conv3x3_16x16x32_to_16x16x32', arena(16384, 8192), weights(19968, 9216), weights(29184, 32), arena(32768, 8192)),
  step('layer2.0.downsample.0', 'conv1x1_32x32x16_to_16x16x32_add_relu', arena(0, 16384), weights(29312, 512), weights(29824, 32), arena(32768, 8192)),
  step('layer2.1.conv1', 'conv3x3_16x16x32_to_16x16x32_relu', arena(32768, 8192), weights(29952, 9216), weights(39168, 32), arena(0, 8192)),
  step('layer2.1.conv2', 'conv3x3_16x16x32_to_16x16x32_add_relu', arena(0, 8192), weights(39296, 9216), weights(48512, 32), arena(32768, 8192)),
  step('layer2.2.conv1', 'conv3x3_16x16x32_to_16x16x32_relu', arena(32768, 8192), weights(48640, 9216), weights(57856, 32), arena(0, 8192)),
  step('layer2.2.conv2', 'conv3x3_16x16x32_to_16x16x32_add_relu', arena(0, 8192), weights(57984, 9216), weights(67200, 32), arena(32768, 8192)),
  step('layer3.0.conv1', 'conv3x3_16x16x32_to_8x8x64_relu', arena(32768, 8192), weights(67328, 18432), weights(85760, 64), arena(0, 4096)),
  step('layer3.0.conv2', 'conv3x3_8x8x64_to_8x8x64', arena(0, 4096), weights(85888, 36864), weights(122752, 64), arena(16384, 4096)),
  step('layer3.0.downsample.0', 'conv1x1_16x16x32_to_8x8x64_add_relu', arena(32768, 8192), weights(122880, 2048), weights(124928, 64), arena(16384, 4096)),
  step('layer3.1.conv1', 'conv3x3_8x8x64_to_8x8x64_relu', arena(16384, 4096), weights(125056, 36864), weights(161920, 64), arena(0, 4096)),
  step('layer3.1.conv2', 'conv3x3_8x8x64_to_8x8x64_add_relu', arena(0, 4096), weights(162048, 36864), weights(198912, 64), arena(16384, 4096)),
  step('layer3.2.conv1', 'conv3x3_8x8x64_to_8x8x64_relu', arena(16384, 4096), weights(199040, 36864), weights(235904, 64), arena(0, 4096)),
  step('layer3.2.conv2', 'conv3x3_8x8x64_to_8x8x64_add_relu', arena(0, 4096), weights(236032, 36864), weights(272896, 64), arena(16384, 4096)),
  step('fc', 'mean_linear_8x8x64_to_10', arena(16384, 4096), weights(273024, 768), weights(273792, 10), arena(0, 10)),
];

export const code: Code<keyof typeof shaders> = { shaders, steps, convert, preprocess };
