/** Graphviz text: what is in it, and that names of any kind stay inside their quotes. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawDot } from '../../compiler/drawing/dot.ts';
import { outlineOf } from '../../compiler/outline/build.ts';
import type { Outline } from '../../compiler/outline/outline.ts';
import * as s from '../support/sketch.ts';
import { importSpec } from '../support/specs.ts';

/** What is outside quoted strings, and the strings; as Graphviz's scanner reads them. */
function scan(dot: string): { readonly code: string; readonly strings: readonly string[] } {
  const strings: string[] = [];
  const code = dot.replaceAll(/"((?:[^"\\]|\\[\s\S])*)"/g, (_, text: string) => {
    strings.push(text);
    return '@';
  });
  return { code, strings };
}

test('modules are nested clusters, layers nodes, and what they read edges', () => {
  const x = s.image([1, 4, 6, 5]);
  const y = s.relu(s.conv('block.conv', x, 4), 'block.relu');
  const dot = drawDot(outlineOf(s.graphOf(s.add(y, x, 'add'))));
  expect(dot.replace(/^ {2}(graph|node|edge) \[.*\n/gm, '')).toBe(`digraph "sketch" {
  "input input" [shape=oval, label="input\\n[1, 4, 6, 5]"]
  subgraph "cluster 0" {
    label="block"
    "layer block.conv" [label="conv\\nconv2d\\n[1, 4, 6, 5]"]
    "layer block.relu" [label="relu\\n[1, 4, 6, 5]"]
  }
  "layer add" [label="add\\n[1, 4, 6, 5]"]
  "output output" [shape=oval, label="output\\n[1, 4, 6, 5]"]
  "input input" -> "layer block.conv"
  "layer block.conv" -> "layer block.relu"
  "layer block.relu" -> "layer add"
  "input input" -> "layer add"
  "layer add" -> "output output"
}
`);
});

test('a shipped network has a node a layer, and is drawn alike twice', async () => {
  const { graph } = (await importSpec('resnet18')).configure({});
  const dot = drawDot(outlineOf(graph));
  expect(dot.match(/^ *"layer [^"]*" \[/gm)).toHaveLength(69);
  expect(dot).toContain('label="layer1: Sequential"');
  expect(drawDot(outlineOf(graph))).toBe(dot);
});

test('names of any kind stay in their quotes, and apart', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('"', '\\', '\n', ']', ';', '<', '&', 'N', '\0', '\ud800', 'a'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(hostile, { minLength: 3, maxLength: 3 }), ([network = '', a = '', b = '']) => {
      const layer = {
        kind: 'layer',
        type: 'relu',
        form: 'pointwise',
        attributes: {},
        parameters: [],
        macs: 0,
      } as const;
      const outline: Outline = {
        name: network,
        inputs: [{ name: a, id: a, shape: [1] }],
        outputs: [{ name: 'output', id: `L${a}`, shape: [1] }],
        root: {
          kind: 'module',
          id: '',
          name: '',
          type: b,
          children: [
            { ...layer, id: `L${a}`, name: a, inputs: [a], shape: [1] },
            { kind: 'module', id: `M${b}`, name: b, type: network, children: [] },
          ],
        },
      };
      const { code, strings } = scan(drawDot(outline));
      expect(code).not.toContain('"');
      expect(code.split('\n').slice(4)).toEqual([
        '  @ [shape=oval, label=@]',
        '  @ [label=@]',
        '  subgraph @ {',
        '    label=@',
        '  }',
        '  @ [shape=oval, label=@]',
        '  @ -> @',
        '  @ -> @',
        '}',
        '',
      ]);
      for (const text of strings) expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});

test('no depth is too deep', () => {
  const path = Array.from({ length: 20_000 }, () => 'm').join('.');
  const dot = drawDot(outlineOf(s.graphOf(s.relu(s.image(), `${path}.relu`))));
  expect(dot.match(/subgraph/g)).toHaveLength(20_000);
});
