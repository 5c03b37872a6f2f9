/** Shaders as pipelines: all compiled at once, side by side, and equal ones once. */

import { printLayers, reasonOf, watch } from './errors.ts';
import { computeStage, type GpuDevice, type GpuObject, type GpuShaderModule } from './gpu.ts';
import type { Life } from './life.ts';
import type { Precision } from './options.ts';
import type { Code, GpuStep } from './program.ts';

/** What a shader binds: textures that it reads, buffers that it reads, and the one that it writes. */
export type Bindings = readonly ('texture' | 'read' | 'write')[];

/** A pipeline and the layout of its bind group. */
export interface Pipeline {
  readonly pipeline: GpuObject;
  readonly layout: GpuObject;
}

/** The text of a shader in a precision. WGSL wants what is enabled before all else. */
const inPrecision = (text: string, precision: Precision): string =>
  precision === 'f16' ? `enable f16;\n${text.replace('alias real = f32;', 'alias real = f16;')}` : text;

/** Compiles the shaders of a model. */
export class Compiler {
  readonly #device: GpuDevice;
  readonly #model: string;
  readonly #precision: Precision;
  readonly #life: Life;
  readonly #layouts = new Map<string, { readonly group: GpuObject; readonly pipeline: GpuObject }>();
  readonly #pipelines = new Map<string, Promise<Pipeline>>();
  /** Whose shaders are not compiled yet. */
  readonly pending: Set<string> = new Set();

  constructor(device: GpuDevice, model: string, precision: Precision, life: Life) {
    this.#device = device;
    this.#model = model;
    this.#precision = precision;
    this.#life = life;
  }

  /** The pipelines of all steps, by the names of their shaders. */
  async compile({ shaders, steps }: Code): Promise<ReadonlyMap<string, Pipeline>> {
    const users = new Map<string, GpuStep[]>();
    for (const step of steps) users.set(step.shader, [...(users.get(step.shader) ?? []), step]);
    const compiled = [...users].map(async ([name, uses]) => {
      const [text = ''] = shaders[name] ?? [];
      const count = uses[0]?.ranges.length ?? 1;
      const bindings: Bindings = [...Array<'read'>(count - 1).fill('read'), 'write'];
      return [name, await this.pipeline(name, text, bindings, printLayers(uses))] as const;
    });
    return new Map(await Promise.all(compiled));
  }

  /** The pipeline of one shader. @param users - the layers that it is for */
  pipeline(name: string, text: string, bindings: Bindings, users: string): Promise<Pipeline> {
    const known = this.#pipelines.get(text);
    if (known) return known;
    const making = this.#make(name, inPrecision(text, this.#precision), bindings, users);
    this.#pipelines.set(text, making);
    return making;
  }

  async #make(name: string, code: string, bindings: Bindings, users: string): Promise<Pipeline> {
    this.pending.add(users);
    const { value, complaint } = watch(this.#device, () => ({
      layout: this.#layout(bindings),
      module: this.#device.createShaderModule({ label: name, code }),
    }));
    const { layout, module } = value;
    try {
      const pipeline = await this.#life.until(
        this.#device.createComputePipelineAsync({
          label: name,
          layout: layout.pipeline,
          compute: { module, entryPoint: 'main' },
        }),
      );
      return { pipeline, layout: layout.group };
    } catch (cause) {
      this.#life.check();
      const messages = await messagesOf(module);
      const refusal = await complaint;
      const why = messages || refusal?.message || reasonOf(cause);
      const fix = 'it is a fault of the package or of the graphics driver: update the driver, or report it';
      throw new Error(`${this.#model}: the shader ${name} of ${users} does not compile: ${why}; ${fix}`, {
        cause,
      });
    } finally {
      this.pending.delete(users);
    }
  }

  #layout(bindings: Bindings): { readonly group: GpuObject; readonly pipeline: GpuObject } {
    const key = bindings.join();
    const known = this.#layouts.get(key);
    if (known) return known;
    const label = `${this.#model} ${key}`;
    const group = this.#device.createBindGroupLayout({
      label,
      entries: bindings.map((kind, binding) => ({
        binding,
        visibility: computeStage,
        ...(kind === 'texture'
          ? { texture: {} }
          : { buffer: { type: kind === 'read' ? 'read-only-storage' : 'storage' } }),
      })),
    });
    const pipeline = this.#device.createPipelineLayout({ label, bindGroupLayouts: [group] });
    const layout = { group, pipeline };
    this.#layouts.set(key, layout);
    return layout;
  }
}

/** What the compiler said, `line:column message`; nothing where it cannot be asked any more. */
async function messagesOf(module: GpuShaderModule): Promise<string> {
  const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
  return [...messages]
    .filter(({ type }) => type === 'error')
    .map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`)
    .join('; ');
}
