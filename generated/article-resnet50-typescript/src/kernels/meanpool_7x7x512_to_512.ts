/**
 * Adaptive average pooling: [1, 512, 7, 7] -> [1, 512, 1, 1].
 * Used by avgpool.
 * Does units [from, to) of 32.
 */

export function meanpool_7x7x512_to_512(x: Float32Array, y: Float32Array, from: number, to: number): void {
  for (let c = from * 16; c < to * 16; c++) {
    let sum = 0;
    for (let h = 0; h < 7; h++) {
      for (let w = 0; w < 7; w++) sum += x[h * 3584 + w * 512 + c];
    }
    const result = sum / 49;
    y[c] = result;
  }
}
