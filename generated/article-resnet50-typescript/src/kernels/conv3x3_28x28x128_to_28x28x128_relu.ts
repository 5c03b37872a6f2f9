/**
 * 3x3 convolution by Winograd's F(4x4, 3x3): [1, 128, 28, 28] -> [1, 128, 28, 28], 116 MMACs.
 * Used by layer2.1.conv1, layer2.2.conv1, layer2.3.conv1.
 * Does units [from, to) of 14.
 */

export const conv3x3_28x28x128_to_28x28x128_relu = (() => {
  // A strip of 7 tiles, and its products with the weights, in float64. V8 compiles an array's address and
  // length into the loop if it is a constant of this scope, under a local name: that more than doubles the
  // speed.
  const tile0 = new Float64Array(4608);
  const tile1 = new Float64Array(4608);
  const tile2 = new Float64Array(4608);
  const tile3 = new Float64Array(4608);
  const tile4 = new Float64Array(4608);
  const tile5 = new Float64Array(4608);
  const tile6 = new Float64Array(4608);
  const sums0 = new Float64Array(4608);
  const sums1 = new Float64Array(4608);
  const sums2 = new Float64Array(4608);
  const sums3 = new Float64Array(4608);
  const sums4 = new Float64Array(4608);
  const sums5 = new Float64Array(4608);
  const sums6 = new Float64Array(4608);

  /** A tile of 6 by 6 pixels as a row: pixel by pixel, channels innermost, zeros outside the image. */
  function gather(row: Float64Array, x: Float32Array, tile: number): void {
    const top = Math.floor(tile / 7) * 4 - 1;
    const left = (tile % 7) * 4 - 1;
    let k = 0;
    for (let u = 0; u < 6; u++) {
      const h = top + u;
      for (let v = 0; v < 6; v++) {
        const w = left + v;
        const inside = h >= 0 && h < 28 && w >= 0 && w < 28;
        const at = h * 3584 + w * 128;
        for (let c = 0; c < 128; c++) row[k++] = inside ? x[at + c] : 0;
      }
    }
  }

  /** B^T d of one line of a tile, in place: `step` apart from `at` on. */
  function forward(v: Float64Array, at: number, step: number): void {
    const d0 = v[at];
    const d1 = v[at + step];
    const d2 = v[at + step * 2];
    const d3 = v[at + step * 3];
    const d4 = v[at + step * 4];
    const d5 = v[at + step * 5];
    v[at] = 4 * d0 - 5 * d2 + d4;
    v[at + step] = -4 * d1 - 4 * d2 + d3 + d4;
    v[at + step * 2] = 4 * d1 - 4 * d2 - d3 + d4;
    v[at + step * 3] = -2 * d1 - d2 + 2 * d3 + d4;
    v[at + step * 4] = 2 * d1 - d2 - 2 * d3 + d4;
    v[at + step * 5] = 4 * d1 - 5 * d3 + d5;
  }

  /** A^T m of one line of products, in place: the first 4 places hold the result. */
  function backward(v: Float64Array, at: number, step: number): void {
    const m0 = v[at];
    const m1 = v[at + step];
    const m2 = v[at + step * 2];
    const m3 = v[at + step * 3];
    const m4 = v[at + step * 4];
    const m5 = v[at + step * 5];
    v[at] = m0 + m1 + m2 + m3 + m4;
    v[at + step] = m1 - m2 + 2 * m3 - 2 * m4;
    v[at + step * 2] = m1 + m2 + 4 * m3 + 4 * m4;
    v[at + step * 3] = m1 - m2 + 8 * m3 - 8 * m4 + m5;
  }

  /** Gathers a tile and transforms it: B^T d B for each channel. */
  function load(row: Float64Array, x: Float32Array, tile: number): void {
    gather(row, x, tile);
    for (let i = 0; i < 6; i++) {
      for (let c = 0; c < 128; c++) forward(row, i * 128 + c, 6 * 128);
    }
    for (let i = 0; i < 6; i++) {
      for (let c = 0; c < 128; c++) forward(row, i * 6 * 128 + c, 128);
    }
  }

  /** Transforms products back, A^T m A for each channel, and stores what lies inside the image. */
  function save(sums: Float64Array, b: Float32Array, y: Float32Array, tile: number, first: number): void {
    const top = Math.floor(tile / 7) * 4;
    const left = (tile % 7) * 4;
    const bottom = top + 4;
    for (let j = 0; j < 6; j++) {
      for (let n = first; n < first + 64; n++) backward(sums, j * 128 + n, 6 * 128);
    }
    for (let h = top; h < bottom; h++) {
      for (let n = first; n < first + 64; n++) {
        const at = (h - top) * 6 * 128 + n;
        const bias = b[n];
        const m0 = sums[at];
        const m1 = sums[at + 128];
        const m2 = sums[at + 256];
        const m3 = sums[at + 384];
        const m4 = sums[at + 512];
        const m5 = sums[at + 640];
        const v0 = m0 + m1 + m2 + m3 + m4 + bias;
        const v1 = m1 - m2 + 2 * m3 - 2 * m4 + bias;
        const v2 = m1 + m2 + 4 * m3 + 4 * m4 + bias;
        const v3 = m1 - m2 + 8 * m3 - 8 * m4 + m5 + bias;
        y[h * 3584 + left * 128 + n] = Math.max(v0, 0);
        y[h * 3584 + (left + 1) * 128 + n] = Math.max(v1, 0);
        y[h * 3584 + (left + 2) * 128 + n] = Math.max(v2, 0);
        y[h * 3584 + (left + 3) * 128 + n] = Math.max(v3, 0);
      }
    }
  }

  /** Gathers and transforms tiles `p` to `p + 6`. */
  function read(x: Float32Array, p: number): void {
    load(tile0, x, p);
    load(tile1, x, p + 1);
    load(tile2, x, p + 2);
    load(tile3, x, p + 3);
    load(tile4, x, p + 4);
    load(tile5, x, p + 5);
    load(tile6, x, p + 6);
  }

  /**
   * 64 output channels, from `first` on, of tiles `p` to `p + 6`. A function of its own, so that V8 optimizes
   * it within the first run.
   */
  function strip(w: Float32Array, b: Float32Array, y: Float32Array, p: number, first: number): void {
    const a0 = tile0, a1 = tile1, a2 = tile2, a3 = tile3, a4 = tile4, a5 = tile5, a6 = tile6;
    const m0 = sums0, m1 = sums1, m2 = sums2, m3 = sums3, m4 = sums4, m5 = sums5, m6 = sums6;
    for (let plane = 0; plane < 36; plane++) {
      const from = plane * 128;
      for (let n = first; n < first + 64; n++) {
        let c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0;
        const to = plane * 128 + n;
        const row = to * 128;
        for (let k = 0; k < 128; k++) {
          const f = w[row + k];
          c0 += a0[from + k] * f;
          c1 += a1[from + k] * f;
          c2 += a2[from + k] * f;
          c3 += a3[from + k] * f;
          c4 += a4[from + k] * f;
          c5 += a5[from + k] * f;
          c6 += a6[from + k] * f;
        }
        m0[to] = c0;
        m1[to] = c1;
        m2[to] = c2;
        m3[to] = c3;
        m4[to] = c4;
        m5[to] = c5;
        m6[to] = c6;
      }
    }
    save(sums0, b, y, p, first);
    save(sums1, b, y, p + 1, first);
    save(sums2, b, y, p + 2, first);
    save(sums3, b, y, p + 3, first);
    save(sums4, b, y, p + 4, first);
    save(sums5, b, y, p + 5, first);
    save(sums6, b, y, p + 6, first);
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
      const p = Math.floor(unit / 2) * 7;
      const first = (unit % 2) * 64;
      // Once for all parts of a strip that are done here.
      if (unit === from || first === 0) read(x, p);
      strip(w, b, y, p, first);
    }
  };
})();
