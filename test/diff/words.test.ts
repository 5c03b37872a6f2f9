/** Changes and paths in few words. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressPaths, describeChange, nameAttribute, patternOf } from '../../compiler/diff/report/words.ts';

describe('changes', () => {
  test.each([
    ['stride', 2, 1, 'stride 2→1'],
    ['out', 64, 128, '64→128 channels'],
    ['in', 64, 128, '64→128 input channels'],
    ['outFeatures', 1000, 10, '1000→10 features'],
    ['kernel', '3x1', 3, 'kernel 3x1→3'],
    ['bias', false, true, 'bias added'],
    ['bias', true, false, 'bias removed'],
    ['bias', true, 'shared', 'bias true→shared'],
    ['weight', undefined, 'shared', 'weight shared'],
    ['weight', 'shared', undefined, 'no weight'],
    ['slope', undefined, 0.1, 'slope 0.1'],
    ['ceilMode', false, true, 'ceilMode false→true'],
    ['countIncludePad', undefined, true, 'countIncludePad'],
    ['type', 'relu', 'silu', 'relu→silu'],
    ['name', 'a', 'b', 'renamed a→b'],
    ['shape', [1, 3], [1, 4], 'shape [1, 3]→[1, 4]'],
    ['inputs', ['a', 'b'], ['c'], 'reads c, not a and b'],
    ['outputs', ['a'], ['b'], 'returns b, not a'],
    ['shares', ['a.weight'], ['b.weight'], 'shares b.weight, not a.weight'],
  ] as const)('%s from %j to %j', (attribute, before, after, text) => {
    expect(describeChange({ attribute, before, after }, false)).toBe(text);
  });

  test('of classes are told from those of operators', () => {
    expect(describeChange({ attribute: 'type', before: 'A', after: 'B' }, true)).toBe('class A→B');
  });

  test('an attribute that moves is named with its value', () => {
    expect(nameAttribute('stride', 2)).toBe('stride 2');
    expect(nameAttribute('out', 64)).toBe('64 channels');
    expect(nameAttribute('bias', true)).toBe('bias');
  });
});

/** What compressed paths stand for. */
function expand(text: string): readonly string[] {
  // A comma between numbers belongs to a range.
  return text.split(', ').flatMap(pattern => {
    const [ranges = ''] = /(?<=^|\.)\d+(?:[-,]\d+)+(?=\.|$)/.exec(pattern) ?? [];
    if (ranges === '') return [pattern];
    const at = pattern.lastIndexOf(ranges);
    return ranges.split(',').flatMap(range => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from(
        { length: to - from + 1 },
        (_, i) => `${pattern.slice(0, at)}${from + i}${pattern.slice(at + ranges.length)}`,
      );
    });
  });
}

describe('paths', () => {
  test.each([
    [['layer1.0.conv1'], 'layer1.0.conv1'],
    [['a.0.x', 'a.1.x', 'a.2.x', 'a.5.x', 'b', 'a.1.y'], 'a.0-2,5.x, b, a.1.y'],
    [['layer1.0', 'layer1.1', 'layer2.0'], 'layer1.0-1, layer2.0'],
    [['a.0.b.3', 'a.1.b.3'], 'a.0.b.3, a.1.b.3'],
    [['x*', 'x*'], 'x*'],
    [['x.*', 'x.1', 'x.2'], 'x.*, x.1-2'],
    [['conv1', 'conv2'], 'conv1, conv2'],
  ])('%j', (paths, text) => {
    expect(compressPaths(paths)).toBe(text);
  });

  test('stand for the same when written out', () => {
    const segment = fc.constantFrom('a', 'b', 'conv1', '0', '1', '2', '3', '10', '11');
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map(parts => parts.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), paths => {
        expect(expand(compressPaths(paths)).toSorted()).toEqual(paths.toSorted());
      }),
    );
  });

  test('have a pattern: the last number is open', () => {
    expect(patternOf('layer1.0.conv1')).toBe('layer1.*.conv1');
    expect(patternOf('a.1.b.2')).toBe('a.1.b.*');
    expect(patternOf('conv1')).toBe('conv1');
    expect(patternOf('a.12345678901.b')).toBe('a.12345678901.b');
  });
});
