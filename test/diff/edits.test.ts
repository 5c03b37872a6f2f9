/**
 * A single edit is found, and named as that edit, and nothing else is named: on random networks, under other names
 * where only structure counts, and on the shipped ones.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../compiler/diff/compare.ts';
import { type Edit, editsOf, printEdit } from '../../compiler/diff/report/edits.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { buildNetwork } from '../support/build-network.ts';
import { type Names, networkEdits } from '../support/network-edits.ts';
import { asMember, namings, Renaming } from '../support/rename.ts';
import { importSpec } from '../support/specs.ts';

const edits = (before: Graph, after: Graph, structural = false): readonly Edit[] =>
  editsOf(compare(before, after, { structural }).root, structural);

/** Edits as a set, without the ends of residual sums. */
const asSet = (list: readonly Edit[]): readonly Edit[] =>
  list
    .map(({ kind, paths, text }) => ({
      kind,
      paths: paths.toSorted(),
      text: text.replace(/(?<=residual sum) of .+ and .+$/, ''),
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const asBuilt: Names = {
  path: path => path,
  name: path => path.slice(path.lastIndexOf('.') + 1),
  type: type => type,
};

describe.each(Object.entries(networkEdits))('%s', (_, edit) => {
  test('is all that is named', () => {
    fc.assert(
      fc.property(edit, ({ before, after, expected }) => {
        const found = edits(buildNetwork(before), buildNetwork(after));
        expect(asSet(found)).toEqual(asSet(expected(asBuilt, asBuilt)));
      }),
      { numRuns: 16 },
    );
  });

  test('is all that is named where both networks have other names', () => {
    fc.assert(
      fc.property(edit, namings(false, [0]), ({ before, after, expected }, naming) => {
        const names = new Renaming(naming);
        const found = edits(names.graph(buildNetwork(before)), names.graph(buildNetwork(after)));
        expect(asSet(found)).toEqual(asSet(expected(names, names)));
      }),
      { numRuns: 8 },
    );
  });

  test('is all that is named beside the module that is now around everything', () => {
    fc.assert(
      fc.property(edit, ({ before, after, expected }) => {
        const member: Names = { ...asBuilt, path: path => `backbone.${path}` };
        const found = edits(buildNetwork(before), asMember(buildNetwork(after), 'backbone'));
        const { typed } = before;
        const wrapping: readonly Edit[] = [
          {
            kind: 'added',
            paths: ['backbone'],
            text: `added: ${typed ? 'Net' : 'module'} around what is there`,
          },
          ...(typed
            ? [{ kind: 'replaced', paths: ['the network'], text: 'class Net→Wrapper' } as const]
            : []),
        ];
        expect(asSet(found)).toEqual(asSet([...expected(asBuilt, member), ...wrapping]));
      }),
      { numRuns: 8 },
    );
  });

  test('is all that is named under other names, where only structure counts', () => {
    fc.assert(
      fc.property(edit, namings(false, [0]), ({ before, after, expected }, naming) => {
        const names = new Renaming(naming).settle(buildNetwork(before));
        const found = edits(buildNetwork(before), names.graph(buildNetwork(after)), true);
        // Of layers that are alike, another may be the one that is gone.
        const said = (list: readonly Edit[]) => asSet(list.map(each => ({ ...each, paths: [] })));
        expect(said(found)).toEqual(said(expected(asBuilt, names)));
        const places = found.flatMap(({ paths }) => paths).length;
        expect(places).toBe(expected(asBuilt, names).flatMap(({ paths }) => paths).length);
      }),
      { numRuns: 8 },
    );
  });
});

describe('on shipped networks', () => {
  const shipped = async (name: string): Promise<Graph> => (await importSpec(name)).configure({}).graph;

  test.each([
    ['resnet50-v1', 'resnet50', ['layer2.0, layer3.0, layer4.0: stride 2 moved from conv1 to conv2']],
    ['resnet50', 'resnet152', ['layer2: 4→8 Bottleneck', 'layer3: 6→36 Bottleneck']],
    ['resnet152', 'resnet101', ['layer2: 8→4 Bottleneck', 'layer3: 36→23 Bottleneck']],
    [
      'resnet50',
      'wide-resnet50-2',
      [
        'layer1.0-2.conv1, layer1.0-2.conv2: 64→128 channels',
        'layer2.0-3.conv1, layer2.0-3.conv2: 128→256 channels',
        'layer3.0-5.conv1, layer3.0-5.conv2: 256→512 channels',
        'layer4.0-2.conv1, layer4.0-2.conv2: 512→1024 channels',
      ],
    ],
    [
      'article-resnet50',
      'resnet34',
      [
        'the network: class ResNet50→ResNet',
        'layer2.0.downsample, layer3.0.downsample, layer4.0.downsample: renamed shortcut→downsample',
      ],
    ],
  ])('%s → %s', async (before, after, expected) => {
    expect(edits(await shipped(before), await shipped(after)).map(printEdit)).toEqual(expected);
  });
});
