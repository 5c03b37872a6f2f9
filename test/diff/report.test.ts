/** What a report says of costs, callers and checkpoints, and how it is written. */

import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { printMarkdown } from '../../compiler/diff/print/markdown.ts';
import { treeLines } from '../../compiler/diff/print/tree.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import { compressPaths, describeChange } from '../../compiler/diff/report/words.ts';
import { typescript } from '../../targets/typescript/target.ts';
import * as s from '../support/sketch.ts';
import { importSpec } from '../support/specs.ts';

async function report(
  [before, first = {}]: readonly [string, object?],
  [after, second = {}]: readonly [string, object?],
): Promise<Report> {
  const side = async (name: string, settings: object) => {
    const configured = (await importSpec(name)).configure({ ...settings });
    return { from: name, configured, plan: compile(configured, typescript).plan };
  };
  const sides = [await side(before, first), await side(after, second)] as const;
  return reportOn(...sides, { target: typescript, structural: false }).report;
}

describe('costs', () => {
  test('of stages sum up to the whole where they can', async () => {
    const { figures } = await report(['resnet18'], ['resnet50']);
    for (const side of ['before', 'after'] as const) {
      for (const name of ['parameters', 'macs', 'weights', 'steps'] as const) {
        const parts = figures.stages.map(stage => stage[side]?.[name] ?? 0);
        expect({ side, name, sum: parts.reduce((a, b) => a + b) }).toEqual({
          side,
          name,
          sum: figures[side][name],
        });
      }
      // The most that a stage needs is what the whole needs.
      const peaks = figures.stages.map(stage => stage[side]?.activations ?? 0);
      expect(Math.max(...peaks)).toBe(figures[side].activations);
    }
  });

  test('of kernels do not grow with the number of layers that share them', async () => {
    const { before, after } = (await report(['resnet50'], ['resnet152'])).figures;
    expect([after.kernels, after.code]).toEqual([before.kernels, before.code]);
  });
});

describe('what breaks callers', () => {
  test('is another input or another output', async () => {
    const { breaking, edits } = await report(['resnet18'], ['resnet18', { classes: 10, height: 192 }]);
    expect(breaking).toEqual([
      { what: 'input', before: '[1, 3, 224, 224]', after: '[1, 3, 192, 224]' },
      { what: 'output', before: '[1, 1000]', after: '[1, 10]' },
    ]);
    expect(edits.map(({ text }) => text)).toEqual(['1000→10 features']);
  });

  test('is not another depth', async () => {
    expect((await report(['resnet18'], ['resnet34'])).breaking).toEqual([]);
  });
});

test('tensors carry over as they are, under another name, or not', async () => {
  const kept = await report(['resnet50-v1'], ['resnet50']);
  expect(kept.checkpoint).toMatchObject({
    compatible: true,
    renamed: [],
    reshaped: [],
    missing: [],
    unused: [],
  });
  const renamed = await report(['article-resnet50'], ['resnet34']);
  expect(renamed.checkpoint.renamed[0]).toMatchObject({
    before: { name: 'layer2.0.shortcut.0.weight' },
    after: { name: 'layer2.0.downsample.0.weight' },
  });
  const other = await report(['resnet50'], ['resnet50', { classes: 10 }]);
  expect(other.checkpoint.compatible).toBe(false);
  expect(other.checkpoint.reshaped.map(({ after }) => after.name)).toEqual(['fc.weight', 'fc.bias']);
  const deeper = await report(['resnet18'], ['resnet34']);
  const shallower = await report(['resnet34'], ['resnet18']);
  expect(deeper.checkpoint.missing.map(({ name }) => name)).toEqual(
    shallower.checkpoint.unused.map(({ name }) => name),
  );
  expect(deeper.checkpoint.missing[0]?.name).toBe('layer1.2.conv1.weight');
});

describe('words', () => {
  test('paths that differ in one number are one', () => {
    expect(compressPaths(['a.0.x', 'a.1.x', 'a.2.x', 'a.5.x', 'b', 'a.1.y'])).toBe('a.0-2,5.x, b, a.1.y');
    expect(compressPaths(['layer1.0.conv1'])).toBe('layer1.0.conv1');
  });

  test('changes are said shortly', () => {
    expect(describeChange({ attribute: 'stride', before: 2, after: 1 }, false)).toBe('stride 2→1');
    expect(describeChange({ attribute: 'out', before: 64, after: 128 }, false)).toBe('64→128 channels');
    expect(describeChange({ attribute: 'type', before: 'relu', after: 'silu' }, false)).toBe('relu→silu');
    expect(describeChange({ attribute: 'type', before: 'A', after: 'B' }, true)).toBe('class A→B');
  });
});

describe('Markdown', () => {
  test('fits a comment', async () => {
    const text = printMarkdown(await report(['resnet18'], ['resnet152']));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('<details><summary>Tree</summary>');
  });

  test('keeps names in their place', () => {
    const name = '`|</details>```<b>';
    const side = (path: string) => {
      const graph = s.graphOf(s.relu(s.conv(path, s.image(), 4), 'r'));
      return { from: path, configured: { spec: 'x', settings: {}, graph } };
    };
    const { report: odd } = reportOn(side('plain'), side(name), { target: typescript, structural: false });
    const text = printMarkdown(odd);
    const outside = text
      .replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?\n\1$/gm, '')
      .replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
    expect(outside.match(/<\/?[a-z]+>/g)).toEqual(
      expect.arrayContaining(['<details>', '<summary>', '</summary>', '</details>']),
    );
    expect(outside).not.toContain('<b>');
  });
});

describe('networks that are made to be hard', () => {
  /** A layer at every level of a deep tree. */
  const deep = (levels: number, last: 'relu' | 'silu') => {
    let value = s.image();
    const path = (level: number): string => Array.from({ length: level }, () => '0').join('.');
    for (let level = 1; level <= levels; level++) value = s.relu(value, `${path(level)}.f`);
    const end = last === 'relu' ? s.relu : s.silu;
    return s.graphOf(end(value, `${path(levels)}.g`));
  };
  const side = (graph: ReturnType<typeof deep>) => ({
    from: 'x',
    configured: { spec: 'x', settings: {}, graph },
  });
  const options = { target: typescript, structural: false };

  test('of hundreds of levels are aligned or compared path by path, and printed', () => {
    const { report: odd } = reportOn(side(deep(500, 'relu')), side(deep(500, 'silu')), options);
    expect(odd.edits).toMatchObject([{ kind: 'replaced', text: 'relu→silu' }]);
    expect(treeLines(odd.parts).length).toBeGreaterThan(500);
  });

  test('of thousands of layers in a row are compared path by path', () => {
    let value = s.image();
    for (let i = 0; i < 5000; i++) value = s.relu(value, `r${i}`);
    const { report: odd } = reportOn(side(s.graphOf(value)), side(s.graphOf(s.silu(value, 'end'))), options);
    expect(odd.edits).toMatchObject([{ kind: 'added', paths: ['end'] }]);
  });
});
