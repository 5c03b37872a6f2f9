// Prints what Tint makes of shaders, as SPIR-V: Dawn writes it to this process's output, so it is one of its own.
// Input: a list of texts, JSON. Each pipeline's SPIR-V comes behind its number, `shader 3`.

import { text } from 'node:stream/consumers';
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const gpu = create(['enable-dawn-features=dump_shaders,disable_symbol_renaming']);
const adapter = await gpu.requestAdapter();
const device = await adapter.requestDevice();
for (const [i, code] of JSON.parse(await text(process.stdin)).entries()) {
  process.stdout.write(`\nshader ${i}\n`);
  const module = device.createShaderModule({ code });
  await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
}
device.destroy();
