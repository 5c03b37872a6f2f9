/** A single edit is found, and named as that edit, and nothing else is named. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../compiler/diff/compare.ts';
import { type Edit, editsOf, printEdit } from '../../compiler/diff/report/edits.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { buildNetwork } from '../support/build-network.ts';
import {
  type Block,
  type BlockKind,
  blockKinds,
  channelsAfter,
  functions,
  hasDownsample,
  hasSum,
  mainOf,
  type Network,
} from '../support/network.ts';
import { randomExtra, randomNetwork } from '../support/random-network.ts';
import { importSpec } from '../support/specs.ts';

const edits = (before: Graph, after: Graph): readonly Edit[] => editsOf(compare(before, after).root);

/** A block of a network, with the channels that it is given. */
interface Spot {
  readonly network: Network;
  readonly stage: number;
  readonly place: number;
  readonly block: Block;
  readonly channels: number;
}

/** A network and one of its blocks. */
const spot = (kinds?: BlockKind[]): fc.Arbitrary<Spot> =>
  fc.tuple(randomNetwork(kinds), fc.nat(), fc.nat()).map(([network, a, b]) => {
    const stage = a % network.stages.length;
    const blocks = network.stages[stage] ?? [];
    const place = b % blocks.length;
    const before = [...network.stages.slice(0, stage).flat(), ...blocks.slice(0, place)];
    const channels = before.reduce((given, block) => channelsAfter(block, given), network.stem.out);
    const block = blocks[place];
    if (!block) throw new Error('a stage has blocks');
    return { network, stage, place, block, channels };
  });

/** The network with another block in that place. */
const withBlock = ({ network, stage, place }: Spot, block: Block): Network => ({
  ...network,
  stages: network.stages.map((blocks, i) => (i === stage ? blocks.with(place, block) : blocks)),
});

const pathOf = ({ stage, place }: Spot): string => `stages.${stage}.${place}`;

const allBut = (...kinds: BlockKind[]): BlockKind[] =>
  (Object.keys(blockKinds) as BlockKind[]).filter(kind => !kinds.includes(kind));

/** Whether two blocks have the same skip in that place. */
const sameSkip = ({ channels, block }: Spot, other: Block): boolean =>
  hasDownsample(block, channels) === hasDownsample(other, channels) &&
  hasSum(block, channels) === hasSum(other, channels);

describe('on random networks', () => {
  const check = <T>(arbitrary: fc.Arbitrary<T>, body: (value: T) => void): void =>
    fc.assert(fc.property(arbitrary, body), { numRuns: 40 });

  test('another kernel', () => {
    check(spot(), at => {
      const [from, to] = at.block.kernel === 3 ? [3, 5] : [5, 3];
      const after = withBlock(at, { ...at.block, kernel: to });
      const path = `${pathOf(at)}.${mainOf(at.block)}`;
      const padding = `${(from - 1) / 2}→${(to - 1) / 2}`;
      expect(edits(buildNetwork(at.network), buildNetwork(after))).toEqual([
        { kind: 'changed', paths: [path], text: `kernel ${from}→${to}, padding ${padding}` },
      ]);
    });
  });

  test('another stride', () => {
    check(spot(allBut('dense', 'branches')), at => {
      const [from, to] = at.block.stride === 1 ? [1, 2] : [2, 1];
      const block = { ...at.block, stride: to };
      fc.pre(sameSkip(at, block));
      const main = at.block.kind === 'bottleneck' && at.block.early ? 'conv1' : mainOf(at.block);
      const skip = hasDownsample(block, at.channels) ? [`${pathOf(at)}.downsample.0`] : [];
      const [edit, ...more] = edits(buildNetwork(at.network), buildNetwork(withBlock(at, block)));
      expect(more).toEqual([]);
      expect(edit).toMatchObject({ kind: 'changed', text: `stride ${from}→${to}` });
      expect(edit?.paths.toSorted()).toEqual([`${pathOf(at)}.${main}`, ...skip].sort());
    });
  });

  test('a stride that moved', () => {
    check(spot(['bottleneck']), at => {
      const early = { ...at.block, stride: 2, early: true };
      const late = { ...early, early: false };
      expect(
        edits(buildNetwork(withBlock(at, early)), buildNetwork(withBlock(at, late))).map(printEdit),
      ).toEqual([`${pathOf(at)}: stride 2 moved from conv1 to conv2`]);
    });
  });

  test('more channels inside', () => {
    check(spot(['basic', 'squeeze', 'preactivation']), at => {
      const after = withBlock(at, { ...at.block, inner: at.block.inner * 2 });
      expect(edits(buildNetwork(at.network), buildNetwork(after))).toEqual([
        {
          kind: 'changed',
          paths: [`${pathOf(at)}.conv1`],
          text: `${at.block.inner}→${at.block.inner * 2} channels`,
        },
      ]);
    });
  });

  test('another activation', () => {
    check(fc.tuple(spot(), fc.constantFrom(...functions)), ([at, activation]) => {
      fc.pre(activation !== at.block.activation);
      const found = edits(buildNetwork(at.network), buildNetwork(withBlock(at, { ...at.block, activation })));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ kind: 'replaced', text: `${at.block.activation}→${activation}` });
      expect(found[0]?.paths.every(path => path.startsWith(`${pathOf(at)}.`))).toBe(true);
    });
  });

  test('a bias', () => {
    check(spot(), at => {
      const after = withBlock(at, { ...at.block, bias: !at.block.bias });
      expect(edits(buildNetwork(at.network), buildNetwork(after)).map(printEdit)).toEqual([
        `${pathOf(at)}.conv1: bias ${at.block.bias ? 'removed' : 'added'}`,
      ]);
    });
  });

  test('a residual', () => {
    check(spot(allBut('dense')), at => {
      const block = { ...at.block, residual: true };
      const [kept, gone] = [withBlock(at, block), withBlock(at, { ...block, residual: false })];
      fc.pre(hasSum(block, at.channels) && !hasDownsample(block, at.channels));
      const lost = edits(buildNetwork(kept), buildNetwork(gone));
      expect(lost).toHaveLength(1);
      expect(lost[0]).toMatchObject({ kind: 'removed', paths: [`${pathOf(at)}.add`] });
      expect(lost[0]?.text).toMatch(/^removed: residual sum of \S+ and \S+$/);
      const won = edits(buildNetwork(gone), buildNetwork(kept));
      expect(won.map(({ kind, paths }) => ({ kind, paths }))).toEqual([
        { kind: 'added', paths: [`${pathOf(at)}.add`] },
      ]);
    });
  });

  test('a layer more, or less', () => {
    check(fc.tuple(spot(), randomExtra), ([at, extra]) => {
      const [without, having] = [
        buildNetwork(at.network),
        buildNetwork(withBlock(at, { ...at.block, extra })),
      ];
      const found = (kind: string) => [{ kind, paths: [`${pathOf(at)}.extra`] }];
      expect(edits(without, having).map(({ kind, paths }) => ({ kind, paths }))).toEqual(found('added'));
      expect(edits(having, without).map(({ kind, paths }) => ({ kind, paths }))).toEqual(found('removed'));
    });
  });

  test('blocks more, or fewer', () => {
    // A dense block gives channels on to all that comes after it.
    check(fc.tuple(spot(allBut('dense')), fc.integer({ min: 1, max: 3 })), ([at, count]) => {
      const blocks = at.network.stages[at.stage] ?? [];
      const last = blocks.at(-1);
      // Where classes are unknown, a first block with a skip of its own is not known to be like the others.
      fc.pre(blocks.length > 1 && last !== undefined);
      const stages = at.network.stages.with(at.stage, [...blocks, ...new Array<Block>(count).fill(last)]);
      const [few, many] = [buildNetwork(at.network), buildNetwork({ ...at.network, stages })];
      const what = at.network.typed ? blockKinds[last.kind] : 'modules';
      const say = (from: number, to: number): string => `stages.${at.stage}: ${from}→${to} ${what}`;
      const [less, more] = [blocks.length, blocks.length + count];
      expect(edits(few, many).map(printEdit)).toEqual([say(less, more)]);
      expect(edits(many, few).map(printEdit)).toEqual([say(more, less)]);
    });
  });

  test('classes', () => {
    check(randomNetwork(), network => {
      const { features } = network.head;
      const after = { ...network, head: { ...network.head, features: features + 1 } };
      expect(edits(buildNetwork(network), buildNetwork(after)).map(printEdit)).toEqual([
        `head.fc: ${features}→${features + 1} features`,
      ]);
    });
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
