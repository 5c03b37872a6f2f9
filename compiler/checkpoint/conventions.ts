/**
 * Other names for the same networks: how libraries call the tensors of architectures whose names here are torchvision's.
 * A name is translated only where the network expects the result and not the name itself.
 */

import type { RenameMap } from './rename.ts';

/** One library's names of one architecture: patterns and what their names become here. */
interface Convention {
  readonly name: string;
  readonly rules: readonly (readonly [pattern: RegExp, becomes: (...groups: string[]) => string])[];
}

/** Numbers count from 0 there, and from 1 here. */
const next = (number: string): string => String(Number(number) + 1);

/** Of a convolution the weight, of a batch norm all that it has. */
const block = String.raw`^(?:resnet\.)?encoder\.stages\.(\d+)\.layers\.(\d+)\.`;

const conventions: readonly Convention[] = [
  {
    // https://github.com/huggingface/transformers/blob/main/src/transformers/models/resnet/modeling_resnet.py
    name: "transformers' ResNetForImageClassification",
    rules: [
      [/^(?:resnet\.)?embedder\.embedder\.convolution\.(\w+)$/, what => `conv1.${what}`],
      [/^(?:resnet\.)?embedder\.embedder\.normalization\.(\w+)$/, what => `bn1.${what}`],
      [
        new RegExp(String.raw`${block}shortcut\.convolution\.(\w+)$`),
        (stage = '', layer = '', what = '') => `layer${next(stage)}.${layer}.downsample.0.${what}`,
      ],
      [
        new RegExp(String.raw`${block}shortcut\.normalization\.(\w+)$`),
        (stage = '', layer = '', what = '') => `layer${next(stage)}.${layer}.downsample.1.${what}`,
      ],
      [
        new RegExp(String.raw`${block}layer\.(\d+)\.convolution\.(\w+)$`),
        (stage = '', layer = '', at = '', what = '') =>
          `layer${next(stage)}.${layer}.conv${next(at)}.${what}`,
      ],
      [
        new RegExp(String.raw`${block}layer\.(\d+)\.normalization\.(\w+)$`),
        (stage = '', layer = '', at = '', what = '') => `layer${next(stage)}.${layer}.bn${next(at)}.${what}`,
      ],
      [/^classifier\.1\.(\w+)$/, what => `fc.${what}`],
    ],
  },
];

/**
 * What gives a checkpoint's names those that a network expects, where most follow another convention.
 *
 * @param names - the checkpoint's
 * @param expected - the network's
 * @returns the names that are expected, by the checkpoint's without what stands before all of them; empty where it
 *   follows no convention
 */
export function translation(names: Iterable<string>, expected: ReadonlySet<string>): RenameMap {
  for (let known = [...names]; ; ) {
    const found = translated(known, expected);
    if (found) return found;
    const [first = ''] = known;
    const prefix = first.slice(0, first.indexOf('.') + 1);
    if (prefix === '' || !known.every(name => name.startsWith(prefix))) return new Map();
    known = known.map(name => name.slice(prefix.length));
  }
}

function translated(known: readonly string[], expected: ReadonlySet<string>): RenameMap | undefined {
  for (const { rules } of conventions) {
    const found = new Map<string, string>();
    for (const name of known) {
      if (expected.has(name)) continue;
      for (const [pattern, becomes] of rules) {
        const match = pattern.exec(name);
        if (match) found.set(name, becomes(...match.slice(1)));
      }
    }
    // A name that fits by chance makes no convention; a head of another name, or a map that renames some, leaves it one.
    const results = new Set(found.values());
    const fitting = [...expected].filter(name => results.has(name)).length;
    if (2 * fitting > expected.size) return found;
  }
  return undefined;
}
