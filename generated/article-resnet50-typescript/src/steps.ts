/** The steps of article-resnet50, in order, each with its place in memory. */
import { winograd4_weights_4096 } from './kernels/winograd4_weights_4096.ts';
import { winograd4_weights_16384 } from './kernels/winograd4_weights_16384.ts';
import { winograd2_weights_65536 } from './kernels/winograd2_weights_65536.ts';
import { conv7x7_224x224x3_to_112x112x64_relu } from './kernels/conv7x7_224x224x3_to_112x112x64_relu.ts';
import { maxpool3x3_112x112x64 } from './kernels/maxpool3x3_112x112x64.ts';
import { conv3x3_56x56x64_to_56x56x64_relu } from './kernels/conv3x3_56x56x64_to_56x56x64_relu.ts';
import { conv3x3_56x56x64_to_56x56x64_add_relu } from './kernels/conv3x3_56x56x64_to_56x56x64_add_relu.ts';
import { conv3x3_56x56x64_to_28x28x128_relu } from './kernels/conv3x3_56x56x64_to_28x28x128_relu.ts';
import { conv3x3_28x28x128_to_28x28x128 } from './kernels/conv3x3_28x28x128_to_28x28x128.ts';
import { conv1x1_56x56x64_to_28x28x128_add_relu } from './kernels/conv1x1_56x56x64_to_28x28x128_add_relu.ts';
import { conv3x3_28x28x128_to_28x28x128_relu } from './kernels/conv3x3_28x28x128_to_28x28x128_relu.ts';
import { conv3x3_28x28x128_to_28x28x128_add_relu } from './kernels/conv3x3_28x28x128_to_28x28x128_add_relu.ts';
import { conv3x3_28x28x128_to_14x14x256_relu } from './kernels/conv3x3_28x28x128_to_14x14x256_relu.ts';
import { conv3x3_14x14x256_to_14x14x256 } from './kernels/conv3x3_14x14x256_to_14x14x256.ts';
import { conv1x1_28x28x128_to_14x14x256_add_relu } from './kernels/conv1x1_28x28x128_to_14x14x256_add_relu.ts';
import { conv3x3_14x14x256_to_14x14x256_relu } from './kernels/conv3x3_14x14x256_to_14x14x256_relu.ts';
import { conv3x3_14x14x256_to_14x14x256_add_relu } from './kernels/conv3x3_14x14x256_to_14x14x256_add_relu.ts';
import { conv3x3_14x14x256_to_7x7x512_relu } from './kernels/conv3x3_14x14x256_to_7x7x512_relu.ts';
import { conv3x3_7x7x512_to_7x7x512 } from './kernels/conv3x3_7x7x512_to_7x7x512.ts';
import { conv1x1_14x14x256_to_7x7x512_add_relu } from './kernels/conv1x1_14x14x256_to_7x7x512_add_relu.ts';
import { conv3x3_7x7x512_to_7x7x512_relu } from './kernels/conv3x3_7x7x512_to_7x7x512_relu.ts';
import { conv3x3_7x7x512_to_7x7x512_add_relu } from './kernels/conv3x3_7x7x512_to_7x7x512_add_relu.ts';
import { meanpool_7x7x512_to_512 } from './kernels/meanpool_7x7x512_to_512.ts';
import { linear_512_to_1000 } from './kernels/linear_512_to_1000.ts';
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
      step('layer1.0.conv1', winograd4_weights_4096, 32, weights(9472, 36864), prepared(0, 147456)),
      step('layer1.0.conv2', winograd4_weights_4096, 32, weights(46400, 36864), prepared(147456, 147456)),
      step('layer1.1.conv1', winograd4_weights_4096, 32, weights(83328, 36864), prepared(294912, 147456)),
      step('layer1.1.conv2', winograd4_weights_4096, 32, weights(120256, 36864), prepared(442368, 147456)),
      step('layer1.2.conv1', winograd4_weights_4096, 32, weights(157184, 36864), prepared(589824, 147456)),
      step('layer1.2.conv2', winograd4_weights_4096, 32, weights(194112, 36864), prepared(737280, 147456)),
      step('layer2.0.conv2', winograd4_weights_16384, 32, weights(304896, 147456), prepared(884736, 589824)),
      step('layer2.1.conv1', winograd4_weights_16384, 32, weights(460800, 147456), prepared(1474560, 589824)),
      step('layer2.1.conv2', winograd4_weights_16384, 32, weights(608384, 147456), prepared(2064384, 589824)),
      step('layer2.2.conv1', winograd4_weights_16384, 32, weights(755968, 147456), prepared(2654208, 589824)),
      step('layer2.2.conv2', winograd4_weights_16384, 32, weights(903552, 147456), prepared(3244032, 589824)),
      step('layer2.3.conv1', winograd4_weights_16384, 32, weights(1051136, 147456), prepared(3833856, 589824)),
      step('layer2.3.conv2', winograd4_weights_16384, 32, weights(1198720, 147456), prepared(4423680, 589824)),
      step('layer3.0.conv2', winograd2_weights_65536, 32, weights(1641472, 589824), prepared(5013504, 1048576)),
      step('layer3.1.conv1', winograd2_weights_65536, 32, weights(2264576, 589824), prepared(6062080, 1048576)),
      step('layer3.1.conv2', winograd2_weights_65536, 32, weights(2854656, 589824), prepared(7110656, 1048576)),
      step('layer3.2.conv1', winograd2_weights_65536, 32, weights(3444736, 589824), prepared(8159232, 1048576)),
      step('layer3.2.conv2', winograd2_weights_65536, 32, weights(4034816, 589824), prepared(9207808, 1048576)),
      step('layer3.3.conv1', winograd2_weights_65536, 32, weights(4624896, 589824), prepared(10256384, 1048576)),
      step('layer3.3.conv2', winograd2_weights_65536, 32, weights(5214976, 589824), prepared(11304960, 1048576)),
      step('layer3.4.conv1', winograd2_weights_65536, 32, weights(5805056, 589824), prepared(12353536, 1048576)),
      step('layer3.4.conv2', winograd2_weights_65536, 32, weights(6395136, 589824), prepared(13402112, 1048576)),
      step('layer3.5.conv1', winograd2_weights_65536, 32, weights(6985216, 589824), prepared(14450688, 1048576)),
      step('layer3.5.conv2', winograd2_weights_65536, 32, weights(7575296, 589824), prepared(15499264, 1048576)),
    ],
    steps: [
      step('conv1', conv7x7_224x224x3_to_112x112x64_relu, 1792, arena(802816, 150528), weights(0, 9408), weights(9408, 64), arena(0, 802816)),
      step('maxpool', maxpool3x3_112x112x64, 56, arena(0, 802816), arena(802816, 200704)),
      step('layer1.0.conv1', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(802816, 200704), prepared(0, 147456), weights(46336, 64), arena(0, 200704)),
      step('layer1.0.conv2', conv3x3_56x56x64_to_56x56x64_add_relu, 28, arena(0, 200704), prepared(147456, 147456), weights(83264, 64), arena(802816, 200704), arena(802816, 200704)),
      step('layer1.1.conv1', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(802816, 200704), prepared(294912, 147456), weights(120192, 64), arena(0, 200704)),
      step('layer1.1.conv2', conv3x3_56x56x64_to_56x56x64_add_relu, 28, arena(0, 200704), prepared(442368, 147456), weights(157120, 64), arena(802816, 200704), arena(802816, 200704)),
      step('layer1.2.conv1', conv3x3_56x56x64_to_56x56x64_relu, 28, arena(802816, 200704), prepared(589824, 147456), weights(194048, 64), arena(0, 200704)),
      step('layer1.2.conv2', conv3x3_56x56x64_to_56x56x64_add_relu, 28, arena(0, 200704), prepared(737280, 147456), weights(230976, 64), arena(802816, 200704), arena(802816, 200704)),
      step('layer2.0.conv1', conv3x3_56x56x64_to_28x28x128_relu, 112, arena(802816, 200704), weights(231040, 73728), weights(304768, 128), arena(0, 100352)),
      step('layer2.0.conv2', conv3x3_28x28x128_to_28x28x128, 14, arena(0, 100352), prepared(884736, 589824), weights(452352, 128), arena(100352, 100352)),
      step('layer2.0.shortcut.0', conv1x1_56x56x64_to_28x28x128_add_relu, 112, arena(802816, 200704), weights(452480, 8192), weights(460672, 128), arena(100352, 100352), arena(100352, 100352)),
      step('layer2.1.conv1', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(100352, 100352), prepared(1474560, 589824), weights(608256, 128), arena(0, 100352)),
      step('layer2.1.conv2', conv3x3_28x28x128_to_28x28x128_add_relu, 14, arena(0, 100352), prepared(2064384, 589824), weights(755840, 128), arena(100352, 100352), arena(100352, 100352)),
      step('layer2.2.conv1', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(100352, 100352), prepared(2654208, 589824), weights(903424, 128), arena(0, 100352)),
      step('layer2.2.conv2', conv3x3_28x28x128_to_28x28x128_add_relu, 14, arena(0, 100352), prepared(3244032, 589824), weights(1051008, 128), arena(100352, 100352), arena(100352, 100352)),
      step('layer2.3.conv1', conv3x3_28x28x128_to_28x28x128_relu, 14, arena(100352, 100352), prepared(3833856, 589824), weights(1198592, 128), arena(0, 100352)),
      step('layer2.3.conv2', conv3x3_28x28x128_to_28x28x128_add_relu, 14, arena(0, 100352), prepared(4423680, 589824), weights(1346176, 128), arena(100352, 100352), arena(100352, 100352)),
      step('layer3.0.conv1', conv3x3_28x28x128_to_14x14x256_relu, 28, arena(100352, 100352), weights(1346304, 294912), weights(1641216, 256), arena(0, 50176)),
      step('layer3.0.conv2', conv3x3_14x14x256_to_14x14x256, 28, arena(0, 50176), prepared(5013504, 1048576), weights(2231296, 256), arena(50176, 50176)),
      step('layer3.0.shortcut.0', conv1x1_28x28x128_to_14x14x256_add_relu, 28, arena(100352, 100352), weights(2231552, 32768), weights(2264320, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer3.1.conv1', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(50176, 50176), prepared(6062080, 1048576), weights(2854400, 256), arena(0, 50176)),
      step('layer3.1.conv2', conv3x3_14x14x256_to_14x14x256_add_relu, 28, arena(0, 50176), prepared(7110656, 1048576), weights(3444480, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer3.2.conv1', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(50176, 50176), prepared(8159232, 1048576), weights(4034560, 256), arena(0, 50176)),
      step('layer3.2.conv2', conv3x3_14x14x256_to_14x14x256_add_relu, 28, arena(0, 50176), prepared(9207808, 1048576), weights(4624640, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer3.3.conv1', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(50176, 50176), prepared(10256384, 1048576), weights(5214720, 256), arena(0, 50176)),
      step('layer3.3.conv2', conv3x3_14x14x256_to_14x14x256_add_relu, 28, arena(0, 50176), prepared(11304960, 1048576), weights(5804800, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer3.4.conv1', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(50176, 50176), prepared(12353536, 1048576), weights(6394880, 256), arena(0, 50176)),
      step('layer3.4.conv2', conv3x3_14x14x256_to_14x14x256_add_relu, 28, arena(0, 50176), prepared(13402112, 1048576), weights(6984960, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer3.5.conv1', conv3x3_14x14x256_to_14x14x256_relu, 28, arena(50176, 50176), prepared(14450688, 1048576), weights(7575040, 256), arena(0, 50176)),
      step('layer3.5.conv2', conv3x3_14x14x256_to_14x14x256_add_relu, 28, arena(0, 50176), prepared(15499264, 1048576), weights(8165120, 256), arena(50176, 50176), arena(50176, 50176)),
      step('layer4.0.conv1', conv3x3_14x14x256_to_7x7x512_relu, 28, arena(50176, 50176), weights(8165376, 1179648), weights(9345024, 512), arena(0, 25088)),
      step('layer4.0.conv2', conv3x3_7x7x512_to_7x7x512, 28, arena(0, 25088), weights(9345536, 2359296), weights(11704832, 512), arena(25088, 25088)),
      step('layer4.0.shortcut.0', conv1x1_14x14x256_to_7x7x512_add_relu, 28, arena(50176, 50176), weights(11705344, 131072), weights(11836416, 512), arena(25088, 25088), arena(25088, 25088)),
      step('layer4.1.conv1', conv3x3_7x7x512_to_7x7x512_relu, 28, arena(25088, 25088), weights(11836928, 2359296), weights(14196224, 512), arena(0, 25088)),
      step('layer4.1.conv2', conv3x3_7x7x512_to_7x7x512_add_relu, 28, arena(0, 25088), weights(14196736, 2359296), weights(16556032, 512), arena(25088, 25088), arena(25088, 25088)),
      step('layer4.2.conv1', conv3x3_7x7x512_to_7x7x512_relu, 28, arena(25088, 25088), weights(16556544, 2359296), weights(18915840, 512), arena(0, 25088)),
      step('layer4.2.conv2', conv3x3_7x7x512_to_7x7x512_add_relu, 28, arena(0, 25088), weights(18916352, 2359296), weights(21275648, 512), arena(25088, 25088), arena(25088, 25088)),
      step('avgpool', meanpool_7x7x512_to_512, 32, arena(25088, 25088), arena(1008, 512)),
      step('fc', linear_512_to_1000, 25, arena(1008, 512), weights(21276160, 512000), weights(21788160, 1000), arena(0, 1000)),
    ],
  };
}
