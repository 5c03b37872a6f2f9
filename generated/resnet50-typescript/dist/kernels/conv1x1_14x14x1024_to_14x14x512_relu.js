/**
 * 1x1 convolution: [1, 1024, 14, 14] -> [1, 512, 14, 14], 103 MMACs.
 * Used by layer4.0.conv1.
 * Does units [from, to) of 28.
 */

export const conv1x1_14x14x1024_to_14x14x512_relu = (() => {
  // A strip of 7 pixels in float64. V8 compiles an array's address and length into the loop if it is a
  // constant of this scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(1024);
  const row1 = new Float64Array(1024);
  const row2 = new Float64Array(1024);
  const row3 = new Float64Array(1024);
  const row4 = new Float64Array(1024);
  const row5 = new Float64Array(1024);
  const row6 = new Float64Array(1024);

  /** Copies the channels of pixels `p` to `p + 6`. */
  function read(x, p) {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    const from = p * 1024;
    for (let k = 0; k < 1024; k++) {
      a0[k] = x[from + k];
      a1[k] = x[from + 1024 + k];
      a2[k] = x[from + 2048 + k];
      a3[k] = x[from + 3072 + k];
      a4[k] = x[from + 4096 + k];
      a5[k] = x[from + 5120 + k];
      a6[k] = x[from + 6144 + k];
    }
  }

  /** Pixels `p` to `p + 6`. A function of its own, so that V8 optimizes it within the first run. */
  function strip(w, b, y, p) {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    for (let n = 0; n < 512; n++) {
      const bias = b[n];
      let c0 = bias, c1 = bias, c2 = bias, c3 = bias, c4 = bias, c5 = bias, c6 = bias;
      const row = n * 1024;
      for (let k = 0; k < 1024; k++) {
        const f = w[row + k];
        c0 += a0[k] * f;
        c1 += a1[k] * f;
        c2 += a2[k] * f;
        c3 += a3[k] * f;
        c4 += a4[k] * f;
        c5 += a5[k] * f;
        c6 += a6[k] * f;
      }
      const at = p * 512 + n;
      y[at] = Math.max(c0, 0);
      y[at + 512] = Math.max(c1, 0);
      y[at + 1024] = Math.max(c2, 0);
      y[at + 1536] = Math.max(c3, 0);
      y[at + 2048] = Math.max(c4, 0);
      y[at + 2560] = Math.max(c5, 0);
      y[at + 3072] = Math.max(c6, 0);
    }
  }

  return (
    x,
    w,
    b,
    y,
    from,
    to,
  ) => {
    for (let unit = from; unit < to; unit++) {
      const p = unit * 7;
      read(x, p);
      strip(w, b, y, p);
    }
  };
})();
