/** What a model has made on its device: none of it outlives the model. */
export class Resources {
    #device;
    #all = new Set();
    constructor(device) {
        this.#device = device;
    }
    /** A buffer; its size is rounded up to whole fours of bytes. */
    buffer(label, bytes, usage) {
        const size = Math.max(4, Math.ceil(bytes / 4) * 4);
        return this.#keep(this.#device.createBuffer({ label, size, usage }));
    }
    /** A texture of RGBA bytes. */
    texture(label, width, height, usage) {
        const size = [width, height];
        return this.#keep(this.#device.createTexture({ label, size, format: 'rgba8unorm', usage }));
    }
    /** Places for times. */
    timestamps(label, count) {
        return this.#keep(this.#device.createQuerySet({ label, type: 'timestamp', count }));
    }
    /** Destroys one of them. */
    release(resource) {
        this.#all.delete(resource);
        resource.destroy();
    }
    /** Destroys all of them. */
    destroy() {
        for (const resource of this.#all)
            resource.destroy();
        this.#all.clear();
    }
    #keep(resource) {
        this.#all.add(resource);
        return resource;
    }
}
