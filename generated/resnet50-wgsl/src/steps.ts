/** The steps of resnet50, in order, each with its place in memory. */
import conv7x7_224x224x3_to_112x112x64_relu from './kernels/conv7x7_224x224x3_to_112x112x64_relu.wgsl';
import maxpool3x3_112x112x64 from './kernels/maxpool3x3_112x112x64.wgsl';
import conv1x1_56x56x64_to_56x56x64_relu from './kernels/conv1x1_56x56x64_to_56x56x64_relu.wgsl';
import conv3x3_56x56x64_to_56x56x64_relu from './kernels/conv3x3_56x56x64_to_56x56x64_relu.wgsl';
import conv1x1_56x56x64_to_56x56x256 from './kernels/conv1x1_56x56x64_to_56x56x256.wgsl';
import conv1x1_56x56x64_to_56x56x256_add_relu from './kernels/conv1x1_56x56x64_to_56x56x256_add_relu.wgsl';
import conv1x1_56x56x256_to_56x56x64_relu from './kernels/conv1x1_56x56x256_to_56x56x64_relu.wgsl';
import conv1x1_56x56x256_to_56x56x128_relu from './kernels/conv1x1_56x56x256_to_56x56x128_relu.wgsl';
import conv3x3_56x56x128_to_28x28x128_relu from './kernels/conv3x3_56x56x128_to_28x28x128_relu.wgsl';
import conv1x1_56x56x256_to_28x28x512 from './kernels/conv1x1_56x56x256_to_28x28x512.wgsl';
import conv1x1_28x28x128_to_28x28x512_add_relu from './kernels/conv1x1_28x28x128_to_28x28x512_add_relu.wgsl';
import conv1x1_28x28x512_to_28x28x128_relu from './kernels/conv1x1_28x28x512_to_28x28x128_relu.wgsl';
import conv3x3_28x28x128_to_28x28x128_relu from './kernels/conv3x3_28x28x128_to_28x28x128_relu.wgsl';
import conv1x1_28x28x512_to_28x28x256_relu from './kernels/conv1x1_28x28x512_to_28x28x256_relu.wgsl';
import conv3x3_28x28x256_to_14x14x256_relu from './kernels/conv3x3_28x28x256_to_14x14x256_relu.wgsl';
import conv1x1_28x28x512_to_14x14x1024 from './kernels/conv1x1_28x28x512_to_14x14x1024.wgsl';
import conv1x1_14x14x256_to_14x14x1024_add_relu from './kernels/conv1x1_14x14x256_to_14x14x1024_add_relu.wgsl';
import conv1x1_14x14x1024_to_14x14x256_relu from './kernels/conv1x1_14x14x1024_to_14x14x256_relu.wgsl';
import conv3x3_14x14x256_to_14x14x256_relu from './kernels/conv3x3_14x14x256_to_14x14x256_relu.wgsl';
import conv1x1_14x14x1024_to_14x14x512_relu from './kernels/conv1x1_14x14x1024_to_14x14x512_relu.wgsl';
import conv3x3_14x14x512_to_7x7x512_relu from './kernels/conv3x3_14x14x512_to_7x7x512_relu.wgsl';
import conv1x1_14x14x1024_to_7x7x2048 from './kernels/conv1x1_14x14x1024_to_7x7x2048.wgsl';
import conv1x1_7x7x512_to_7x7x2048_add_relu from './kernels/conv1x1_7x7x512_to_7x7x2048_add_relu.wgsl';
import conv1x1_7x7x2048_to_7x7x512_relu from './kernels/conv1x1_7x7x2048_to_7x7x512_relu.wgsl';
import conv3x3_7x7x512_to_7x7x512_relu from './kernels/conv3x3_7x7x512_to_7x7x512_relu.wgsl';
import mean_linear_7x7x2048_to_1000 from './kernels/mean_linear_7x7x2048_to_1000.wgsl';
import convert from './kernels/convert.wgsl';
import preprocess from './kernels/preprocess.wgsl';
import { arena, type Code, step, weights } from './runtime/program.ts';

/** Shaders, each with the workgroups of its dispatch along x, y and z. */
const shaders = {
  conv7x7_224x224x3_to_112x112x64_relu: [conv7x7_224x224x3_to_112x112x64_relu, 196, 1, 1],
  maxpool3x3_112x112x64: [maxpool3x3_112x112x64, 784, 1, 1],
  conv1x1_56x56x64_to_56x56x64_relu: [conv1x1_56x56x64_to_56x56x64_relu, 98, 2, 1],
  conv3x3_56x56x64_to_56x56x64_relu: [conv3x3_56x56x64_to_56x56x64_relu, 98, 2, 1],
  conv1x1_56x56x64_to_56x56x256: [conv1x1_56x56x64_to_56x56x256, 98, 4, 1],
  conv1x1_56x56x64_to_56x56x256_add_relu: [conv1x1_56x56x64_to_56x56x256_add_relu, 98, 4, 1],
  conv1x1_56x56x256_to_56x56x64_relu: [conv1x1_56x56x256_to_56x56x64_relu, 98, 2, 1],
  conv1x1_56x56x256_to_56x56x128_relu: [conv1x1_56x56x256_to_56x56x128_relu, 98, 4, 1],
  conv3x3_56x56x128_to_28x28x128_relu: [conv3x3_56x56x128_to_28x28x128_relu, 25, 4, 1],
  conv1x1_56x56x256_to_28x28x512: [conv1x1_56x56x256_to_28x28x512, 25, 16, 1],
  conv1x1_28x28x128_to_28x28x512_add_relu: [conv1x1_28x28x128_to_28x28x512_add_relu, 25, 16, 1],
  conv1x1_28x28x512_to_28x28x128_relu: [conv1x1_28x28x512_to_28x28x128_relu, 25, 4, 1],
  conv3x3_28x28x128_to_28x28x128_relu: [conv3x3_28x28x128_to_28x28x128_relu, 25, 4, 1],
  conv1x1_28x28x512_to_28x28x256_relu: [conv1x1_28x28x512_to_28x28x256_relu, 25, 8, 1],
  conv3x3_28x28x256_to_14x14x256_relu: [conv3x3_28x28x256_to_14x14x256_relu, 13, 8, 1],
  conv1x1_28x28x512_to_14x14x1024: [conv1x1_28x28x512_to_14x14x1024, 7, 16, 1],
  conv1x1_14x14x256_to_14x14x1024_add_relu: [conv1x1_14x14x256_to_14x14x1024_add_relu, 7, 16, 1],
  conv1x1_14x14x1024_to_14x14x256_relu: [conv1x1_14x14x1024_to_14x14x256_relu, 13, 8, 1],
  conv3x3_14x14x256_to_14x14x256_relu: [conv3x3_14x14x256_to_14x14x256_relu, 13, 8, 1],
  conv1x1_14x14x1024_to_14x14x512_relu: [conv1x1_14x14x1024_to_14x14x512_relu, 7, 16, 1],
  conv3x3_14x14x512_to_7x7x512_relu: [conv3x3_14x14x512_to_7x7x512_relu, 2, 16, 1],
  conv1x1_14x14x1024_to_7x7x2048: [conv1x1_14x14x1024_to_7x7x2048, 2, 32, 1],
  conv1x1_7x7x512_to_7x7x2048_add_relu: [conv1x1_7x7x512_to_7x7x2048_add_relu, 2, 32, 1],
  conv1x1_7x7x2048_to_7x7x512_relu: [conv1x1_7x7x2048_to_7x7x512_relu, 2, 16, 1],
  conv3x3_7x7x512_to_7x7x512_relu: [conv3x3_7x7x512_to_7x7x512_relu, 2, 16, 1],
  mean_linear_7x7x2048_to_1000: [mean_linear_7x7x2048_to_1000, 1, 32, 1],
} as const;

/** What is bound to them. Offsets and lengths are in numbers, not bytes; the last range is what is written. */
const steps = [
  step('conv1', 'conv7x7_224x224x3_to_112x112x64_relu', arena(802816, 150528), weights(0, 9408), weights(9472, 64), arena(0, 802816)),
  step('maxpool', 'maxpool3x3_112x112x64', arena(0, 802816), arena(802816, 200704)),
  step('layer1.0.conv1', 'conv1x1_56x56x64_to_56x56x64_relu', arena(802816, 200704), weights(9600, 4096), weights(13696, 64), arena(0, 200704)),
  step('layer1.0.conv2', 'conv3x3_56x56x64_to_56x56x64_relu', arena(0, 200704), weights(13824, 36864), weights(50688, 64), arena(1003520, 200704)),
  step('layer1.0.conv3', 'conv1x1_56x56x64_to_56x56x256', arena(1003520, 200704), weights(50816, 16384), weights(67200, 256), arena(0, 802816)),
  step('layer1.0.downsample.0', 'conv1x1_56x56x64_to_56x56x256_add_relu', arena(802816, 200704), weights(67456, 16384), weights(83840, 256), arena(0, 802816)),
  step('layer1.1.conv1', 'conv1x1_56x56x256_to_56x56x64_relu', arena(0, 802816), weights(84096, 16384), weights(100480, 64), arena(802816, 200704)),
  step('layer1.1.conv2', 'conv3x3_56x56x64_to_56x56x64_relu', arena(802816, 200704), weights(100608, 36864), weights(137472, 64), arena(1204224, 200704)),
  step('layer1.1.conv3', 'conv1x1_56x56x64_to_56x56x256_add_relu', arena(1204224, 200704), weights(137600, 16384), weights(153984, 256), arena(0, 802816)),
  step('layer1.2.conv1', 'conv1x1_56x56x256_to_56x56x64_relu', arena(0, 802816), weights(154240, 16384), weights(170624, 64), arena(802816, 200704)),
  step('layer1.2.conv2', 'conv3x3_56x56x64_to_56x56x64_relu', arena(802816, 200704), weights(170752, 36864), weights(207616, 64), arena(1204224, 200704)),
  step('layer1.2.conv3', 'conv1x1_56x56x64_to_56x56x256_add_relu', arena(1204224, 200704), weights(207744, 16384), weights(224128, 256), arena(0, 802816)),
  step('layer2.0.conv1', 'conv1x1_56x56x256_to_56x56x128_relu', arena(0, 802816), weights(224384, 32768), weights(257152, 128), arena(802816, 401408)),
  step('layer2.0.conv2', 'conv3x3_56x56x128_to_28x28x128_relu', arena(802816, 401408), weights(257280, 147456), weights(404736, 128), arena(1204224, 100352)),
  step('layer2.0.downsample.0', 'conv1x1_56x56x256_to_28x28x512', arena(0, 802816), weights(404864, 131072), weights(535936, 512), arena(802816, 401408)),
  step('layer2.0.conv3', 'conv1x1_28x28x128_to_28x28x512_add_relu', arena(1204224, 100352), weights(536448, 65536), weights(601984, 512), arena(802816, 401408)),
  step('layer2.1.conv1', 'conv1x1_28x28x512_to_28x28x128_relu', arena(802816, 401408), weights(602496, 65536), weights(668032, 128), arena(0, 100352)),
  step('layer2.1.conv2', 'conv3x3_28x28x128_to_28x28x128_relu', arena(0, 100352), weights(668160, 147456), weights(815616, 128), arena(1204224, 100352)),
  step('layer2.1.conv3', 'conv1x1_28x28x128_to_28x28x512_add_relu', arena(1204224, 100352), weights(815744, 65536), weights(881280, 512), arena(802816, 401408)),
  step('layer2.2.conv1', 'conv1x1_28x28x512_to_28x28x128_relu', arena(802816, 401408), weights(881792, 65536), weights(947328, 128), arena(0, 100352)),
  step('layer2.2.conv2', 'conv3x3_28x28x128_to_28x28x128_relu', arena(0, 100352), weights(947456, 147456), weights(1094912, 128), arena(1204224, 100352)),
  step('layer2.2.conv3', 'conv1x1_28x28x128_to_28x28x512_add_relu', arena(1204224, 100352), weights(1095040, 65536), weights(1160576, 512), arena(802816, 401408)),
  step('layer2.3.conv1', 'conv1x1_28x28x512_to_28x28x128_relu', arena(802816, 401408), weights(1161088, 65536), weights(1226624, 128), arena(0, 100352)),
  step('layer2.3.conv2', 'conv3x3_28x28x128_to_28x28x128_relu', arena(0, 100352), weights(1226752, 147456), weights(1374208, 128), arena(1204224, 100352)),
  step('layer2.3.conv3', 'conv1x1_28x28x128_to_28x28x512_add_relu', arena(1204224, 100352), weights(1374336, 65536), weights(1439872, 512), arena(802816, 401408)),
  step('layer3.0.conv1', 'conv1x1_28x28x512_to_28x28x256_relu', arena(802816, 401408), weights(1440384, 131072), weights(1571456, 256), arena(0, 200704)),
  step('layer3.0.conv2', 'conv3x3_28x28x256_to_14x14x256_relu', arena(0, 200704), weights(1571712, 589824), weights(2161536, 256), arena(1204224, 50176)),
  step('layer3.0.downsample.0', 'conv1x1_28x28x512_to_14x14x1024', arena(802816, 401408), weights(2161792, 524288), weights(2686080, 1024), arena(0, 200704)),
  step('layer3.0.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(2687104, 262144), weights(2949248, 1024), arena(0, 200704)),
  step('layer3.1.conv1', 'conv1x1_14x14x1024_to_14x14x256_relu', arena(0, 200704), weights(2950272, 262144), weights(3212416, 256), arena(802816, 50176)),
  step('layer3.1.conv2', 'conv3x3_14x14x256_to_14x14x256_relu', arena(802816, 50176), weights(3212672, 589824), weights(3802496, 256), arena(1204224, 50176)),
  step('layer3.1.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(3802752, 262144), weights(4064896, 1024), arena(0, 200704)),
  step('layer3.2.conv1', 'conv1x1_14x14x1024_to_14x14x256_relu', arena(0, 200704), weights(4065920, 262144), weights(4328064, 256), arena(802816, 50176)),
  step('layer3.2.conv2', 'conv3x3_14x14x256_to_14x14x256_relu', arena(802816, 50176), weights(4328320, 589824), weights(4918144, 256), arena(1204224, 50176)),
  step('layer3.2.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(4918400, 262144), weights(5180544, 1024), arena(0, 200704)),
  step('layer3.3.conv1', 'conv1x1_14x14x1024_to_14x14x256_relu', arena(0, 200704), weights(5181568, 262144), weights(5443712, 256), arena(802816, 50176)),
  step('layer3.3.conv2', 'conv3x3_14x14x256_to_14x14x256_relu', arena(802816, 50176), weights(5443968, 589824), weights(6033792, 256), arena(1204224, 50176)),
  step('layer3.3.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(6034048, 262144), weights(6296192, 1024), arena(0, 200704)),
  step('layer3.4.conv1', 'conv1x1_14x14x1024_to_14x14x256_relu', arena(0, 200704), weights(6297216, 262144), weights(6559360, 256), arena(802816, 50176)),
  step('layer3.4.conv2', 'conv3x3_14x14x256_to_14x14x256_relu', arena(802816, 50176), weights(6559616, 589824), weights(7149440, 256), arena(1204224, 50176)),
  step('layer3.4.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(7149696, 262144), weights(7411840, 1024), arena(0, 200704)),
  step('layer3.5.conv1', 'conv1x1_14x14x1024_to_14x14x256_relu', arena(0, 200704), weights(7412864, 262144), weights(7675008, 256), arena(802816, 50176)),
  step('layer3.5.conv2', 'conv3x3_14x14x256_to_14x14x256_relu', arena(802816, 50176), weights(7675264, 589824), weights(8265088, 256), arena(1204224, 50176)),
  step('layer3.5.conv3', 'conv1x1_14x14x256_to_14x14x1024_add_relu', arena(1204224, 50176), weights(8265344, 262144), weights(8527488, 1024), arena(0, 200704)),
  step('layer4.0.conv1', 'conv1x1_14x14x1024_to_14x14x512_relu', arena(0, 200704), weights(8528512, 524288), weights(9052800, 512), arena(802816, 100352)),
  step('layer4.0.conv2', 'conv3x3_14x14x512_to_7x7x512_relu', arena(802816, 100352), weights(9053312, 2359296), weights(11412608, 512), arena(200704, 25088)),
  step('layer4.0.downsample.0', 'conv1x1_14x14x1024_to_7x7x2048', arena(0, 200704), weights(11413120, 2097152), weights(13510272, 2048), arena(802816, 100352)),
  step('layer4.0.conv3', 'conv1x1_7x7x512_to_7x7x2048_add_relu', arena(200704, 25088), weights(13512320, 1048576), weights(14560896, 2048), arena(802816, 100352)),
  step('layer4.1.conv1', 'conv1x1_7x7x2048_to_7x7x512_relu', arena(802816, 100352), weights(14562944, 1048576), weights(15611520, 512), arena(0, 25088)),
  step('layer4.1.conv2', 'conv3x3_7x7x512_to_7x7x512_relu', arena(0, 25088), weights(15612032, 2359296), weights(17971328, 512), arena(1204224, 25088)),
  step('layer4.1.conv3', 'conv1x1_7x7x512_to_7x7x2048_add_relu', arena(1204224, 25088), weights(17971840, 1048576), weights(19020416, 2048), arena(802816, 100352)),
  step('layer4.2.conv1', 'conv1x1_7x7x2048_to_7x7x512_relu', arena(802816, 100352), weights(19022464, 1048576), weights(20071040, 512), arena(0, 25088)),
  step('layer4.2.conv2', 'conv3x3_7x7x512_to_7x7x512_relu', arena(0, 25088), weights(20071552, 2359296), weights(22430848, 512), arena(1204224, 25088)),
  step('layer4.2.conv3', 'conv1x1_7x7x512_to_7x7x2048_add_relu', arena(1204224, 25088), weights(22431360, 1048576), weights(23479936, 2048), arena(802816, 100352)),
  step('fc', 'mean_linear_7x7x2048_to_1000', arena(802816, 100352), weights(23481984, 2048000), weights(25529984, 1000), arena(0, 1000)),
];

export const code: Code<keyof typeof shaders> = { shaders, steps, convert, preprocess };
