/** What breaks those who use a network: another input or output, another meaning of either. */

import { describe, expect, test } from 'vitest';
import { breakingLines, verdict } from '../../compiler/diff/print/sentences.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import type { Configured } from '../../compiler/dsl/spec.ts';
import { makeNode } from '../../compiler/ir/graph.ts';
import { labelNames } from '../../compiler/labels.ts';
import { softmax } from '../../compiler/ops/normalization.ts';
import { typescript } from '../../targets/typescript/target.ts';
import * as s from '../support/sketch.ts';
import { importSpec } from '../support/specs.ts';

const report = (before: Configured, after: Configured, structural = false): Report =>
  reportOn(
    { from: 'a', configured: before },
    { from: 'b', configured: after },
    { target: typescript, structural },
  ).report;

const configured = async (
  name: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Configured> => (await importSpec(name)).configure(settings);

describe('callers notice', () => {
  test('another input and another output', async () => {
    const found = report(
      await configured('resnet18'),
      await configured('resnet18', { classes: 10, height: 192 }),
    );
    expect(found.breaking).toEqual([
      { what: 'input', before: '[1, 3, 224, 224]', after: '[1, 3, 192, 224]' },
      { what: 'output', before: '[1, 1000]', after: '[1, 10]' },
    ]);
    expect(found.edits.map(({ text }) => text)).toEqual(['1000→10 features']);
    expect(verdict(found)).toBe('different: 1 edit, breaking');
  });

  test('another input alone, of which all else follows, also where only structure counts', async () => {
    for (const structural of [false, true]) {
      const found = report(
        await configured('resnet18'),
        await configured('resnet18', { batch: 2 }),
        structural,
      );
      expect(found).toMatchObject({ same: false, edits: [] });
      expect(breakingLines(found)).toEqual([
        'input [1, 3, 224, 224] → [2, 3, 224, 224]',
        'output [1, 1000] → [2, 1000]',
      ]);
    }
  });

  test('probabilities in the place of logits', () => {
    const logits = s.fullyConnected('fc', s.image([1, 4]), 3);
    const net = (isSoft: boolean): Configured => ({
      spec: 'net',
      settings: {},
      graph: s.graphOf(isSoft ? makeNode(softmax, { axis: 1 }, [logits], 'softmax') : logits),
    });
    const found = report(net(false), net(true));
    expect(breakingLines(found)).toEqual(['meaning of the output logits → probabilities']);
    expect(found.edits.map(({ text }) => text)).toEqual(['added: softmax']);
  });
});

describe('callers who give images, or read names, notice', () => {
  const graph = s.graphOf(s.relu(s.image()));
  const base = { spec: 'net', settings: {}, graph };
  const preprocessing = { resize: 256, mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.2] } as const;

  test('another preprocessing: what of it differs', () => {
    const other = { ...preprocessing, resize: 232, std: [0.2, 0.2, 0.1] } as const;
    const found = report({ ...base, preprocessing }, { ...base, preprocessing: other });
    expect(breakingLines(found)).toEqual([
      'preprocessing resize 256, std 0.2 0.2 0.2 → resize 232, std 0.2 0.2 0.1',
    ]);
    const filtered = { ...preprocessing, resize: [224, 256], interpolation: 'bicubic' } as const;
    expect(breakingLines(report({ ...base, preprocessing }, { ...base, preprocessing: filtered }))).toEqual([
      'preprocessing resize 256, bilinear → resize 224 x 256, bicubic',
    ]);
    // Bilinear is what is meant where nothing is said.
    const said = { ...preprocessing, interpolation: 'bilinear' } as const;
    expect(report({ ...base, preprocessing }, { ...base, preprocessing: said }).same).toBe(true);
    expect(report({ ...base, preprocessing }, { ...base, preprocessing: { ...preprocessing } }).same).toBe(
      true,
    );
  });

  test('other labels: how many, or the first that differs', () => {
    const told = (before: Configured['labels'], after: Configured['labels']): readonly string[] =>
      breakingLines(
        report({ ...base, ...(before && { labels: before }) }, { ...base, ...(after && { labels: after }) }),
      );
    expect(told(['cat', 'dog'], ['cat', 'dog'])).toEqual([]);
    expect(told(['cat', 'dog'], ['cat', 'dog', 'cow'])).toEqual(['labels 2 names → 3 names']);
    expect(told(['cat', 'dog'], ['cat', 'two cows'])).toEqual(['labels dog at 1 → "two cows" at 1']);
    expect(told('imagenet', labelNames('imagenet'))).toEqual([]);
    // What only one of them says is no change.
    expect(told('imagenet', undefined)).toEqual([]);
  });
});

test('another depth breaks nobody', async () => {
  expect(report(await configured('resnet18'), await configured('resnet34')).breaking).toEqual([]);
});
