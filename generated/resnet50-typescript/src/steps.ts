/** The steps of resnet50, in order, each with its place in memory. */
import { winograd4_weights_4096 } from './kernels/winograd4_weights_4096.ts';
import { winograd4_weights_16384 } from './kernels/winograd4_weights_16384.ts';
import { winograd2_weights_65536 } from './kernels/winograd2_weights_65536.ts';
import { conv7x7_224x224x3_to_112x112x64_relu } from './kernels/conv7x7_224x224x3_to_112x112x64_relu.ts';
import { maxpool3x3_112x112x64 } from './kernels/maxpool3x3_112x112x64.ts';
import { conv1x1_56x56x64_to_56x56x64_relu } from './kernels/conv1x1_56x56x64_to_56x56x64_relu.ts';
import { conv3x3_56x56x64_to_56x56x64_relu } from './kernels/conv3x3_56x56x64_to_56x56x64_relu.ts';
import { conv1x1_56x56x64_to_56x56x256 } from './kernels/conv1x1_56x56x64_to_56x56x256.ts';
import { conv1x1_56x56x64_to_56x56x256_add_relu } from './kernels/conv1x1_56x56x64_to_56x56x256_add_relu.ts';
import { conv1x1_56x56x256_to_56x56x64_relu } from './kernels/conv1x1_56x56x256_to_56x56x64_relu.ts';
import { conv1x1_56x56x256_to_56x56x128_relu } from './kernels/conv1x1_56x56x256_to_56x56x128_relu.ts';
import { conv3x3_56x56x128_to_28x28x128_relu } from './kernels/conv3x3_56x56x128_to_28x28x128_relu.ts';
import { conv1x1_56x56x256_to_28x28x512 } from './kernels/conv1x1_56x56x256_to_28x28x512.ts';
import { conv1x1_28x28x128_to_28x28x512_add_relu } from './kernels/conv1x1_28x28x128_to_28x28x512_add_relu.ts';
import { conv1x1_28x28x512_to_28x28x128_relu } from './kernels/conv1x1_28x28x512_to_28x28x128_relu.ts';
import { conv3x3_28x28x128_to_28x28x128_relu } from './kernels/conv3x3_28x28x128_to_28x28x128_relu.ts';
import { conv1x1_28x28x512_to_28x28x256_relu } from './kernels/conv1x1_28x28x512_to_28x28x256_relu.ts';
import { conv3x3_28x28x256_to_14x14x256_relu } from './kernels/conv3x3_28x28x256_to_14x14x256_relu.ts';
import { conv1x1_28x28x512_to_14x14x1024 } from './kernels/conv1x1_28x28x512_to_14x14x1024.ts';
import { conv1x1_14x14x256_to_14x14x1024_add_relu } from './kernels/conv1x1_14x14x256_to_14x14x1024_add_relu.ts';
import { conv1x1_14x14x1024_to_14x14x256_relu } from './kernels/conv1x1_14x14x1024_to_14x14x256_relu.ts';
import { conv3x3_14x14x256_to_14x14x256_relu } from './kernels/conv3x3_14x14x256_to_14x14x256_relu.ts';
import { conv1x1_14x14x1024_to_14x14x512_relu } from './kernels/conv1x1_14x14x1024_to_14x14x512_relu.ts';
import { conv3x3_14x14x512_to_7x7x512_relu } from './kernels/conv3x3_14x14x512_to_7x7x512_relu.ts';
import { conv1x1_14x14x1024_to_7x7x2048 } from './kernels/conv1x1_14x14x1024_to_7x7x2048.ts';
import { conv1x1_7x7x512_to_7x7x2048_add_relu } from './kernels/conv1x1_7x7x512_to_7x7x2048_add_relu.ts';
import { conv1x1_7x7x2048_to_7x7x512_relu } from './kernels/conv1x1_7x7x2048_to_7x7x512_relu.ts';
import { conv3x3_7x7x512_to_7x7x512_relu } from './kernels/conv3x3_7x7x512_to_7x7x512_relu.ts';
import { meanpool_7x7x2048_to_2048 } from './kernels/meanpool_7x7x2048_to_2048.ts';
import { linear_2048_to_1000 } from './kernels/linear_2048_to_1000.ts';
import { type Linked, type Memory, step } from './runtime/program.ts';

/**
 * Binds kernels to memory: each with the units of its work and its ranges, of which the last is what is written.
 * Offsets and lengths are in numbers, not bytes.
 */
export function link(memory: Memory): Linked {
  const weights = (at: number, length: number) => memory.weights.subarray(at, at + length);
  const prepared = (at: number, length: number) => memory.prepared.subarray(at, at + length);
  const arena = (at: number, length: number) => memory.arena.subarray(at, at + length);
  return {
    prepare: [
      step('layer1.0.conv2', winograd4_weights_4096, 32, weights(13632, 36864), prepared(0, 147456)),
      step('layer1.1.conv2', winograd4_weights_4096, 32, weights(100288, 36864), prepared(147456, 147456)),
      step('layer1.2.conv2', winograd4_weights_4096, 32, weights(170304, 36864), prepared(294912, 147456)),
      step('layer2.1.conv2', winograd4_weights_16384, 32, weights(667648, 147456), prepared(442368, 589824)),
      step('layer2.2.conv2', winograd4_weights_16384, 32, weights(946944, 147456), prepared(1032192, 589824)),
      step('layer2.3.conv2', winograd4_weights_16384, 32, weights(1226240, 147456), prepared(1622016, 589824)),
      step('layer3.1.conv2', winograd2_weights_65536, 32, weights(3212160, 589824), prepared(2211840, 1048576)),
      step('layer3.2.conv2', winograd2_weights_65536, 32, weights(4327808, 589824), prepared(3260416, 1048576)),
      step('layer3.3.conv2', winograd2_weights_65536, 32, weights(5443456, 589824), prepared(4308992, 1048576)),
      step('layer3.4.conv2', winograd2_weights_65536, 32, weights(6559104, 589824), prepared(5357568, 1048576)),
      step('layer3.5.conv2', winograd2_weights_65536, 32, weights(7674752, 589824), prepared(6406144, 1048576)),
    ],
    steps: [
      step('conv1', conv7x7_224x224x3_to_112x112x64_relu, 1792, arena(802816, 150528), weights(0, 9408), weights(9408, 64), arena(0, 802816)),
      step('maxpool', maxpool3x3_112x112x64, 56, arena(0, 802816), arena(802816, 200704)),
      step('layer1.0.conv1', conv1x1_56x56x64_to_56x56x64_relu, 448, arena(802816, 200704), weights(9472, 4096), weights(13568, 64), arena(0, 200704)),
      step('layer1.0.conv2', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(0, 200704), prepared(0, 147456), weights(50496, 64), arena(1003520, 200704)),
      step('layer1.0.conv3', conv1x1_56x56x64_to_56x56x256, 448, arena(1003520, 200704), weights(50560, 16384), weights(66944, 256), arena(0, 802816)),
      step('layer1.0.downsample.0', conv1x1_56x56x64_to_56x56x256_add_relu, 448, arena(802816, 200704), weights(67200, 16384), weights(83584, 256), arena(0, 802816), arena(0, 802816)),
      step('layer1.1.conv1', conv1x1_56x56x256_to_56x56x64_relu, 448, arena(0, 802816), weights(83840, 16384), weights(100224, 64), arena(802816, 200704)),
      step('layer1.1.conv2', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(802816, 200704), prepared(147456, 147456), weights(137152, 64), arena(1003520, 200704)),
      step('layer1.1.conv3', conv1x1_56x56x64_to_56x56x256_add_relu, 448, arena(1003520, 200704), weights(137216, 16384), weights(153600, 256), arena(0, 802816), arena(0, 802816)),
      step('layer1.2.conv1', conv1x1_56x56x256_to_56x56x64_relu, 448, arena(0, 802816), weights(153856, 16384), weights(170240, 64), arena(802816, 200704)),
      step('layer1.2.conv2', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(802816, 200704), prepared(294912, 147456), weights(207168, 64), arena(1003520, 200704)),
      step('layer1.2.conv3', conv1x1_56x56x64_to_56x56x256_add_relu, 448, arena(1003520, 200704), weights(207232, 16384), weights(223616, 256), arena(0, 802816), arena(0, 802816)),
      step('layer2.0.conv1', conv1x1_56x56x256_to_56x56x128_relu, 448, arena(0, 802816), weights(223872, 32768), weights(256640, 128), arena(802816, 401408)),
      step('layer2.0.conv2', conv3x3_56x56x128_to_28x28x128_relu, 112, arena(802816, 401408), weights(256768, 147456), weights(404224, 128), arena(1204224, 100352)),
      step('layer2.0.downsample.0', conv1x1_56x56x256_to_28x28x512, 112, arena(0, 802816), weights(404352, 131072), weights(535424, 512), arena(802816, 401408)),
      step('layer2.0.conv3', conv1x1_28x28x128_to_28x28x512_add_relu, 112, arena(1204224, 100352), weights(535936, 65536), weights(601472, 512), arena(802816, 401408), arena(802816, 401408)),
      step('layer2.1.conv1', conv1x1_28x28x512_to_28x28x128_relu, 112, arena(802816, 401408), weights(601984, 65536), weights(667520, 128), arena(0, 100352)),
      step('layer2.1.conv2', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(0, 100352), prepared(442368, 589824), weights(815104, 128), arena(100352, 100352)),
      step('layer2.1.conv3', conv1x1_28x28x128_to_28x28x512_add_relu, 112, arena(100352, 100352), weights(815232, 65536), weights(880768, 512), arena(802816, 401408), arena(802816, 401408)),
      step('layer2.2.conv1', conv1x1_28x28x512_to_28x28x128_relu, 112, arena(802816, 401408), weights(881280, 65536), weights(946816, 128), arena(0, 100352)),
      step('layer2.2.conv2', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(0, 100352), prepared(1032192, 589824), weights(1094400, 128), arena(100352, 100352)),
      step('layer2.2.conv3', conv1x1_28x28x128_to_28x28x512_add_relu, 112, arena(100352, 100352), weights(1094528, 65536), weights(1160064, 512), arena(802816, 401408), arena(802816, 401408)),
      step('layer2.3.conv1', conv1x1_28x28x512_to_28x28x128_relu, 112, arena(802816, 401408), weights(1160576, 65536), weights(1226112, 128), arena(0, 100352)),
      step('layer2.3.conv2', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(0, 100352), prepared(1622016, 589824), weights(1373696, 128), arena(100352, 100352)),
      step('layer2.3.conv3', conv1x1_28x28x128_to_28x28x512_add_relu, 112, arena(100352, 100352), weights(1373824, 65536), weights(1439360, 512), arena(802816, 401408), arena(802816, 401408)),
      step('layer3.0.conv1', conv1x1_28x28x512_to_28x28x256_relu, 112, arena(802816, 401408), weights(1439872, 131072), weights(1570944, 256), arena(0, 200704)),
      step('layer3.0.conv2', conv3x3_28x28x256_to_14x14x256_relu, 28, arena(0, 200704), weights(1571200, 589824), weights(2161024, 256), arena(200704, 50176)),
      step('layer3.0.downsample.0', conv1x1_28x28x512_to_14x14x1024, 28, arena(802816, 401408), weights(2161280, 524288), weights(2685568, 1024), arena(0, 200704)),
      step('layer3.0.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(200704, 50176), weights(2686592, 262144), weights(2948736, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer3.1.conv1', conv1x1_14x14x1024_to_14x14x256_relu, 28, arena(0, 200704), weights(2949760, 262144), weights(3211904, 256), arena(200704, 50176)),
      step('layer3.1.conv2', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(200704, 50176), prepared(2211840, 1048576), weights(3801984, 256), arena(250880, 50176)),
      step('layer3.1.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(250880, 50176), weights(3802240, 262144), weights(4064384, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer3.2.conv1', conv1x1_14x14x1024_to_14x14x256_relu, 28, arena(0, 200704), weights(4065408, 262144), weights(4327552, 256), arena(200704, 50176)),
      step('layer3.2.conv2', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(200704, 50176), prepared(3260416, 1048576), weights(4917632, 256), arena(250880, 50176)),
      step('layer3.2.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(250880, 50176), weights(4917888, 262144), weights(5180032, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer3.3.conv1', conv1x1_14x14x1024_to_14x14x256_relu, 28, arena(0, 200704), weights(5181056, 262144), weights(5443200, 256), arena(200704, 50176)),
      step('layer3.3.conv2', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(200704, 50176), prepared(4308992, 1048576), weights(6033280, 256), arena(250880, 50176)),
      step('layer3.3.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(250880, 50176), weights(6033536, 262144), weights(6295680, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer3.4.conv1', conv1x1_14x14x1024_to_14x14x256_relu, 28, arena(0, 200704), weights(6296704, 262144), weights(6558848, 256), arena(200704, 50176)),
      step('layer3.4.conv2', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(200704, 50176), prepared(5357568, 1048576), weights(7148928, 256), arena(250880, 50176)),
      step('layer3.4.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(250880, 50176), weights(7149184, 262144), weights(7411328, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer3.5.conv1', conv1x1_14x14x1024_to_14x14x256_relu, 28, arena(0, 200704), weights(7412352, 262144), weights(7674496, 256), arena(200704, 50176)),
      step('layer3.5.conv2', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(200704, 50176), prepared(6406144, 1048576), weights(8264576, 256), arena(250880, 50176)),
      step('layer3.5.conv3', conv1x1_14x14x256_to_14x14x1024_add_relu, 28, arena(250880, 50176), weights(8264832, 262144), weights(8526976, 1024), arena(0, 200704), arena(0, 200704)),
      step('layer4.0.conv1', conv1x1_14x14x1024_to_14x14x512_relu, 28, arena(0, 200704), weights(8528000, 524288), weights(9052288, 512), arena(200704, 100352)),
      step('layer4.0.conv2', conv3x3_14x14x512_to_7x7x512_relu, 28, arena(200704, 100352), weights(9052800, 2359296), weights(11412096, 512), arena(301056, 25088)),
      step('layer4.0.downsample.0', conv1x1_14x14x1024_to_7x7x2048, 28, arena(0, 200704), weights(11412608, 2097152), weights(13509760, 2048), arena(200704, 100352)),
      step('layer4.0.conv3', conv1x1_7x7x512_to_7x7x2048_add_relu, 28, arena(301056, 25088), weights(13511808, 1048576), weights(14560384, 2048), arena(200704, 100352), arena(200704, 100352)),
      step('layer4.1.conv1', conv1x1_7x7x2048_to_7x7x512_relu, 28, arena(200704, 100352), weights(14562432, 1048576), weights(15611008, 512), arena(0, 25088)),
      step('layer4.1.conv2', conv3x3_7x7x512_to_7x7x512_relu, 28, arena(0, 25088), weights(15611520, 2359296), weights(17970816, 512), arena(25088, 25088)),
      step('layer4.1.conv3', conv1x1_7x7x512_to_7x7x2048_add_relu, 28, arena(25088, 25088), weights(17971328, 1048576), weights(19019904, 2048), arena(200704, 100352), arena(200704, 100352)),
      step('layer4.2.conv1', conv1x1_7x7x2048_to_7x7x512_relu, 28, arena(200704, 100352), weights(19021952, 1048576), weights(20070528, 512), arena(0, 25088)),
      step('layer4.2.conv2', conv3x3_7x7x512_to_7x7x512_relu, 28, arena(0, 25088), weights(20071040, 2359296), weights(22430336, 512), arena(25088, 25088)),
      step('layer4.2.conv3', conv1x1_7x7x512_to_7x7x2048_add_relu, 28, arena(25088, 25088), weights(22430848, 1048576), weights(23479424, 2048), arena(200704, 100352), arena(200704, 100352)),
      step('avgpool', meanpool_7x7x2048_to_2048, 32, arena(200704, 100352), arena(0, 2048)),
      step('fc', linear_2048_to_1000, 25, arena(0, 2048), weights(23481472, 2048000), weights(25529472, 1000), arena(2048, 1000)),
    ],
  };
}
