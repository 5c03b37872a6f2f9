/**
 * Other names for the same networks: how libraries call the tensors of architectures whose names here are torchvision's.
 * A name is translated only where the network expects the result and not the name itself.
 */

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
 * @param names - the checkpoint's, without a prefix that all have
 * @param expected - the network's
 * @returns the name that is expected, or nothing where a name stays as it is
 */
export function translation(
  names: Iterable<string>,
  expected: ReadonlySet<string>,
): (name: string) => string | undefined {
  const known = [...names];
  for (const { rules } of conventions) {
    const translated = new Map<string, string>();
    for (const name of known) {
      if (expected.has(name)) continue;
      for (const [pattern, becomes] of rules) {
        const match = pattern.exec(name);
        if (match) translated.set(name, becomes(...match.slice(1)));
      }
    }
    // A name that fits by chance makes no convention; a head of another name, or a map that renames some, leaves it one.
    const results = new Set(translated.values());
    const fitting = [...expected].filter(name => results.has(name)).length;
    if (2 * fitting > expected.size) return name => translated.get(name);
  }
  return () => undefined;
}
