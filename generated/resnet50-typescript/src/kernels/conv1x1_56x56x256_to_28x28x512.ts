/**
 * 1x1 convolution of stride 2: [1, 256, 56, 56] -> [1, 512, 28, 28], 103 MMACs.
 * Used by layer2.0.downsample.0.
 * Does units [from, to) of 112.
 */

export const conv1x1_56x56x256_to_28x28x512 = (() => {
  // A strip of 7 pixels in float64. V8 compiles an array's address and length into the loop if it is a
  // constant of this scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(256);
  const row1 = new Float64Array(256);
  const row2 = new Float64Array(256);
  const row3 = new Float64Array(256);
  const row4 = new Float64Array(256);
  const row5 = new Float64Array(256);
  const row6 = new Float64Array(256);

  /** What one output pixel reads, as a row. */
  function gather(row: Float64Array, x: Float32Array, pixel: number): void {
    const top = Math.floor(pixel / 28) * 2;
    const left = (pixel % 28) * 2;
    const at = top * 14336 + left * 256;
    for (let c = 0; c < 256; c++) row[c] = x[at + c];
  }

  /** Gathers what is read of pixels `p` to `p + 6`. */
  function read(x: Float32Array, p: number): void {
    gather(row0, x, p);
    gather(row1, x, p + 1);
    gather(row2, x, p + 2);
    gather(row3, x, p + 3);
    gather(row4, x, p + 4);
    gather(row5, x, p + 5);
    gather(row6, x, p + 6);
  }

  /** Pixels `p` to `p + 6`. A function of its own, so that V8 optimizes it within the first run. */
  function strip(w: Float32Array, b: Float32Array, y: Float32Array, p: number): void {
    const a0 = row0, a1 = row1, a2 = row2, a3 = row3, a4 = row4, a5 = row5, a6 = row6;
    for (let n = 0; n < 512; n++) {
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
      const at = p * 512 + n;
      y[at] = c0;
      y[at + 512] = c1;
      y[at + 1024] = c2;
      y[at + 1536] = c3;
      y[at + 2048] = c4;
      y[at + 2560] = c5;
      y[at + 3072] = c6;
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
