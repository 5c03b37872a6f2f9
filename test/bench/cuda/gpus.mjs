/**
 * What no kernel can be faster than, GPU by GPU: bytes a second of its memory, and operations a second.
 *
 * From NVIDIA's data sheets, whose rates of tensor cores "with sparsity" are halved here:
 * H200 and H100 https://www.nvidia.com/en-us/data-center/h200/ and /h100/, A100 https://www.nvidia.com/en-us/data-center/a100/.
 * Real matrix products stay below them: cuBLAS reaches about 80 % of the float16 rate on an H200, as power allows.
 */

/** @import { Peak, Precision } from './types.ts' */

/** @param {number} f32 @param {number} tf32 @param {number} f16 @returns {Readonly<Record<Precision, number>>} */
const teraflops = (f32, tf32, f16) => ({
  f32: f32 * 1e12,
  tf32: tf32 * 1e12,
  // Each of its products is three of TF32.
  '3xtf32': (tf32 * 1e12) / 3,
  f16: f16 * 1e12,
});

/** By what the driver calls them; of two that fit, the first. @type {readonly { name: RegExp, title: string, peak: Peak }[]} */
const gpus = [
  { name: /H200/, title: 'H200', peak: { bandwidth: 4.8e12, rates: teraflops(67, 494.5, 989.5) } },
  { name: /H100 PCIe/, title: 'H100 PCIe', peak: { bandwidth: 2e12, rates: teraflops(51, 378, 756.5) } },
  { name: /H100/, title: 'H100 SXM', peak: { bandwidth: 3.35e12, rates: teraflops(67, 494.5, 989.5) } },
  {
    name: /A100.*80GB/,
    title: 'A100 80 GB',
    peak: { bandwidth: 2.039e12, rates: teraflops(19.5, 156, 312) },
  },
  { name: /A100/, title: 'A100 40 GB', peak: { bandwidth: 1.555e12, rates: teraflops(19.5, 156, 312) } },
];

/** The GPU of a name that contains what is known of it. @param {string} name */
export const knownGpu = name => gpus.find(each => each.name.test(name));

/** What `--gpu` takes. */
export const gpuTitles = gpus.map(({ title }) => title);
