// 3x3 convolution: [1, 32, 16, 16] -> [1, 32, 16, 16], 2.36 MMACs.
// Used by layer2.1.conv1, layer2.2.conv1.
// A workgroup computes 16 pixels of 16 output channels, 64 terms of their sums at a time, in 16 slices of the
// terms; a thread computes 4 by 4.

alias real = f32;

const height = 16;
const width = 16;
const inputs = 32;
const outWidth = 16;
const pixels = 256;
const quads = 8;
const terms = 288;
const turns = 5;
const depth = 64;
const pitch = 17;
const weightsAt = 272;
const cells = 64;

@group(0) @binding(0) var<storage, read> x: array<vec4<real>, 2048>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<real>, 2304>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<real>, 8>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<real>, 2048>;

// A tile of the input, [quad of terms][pixel], and behind it one of the weights, [term][quad of channels];
// in the end the sums, [slice][pixel][quad of channels].
// Quads of terms are one vector further apart than a tile has pixels, so that threads that write those of one
// pixel do not meet in a bank of memory.
var<workgroup> tiles: array<vec4f, 1024>;

// Where the window of an output pixel begins: image, row, column. Unsigned: what lies above or left of the
// image wraps around, and is larger than any height or width.
fn windowOf(pixel: u32) -> vec3u {
  let p = min(pixel, pixels - 1);
  let h = p / outWidth;
  let w = p % outWidth;
  return vec3u(0, h - 1, w - 1);
}

// Four terms of the sums of a pixel: channels under one tap, zeros outside the image.
fn input(first: vec3u, k: u32) -> vec4f {
  let tap = k / inputs;
  let h = first.y + tap / 3;
  let w = first.z + tap % 3;
  if (k < terms && h < height && w < width) {
    return vec4f(x[(h * width + w) * (inputs / 4) + k % inputs / 4]);
  }
  return vec4f();
}

// Weights of four output channels for one term; zeros where there are none.
fn weight(k: u32, quad: u32) -> vec4f {
  if (k < terms) {
    return vec4f(weights[k * quads + quad]);
  }
  return vec4f();
}

fn store(pixel: u32, quad: u32, sum: vec4f) {
  let value = sum + vec4f(bias[quad]);
  y[pixel * quads + quad] = vec4<real>(relu4(value));
}

// The larger of x and 0; NaN where x is. Read as signed integers, the bits of minus infinity and of what else
// is below 0 come first, and those of NaNs behind.
fn relu4(x: vec4f) -> vec4f {
  return select(x, vec4f(), bitcast<vec4i>(x) <= vec4i(-0x800000));
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let firstPixel = group.x * 16;
  let firstQuad = group.y * 4;

  // What this thread computes: every so many pixels and quads of channels of the tile.
  let row = thread / 4 % 4;
  let column = thread % 4;
  let slice = thread / 16;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();

  // What it brings of the tiles.
  let part = thread % 16;
  let pixel = thread / 16;
  let line = thread / 4;
  let side = thread % 4;
  let from0 = windowOf(firstPixel + pixel);
  var x0 = vec4f();
  var w0 = vec4f();

  // Each turn works on the tiles of the one before while its own are on their way.
  for (var turn = 0u; turn <= turns; turn++) {
    if (turn < turns) {
      let k = turn * depth;
      x0 = input(from0, k + 4 * part);
      w0 = weight(k + line, firstQuad + side);
    }
    if (turn > 0) {
      {
        let q = slice;
        let b0 = tiles[weightsAt + (4 * q) * 4 + column];
        let b1 = tiles[weightsAt + (4 * q + 1) * 4 + column];
        let b2 = tiles[weightsAt + (4 * q + 2) * 4 + column];
        let b3 = tiles[weightsAt + (4 * q + 3) * 4 + column];
        let a0 = tiles[q * pitch + row];
        c0 += a0.x * b0; c0 += a0.y * b1; c0 += a0.z * b2; c0 += a0.w * b3;
        let a1 = tiles[q * pitch + row + 4];
        c1 += a1.x * b0; c1 += a1.y * b1; c1 += a1.z * b2; c1 += a1.w * b3;
        let a2 = tiles[q * pitch + row + 8];
        c2 += a2.x * b0; c2 += a2.y * b1; c2 += a2.z * b2; c2 += a2.w * b3;
        let a3 = tiles[q * pitch + row + 12];
        c3 += a3.x * b0; c3 += a3.y * b1; c3 += a3.z * b2; c3 += a3.w * b3;
      }
    }
    workgroupBarrier();
    if (turn < turns) {
      tiles[part * pitch + pixel] = x0;
      tiles[weightsAt + thread] = w0;
    }
    workgroupBarrier();
  }

  tiles[slice * cells + row * 4 + column] = c0;
  tiles[slice * cells + row * 4 + column + 16] = c1;
  tiles[slice * cells + row * 4 + column + 32] = c2;
  tiles[slice * cells + row * 4 + column + 48] = c3;
  workgroupBarrier();
  if (thread < cells) {
    let at = thread;
    var sum = tiles[at];
    for (var other = 1u; other < 16; other++) {
      sum += tiles[other * cells + at];
    }
    let quad = firstQuad + at % 4;
    let to = firstPixel + at / 4;
    store(to, quad, sum);
  }
}
