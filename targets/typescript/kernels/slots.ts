/** What all kernels' frames have slots for: a kernel's head, its name and, for a plain function, its signature. */
export type Slots = (units: number) => Readonly<Record<'head' | 'name' | 'signature', string>>;
