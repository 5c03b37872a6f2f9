/**
 * 1x1 convolution: [1, 64, 56, 56] -> [1, 256, 56, 56], 51.4 MMACs.
 * Used by layer1.0.conv3.
 * Does units [from, to) of 448.
 */

export const conv1x1_56x56x64_to_56x56x256 = (() => {
  // A strip of 7 pixels in float64. V8 compiles an array's address and length into the loop if it is a
  // constant of this scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(64);
  const row1 = new Float64Array(64);
  const row2 = new Float64Array(64);
  const row3 = new Float64Array(64);
  const row4 = new Float64Array(64);
  const row5 = new Float64Array(64);
  const row6 = new Float64Array(64);

  /** Copies the channels of pixels `p` to `p + 6`. */
  function read(x: Float32Array, p: number): void {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    const from = p * 64;
    for (let k = 0; k < 64; k++) {
      a0[k] = x[from + k];
      a1[k] = x[from + 64 + k];
      a2[k] = x[from + 128 + k];
      a3[k] = x[from + 192 + k];
      a4[k] = x[from + 256 + k];
      a5[k] = x[from + 320 + k];
      a6[k] = x[from + 384 + k];
    }
  }

  /** Pixels `p` to `p + 6`. A function of its own, so that V8 optimizes it within the first run. */
  function strip(w: Float32Array, b: Float32Array, y: Float32Array, p: number): void {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    for (let n = 0; n < 256; n++) {
      const bias = b[n];
      let c0 = bias, c1 = bias, c2 = bias, c3 = bias, c4 = bias, c5 = bias, c6 = bias;
      const row = n * 64;
      for (let k = 0; k < 64; k++) {
        const f = w[row + k];
        c0 += a0[k] * f;
        c1 += a1[k] * f;
        c2 += a2[k] * f;
        c3 += a3[k] * f;
        c4 += a4[k] * f;
        c5 += a5[k] * f;
        c6 += a6[k] * f;
      }
      const at = p * 256 + n;
      y[at] = c0;
      y[at + 256] = c1;
      y[at + 512] = c2;
      y[at + 768] = c3;
      y[at + 1024] = c4;
      y[at + 1280] = c5;
      y[at + 1536] = c6;
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
    for (let unit = from; unit < to; unit++) {
      const p = unit * 7;
      read(x, p);
      strip(w, b, y, p);
    }
  };
})();
