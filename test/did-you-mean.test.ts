/** What is offered for a name that is none: a slip, a word cut short, other capitals; nothing for what is like nothing. */

import { expect, test } from 'vitest';
import { didYouMean, nearestOf } from '../compiler/did-you-mean.ts';

const names = ['resnet18', 'resnet50', 'resnext50-32x4d', 'wide-resnet50-2', 'classes', 'parameters'];

test.each([
  ['resnet19', 'resnet18'],
  ['ResNet-50', 'resnet50'],
  ['wide_resnet50_2', 'wide-resnet50-2'],
  ['resnext50', 'resnext50-32x4d'],
  ['clases', 'classes'],
  ['params', 'parameters'],
])('%s is %s', (given, meant) => {
  expect(nearestOf(given, names)).toBe(meant);
  expect(didYouMean(given, names)).toBe(`; did you mean ${meant}?`);
});

test.each([['vgg'], ['x'], [''], ['a'.repeat(1000)]])('%s is none', given => {
  expect(nearestOf(given, names)).toBeUndefined();
  expect(didYouMean(given, names)).toBe('');
});
