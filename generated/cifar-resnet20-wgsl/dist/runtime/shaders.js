/** Shaders as pipelines: all compiled at once, side by side, and equal ones once. */
import { printLayers, reasonOf, watch } from './errors.js';
import { computeStage } from './gpu.js';
/** The text of a shader in a precision. WGSL wants what is enabled before all else. */
const inPrecision = (text, precision) => precision === 'f16' ? `enable f16;\n${text.replace('alias real = f32;', 'alias real = f16;')}` : text;
/** Compiles the shaders of a model. */
export class Compiler {
    #device;
    #model;
    #precision;
    #life;
    #layouts = new Map();
    #pipelines = new Map();
    /** Whose shaders are not compiled yet. */
    pending = new Set();
    constructor(device, model, precision, life) {
        this.#device = device;
        this.#model = model;
        this.#precision = precision;
        this.#life = life;
    }
    /** The pipelines of all steps, by the names of their shaders. */
    async compile({ shaders, steps }) {
        const users = new Map();
        for (const step of steps)
            users.set(step.shader, [...(users.get(step.shader) ?? []), step]);
        const compiled = [...users].map(async ([name, uses]) => {
            const [text = ''] = shaders[name] ?? [];
            const count = uses[0]?.ranges.length ?? 1;
            const bindings = [...Array(count - 1).fill('read'), 'write'];
            return [name, await this.pipeline(name, text, bindings, printLayers(uses))];
        });
        return new Map(await Promise.all(compiled));
    }
    /** The pipeline of one shader. @param users - the layers that it is for */
    pipeline(name, text, bindings, users) {
        const known = this.#pipelines.get(text);
        if (known)
            return known;
        const making = this.#make(name, inPrecision(text, this.#precision), bindings, users);
        this.#pipelines.set(text, making);
        return making;
    }
    async #make(name, code, bindings, users) {
        this.pending.add(users);
        const { value, complaint } = watch(this.#device, () => ({
            layout: this.#layout(bindings),
            module: this.#device.createShaderModule({ label: name, code }),
        }));
        const { layout, module } = value;
        try {
            const pipeline = await this.#life.until(this.#device.createComputePipelineAsync({
                label: name,
                layout: layout.pipeline,
                compute: { module, entryPoint: 'main' },
            }));
            return { pipeline, layout: layout.group };
        }
        catch (cause) {
            this.#life.check();
            const messages = await messagesOf(module);
            const refusal = await complaint;
            const why = messages || refusal?.message || reasonOf(cause);
            const fix = 'it is a fault of the package or of the graphics driver: update the driver, or report it';
            throw new Error(`${this.#model}: the shader ${name} of ${users} does not compile: ${why}; ${fix}`, {
                cause,
            });
        }
        finally {
            this.pending.delete(users);
        }
    }
    #layout(bindings) {
        const key = bindings.join();
        const known = this.#layouts.get(key);
        if (known)
            return known;
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
async function messagesOf(module) {
    const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
    return [...messages]
        .filter(({ type }) => type === 'error')
        .map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`)
        .join('; ');
}
