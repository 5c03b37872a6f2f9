/** The steps of cifar-resnet20, in order, each with its place in memory. */
import { region, step } from './runtime/program.js';
/** Where regions begin in the one memory, in bytes. Offsets and lengths below are in numbers. */
const weights = region(0);
const prepared = region(1088384);
const arena = region(5032832);
/** Kernels, each with the units of its work. */
const units = {
    winograd4_weights_256: 1,
    winograd4_weights_1024: 1,
    winograd4_weights_4096: 4,
    conv3x3_32x32x3_to_32x32x16_relu: 1,
    conv3x3_32x32x16_to_32x32x16_relu: 1,
    conv3x3_32x32x16_to_32x32x16_add_relu: 1,
    conv3x3_32x32x16_to_16x16x32_relu: 2,
    conv3x3_16x16x32_to_16x16x32: 2,
    conv1x1_32x32x16_to_16x16x32_add_relu: 32,
    conv3x3_16x16x32_to_16x16x32_relu: 2,
    conv3x3_16x16x32_to_16x16x32_add_relu: 2,
    conv3x3_16x16x32_to_8x8x64_relu: 4,
    conv3x3_8x8x64_to_8x8x64: 4,
    conv1x1_16x16x32_to_8x8x64_add_relu: 32,
    conv3x3_8x8x64_to_8x8x64_relu: 4,
    conv3x3_8x8x64_to_8x8x64_add_relu: 4,
    meanpool_8x8x64_to_64: 4,
    linear_64_to_10: 1,
};
export const code = {
    address: {
        portable: () => new URL('./kernels.wasm', import.meta.url),
        relaxed: () => new URL('./kernels-relaxed.wasm', import.meta.url),
    },
    memory: { weights: 0, arena: 5032832, room: 5163904 },
    units,
    prepare: [
        step('layer1.0.conv1', 'winograd4_weights_256', weights(448, 2304), prepared(0, 9792)),
        step('layer1.0.conv2', 'winograd4_weights_256', weights(2768, 2304), prepared(9792, 9792)),
        step('layer1.1.conv1', 'winograd4_weights_256', weights(5088, 2304), prepared(19584, 9792)),
        step('layer1.1.conv2', 'winograd4_weights_256', weights(7408, 2304), prepared(29376, 9792)),
        step('layer1.2.conv1', 'winograd4_weights_256', weights(9728, 2304), prepared(39168, 9792)),
        step('layer1.2.conv2', 'winograd4_weights_256', weights(12048, 2304), prepared(48960, 9792)),
        step('layer2.0.conv2', 'winograd4_weights_1024', weights(19008, 9216), prepared(58752, 37440)),
        step('layer2.1.conv1', 'winograd4_weights_1024', weights(28800, 9216), prepared(96192, 37440)),
        step('layer2.1.conv2', 'winograd4_weights_1024', weights(38048, 9216), prepared(133632, 37440)),
        step('layer2.2.conv1', 'winograd4_weights_1024', weights(47296, 9216), prepared(171072, 37440)),
        step('layer2.2.conv2', 'winograd4_weights_1024', weights(56544, 9216), prepared(208512, 37440)),
        step('layer3.0.conv2', 'winograd4_weights_4096', weights(84288, 36864), prepared(245952, 148032)),
        step('layer3.1.conv1', 'winograd4_weights_4096', weights(123328, 36864), prepared(393984, 148032)),
        step('layer3.1.conv2', 'winograd4_weights_4096', weights(160256, 36864), prepared(542016, 148032)),
        step('layer3.2.conv1', 'winograd4_weights_4096', weights(197184, 36864), prepared(690048, 148032)),
        step('layer3.2.conv2', 'winograd4_weights_4096', weights(234112, 36864), prepared(838080, 148032)),
    ],
    // The last range of a step is what it writes.
    steps: [
        step('conv1', 'conv3x3_32x32x3_to_32x32x16_relu', arena(16384, 3072), weights(0, 432), weights(432, 16), arena(0, 16384)),
        step('layer1.0.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), prepared(0, 9792), weights(2752, 16), arena(16384, 16384)),
        step('layer1.0.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), prepared(9792, 9792), weights(5072, 16), arena(0, 16384), arena(0, 16384)),
        step('layer1.1.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), prepared(19584, 9792), weights(7392, 16), arena(16384, 16384)),
        step('layer1.1.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), prepared(29376, 9792), weights(9712, 16), arena(0, 16384), arena(0, 16384)),
        step('layer1.2.conv1', 'conv3x3_32x32x16_to_32x32x16_relu', arena(0, 16384), prepared(39168, 9792), weights(12032, 16), arena(16384, 16384)),
        step('layer1.2.conv2', 'conv3x3_32x32x16_to_32x32x16_add_relu', arena(16384, 16384), prepared(48960, 9792), weights(14352, 16), arena(0, 16384), arena(0, 16384)),
        step('layer2.0.conv1', 'conv3x3_32x32x16_to_16x16x32_relu', arena(0, 16384), weights(14368, 4608), weights(18976, 32), arena(16384, 8192)),
        step('layer2.0.conv2', 'conv3x3_16x16x32_to_16x16x32', arena(16384, 8192), prepared(58752, 37440), weights(28224, 32), arena(24576, 8192)),
        step('layer2.0.downsample.0', 'conv1x1_32x32x16_to_16x16x32_add_relu', arena(0, 16384), weights(28256, 512), weights(28768, 32), arena(24576, 8192), arena(24576, 8192)),
        step('layer2.1.conv1', 'conv3x3_16x16x32_to_16x16x32_relu', arena(24576, 8192), prepared(96192, 37440), weights(38016, 32), arena(0, 8192)),
        step('layer2.1.conv2', 'conv3x3_16x16x32_to_16x16x32_add_relu', arena(0, 8192), prepared(133632, 37440), weights(47264, 32), arena(24576, 8192), arena(24576, 8192)),
        step('layer2.2.conv1', 'conv3x3_16x16x32_to_16x16x32_relu', arena(24576, 8192), prepared(171072, 37440), weights(56512, 32), arena(0, 8192)),
        step('layer2.2.conv2', 'conv3x3_16x16x32_to_16x16x32_add_relu', arena(0, 8192), prepared(208512, 37440), weights(65760, 32), arena(24576, 8192), arena(24576, 8192)),
        step('layer3.0.conv1', 'conv3x3_16x16x32_to_8x8x64_relu', arena(24576, 8192), weights(65792, 18432), weights(84224, 64), arena(0, 4096)),
        step('layer3.0.conv2', 'conv3x3_8x8x64_to_8x8x64', arena(0, 4096), prepared(245952, 148032), weights(121152, 64), arena(4096, 4096)),
        step('layer3.0.downsample.0', 'conv1x1_16x16x32_to_8x8x64_add_relu', arena(24576, 8192), weights(121216, 2048), weights(123264, 64), arena(4096, 4096), arena(4096, 4096)),
        step('layer3.1.conv1', 'conv3x3_8x8x64_to_8x8x64_relu', arena(4096, 4096), prepared(393984, 148032), weights(160192, 64), arena(0, 4096)),
        step('layer3.1.conv2', 'conv3x3_8x8x64_to_8x8x64_add_relu', arena(0, 4096), prepared(542016, 148032), weights(197120, 64), arena(4096, 4096), arena(4096, 4096)),
        step('layer3.2.conv1', 'conv3x3_8x8x64_to_8x8x64_relu', arena(4096, 4096), prepared(690048, 148032), weights(234048, 64), arena(0, 4096)),
        step('layer3.2.conv2', 'conv3x3_8x8x64_to_8x8x64_add_relu', arena(0, 4096), prepared(838080, 148032), weights(270976, 64), arena(4096, 4096), arena(4096, 4096)),
        step('avgpool', 'meanpool_8x8x64_to_64', arena(4096, 4096), arena(0, 64)),
        step('fc', 'linear_64_to_10', arena(0, 64), weights(271040, 1024), weights(272064, 10), arena(64, 10)),
    ],
};
