/**
 * 1x1 convolution: [1, 256, 14, 14] -> [1, 1024, 14, 14], 51.4 MMACs.
 * Used by layer3.0.conv3, layer3.1.conv3, layer3.2.conv3, layer3.3.conv3, layer3.4.conv3, layer3.5.conv3.
 * Does units [from, to) of 28.
 */

export const conv1x1_14x14x256_to_14x14x1024_add_relu = (() => {
  // A strip of 7 pixels in float64. V8 compiles an array's address and length into the loop if it is a
  // constant of this scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(256);
  const row1 = new Float64Array(256);
  const row2 = new Float64Array(256);
  const row3 = new Float64Array(256);
  const row4 = new Float64Array(256);
  const row5 = new Float64Array(256);
  const row6 = new Float64Array(256);

  /** Copies the channels of pixels `p` to `p + 6`. */
  function read(x: Float32Array, p: number): void {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    const from = p * 256;
    for (let k = 0; k < 256; k++) {
      a0[k] = x[from + k];
      a1[k] = x[from + 256 + k];
      a2[k] = x[from + 512 + k];
      a3[k] = x[from + 768 + k];
      a4[k] = x[from + 1024 + k];
      a5[k] = x[from + 1280 + k];
      a6[k] = x[from + 1536 + k];
    }
  }

  /** Pixels `p` to `p + 6`. A function of its own, so that V8 optimizes it within the first run. */
  function strip(w: Float32Array, b: Float32Array, r0: Float32Array, y: Float32Array, p: number): void {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    for (let n = 0; n < 1024; n++) {
      const bias = b[n];
      let c0 = bias, c1 = bias, c2 = bias, c3 = bias, c4 = bias, c5 = bias, c6 = bias;
      const row = n * 256;
      for (let k = 0; k < 256; k++) {
        const f = w[row + k];
        c0 += a0[k] * f;
        c1 += a1[k] * f;
        c2 += a2[k] * f;
        c3 += a3[k] * f;
        c4 += a4[k] * f;
        c5 += a5[k] * f;
        c6 += a6[k] * f;
      }
      const at = p * 1024 + n;
      y[at] = Math.max(c0 + r0[at], 0);
      y[at + 1024] = Math.max(c1 + r0[at + 1024], 0);
      y[at + 2048] = Math.max(c2 + r0[at + 2048], 0);
      y[at + 3072] = Math.max(c3 + r0[at + 3072], 0);
      y[at + 4096] = Math.max(c4 + r0[at + 4096], 0);
      y[at + 5120] = Math.max(c5 + r0[at + 5120], 0);
      y[at + 6144] = Math.max(c6 + r0[at + 6144], 0);
    }
  }

  return (
    x: Float32Array,
    w: Float32Array,
    b: Float32Array,
    r0: Float32Array,
    y: Float32Array,
    from: number,
    to: number,
  ): void => {
    for (let unit = from; unit < to; unit++) {
      const p = unit * 7;
      read(x, p);
      strip(w, b, r0, y, p);
    }
  };
})();
