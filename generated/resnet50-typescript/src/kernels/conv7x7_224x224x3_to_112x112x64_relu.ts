/**
 * 7x7 convolution of stride 2: [1, 3, 224, 224] -> [1, 64, 112, 112], 118 MMACs.
 * Used by conv1.
 * Does units [from, to) of 1792.
 */

export const conv7x7_224x224x3_to_112x112x64_relu = (() => {
  // A strip of 7 pixels in float64. V8 compiles an array's address and length into the loop if it is a
  // constant of this scope, under a local name: that more than doubles the speed.
  const row0 = new Float64Array(147);
  const row1 = new Float64Array(147);
  const row2 = new Float64Array(147);
  const row3 = new Float64Array(147);
  const row4 = new Float64Array(147);
  const row5 = new Float64Array(147);
  const row6 = new Float64Array(147);

  /** The window of one output pixel as a row: tap by tap, channels innermost, zeros outside the image. */
  function gather(row: Float64Array, x: Float32Array, pixel: number): void {
    const top = Math.floor(pixel / 112) * 2 - 3;
    const left = (pixel % 112) * 2 - 3;
    let k = 0;
    for (let u = 0; u < 7; u++) {
      const h = top + u;
      for (let v = 0; v < 7; v++) {
        const w = left + v;
        const inside = h >= 0 && h < 224 && w >= 0 && w < 224;
        const at = h * 224 + w;
        for (let c = 0; c < 3; c++) row[k++] = inside ? x[at + c * 50176] : 0;
      }
    }
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
    for (let n = 0; n < 64; n++) {
      const bias = b[n];
      let c0 = bias, c1 = bias, c2 = bias, c3 = bias, c4 = bias, c5 = bias, c6 = bias;
      const row = n * 147;
      for (let k = 0; k < 147; k++) {
        const f = w[row + k];
        c0 += a0[k] * f;
        c1 += a1[k] * f;
        c2 += a2[k] * f;
        c3 += a3[k] * f;
        c4 += a4[k] * f;
        c5 += a5[k] * f;
        c6 += a6[k] * f;
      }
      const at = p * 64 + n;
      y[at] = Math.max(c0, 0);
      y[at + 64] = Math.max(c1, 0);
      y[at + 128] = Math.max(c2, 0);
      y[at + 192] = Math.max(c3, 0);
      y[at + 256] = Math.max(c4, 0);
      y[at + 320] = Math.max(c5, 0);
      y[at + 384] = Math.max(c6, 0);
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
