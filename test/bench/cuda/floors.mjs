/** Launches against the least time that they can take. */

/** @import { Layer, LayerTiming, Peak, Precision } from './types.ts' */

/**
 * The floor of a launch is the larger of two times: that of moving its bytes once, all from memory, and that of its
 * operations at the full rate.
 *
 * @param {readonly Layer[]} layers
 * @param {Peak | undefined} peak
 * @param {Precision} precision
 * @returns {readonly LayerTiming[]}
 */
export function withFloors(layers, peak, precision) {
  return layers.map(layer => {
    if (!peak) return { ...layer, floor: null, bound: 'memory' };
    const moving = (1e6 * layer.bytes) / peak.bandwidth;
    const computing = (1e6 * 2 * layer.macs) / peak.rates[precision];
    return {
      ...layer,
      floor: Math.max(moving, computing),
      bound: moving >= computing ? 'memory' : 'compute',
    };
  });
}
