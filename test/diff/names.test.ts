/** What two networks are called in the heads of tables and pages: never the same, and as short as tells them apart. */

import { expect, test } from 'vitest';
import { namesOf } from '../../compiler/diff/print/sentences.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { importSpec } from '../support/specs.ts';

const resnet18 = (await importSpec('resnet18')).configure({});
const small = (await importSpec('resnet18')).configure({ classes: 10, batch: 2 });

const names = (before: string, after: string, configured = resnet18) =>
  namesOf(
    reportOn(
      { from: before, configured: resnet18 },
      { from: after, configured },
      { target: typescript, structural: false },
    ).report,
  );

test.each([
  ['a/net.ts', 'b/net.ts', 'a/net.ts', 'b/net.ts'],
  ['/home/me/a/specs/net.ts', './b/specs/net.ts', 'a/specs/net.ts', 'b/specs/net.ts'],
  ['x\\a\\net.ts', 'x\\b\\net.ts', 'a/net.ts', 'b/net.ts'],
  ['net.ts', 'old/net.ts', 'net.ts', 'old/net.ts'],
  ['resnet18', './released', 'resnet18', 'released'],
  ['resnet18', './resnet18', 'resnet18', './resnet18'],
  ['net.ts', 'net.ts', 'before', 'after'],
])('%s and %s', (before, after, first, second) => {
  expect(names(before, after)).toEqual([first, second]);
});

test('one spec with other settings is told apart by those', () => {
  expect(names('resnet18', 'resnet18', small)).toEqual([
    'resnet18 (classes=1000 batch=1)',
    'resnet18 (classes=10 batch=2)',
  ]);
});

test('networks of other names keep them', async () => {
  const configured = (await importSpec('resnet34')).configure({});
  expect(names('a/net.ts', 'b/net.ts', configured)).toEqual(['resnet18', 'resnet34']);
});
