/** What pages are made of: bytes that stay the same, text that stays text, each kernel once, passes told truly. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Compilation, compile } from '../../compiler/compile.ts';
import { pageBundle } from '../../compiler/drawing/bundle.ts';
import { drawNetwork, showData } from '../../compiler/drawing/show.ts';
import { packTexts, unpackText } from '../../compiler/drawing/texts.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { embedJson, escapeText } from '../../compiler/pages/html.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { importSpec } from '../support/specs.ts';

const compiled = async (name: string): Promise<Compilation> =>
  compile((await importSpec(name)).configure({}), typescript);

describe('a page', () => {
  test('is the same for the same network, and holds nothing from elsewhere', async () => {
    const html = drawNetwork(await compiled('resnet18'), typescript);
    expect(drawNetwork(await compiled('resnet18'), typescript)).toBe(html);
    const page = html.replace(/<!--[\s\S]*-->/, '');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<(?:link|script|img|iframe)[^>]*(?:src|href)="(?!data:,")/);
    expect(page).not.toMatch(/@import|url\(["']?(?!#)/);
  });

  test('has scripts of less than 300 kB, with the licences of what is in them', () => {
    const { scripts, style, licences } = pageBundle.make();
    expect(scripts.main?.length).toBeLessThan(300_000);
    expect(style.length).toBeLessThan(30_000);
    for (const name of ['@dagrejs/dagre', 'd3-zoom', 'd3-selection', 'highlight.js'])
      expect(licences).toContain(name);
    for (const licence of [
      'Permission is hereby granted',
      'Permission to use, copy',
      'Redistribution and use',
    ]) {
      expect(licences).toContain(licence);
    }
  });
});

describe('data', () => {
  test('has each kernel’s source once, and the source that the target prints', async () => {
    const { plan, ...rest } = await compiled('resnet50');
    const { sources } = showData({ plan, ...rest }, typescript);
    expect(new Set(sources.map(({ path }) => path)).size).toBe(sources.length);
    expect(sources.map(({ text }) => text)).toEqual(
      plan.kernels.map(kernel => typescript.kernel(kernel, plan).text),
    );
  });

  test('says of each pass what it did, and prints the graph after it', async () => {
    const compilation = await compiled('resnet50');
    const { passes, network } = showData(compilation, typescript);
    const path = (layer: number | string): string => {
      const node = typeof layer === 'number' ? network.nodes[layer] : undefined;
      return node?.id ?? `${layer}`;
    };
    for (const [i, { graph }] of compilation.passes.entries()) {
      expect(unpackText(passes.texts, passes.passes[i]?.text ?? -1)).toBe(printGraph(graph));
    }
    const named = (name: string) => {
      const pass = passes.passes.find(each => each.name === name);
      if (!pass) throw new Error(name);
      return pass;
    };
    const folded = named('fold-batch-norm');
    expect(folded.counts).toEqual([['batchNorm', 53, 0]]);
    expect(folded.gone).toHaveLength(53);
    expect(folded.gone.map(path)).toContain('layer3.0.downsample.1');
    expect(folded.rewritten.map(path)).toContain('layer3.0.downsample.0');
    expect(folded.rewritten).toHaveLength(53);
    expect(folded.made).toEqual([]);
    const fused = named('fuse-epilogues');
    expect(fused.counts.toSorted()).toEqual([
      ['add', 16, 0],
      ['relu', 49, 0],
    ]);
    expect(fused.rewritten).toHaveLength(49);
    expect(named('order-steps').reordered).toBe(true);
    expect(named('share-subexpressions').gone).toEqual([]);
  });

  test('says which pass took a layer, and where the arena keeps what a step writes', async () => {
    const { network, memory } = showData(await compiled('resnet50'), typescript);
    const layer = (id: string) => {
      const node = network.nodes.find(each => each.id === id);
      if (node?.kind !== 'layer') throw new Error(id);
      return node;
    };
    expect(layer('layer1.0.bn1').gone).toBe('fold-batch-norm');
    expect(layer('layer1.0.relu#2').gone).toBe('fuse-epilogues');
    expect(layer('layer1.0.conv1').gone).toBeUndefined();
    for (const [time, { writes }] of network.steps?.entries() ?? []) {
      const buffer = memory.buffers[writes ?? -1];
      expect(buffer && buffer.first <= time && time <= buffer.last).toBe(true);
    }
    for (const { nodes } of memory.buffers) expect(nodes.length).toBeGreaterThan(0);
  });
});

describe('text', () => {
  test('is packed and read back as it was', () => {
    const line = fc.string({ unit: fc.constantFrom('%', '0', '1', '9', 'a', ' ', '"') });
    fc.assert(
      fc.property(fc.array(fc.array(line).map(lines => lines.join('\n'))), texts => {
        const table = packTexts(texts);
        expect(texts.map((_, i) => unpackText(table, i))).toEqual(texts);
      }),
    );
  });

  test('ends no element, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('</script>', '<!--', '\u2028', ']]>'), (value, text) => {
        const json = embedJson({ value, text });
        expect(json).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
    expect(escapeText('a<b>&"\ud800')).toBe('a&lt;b&gt;&amp;"\ufffd');
  });
});
