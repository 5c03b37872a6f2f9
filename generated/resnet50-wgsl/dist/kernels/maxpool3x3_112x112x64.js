export default /* wgsl */ `// Max pooling, 3x3: [1, 64, 112, 112] -> [1, 64, 56, 56].
// Used by maxpool.

alias real = f32;

@group(0) @binding(0) var<storage, read> x: array<vec4<real>, 200704>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4<real>, 50176>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let id = group.x * 64 + thread;

  let channel = id % 16;
  let pixel = id / 16;
  let h = pixel / 56;
  let w = pixel % 56;
  var lowest = vec4u(0xff800000u);
  var result = bitcast<vec4f>(lowest);
  var magnitude = vec4u();
  for (var u = 0u; u < 3; u++) {
    for (var v = 0u; v < 3; v++) {
      let i = h * 2 + u - 1;
      let j = w * 2 + v - 1;
      if (i < 112 && j < 112) {
        let value = vec4f(x[i * 1792 + j * 16 + channel]);
        result = max(result, value);
        magnitude = max(magnitude, bitcast<vec4u>(value) & vec4u(0x7fffffffu));
      }
    }
  }
  result = select(result, bitcast<vec4f>(magnitude), magnitude > vec4u(0x7f800000u));
  y[pixel * 16 + channel] = vec4<real>(result);
}
`;
