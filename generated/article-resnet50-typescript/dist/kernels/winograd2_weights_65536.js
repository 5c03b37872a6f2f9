/**
 * Weights for Winograd's F(2x2, 3x3): G g G^T for 65536 windows.
 * Used by layer3.0.conv2, layer3.1.conv1, layer3.1.conv2, layer3.2.conv1, layer3.2.conv2, layer3.3.conv1,
 * layer3.3.conv2, layer3.4.conv1, layer3.4.conv2, layer3.5.conv1, layer3.5.conv2.
 * Does units [from, to) of 32.
 */

export function winograd2_weights_65536(w, u, from, to) {
  for (let i = from * 2048; i < to * 2048; i++) {
    // G g, a column at a time.
    const g00 = w[i];
    const g10 = w[i + 196608];
    const g20 = w[i + 393216];
    const t00 = g00;
    const t10 = 0.5 * g00 + 0.5 * g10 + 0.5 * g20;
    const t20 = 0.5 * g00 - 0.5 * g10 + 0.5 * g20;
    const t30 = g20;
    const g01 = w[i + 65536];
    const g11 = w[i + 262144];
    const g21 = w[i + 458752];
    const t01 = g01;
    const t11 = 0.5 * g01 + 0.5 * g11 + 0.5 * g21;
    const t21 = 0.5 * g01 - 0.5 * g11 + 0.5 * g21;
    const t31 = g21;
    const g02 = w[i + 131072];
    const g12 = w[i + 327680];
    const g22 = w[i + 524288];
    const t02 = g02;
    const t12 = 0.5 * g02 + 0.5 * g12 + 0.5 * g22;
    const t22 = 0.5 * g02 - 0.5 * g12 + 0.5 * g22;
    const t32 = g22;
    // (G g) G^T, a row at a time.
    u[i] = t00;
    u[i + 65536] = 0.5 * t00 + 0.5 * t01 + 0.5 * t02;
    u[i + 131072] = 0.5 * t00 - 0.5 * t01 + 0.5 * t02;
    u[i + 196608] = t02;
    u[i + 262144] = t10;
    u[i + 327680] = 0.5 * t10 + 0.5 * t11 + 0.5 * t12;
    u[i + 393216] = 0.5 * t10 - 0.5 * t11 + 0.5 * t12;
    u[i + 458752] = t12;
    u[i + 524288] = t20;
    u[i + 589824] = 0.5 * t20 + 0.5 * t21 + 0.5 * t22;
    u[i + 655360] = 0.5 * t20 - 0.5 * t21 + 0.5 * t22;
    u[i + 720896] = t22;
    u[i + 786432] = t30;
    u[i + 851968] = 0.5 * t30 + 0.5 * t31 + 0.5 * t32;
    u[i + 917504] = 0.5 * t30 - 0.5 * t31 + 0.5 * t32;
    u[i + 983040] = t32;
  }
}
