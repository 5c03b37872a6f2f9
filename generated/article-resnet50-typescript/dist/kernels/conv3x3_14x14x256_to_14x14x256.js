/**
 * 3x3 convolution by Winograd's F(2x2, 3x3): [1, 256, 14, 14] -> [1, 256, 14, 14], 116 MMACs.
 * Used by layer3.0.conv2.
 * Does units [from, to) of 28.
 */

export const conv3x3_14x14x256_to_14x14x256 = (() => {
  // A strip of 7 tiles, and its products with the weights, in float64. V8 compiles an array's address and
  // length into the loop if it is a constant of this scope, under a local name: that more than doubles the
  // speed.
  const tile0 = new Float64Array(4096);
  const tile1 = new Float64Array(4096);
  const tile2 = new Float64Array(4096);
  const tile3 = new Float64Array(4096);
  const tile4 = new Float64Array(4096);
  const tile5 = new Float64Array(4096);
  const tile6 = new Float64Array(4096);
  const sums0 = new Float64Array(4096);
  const sums1 = new Float64Array(4096);
  const sums2 = new Float64Array(4096);
  const sums3 = new Float64Array(4096);
  const sums4 = new Float64Array(4096);
  const sums5 = new Float64Array(4096);
  const sums6 = new Float64Array(4096);

  /** A tile of 4 by 4 pixels as a row: pixel by pixel, channels innermost, zeros outside the image. */
  function gather(row, x, tile) {
    const top = Math.floor(tile / 7) * 2 - 1;
    const left = (tile % 7) * 2 - 1;
    let k = 0;
    for (let u = 0; u < 4; u++) {
      const h = top + u;
      for (let v = 0; v < 4; v++) {
        const w = left + v;
        const inside = h >= 0 && h < 14 && w >= 0 && w < 14;
        const at = h * 3584 + w * 256;
        for (let c = 0; c < 256; c++) row[k++] = inside ? x[at + c] : 0;
      }
    }
  }

  /** B^T d of one line of a tile, in place: `step` apart from `at` on. */
  function forward(v, at, step) {
    const d0 = v[at];
    const d1 = v[at + step];
    const d2 = v[at + step * 2];
    const d3 = v[at + step * 3];
    v[at] = d0 - d2;
    v[at + step] = d1 + d2;
    v[at + step * 2] = -d1 + d2;
    v[at + step * 3] = d1 - d3;
  }

  /** A^T m of one line of products, in place: the first 2 places hold the result. */
  function backward(v, at, step) {
    const m0 = v[at];
    const m1 = v[at + step];
    const m2 = v[at + step * 2];
    const m3 = v[at + step * 3];
    v[at] = m0 + m1 + m2;
    v[at + step] = m1 - m2 - m3;
  }

  /** Gathers a tile and transforms it: B^T d B for each channel. */
  function load(row, x, tile) {
    gather(row, x, tile);
    for (let i = 0; i < 4; i++) {
      for (let c = 0; c < 256; c++) forward(row, i * 256 + c, 4 * 256);
    }
    for (let i = 0; i < 4; i++) {
      for (let c = 0; c < 256; c++) forward(row, i * 4 * 256 + c, 256);
    }
  }

  /** Transforms products back, A^T m A for each channel, and stores what lies inside the image. */
  function save(sums, b, y, tile, first) {
    const top = Math.floor(tile / 7) * 2;
    const left = (tile % 7) * 2;
    const bottom = top + 2;
    for (let j = 0; j < 4; j++) {
      for (let n = first; n < first + 64; n++) backward(sums, j * 256 + n, 4 * 256);
    }
    for (let h = top; h < bottom; h++) {
      for (let n = first; n < first + 64; n++) {
        const at = (h - top) * 4 * 256 + n;
        const bias = b[n];
        const m0 = sums[at];
        const m1 = sums[at + 256];
        const m2 = sums[at + 512];
        const m3 = sums[at + 768];
        const v0 = m0 + m1 + m2 + bias;
        const v1 = m1 - m2 - m3 + bias;
        y[h * 3584 + left * 256 + n] = v0;
        y[h * 3584 + (left + 1) * 256 + n] = v1;
      }
    }
  }

  /** Gathers and transforms tiles `p` to `p + 6`. */
  function read(x, p) {
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
  function strip(w, b, y, p, first) {
    const a0 = tile0, a1 = tile1, a2 = tile2, a3 = tile3, a4 = tile4, a5 = tile5, a6 = tile6;
    const m0 = sums0, m1 = sums1, m2 = sums2, m3 = sums3, m4 = sums4, m5 = sums5, m6 = sums6;
    for (let plane = 0; plane < 16; plane++) {
      const from = plane * 256;
      for (let n = first; n < first + 64; n++) {
        let c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0;
        const to = plane * 256 + n;
        const row = to * 256;
        for (let k = 0; k < 256; k++) {
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
    x,
    w,
    b,
    y,
    from,
    to,
  ) => {
    for (let unit = from; unit < to; unit++) {
      const p = Math.floor(unit / 4) * 7;
      const first = (unit % 4) * 64;
      // Once for all parts of a strip that are done here.
      if (unit === from || first === 0) read(x, p);
      strip(w, b, y, p, first);
    }
  };
})();
