/** Preprocessing out of the files of Hugging Face and timm, as their libraries would do it. */

import { expect, test } from 'vitest';
import { preprocessingOf } from '../../compiler/metadata/recipes.ts';

const input = [1, 3, 224, 224];
const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];
const levels = { image_mean: mean, image_std: std };

/** microsoft/resnet-50's. */
const resnet = {
  crop_pct: 0.875,
  do_normalize: true,
  do_resize: true,
  feature_extractor_type: 'ConvNextFeatureExtractor',
  ...levels,
  resample: 3,
  size: 224,
};

const timm = {
  architecture: 'resnet50',
  num_classes: 1000,
  pretrained_cfg: {
    input_size: [3, 224, 224],
    test_input_size: [3, 288, 288],
    interpolation: 'bicubic',
    crop_pct: 0.95,
    test_crop_pct: 1.0,
    mean,
    std,
  },
};

test.each([
  ["microsoft/resnet-50's", resnet, { resize: 256, interpolation: 'bicubic', mean, std }],
  [
    'the same as written now',
    { ...resnet, size: { shortest_edge: 224 } },
    { resize: 256, interpolation: 'bicubic', mean, std },
  ],
  [
    'ConvNeXt at 384: the whole image',
    { ...resnet, size: { shortest_edge: 384 } },
    // In proportion, for an input of 224.
    { resize: [224, 224], interpolation: 'bicubic', mean, std },
  ],
  [
    'ViT: the whole image',
    {
      image_processor_type: 'ViTImageProcessor',
      size: { height: 224, width: 224 },
      resample: 2,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    },
    { resize: [224, 224], interpolation: 'bilinear', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  ],
  [
    'MobileNet: an edge, and a crop',
    {
      image_processor_type: 'MobileNetV2ImageProcessor',
      do_center_crop: true,
      size: { shortest_edge: 256 },
      crop_size: { height: 224, width: 224 },
      resample: 2,
      ...levels,
    },
    { resize: 256, interpolation: 'bilinear', mean, std },
  ],
  [
    'DeiT: both sides, and a crop',
    { do_center_crop: true, size: { height: 256, width: 256 }, crop_size: 224, resample: 3, ...levels },
    { resize: [256, 256], interpolation: 'bicubic', mean, std },
  ],
  [
    'levels that are not scaled to 1',
    { ...resnet, do_rescale: false, image_mean: [127.5, 0, 255], image_std: [255, 51, 127.5] },
    { resize: 256, interpolation: 'bicubic', mean: [0.5, 0, 1], std: [1, 0.2, 0.5] },
  ],
  [
    'levels from -1 to 1',
    { ...resnet, do_normalize: false, rescale_factor: 1 / 127.5, rescale_offset: true },
    { resize: 256, interpolation: 'bicubic', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  ],
  [
    'levels that are only scaled',
    { ...resnet, do_normalize: false },
    { resize: 256, interpolation: 'bicubic', mean: [0, 0, 0], std: [1, 1, 1] },
  ],
  ["timm's", timm, { resize: 235, interpolation: 'bicubic', mean, std }],
  [
    "timm's before it had pretrained_cfg",
    timm.pretrained_cfg,
    { resize: 235, interpolation: 'bicubic', mean, std },
  ],
  [
    "timm's squash",
    { pretrained_cfg: { ...timm.pretrained_cfg, crop_mode: 'squash' } },
    { resize: [235, 235], interpolation: 'bicubic', mean, std },
  ],
])('%s', (_, config, expected) => {
  const found = preprocessingOf(config, 'config.json', input);
  expect(found).toEqual(expected);
});

test("timm's crop of its test size is taken at that size", () => {
  expect(preprocessingOf(timm, 'config.json', [1, 3, 288, 288])?.resize).toBe(288);
  expect(preprocessingOf(timm, 'config.json', [1, 3, 256, 256])?.resize).toBe(269);
});

test('another size of input keeps the ratio', () => {
  expect(preprocessingOf(resnet, 'x', [1, 3, 112, 112])?.resize).toBe(128);
});

test.each([
  ['neither', { depths: [3, 4, 6, 3], model_type: 'resnet' }],
  ['a list', [1, 2]],
  ['text', 'resnet'],
  ['nothing', null],
])('%s is no preprocessing', (_, value) => {
  expect(preprocessingOf(value, 'config.json', input)).toBeUndefined();
});

test.each([
  ['nearest', { ...resnet, resample: 0 }, 'the interpolation is nearest, and packages have bilinear'],
  ['a filter that nobody has', { ...resnet, resample: 17 }, 'the interpolation is 17'],
  ['channels the other way round', { ...resnet, do_flip_channel_order: true }, 'channels are B, G, R'],
  ['padding', { ...resnet, do_pad: true }, 'images are padded'],
  ['no resize', { ...resnet, do_resize: false }, 'images keep their size'],
  [
    'a longest edge',
    { image_mean: mean, image_std: std, size: { shortest_edge: 800, longest_edge: 1333 } },
    'got shortest_edge, longest_edge',
  ],
  [
    'an edge without a crop',
    { image_mean: mean, image_std: std, size: { shortest_edge: 224 } },
    'expected a size of height and width',
  ],
  ['no size', { ...levels }, 'has no size'],
  ['a size of nothing', { ...resnet, size: 0 }, 'size'],
  ['a size that takes all memory', { ...resnet, size: 1e9 }, 'size'],
  ['a crop of nothing', { ...resnet, crop_pct: 0 }, 'crop_pct'],
  ['two numbers for three channels', { ...resnet, image_mean: [0, 0] }, 'image_mean'],
  ['a std of 0', { ...resnet, image_std: [1, 0, 1] }, 'std must not be 0'],
  ['no mean', { ...resnet, image_mean: null }, 'has no image_mean and image_std'],
  [
    'timm with one channel',
    { pretrained_cfg: { ...timm.pretrained_cfg, input_size: [1, 28, 28] } },
    'images have 1 channels, not 3',
  ],
  [
    "timm's border",
    { pretrained_cfg: { ...timm.pretrained_cfg, crop_mode: 'border' } },
    'crop_mode is border',
  ],
])('%s is refused', (_, config, message) => {
  expect(() => preprocessingOf(config, 'config.json', input)).toThrow(message);
});
