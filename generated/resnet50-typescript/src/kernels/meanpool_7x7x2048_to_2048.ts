/**
 * Adaptive average pooling: [1, 2048, 7, 7] -> [1, 2048, 1, 1].
 * Used by avgpool.
 * Does units [from, to) of 32.
 */

export function meanpool_7x7x2048_to_2048(x: Float32Array, y: Float32Array, from: number, to: number): void {
  for (let c = from * 64; c < to * 64; c++) {
    let sum = 0;
    for (let h = 0; h < 7; h++) {
      for (let w = 0; w < 7; w++) sum += x[h * 14336 + w * 2048 + c];
    }
    const result = sum / 49;
    y[c] = result;
  }
}
