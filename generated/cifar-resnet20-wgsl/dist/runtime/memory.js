/** The buffers of weights and activations, slot by slot, and where in them a range lies. */
import { printBytes, printLayers, watch } from './errors.js';
import { BufferUsage } from './gpu.js';
/** Bytes that kernels may take at once: four numbers. */
const widest = 16;
const usages = {
    weights: BufferUsage.storage | BufferUsage.copyDestination,
    arena: BufferUsage.storage | BufferUsage.copyDestination | BufferUsage.copySource,
};
export class Memory {
    weights;
    arena;
    /** Bytes of a number. */
    unit;
    /** Resolved once all buffers are there. */
    ready;
    constructor(device, program, steps, precision, resources) {
        this.unit = precision === 'f16' ? 2 : 4;
        const checks = [];
        const allocate = (region, what) => {
            const sizes = program.slots[region];
            let offset = 0;
            return sizes.map((elements, i) => {
                const name = sizes.length > 1 ? `${what}, part ${i + 1} of ${sizes.length}` : what;
                const bytes = elements * this.unit;
                const { value: buffer, complaint } = watch(device, () => resources.buffer(`${program.name} ${name}`, bytes, usages[region]));
                const slot = { buffer, offset, elements };
                checks.push(complaint.then(refusal => {
                    if (!refusal)
                        return;
                    const users = steps.filter(({ ranges }) => ranges.some(range => isIn(range, region, slot)));
                    const fix = `close what else uses the GPU${this.unit === 4 ? ", or load with precision: 'f16'" : ''}`;
                    throw new Error(`${program.name}: the GPU has no room for ${name}, ${printBytes(bytes)}, used by ${printLayers(users)}: ${refusal.message}; ${fix}`);
                }));
                offset += elements;
                return slot;
            });
        };
        this.weights = allocate('weights', 'weights');
        this.arena = allocate('arena', 'activations');
        this.ready = Promise.all(checks).then(() => { });
    }
    /** Where a range lies. It ends with whole fours of numbers: what follows, to align the next, is never used. */
    locate({ region, offset, elements }) {
        const slot = this[region].find(each => isIn({ region, offset, elements }, region, each));
        if (!slot)
            throw new RangeError(`${region} has no elements ${offset} to ${offset + elements}`);
        const at = (offset - slot.offset) * this.unit;
        const size = Math.ceil((elements * this.unit) / widest) * widest;
        return { buffer: slot.buffer, offset: at, size: Math.min(size, slot.elements * this.unit - at) };
    }
}
const isIn = (range, region, { offset, elements }) => range.region === region && range.offset >= offset && range.offset + range.elements <= offset + elements;
