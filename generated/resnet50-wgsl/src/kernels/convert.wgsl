// Numbers that a caller has on the GPU, in float32, as the input of resnet50,
// in the type that it is stored in.

alias real = f32;

const elements = 150528u;

@group(0) @binding(0) var<storage, read> x: array<f32, elements>;
@group(0) @binding(1) var<storage, read_write> y: array<real, elements>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var turn = 0u; turn < 3; turn++) {
    let i = turn * 65536 + id.x;
    if (i < elements) {
      y[i] = real(x[i]);
    }
  }
}
