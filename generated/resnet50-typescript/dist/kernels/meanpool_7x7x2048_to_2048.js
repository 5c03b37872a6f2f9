/**
 * Adaptive average pooling: [1, 2048, 7, 7] -> [1, 2048, 1, 1].
 * Used by avgpool.
 */

export function meanpool_7x7x2048_to_2048(x, y) {
  for (let c = 0; c < 2048; c++) {
    const top = 0;
    const bottom = 7;
    const left = 0;
    const right = 7;
    let sum = 0;
    for (let h = top; h < bottom; h++) {
      for (let w = left; w < right; w++) sum += x[h * 14336 + w * 2048 + c];
    }
    const result = sum / ((bottom - top) * (right - left));
    y[c] = result;
  }
}
