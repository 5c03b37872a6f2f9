/** What every thread does: its share of a step, with kernels of its own. */
/**
 * Runs the units of a step from `from` up to, not including, `to`. Units write different numbers and read none that
 * another writes, so whoever does which of them, and when, changes no bit.
 */
export function runStep({ kernels, room }, { kernel, addresses }, from, to) {
    kernels[kernel]?.(...addresses, room, from, to);
}
