export default /* wgsl */ `// Linear layer over the mean of each channel: [1, 2048, 7, 7] -> [1, 1000, 1, 1], 2.05 MMACs.
// Used by fc.
// A workgroup computes 32 output channels of a row, in 32 slices of the terms.

alias real = f32;

const height = 7;
const width = 7;
const quads = 250;

@group(0) @binding(0) var<storage, read> x: array<vec4<real>, 25088>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<real>, 512000>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<real>, 250>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<real>, 250>;

// The means over the pixels of the image.
var<workgroup> means: array<vec4f, 512>;
// The sums of each thread.
var<workgroup> sums: array<vec4f, 256>;

fn store(pixel: u32, quad: u32, sum: vec4f) {
  let value = sum + vec4f(bias[quad]);
  y[quad] = vec4<real>(value);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.x;
  let quad = group.y * 8 + thread % 8;
  let slice = thread / 8;
  for (var turn = 0u; turn < 2; turn++) {
    let c = turn * 256 + thread;
    var total = vec4f();
    for (var h = 0u; h < height; h++) {
      for (var w = 0u; w < width; w++) {
        total += vec4f(x[h * 3584 + w * 512 + c]);
      }
    }
    means[c] = total / f32(height * width);
  }
  workgroupBarrier();

  // Every 32 terms, one is of this slice.
  var sum = vec4f();
  for (var turn = 0u; turn < 16; turn++) {
    let k = turn * 32 + slice;
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
