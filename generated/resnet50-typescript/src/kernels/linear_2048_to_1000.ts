/**
 * Linear layer: [1, 2048, 1, 1] -> [1, 1000, 1, 1], 2.05 MMACs.
 * Used by fc.
 * Does units [from, to) of 25.
 */

export const linear_2048_to_1000 = (() => {
  // A pixel in float64. V8 compiles an array's address and length into the loop if it is a constant of this
  // scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(2048);

  /** Copies the channels of the one pixel. */
  function read(x: Float32Array): void {
    const a0 = row0;
    for (let k = 0; k < 2048; k++) a0[k] = x[k];
  }

  /**
   * 40 output channels, from `first` on, of the one pixel. A function of its own, so that V8 optimizes it
   * within the first run.
   */
  function strip(w: Float32Array, b: Float32Array, y: Float32Array, first: number): void {
    const a0 = row0;
    for (let n = first; n < first + 40; n += 4) {
      const biasA = b[n];
      const biasB = b[n + 1];
      const biasC = b[n + 2];
      const biasD = b[n + 3];
      let c0a = biasA, c0b = biasB, c0c = biasC, c0d = biasD;
      const row = n * 2048;
      for (let k = 0; k < 2048; k++) {
        const fa = w[row + k];
        const fb = w[row + 2048 + k];
        const fc = w[row + 4096 + k];
        const fd = w[row + 6144 + k];
        c0a += a0[k] * fa;
        c0b += a0[k] * fb;
        c0c += a0[k] * fc;
        c0d += a0[k] * fd;
      }
      y[n] = c0a;
      y[n + 1] = c0b;
      y[n + 2] = c0c;
      y[n + 3] = c0d;
    }
  }

  return (
    x: Float32Array,
    w: Float32Array,
    b: Float32Array,
    y: Float32Array,
    from: number,
    to: number,
  ): void => {
    read(x);
    for (let unit = from; unit < to; unit++) {
      const first = unit * 40;
      strip(w, b, y, first);
    }
  };
})();
