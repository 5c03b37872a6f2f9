/**
 * Max pooling, 3x3: [1, 64, 112, 112] -> [1, 64, 56, 56].
 * Used by maxpool.
 * Does units [from, to) of 56.
 */

export function maxpool3x3_112x112x64(x, y, from, to) {
  for (let i = from; i < to; i++) {
    for (let j = 0; j < 56; j++) {
      for (let c = 0; c < 64; c++) {
        let result = -Infinity;
        for (let u = 0; u < 3; u++) {
          const h = i * 2 + u - 1;
          if (h < 0 || h >= 112) continue;
          for (let v = 0; v < 3; v++) {
            const w = j * 2 + v - 1;
            if (w < 0 || w >= 112) continue;
            result = Math.max(result, x[h * 7168 + w * 64 + c]);
          }
        }
        y[i * 3584 + j * 64 + c] = result;
      }
    }
  }
}
