// 3x3 convolution: [1, 3, 32, 32] -> [1, 16, 32, 32], 442 kMACs.
// Used by conv1.
// A workgroup computes a block of 8 by 8 pixels of 32 output channels; a thread, 4 pixels of 8.

alias real = f32;

const height = 32;
const width = 32;
const inputs = 3;
const outWidth = 32;
const quads = 4;
const pitch = 10;
const plane = 100;

@group(0) @binding(0) var<storage, read> x: array<real, 3072>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<real>, 108>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<real>, 4>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<real>, 4096>;

// What a block of 8 by 8 pixels sees of the input, [channel][row][column]; zeros outside the image.
// A row has `pitch` pixels, a channel `plane`.
var<workgroup> seen: array<f32, 300>;

fn store(pixel: u32, quad: u32, sum: vec4f) {
  let value = sum + vec4f(bias[quad]);
  y[pixel * quads + quad] = vec4<real>(relu4(value));
}

// The larger of x and 0; NaN where x is. Read as signed integers, the bits of minus infinity and of what else
// is below 0 come first, and those of NaNs behind.
fn relu4(x: vec4f) -> vec4f {
  return select(x, vec4f(), bitcast<vec4i>(x) <= vec4i(-0x800000));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let top = group.x / 4 * 8 - 1;
  let left = group.x % 4 * 8 - 1;
  for (var turn = 0u; turn < 5; turn++) {
    let at = turn * 64 + thread;
    if (at < inputs * plane) {
      let c = at / plane;
      let h = top + at / pitch % (plane / pitch);
      let w = left + at % pitch;
      var value = 0.0;
      // Unsigned: what lies above or left of the image wraps around.
      if (h < height && w < width) {
        value = f32(x[c * 1024 + h * 32 + w]);
      }
      seen[at] = value;
    }
  }
  workgroupBarrier();

  // What this thread computes: pixels below one another, and every so many quads of channels.
  let row = thread / 4;
  let quad = group.y * 8 + thread % 4;
  let start = row / 8 * 10 + row % 8;
  var c0a = vec4f();
  var c0b = vec4f();
  var c1a = vec4f();
  var c1b = vec4f();
  var c2a = vec4f();
  var c2b = vec4f();
  var c3a = vec4f();
  var c3b = vec4f();
  for (var u = 0u; u < 3; u++) {
    for (var v = 0u; v < 3; v++) {
      for (var c = 0u; c < inputs; c++) {
        let term = (u * 3 + v) * inputs + c;
        let fa = vec4f(weights[term * quads + min(quad, quads - 1)]);
        let fb = vec4f(weights[term * quads + min(quad + 4, quads - 1)]);
        let at = start + c * plane + u * 10 + v;
        let a0 = seen[at]; c0a += a0 * fa; c0b += a0 * fb;
        let a1 = seen[at + 20]; c1a += a1 * fa; c1b += a1 * fb;
        let a2 = seen[at + 40]; c2a += a2 * fa; c2b += a2 * fb;
        let a3 = seen[at + 60]; c3a += a3 * fa; c3b += a3 * fb;
      }
    }
  }

  let firstRow = group.x / 4 * 8;
  let j = group.x % 4 * 8 + row % 8;
  if (quad < quads) {
    store((firstRow + row / 8) * outWidth + j, quad, c0a);
  }
  if (quad + 4 < quads) {
    store((firstRow + row / 8) * outWidth + j, quad + 4, c0b);
  }
  if (quad < quads) {
    store((firstRow + row / 8 + 2) * outWidth + j, quad, c1a);
  }
  if (quad + 4 < quads) {
    store((firstRow + row / 8 + 2) * outWidth + j, quad + 4, c1b);
  }
  if (quad < quads) {
    store((firstRow + row / 8 + 4) * outWidth + j, quad, c2a);
  }
  if (quad + 4 < quads) {
    store((firstRow + row / 8 + 4) * outWidth + j, quad + 4, c2b);
  }
  if (quad < quads) {
    store((firstRow + row / 8 + 6) * outWidth + j, quad, c3a);
  }
  if (quad + 4 < quads) {
    store((firstRow + row / 8 + 6) * outWidth + j, quad + 4, c3b);
  }
}
