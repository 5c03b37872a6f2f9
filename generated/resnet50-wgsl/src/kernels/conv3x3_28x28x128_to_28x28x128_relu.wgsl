// 3x3 convolution: [1, 128, 28, 28] -> [1, 128, 28, 28], 116 MMACs.
// Used by layer2.1.conv2, layer2.2.conv2, layer2.3.conv2.
// A workgroup computes 32 pixels of 32 output channels, 32 terms of their sums at a time, in 4 slices of the
// terms; a thread computes 8 by 8.

alias real = f32;

const height = 28;
const width = 28;
const inputs = 128;
const outWidth = 28;
const pixels = 784;
const quads = 32;
const turns = 36;
const depth = 32;
const pitch = 33;
const weightsAt = 264;
const cells = 256;

@group(0) @binding(0) var<storage, read> x: array<vec4<real>, 25088>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<real>, 36864>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<real>, 32>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<real>, 25088>;

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
  if (h < height && w < width) {
    return vec4f(x[(h * width + w) * (inputs / 4) + k % inputs / 4]);
  }
  return vec4f();
}

// Weights of four output channels for one term.
fn weight(k: u32, quad: u32) -> vec4f {
  return vec4f(weights[k * quads + quad]);
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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let firstPixel = group.x * 32;
  let firstQuad = group.y * 8;

  // What this thread computes: every so many pixels and quads of channels of the tile.
  let row = thread / 4 % 4;
  let column = thread % 4;
  let slice = thread / 16;
  var c0a = vec4f();
  var c0b = vec4f();
  var c1a = vec4f();
  var c1b = vec4f();
  var c2a = vec4f();
  var c2b = vec4f();
  var c3a = vec4f();
  var c3b = vec4f();
  var c4a = vec4f();
  var c4b = vec4f();
  var c5a = vec4f();
  var c5b = vec4f();
  var c6a = vec4f();
  var c6b = vec4f();
  var c7a = vec4f();
  var c7b = vec4f();

  // What it brings of the tiles.
  let part = thread % 8;
  let pixel = thread / 8;
  let line = thread / 8;
  let side = thread % 8;
  let from0 = windowOf(firstPixel + pixel);
  let from1 = windowOf(firstPixel + pixel + 8);
  let from2 = windowOf(firstPixel + pixel + 16);
  let from3 = windowOf(firstPixel + pixel + 24);
  var x0 = vec4f();
  var x1 = vec4f();
  var x2 = vec4f();
  var x3 = vec4f();
  var w0 = vec4f();
  var w1 = vec4f();
  var w2 = vec4f();
  var w3 = vec4f();

  // Each turn works on the tiles of the one before while its own are on their way.
  for (var turn = 0u; turn <= turns; turn++) {
    if (turn < turns) {
      let k = turn * depth;
      x0 = input(from0, k + 4 * part);
      x1 = input(from1, k + 4 * part);
      x2 = input(from2, k + 4 * part);
      x3 = input(from3, k + 4 * part);
      w0 = weight(k + line, firstQuad + side);
      w1 = weight(k + line + 8, firstQuad + side);
      w2 = weight(k + line + 16, firstQuad + side);
      w3 = weight(k + line + 24, firstQuad + side);
    }
    if (turn > 0) {
      for (var j = 0u; j < 2; j++) {
        let q = slice * 2 + j;
        let b0a = tiles[weightsAt + (4 * q) * 8 + column];
        let b0b = tiles[weightsAt + (4 * q) * 8 + column + 4];
        let b1a = tiles[weightsAt + (4 * q + 1) * 8 + column];
        let b1b = tiles[weightsAt + (4 * q + 1) * 8 + column + 4];
        let b2a = tiles[weightsAt + (4 * q + 2) * 8 + column];
        let b2b = tiles[weightsAt + (4 * q + 2) * 8 + column + 4];
        let b3a = tiles[weightsAt + (4 * q + 3) * 8 + column];
        let b3b = tiles[weightsAt + (4 * q + 3) * 8 + column + 4];
        let a0 = tiles[q * pitch + row];
        c0a += a0.x * b0a; c0a += a0.y * b1a; c0a += a0.z * b2a; c0a += a0.w * b3a;
        c0b += a0.x * b0b; c0b += a0.y * b1b; c0b += a0.z * b2b; c0b += a0.w * b3b;
        let a1 = tiles[q * pitch + row + 4];
        c1a += a1.x * b0a; c1a += a1.y * b1a; c1a += a1.z * b2a; c1a += a1.w * b3a;
        c1b += a1.x * b0b; c1b += a1.y * b1b; c1b += a1.z * b2b; c1b += a1.w * b3b;
        let a2 = tiles[q * pitch + row + 8];
        c2a += a2.x * b0a; c2a += a2.y * b1a; c2a += a2.z * b2a; c2a += a2.w * b3a;
        c2b += a2.x * b0b; c2b += a2.y * b1b; c2b += a2.z * b2b; c2b += a2.w * b3b;
        let a3 = tiles[q * pitch + row + 12];
        c3a += a3.x * b0a; c3a += a3.y * b1a; c3a += a3.z * b2a; c3a += a3.w * b3a;
        c3b += a3.x * b0b; c3b += a3.y * b1b; c3b += a3.z * b2b; c3b += a3.w * b3b;
        let a4 = tiles[q * pitch + row + 16];
        c4a += a4.x * b0a; c4a += a4.y * b1a; c4a += a4.z * b2a; c4a += a4.w * b3a;
        c4b += a4.x * b0b; c4b += a4.y * b1b; c4b += a4.z * b2b; c4b += a4.w * b3b;
        let a5 = tiles[q * pitch + row + 20];
        c5a += a5.x * b0a; c5a += a5.y * b1a; c5a += a5.z * b2a; c5a += a5.w * b3a;
        c5b += a5.x * b0b; c5b += a5.y * b1b; c5b += a5.z * b2b; c5b += a5.w * b3b;
        let a6 = tiles[q * pitch + row + 24];
        c6a += a6.x * b0a; c6a += a6.y * b1a; c6a += a6.z * b2a; c6a += a6.w * b3a;
        c6b += a6.x * b0b; c6b += a6.y * b1b; c6b += a6.z * b2b; c6b += a6.w * b3b;
        let a7 = tiles[q * pitch + row + 28];
        c7a += a7.x * b0a; c7a += a7.y * b1a; c7a += a7.z * b2a; c7a += a7.w * b3a;
        c7b += a7.x * b0b; c7b += a7.y * b1b; c7b += a7.z * b2b; c7b += a7.w * b3b;
      }
    }
    workgroupBarrier();
    if (turn < turns) {
      tiles[part * pitch + pixel] = x0;
      tiles[part * pitch + pixel + 8] = x1;
      tiles[part * pitch + pixel + 16] = x2;
      tiles[part * pitch + pixel + 24] = x3;
      tiles[weightsAt + thread] = w0;
      tiles[weightsAt + thread + 64] = w1;
      tiles[weightsAt + thread + 128] = w2;
      tiles[weightsAt + thread + 192] = w3;
    }
    workgroupBarrier();
  }

  tiles[slice * cells + row * 8 + column] = c0a;
  tiles[slice * cells + row * 8 + column + 4] = c0b;
  tiles[slice * cells + row * 8 + column + 32] = c1a;
  tiles[slice * cells + row * 8 + column + 36] = c1b;
  tiles[slice * cells + row * 8 + column + 64] = c2a;
  tiles[slice * cells + row * 8 + column + 68] = c2b;
  tiles[slice * cells + row * 8 + column + 96] = c3a;
  tiles[slice * cells + row * 8 + column + 100] = c3b;
  tiles[slice * cells + row * 8 + column + 128] = c4a;
  tiles[slice * cells + row * 8 + column + 132] = c4b;
  tiles[slice * cells + row * 8 + column + 160] = c5a;
  tiles[slice * cells + row * 8 + column + 164] = c5b;
  tiles[slice * cells + row * 8 + column + 192] = c6a;
  tiles[slice * cells + row * 8 + column + 196] = c6b;
  tiles[slice * cells + row * 8 + column + 224] = c7a;
  tiles[slice * cells + row * 8 + column + 228] = c7b;
  workgroupBarrier();
  for (var turn = 0u; turn < 4; turn++) {
    let at = turn * 64 + thread;
    var sum = tiles[at];
    for (var other = 1u; other < 4; other++) {
      sum += tiles[other * cells + at];
    }
    let quad = firstQuad + at % 8;
    let to = firstPixel + at / 8;
    if (to < pixels) {
      store(to, quad, sum);
    }
  }
}
