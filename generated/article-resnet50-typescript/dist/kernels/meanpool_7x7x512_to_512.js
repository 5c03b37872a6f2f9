/**
 * Adaptive average pooling: [1, 512, 7, 7] -> [1, 512, 1, 1].
 * Used by avgpool.
 */

export function meanpool_7x7x512_to_512(x, y) {
  for (let c = 0; c < 512; c++) {
    const top = 0;
    const bottom = 7;
    const left = 0;
    const right = 7;
    let sum = 0;
    for (let h = top; h < bottom; h++) {
      for (let w = left; w < right; w++) sum += x[h * 3584 + w * 512 + c];
    }
    const result = sum / ((bottom - top) * (right - left));
    y[c] = result;
  }
}
