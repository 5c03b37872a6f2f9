/**
 * Single edits of random networks, each with what a difference should say of it: that, and nothing else. Paths are those
 * of `build-network.ts`, and go through a function, since networks may have other names.
 */

import fc from 'fast-check';
import type { Edit } from '../../compiler/diff/report/edits.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { isOp } from '../../compiler/ir/graph.ts';
import { conv2d } from '../../compiler/ops/convolution.ts';
import { buildNetwork } from './build-network.ts';
import {
  type Block,
  type BlockKind,
  blockKinds,
  channelsAfter,
  functions,
  hasDownsample,
  hasSum,
  mainsOf,
  type Network,
  runsOf,
} from './network.ts';
import { randomExtra, randomNetwork } from './random-network.ts';

/** What things are called. */
export interface Names {
  /** A module's path. */
  path(path: string): string;
  /** The last part of a module's path. */
  name(path: string): string;
  type(type: string): string;
}

/** Two networks that differ in one edit. */
export interface NetworkEdit {
  readonly before: Network;
  readonly after: Network;
  /** What is said of it; residual sums without what they add. */
  readonly expected: (before: Names, after: Names) => readonly Edit[];
}

/** A block of a network, with the channels that it is given. */
interface Spot {
  readonly network: Network;
  readonly stage: number;
  readonly place: number;
  readonly block: Block;
  readonly channels: number;
  readonly path: string;
}

const allBut = (...kinds: BlockKind[]): BlockKind[] =>
  (Object.keys(blockKinds) as BlockKind[]).filter(kind => !kinds.includes(kind));

const spots = (kinds?: BlockKind[]): fc.Arbitrary<Spot> =>
  fc.tuple(randomNetwork(kinds), fc.nat(), fc.nat()).map(([network, a, b]) => {
    const stage = a % network.stages.length;
    const blocks = network.stages[stage] ?? [];
    const place = b % blocks.length;
    const before = [...network.stages.slice(0, stage).flat(), ...blocks.slice(0, place)];
    const channels = before.reduce((given, block) => channelsAfter(block, given), network.stem.out);
    const block = blocks[place];
    if (!block) throw new Error('a stage has blocks');
    return { network, stage, place, block, channels, path: `stages.${stage}.${place}` };
  });

/** The network with another block in that place. */
const withBlock = ({ network, stage, place }: Spot, block: Block): Network => ({
  ...network,
  stages: network.stages.map((blocks, i) => (i === stage ? blocks.with(place, block) : blocks)),
});

/** Both ways of the same edit. */
const eitherWay = (edits: fc.Arbitrary<NetworkEdit & { readonly inverse: NetworkEdit['expected'] }>) =>
  fc
    .tuple(edits, fc.boolean())
    .map(
      ([{ inverse, ...edit }, isBack]): NetworkEdit =>
        isBack ? { before: edit.after, after: edit.before, expected: inverse } : edit,
    );

const layers = (count: number): string => `${count} layer${count === 1 ? '' : 's'}`;

/** A skip's convolution and norm; classes are told where they are known. */
const skipText = ({ typed }: Network, names: Names): string =>
  `${typed ? names.type('Sequential') : 'module'} of ${layers(2)}`;

/** What happens to the skip of a block that becomes another. */
function skipEdits(at: Spot, to: Block, before: Names, after: Names): readonly Edit[] {
  const edits: Edit[] = [];
  const [had, has] = [hasDownsample(at.block, at.channels), hasDownsample(to, at.channels)];
  const [summed, sums] = [hasSum(at.block, at.channels), hasSum(to, at.channels)];
  const path = `${at.path}.downsample`;
  if (!had && has)
    edits.push({ kind: 'added', paths: [after.path(path)], text: `added: ${skipText(at.network, after)}` });
  if (had && !has)
    edits.push({
      kind: 'removed',
      paths: [before.path(path)],
      text: `removed: ${skipText(at.network, before)}`,
    });
  if (!summed && sums)
    edits.push({ kind: 'added', paths: [`${after.path(at.path)}.add`], text: 'added: residual sum' });
  if (summed && !sums)
    edits.push({ kind: 'removed', paths: [`${before.path(at.path)}.add`], text: 'removed: residual sum' });
  return edits;
}

const kernel = spots().map((at): NetworkEdit => {
  const [from, to] = at.block.kernel === 3 ? [3, 5] : [5, 3];
  const [main = ''] = mainsOf(at.block);
  return {
    before: at.network,
    after: withBlock(at, { ...at.block, kernel: to }),
    expected: (_, names) => [
      {
        kind: 'changed',
        paths: [names.path(`${at.path}.${main}`)],
        text: `kernel ${from}→${to}, padding ${(from - 1) / 2}→${(to - 1) / 2}`,
      },
    ],
  };
});

const stride = spots(allBut('dense')).map((at): NetworkEdit => {
  const [from, to] = at.block.stride === 1 ? [1, 2] : [2, 1];
  const block = { ...at.block, stride: to };
  const both = hasDownsample(at.block, at.channels) && hasDownsample(block, at.channels);
  const strided = [...stridedOf(at.block), ...(both ? ['downsample.0'] : [])];
  return {
    before: at.network,
    after: withBlock(at, block),
    expected: (before, after) => [
      {
        kind: 'changed',
        paths: strided.map(name => after.path(`${at.path}.${name}`)),
        text: `stride ${from}→${to}`,
      },
      ...skipEdits(at, block, before, after),
    ],
  };
});

/** The convolutions that have a block's stride. */
const stridedOf = (block: Block): readonly string[] =>
  block.kind === 'bottleneck' && block.early ? ['conv1'] : mainsOf(block);

const movedStride = spots(['bottleneck']).map((at): NetworkEdit => {
  const early = { ...at.block, stride: 2, early: at.block.early };
  const [from, to] = early.early ? ['conv1', 'conv2'] : ['conv2', 'conv1'];
  return {
    before: withBlock(at, early),
    after: withBlock(at, { ...early, early: !early.early }),
    expected: (_, names) => [
      {
        kind: 'shifted',
        paths: [names.path(at.path)],
        text: `stride 2 moved from ${names.name(`${at.path}.${from}`)} to ${names.name(`${at.path}.${to}`)}`,
      },
    ],
  };
});

/** Convolutions whose number of channels differs, other than those that filter each of the channels they are given. */
function widened(before: Network, after: Network, names: Names): readonly Edit[] {
  const widths = (graph: Graph): ReadonlyMap<string, number> =>
    new Map(
      graph.nodes.flatMap(node =>
        isOp(node, conv2d) && node.attributes.groups === 1
          ? [[node.path, node.type.shape[1] ?? 0] as const]
          : [],
      ),
    );
  const now = widths(buildNetwork(after));
  const groups = new Map<string, string[]>();
  for (const [path, from] of widths(buildNetwork(before))) {
    const to = now.get(path);
    if (to === undefined) throw new Error(`${path} is in one network only`);
    if (from === to) continue;
    const text = `${from}→${to} channels`;
    groups.set(text, [...(groups.get(text) ?? []), names.path(path)]);
  }
  return [...groups].map(([text, paths]) => ({ kind: 'changed', paths, text }));
}

const samePaths = ({ before, after }: NetworkEdit): boolean => {
  const [a, b] = [before, after].map(network => buildNetwork(network).nodes.map(({ path }) => path));
  return a?.length === b?.length && (a ?? []).every((path, i) => path === b?.[i]);
};

const inner = spots().map((at): NetworkEdit => {
  const before = at.network;
  const after = withBlock(at, { ...at.block, inner: at.block.inner * 2 });
  return { before, after, expected: (_, names) => widened(before, after, names) };
});

const width = spots(allBut('dense')).map((at): NetworkEdit => {
  const before = at.network;
  const stages = before.stages.map((blocks, i) =>
    i === at.stage ? blocks.map(block => ({ ...block, out: block.out + 4 })) : blocks,
  );
  const after = { ...before, stages };
  return { before, after, expected: (_, names) => widened(before, after, names) };
});

const activation = fc
  .tuple(spots(), fc.constantFrom(...functions))
  .filter(([at, to]) => to !== at.block.activation)
  .map(([at, to]): NetworkEdit => {
    const { functional } = at.network;
    const path = (names: Names): string =>
      functional ? `${names.path(at.path)}.${to}` : names.path(`${at.path}.act`);
    return {
      before: at.network,
      after: withBlock(at, { ...at.block, activation: to }),
      expected: (_, names) => [
        {
          kind: 'replaced',
          paths: Array.from(
            { length: runsOf(at.block) },
            (_, i) => `${path(names)}${i === 0 ? '' : `#${i + 1}`}`,
          ),
          text: `${at.block.activation}→${to}`,
        },
      ],
    };
  });

const bias = spots().map(
  (at): NetworkEdit => ({
    before: at.network,
    after: withBlock(at, { ...at.block, bias: !at.block.bias }),
    expected: (_, names) => [
      {
        kind: 'changed',
        paths: [names.path(`${at.path}.conv1`)],
        text: `bias ${at.block.bias ? 'removed' : 'added'}`,
      },
    ],
  }),
);

const residual = spots(allBut('dense')).map((at): NetworkEdit => {
  const block = { ...at.block, residual: !at.block.residual };
  return {
    before: at.network,
    after: withBlock(at, block),
    expected: (before, after) => skipEdits(at, block, before, after),
  };
});

/** What an extra layer in a block is called: on an image of so many channels. */
const extraText = (extra: string, channels: number): string =>
  extra === 'conv2d' ? `conv2d ${channels}→${channels} kernel 3` : extra;

const layer = eitherWay(
  fc.tuple(spots(), randomExtra).map(([at, extra]) => {
    const channels = at.block.kind === 'dense' ? at.block.inner : at.block.out;
    const expected = (kind: 'added' | 'removed', names: Names): readonly Edit[] => [
      { kind, paths: [names.path(`${at.path}.extra`)], text: `${kind}: ${extraText(extra, channels)}` },
    ];
    return {
      before: at.network,
      after: withBlock(at, { ...at.block, extra }),
      expected: (_: Names, after: Names) => expected('added', after),
      inverse: (before: Names) => expected('removed', before),
    };
  }),
);

/** Without classes, blocks are alike that do the same themselves: with a sum, or without. */
const isLikeTheFirst = ({ network, stage }: Spot): boolean => {
  const [first, second] = network.stages[stage] ?? [];
  return (
    first !== undefined &&
    (first.kind !== 'depthwise' || second !== undefined || (first.stride === 1 && !first.residual))
  );
};

const blocks = eitherWay(
  // A dense block gives channels on to all that comes after it.
  fc
    .tuple(spots(allBut('dense')).filter(isLikeTheFirst), fc.integer({ min: 1, max: 3 }))
    .map(([at, count]) => {
      const list = at.network.stages[at.stage] ?? [];
      const last: Block = { ...(list.at(-1) ?? at.block), stride: 1 };
      const [less, more] = [list.length, list.length + count];
      const stages = at.network.stages.with(at.stage, [...list, ...new Array<Block>(count).fill(last)]);
      const say = (from: number, to: number, after: Names, having: Names): readonly Edit[] => [
        {
          kind: 'repeated',
          paths: [after.path(`stages.${at.stage}`)],
          text: `${from}→${to} ${at.network.typed ? having.type(blockKinds[last.kind]) : 'modules'}`,
        },
      ];
      return {
        before: at.network,
        after: { ...at.network, stages },
        expected: (_: Names, after: Names) => say(less, more, after, after),
        inverse: (before: Names, after: Names) => say(more, less, after, before),
      };
    }),
);

const features = randomNetwork().map((network): NetworkEdit => {
  const { features: from } = network.head;
  return {
    before: network,
    after: { ...network, head: { ...network.head, features: from + 1 } },
    expected: (_, names) => [
      { kind: 'changed', paths: [names.path('head.fc')], text: `${from}→${from + 1} features` },
    ],
  };
});

const pool = randomNetwork().map((network): NetworkEdit => {
  const at = (kind: Network['stem']['pool']): Network => ({
    ...network,
    stem: { ...network.stem, pool: kind },
  });
  return {
    before: at('max'),
    after: at('mean'),
    expected: (_, names) => [
      { kind: 'replaced', paths: [names.path('stem.pool')], text: 'maxPool→averagePool, countIncludePad' },
    ],
  };
});

/** Edits by what a person would call them. */
export const networkEdits: Readonly<Record<string, fc.Arbitrary<NetworkEdit>>> = {
  'another kernel': kernel,
  'another stride': stride,
  'a stride that moved': movedStride,
  'other channels inside a block': inner.filter(samePaths),
  'other channels of a stage': width.filter(samePaths),
  'another activation': activation,
  'a bias more or less': bias,
  'a residual more or less': residual.filter(
    ({ before, after }) => !samePaths({ before, after, expected: () => [] }),
  ),
  'a layer more or less': layer,
  'blocks more or fewer': blocks,
  'another number of classes': features,
  'another pool': pool,
};
