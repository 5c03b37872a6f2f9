/** Parameters and multiply-accumulates of the outline, against PyTorch's own counts (test/reference/networks.py). */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../compiler/outline/build.ts';
import { layersOf } from '../../compiler/outline/outline.ts';
import { rowsOf, sortedRows } from '../../compiler/outline/table.ts';
import { importSpec, specNames } from '../support/specs.ts';

describe.each(specNames)('%s', name => {
  const golden: { parameters: number; macs: number; tensors: [string, number[]][] } = JSON.parse(
    readFileSync(new URL(`../golden/networks/${name}.json`, import.meta.url), 'utf8'),
  );

  test('counts what PyTorch counts, at any depth', async () => {
    const outline = outlineOf((await importSpec(name)).configure({}).graph);
    const { parameters, macs } = golden;
    const [total] = rowsOf(outline, 0);
    expect(total).toMatchObject({ parameters, macs });
    for (const depth of [1, 2, Number.POSITIVE_INFINITY]) {
      const rows = sortedRows(outline, depth, 'macs');
      expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(parameters);
      expect(rows.reduce((sum, row) => sum + row.macs, 0)).toBe(macs);
      expect(rows.map(row => row.macs)).toEqual(rows.map(row => row.macs).toSorted((a, b) => b - a));
    }
  });

  test('has the tensors of its checkpoint, each once', async () => {
    const outline = outlineOf((await importSpec(name)).configure({}).graph);
    const tensors = layersOf(outline.root).flatMap(({ parameters }) => parameters);
    const sorted = (list: readonly (readonly [string, readonly number[]])[]) =>
      list.map(([path, shape]) => `${path} ${shape}`).sort();
    expect(sorted(tensors.map(({ name: path, shape }) => [path, shape]))).toEqual(sorted(golden.tensors));
  });
});
