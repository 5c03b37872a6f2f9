/**
 * The goldens of whole networks, which test/reference/networks.py makes with PyTorch. A case's weights are
 * `synthesize(name, shape)`, its input is `syntheticInput([batch, 3, height, width])`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const folder = new URL('./', import.meta.url);

/** What base64 in a golden stands for: little-endian float32. */
const float32 = z
  .base64()
  .transform(text => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer));
const size = z.int().positive();

const networkGolden = z.strictObject({
  spec: z.string(),
  parameters: size,
  macs: size,
  cases: z.array(
    z.strictObject({
      settings: z.strictObject({ classes: size, batch: size, height: size, width: size }),
      shape: z.array(size),
      float32Error: z.number().positive(),
      logits: float32,
    }),
  ),
  tensors: z.array(z.tuple([z.string(), z.array(size)])),
});

/** What PyTorch says of one spec. */
export type NetworkGolden = z.output<typeof networkGolden>;

/** Names of the specs that have a golden. */
export const networkGoldenNames: readonly string[] = readdirSync(folder)
  .filter(file => file.endsWith('.json'))
  .map(file => file.slice(0, -'.json'.length))
  .sort();

/** Reads the golden of a spec. */
export function readNetworkGolden(spec: string): NetworkGolden {
  return networkGolden.parse(JSON.parse(readFileSync(new URL(`${spec}.json`, folder), 'utf8')));
}
