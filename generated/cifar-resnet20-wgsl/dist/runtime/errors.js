/** What a GPU complains of, which it does later and elsewhere, brought back to what was asked of it. */
const kinds = ['validation', 'out-of-memory', 'internal'];
/** Calls `body`, which asks a device for something, and catches what the device complains of. */
export function watch(device, body) {
    for (const kind of kinds)
        device.pushErrorScope(kind);
    let value;
    let complaint = Promise.resolve(undefined);
    try {
        value = body();
    }
    finally {
        const caught = [...kinds].reverse().map(async (kind) => {
            // A device that is lost has no more to say of what it was asked.
            const error = await device.popErrorScope().catch(() => null);
            return error && { kind, message: firstLine(error.message) };
        });
        complaint = Promise.all(caught).then(all => all.find(each => each !== null) ?? undefined);
    }
    return { value, complaint };
}
/** Dawn appends what it was doing: our own labels say it better. */
const firstLine = (message) => message.trim().split('\n')[0] ?? '';
/** What an unknown error says. */
export const reasonOf = (error) => (error instanceof Error ? error.message : String(error));
/** Layers by name, not too many of them: `conv1, layer1.0.conv1, layer1.0.conv2 … fc (54 layers)`. */
export function printLayers(steps) {
    const layers = [...new Set(steps.map(({ layer }) => layer))];
    if (layers.length <= 6)
        return layers.join(', ');
    return `${layers.slice(0, 3).join(', ')} … ${layers.at(-1)} (${layers.length} layers)`;
}
/** `102,120,192 bytes`. */
export const printBytes = (bytes) => `${bytes.toLocaleString('en')} bytes`;
