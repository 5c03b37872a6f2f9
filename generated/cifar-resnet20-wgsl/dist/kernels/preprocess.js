export default /* wgsl */ `// An image as the input of cifar-resnet20: resized, cropped, normalised and laid out as torchvision
// does it on a PIL image, bit for bit. PIL rounds to 8 bits twice: after its horizontal pass, and after its
// vertical one over what that gave. A thread computes one pixel of the crop, 32x32.

alias real = f32;

const height = 32;
const width = 32;

// Bits after the point of weights, and half of one unit: with it, the shift down rounds to nearest.
const fractionBits = 22u;
const half = 1i << (fractionBits - 1);

// One axis of the resize. Position \`i\` is the sum of \`taps[i * stride + 1]\` samples of the image from
// \`taps[i * stride]\` on, times the weights after these two.
struct Axis {
  // Positions that the crop keeps, and black ones before them where the resized image is smaller than the
  // crop.
  count: i32,
  padding: i32,
  stride: i32,
  taps: array<i32>,
}

@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var<storage, read> across: Axis;
@group(0) @binding(2) var<storage, read> down: Axis;
// What each of 256 levels becomes, in red, green and blue.
@group(0) @binding(3) var<storage, read> normalised: array<array<f32, 256>, 3>;
@group(0) @binding(4) var<storage, read_write> y: array<array<real, height * width>, 3>;

fn rounded(sum: vec3i) -> vec3i {
  return clamp(sum >> vec3u(fractionBits), vec3i(0), vec3i(255));
}

// The horizontal pass: one pixel of a row of the image.
fn narrowed(column: i32, row: i32) -> vec3i {
  let at = column * across.stride;
  let first = across.taps[at];
  let count = across.taps[at + 1];
  var sum = vec3i(half);
  for (var i = 0; i < count; i++) {
    let colour = textureLoad(image, vec2i(first + i, row), 0).rgb;
    sum += vec3i(colour * 255 + 0.5) * across.taps[at + 2 + i];
  }
  return rounded(sum);
}

// The vertical pass.
fn resized(column: i32, row: i32) -> vec3i {
  let at = row * down.stride;
  let first = down.taps[at];
  let count = down.taps[at + 1];
  var sum = vec3i(half);
  for (var i = 0; i < count; i++) {
    sum += narrowed(column, first + i) * down.taps[at + 2 + i];
  }
  return rounded(sum);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = i32(id.x);
  let row = i32(id.y);
  if (x >= width || row >= height) {
    return;
  }
  let column = x - across.padding;
  let line = row - down.padding;
  var colour = vec3i(0);
  if (column >= 0 && column < across.count && line >= 0 && line < down.count) {
    colour = resized(column, line);
  }
  for (var channel = 0; channel < 3; channel++) {
    y[channel][row * width + x] = real(normalised[channel][colour[channel]]);
  }
}
`;
