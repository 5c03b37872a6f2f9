/** The GPU that the models of implementations stand for. Without one at hand nothing can be measured. */

/** The GPU that the model stands for: of the middle, between a phone's and a workstation's. */
export const gpu = {
  /** Cores that run workgroups of their own: compute units, streaming multiprocessors. */
  cores: 16,
  /** Multiply-adds that a core does in a cycle. */
  lanes: 128,
  /** Threads that keep a core busy: each has many independent sums. */
  busy: 256,
  /** Threads that can be resident on a core. */
  threads: 1024,
  /** Bytes that a core gets from the cache that all share, in a cycle. */
  bytes: 32,
  /** Cycles that a pass over a tile costs beside: two barriers, and what is left of the latency of loads. */
  pass: 100,
  /** What workgroup memory a workgroup may have: WebGPU's default. */
  memory: 16_384,
} as const;
