export default /* wgsl */ `// Linear layer over the mean of each channel: [1, 64, 8, 8] -> [1, 10, 1, 1], 640 MACs.
// Used by fc.
// A workgroup computes 32 output channels of a row, in 32 slices of the terms.

alias real = f32;

const height = 8;
const width = 8;
const inputs = 64;
const channels = 10;
const quads = 3;
const terms = 64;

@group(0) @binding(0) var<storage, read> x: array<vec4<real>, 1024>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<real>, 192>;
@group(0) @binding(2) var<storage, read> bias: array<real, 10>;
@group(0) @binding(3) var<storage, read_write> y: array<real, 10>;

// The means over the pixels of the image.
var<workgroup> means: array<vec4f, 16>;
// The sums of each thread.
var<workgroup> sums: array<vec4f, 256>;

// Channels of this tensor do not lie in fours: they are stored one by one.
fn store(pixel: u32, quad: u32, sum: vec4f) {
  for (var lane = 0u; lane < 4; lane++) {
    let channel = 4 * quad + lane;
    if (channel < channels) {
      let value = sum[lane] + f32(bias[channel]);
      y[channel] = real(value);
    }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.x;
  let quad = group.y * 8 + thread % 8;
  let slice = thread / 8;
  if (thread < inputs / 4) {
    let c = thread;
    var total = vec4f();
    for (var h = 0u; h < height; h++) {
      for (var w = 0u; w < width; w++) {
        total += vec4f(x[h * 128 + w * 16 + c]);
      }
    }
    means[c] = total / f32(height * width);
  }
  workgroupBarrier();

  // Every 32 terms, one is of this slice.
  var sum = vec4f();
  if (slice < terms / 4) {
    let k = slice;
    let a = means[k];
    let w0 = vec4f(weights[(4 * k) * quads + min(quad, quads - 1)]);
    let w1 = vec4f(weights[(4 * k + 1) * quads + min(quad, quads - 1)]);
    let w2 = vec4f(weights[(4 * k + 2) * quads + min(quad, quads - 1)]);
    let w3 = vec4f(weights[(4 * k + 3) * quads + min(quad, quads - 1)]);
    sum += a.x * w0; sum += a.y * w1; sum += a.z * w2; sum += a.w * w3;
  }

  // The upper half of the slices hands its sums to the lower half, until one has them all.
  sums[thread] = sum;
  workgroupBarrier();
  for (var round = 0u; round < 5; round++) {
    let half = 16u >> round;
    if (slice < half) {
      sums[thread] += sums[thread + half * 8];
    }
    workgroupBarrier();
  }
  if (slice == 0 && quad < quads) {
    store(row, quad, sums[thread]);
  }
}
`;
