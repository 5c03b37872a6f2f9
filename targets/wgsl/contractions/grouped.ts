/** Convolutions in groups: few terms a sum, read straight from memory by each thread. */

import { z } from 'zod';
import { type Contraction, scheduleOf } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { atom, count, index, plus } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import type { Printed } from '../kernels/printed.ts';
import { printBindings } from '../parts/bindings.ts';
import { printWindowOf, products } from '../parts/input.ts';
import { type Lanes, lanesOf } from '../parts/lanes.ts';
import { constantsOf, withConstants } from '../parts/sizes.ts';
import { contractionBindings, printStore } from '../parts/store.ts';
import { tapLoops } from '../parts/taps.ts';
import { unsigned } from '../parts/unsigned.ts';
import { numbered } from '../parts/workgroups.ts';
import { divides, quadTile, share, type WgslImplementation, weightsInQuads } from './implementation.ts';

/** What one tap adds to the sums of a thread. */
interface Tap {
  readonly weights: readonly string[];
  /** To the sums of pixel `i` of the thread. */
  readonly adds: (i: number) => readonly string[];
  /** Channels of a group that are added at a time; 0 where there is one, and no loop. */
  readonly step: 0 | 1 | 4;
}

/**
 * How four output channels find what they read: each its own channel (`depthwise`); one group, its channels four at a
 * time (`quads`) or one by one (`one-group`); or channels of several groups (`any`).
 */
function formOf(kernel: ContractKernel): {
  readonly form: 'depthwise' | 'quads' | 'one-group' | 'any';
  readonly lanes: Lanes;
} {
  const { channels, perGroup, inputs } = sizesOf(kernel);
  const perQuad = channels / kernel.groups;
  const lanes = lanesOf(kernel.x);
  if (lanes === 4 && perGroup === 1 && inputs === channels) return { form: 'depthwise', lanes };
  if (perQuad % 4 !== 0) return { form: 'any', lanes: 1 };
  return lanes === 4 && perGroup % 4 === 0 ? { form: 'quads', lanes } : { form: 'one-group', lanes: 1 };
}

const schema = z.strictObject({ name: z.literal('grouped'), tile: quadTile, thread: quadTile });
type Grouped = z.infer<typeof schema>;

/** 64 threads: as many quads side by side as there are, up to 16, with so many pixels each. */
function ofRows(contraction: Contraction, rows: number): Grouped {
  const columns = 2 ** Math.min(4, Math.ceil(Math.log2(sizesOf(contraction).quads)));
  return {
    name: 'grouped',
    tile: { rows: (64 / columns) * rows, columns: 4 * columns },
    thread: { rows, columns: 4 },
  };
}

export const grouped: WgslImplementation<Grouped> = {
  name: 'grouped',
  about: 'convolutions in groups',
  schema,
  accepts: ({ groups }) => groups > 1,
  // Pixels in strips of four where they are many.
  choose(contraction) {
    const { pixels, quads } = sizesOf(contraction);
    return ofRows(contraction, pixels * quads >= 2 ** 16 ? 4 : pixels * quads >= 2 ** 14 ? 2 : 1);
  },
  variants: contraction => [1, 2, 4].map(rows => ofRows(contraction, rows)),
  allows: (_, { tile, thread }) => thread.rows <= 8 && thread.columns === 4 && divides(tile, thread),
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, thread } = scheduleOf(schema, kernel);
    return `${share(tile)}; a thread, ${thread.rows} by ${thread.columns}.`;
  },
  print,
};

/** The shader. */
function print(kernel: ContractKernel, head: string): Printed {
  const { x, window, groups } = kernel;
  const { tile, thread } = scheduleOf(schema, kernel);
  const { pixels, quads, channels, perGroup } = sizesOf(kernel);
  const [vertical, horizontal] = window;
  const columns = tile.columns / 4;
  const rows = tile.rows / thread.rows;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = x.strides;
  const isWide = quads % columns === 0;
  const groupsOfPixels = numbered(Math.ceil(pixels / tile.rows));
  const isWhole = pixels % tile.rows === 0 && groupsOfPixels.isExact;
  const perQuad = channels / groups;
  const place = (lanes: number, channel: string): string =>
    index(
      ['place.x', (x.shape[0] ?? 1) > 1 ? sn / lanes : 0],
      ['h', sh / lanes],
      ['w', sw / lanes],
      [channel, lanes === 4 ? 1 : sc],
    );
  const { u, v, tap, open, close } = tapLoops(window);
  const weightAt = (term: string): string => `vec4f(weights[${atom(term)} * quads + quad])`;
  const { form, lanes } = formOf(kernel);
  /** What one tap adds: its weights, and the products for pixel `i`. */
  const { weights, adds, step } = ((): Tap => {
    switch (form) {
      case 'depthwise':
        return {
          weights: [`let f = ${weightAt(tap)};`],
          adds: i => [`c${i} += vec4f(x[${place(4, 'quad')}]) * f;`],
          step: 0,
        };
      case 'quads':
        return {
          weights: count(4).map(
            k => `let f${k} = ${weightAt(plus(index([tap, perGroup], [perGroup > 4 ? 'c' : '0', 1]), k))};`,
          ),
          adds: i => [
            `let a = vec4f(x[${place(4, perGroup > 4 ? '(firstInput + c) / 4' : 'firstInput / 4')}]);`,
            ...products(`c${i}`, 'a', ['f0', 'f1', 'f2', 'f3']),
          ],
          step: 4,
        };
      case 'one-group':
        return {
          weights: [`let f = ${weightAt(index([tap, perGroup], [perGroup > 1 ? 'c' : '0', 1]))};`],
          adds: i => [`c${i} += f32(x[${place(1, perGroup > 1 ? 'firstInput + c' : 'firstInput')}]) * f;`],
          step: 1,
        };
      case 'any': {
        const four = count(4).map(
          lane => `seenBy(${plus('4 * quad', lane)}${perGroup > 1 ? ', c' : ''}, at)`,
        );
        return {
          weights: [`let f = ${weightAt(index([tap, perGroup], [perGroup > 1 ? 'c' : '0', 1]))};`],
          adds: i => [`let at = ${unsigned(place(1, '0'))};`, `c${i} += vec4f(${four.join(', ')}) * f;`],
          step: 1,
        };
      }
    }
  })();
  const loops = step > 0 && perGroup > step;
  const filled = fillFrame('wgsl', 'grouped', {
    head,
    bindings: printBindings(kernel, contractionBindings(kernel, lanes)),
    store: printStore(kernel),
    seenBy: form === 'any' ? printSeenBy(kernel) : '',
    windowOf: printWindowOf(kernel),
    threads: rows * columns,
    quad: unsigned(index(['group.y', columns], [columns === 1 ? '0' : `thread % ${columns}`, 1])),
    pixel: index(
      [groupsOfPixels.number, tile.rows],
      [columns === 1 ? 'thread' : `thread / ${columns}`, thread.rows],
    ),
    leave: isWide ? '' : 'if (quad >= quads) {\nreturn;\n}',
    firstInput:
      form === 'quads' || form === 'one-group'
        ? `let firstInput = ${unsigned(index([`4 * quad / ${perQuad}`, perGroup]))};`
        : '',
    begins: count(thread.rows)
      .map(i => `let place${i} = windowOf(${plus('pixel', i)});\nvar c${i} = vec4f();`)
      .join('\n'),
    open: [
      ...open,
      ...(loops && step === 1 ? [`for (var c = 0u; c < ${perGroup}; c++) {`] : []),
      ...(loops && step === 4
        ? [`for (var four = 0u; four < ${perGroup / 4}; four++) {`, 'let c = 4 * four;']
        : []),
    ].join('\n'),
    close: [...close, ...(loops ? ['}'] : [])].join('\n'),
    weights: weights.join('\n'),
    adds: count(thread.rows)
      .map(i =>
        [
          '{',
          `let place = place${i};`,
          `let h = ${index(['place.y', 1], [u, vertical.dilation])};`,
          `let w = ${index(['place.z', 1], [v, horizontal.dilation])};`,
          'if (h < height && w < width) {',
          ...adds(i),
          '}',
          '}',
        ].join('\n'),
      )
      .join('\n'),
    stores: count(thread.rows)
      .map(i => {
        const call = `store(${plus('pixel', i)}, quad, c${i});`;
        return isWhole ? call : `if (${plus('pixel', i)} < pixels) {\n${call}\n}`;
      })
      .join('\n'),
  });
  return {
    text: withConstants(filled, constantsOf(kernel)),
    workgroups: [groupsOfPixels.x, Math.ceil(quads / columns), groupsOfPixels.z],
  };
}

/** The function that reads what an output channel sees of a pixel, where a quad has channels of several groups. */
function printSeenBy(kernel: ContractKernel): string {
  const { channels, perGroup } = sizesOf(kernel);
  const [, step = 0] = kernel.x.strides;
  const perQuad = channels / kernel.groups;
  const channel = 'min(channel, channels - 1)';
  const group = perQuad === 1 ? channel : `${channel} / ${perQuad}`;
  const input = index([group, perGroup], [perGroup > 1 ? 'c' : '0', 1]);
  return [
    `// What an output channel sees of the pixel that begins at \`at\`${perGroup > 1 ? ': channel `c` of its group' : ''}.`,
    `fn seenBy(channel: u32, ${perGroup > 1 ? 'c: u32, ' : ''}at: u32) -> f32 {`,
    `return f32(x[${index(['at', 1], [input, step])}]);`,
    '}',
  ].join('\n');
}
