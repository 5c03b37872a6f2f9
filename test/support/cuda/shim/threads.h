/** What a thread knows of itself, and how it meets the others of its block. */

#ifndef NETWRIGHT_SHIM_THREADS
#define NETWRIGHT_SHIM_THREADS

#include <cstddef>

#define DEVICE inline
/** Bounds are for a register allocator. */
#define KERNEL(threads, resident) void

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

// One kernel runs at a time in a process, so these are plain variables.
extern uint3 threadIdx, blockIdx;
extern dim3 gridDim;

namespace shim {

extern unsigned char* shared_base;

/** Waits for all threads of the block. @param line - of the source: all must come to the same one */
void wait_for_block(int line);

/** As `wait_for_block`. @returns whether this block is the last of `count` that counted on the ticket */
bool count_block(unsigned* ticket, unsigned count, int line);

/** Fails unless `bytes` at an address are aligned and in the block's shared memory. */
void check_shared(const void* address, std::size_t bytes, std::size_t alignment);

}  // namespace shim

inline unsigned char* shared_memory() { return shim::shared_base; }

inline void barrier(int line = __builtin_LINE()) { shim::wait_for_block(line); }

inline bool last_arrival(unsigned* ticket, unsigned count, int line = __builtin_LINE()) {
  return shim::count_block(ticket, count, line);
}

#endif
