/** Whether a machine can run a program: asked before anything is fetched. */
import { checkGpu, findAdapter, objections, precisionOf } from './device.js';
import { reasonOf } from './errors.js';
/** Asks a GPU whether it can run a program. Nothing is fetched, and no device made. */
export async function checkProgram(program, options) {
    const { download, weights, activations } = program.bytes;
    const answer = (reasons, precision) => ({
        ok: reasons.length === 0,
        reasons,
        precision,
        bytes: { download, gpu: (weights + activations) * (precision === 'f16' ? 0.5 : 1) },
    });
    try {
        checkGpu(options);
        const capable = options.device ?? (await findAdapter(options));
        const precision = precisionOf(options, capable);
        const found = answer(objections(program, capable, precision), precision);
        const info = 'info' in capable ? capable.info : undefined;
        const words = info ? [info.vendor, info.architecture, info.description].filter(word => word !== '') : [];
        return words.length > 0 ? { ...found, gpu: words.join(' ') } : found;
    }
    catch (cause) {
        return answer([reasonOf(cause)], options.precision === 'f16' ? 'f16' : 'f32');
    }
}
