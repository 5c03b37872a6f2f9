/** What a target demands of memory. */

/** The rules by which a plan lays out its regions. */
export interface MemoryRules {
  /** Every buffer and tensor begins at a multiple of this many elements. */
  readonly alignment: number;
  /** The most elements that can be allocated as one: regions that are larger are in slots. */
  readonly largest: number;
  /**
   * Whether a kernel is bound to slots, as on a GPU, and not to addresses: no step then writes a slot that it reads,
   * but over an operand, and its kernel knows that the two are one argument.
   */
  readonly binds: boolean;
  /** Bytes of an element of the arena, where it is not float32. */
  readonly elementBytes?: number;
}

/** Rules of targets that have plain memory: offsets are multiples of a cache line, 16 float32. */
export const plainMemory: MemoryRules = { alignment: 16, largest: Number.POSITIVE_INFINITY, binds: false };

/** A size, rounded up to whole multiples. */
export const align = (size: number, alignment: number): number => Math.ceil(size / alignment) * alignment;
