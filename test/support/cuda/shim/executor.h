/**
 * Runs the blocks of a launch, one after another in a random order, and the threads of each as fibers.
 *
 * A thread runs until it waits for others. A lane that does makes room for the next one of its warp; when all lanes
 * of a warp wait for the block, the next warp takes over. The order of warps is random, anew behind every barrier, and
 * so are the first lane of a warp and whether lanes count up or down.
 */

#ifndef NETWRIGHT_SHIM_EXECUTOR
#define NETWRIGHT_SHIM_EXECUTOR

#include <cstddef>
#include <cstdint>
#include <vector>

#include "collectives.h"
#include "copies.h"
#include "fibers.h"
#include "threads.h"

namespace shim {

/** One launch. */
struct Job {
  /** The kernel's address, for its name. */
  const void* kernel;
  dim3 grid;
  unsigned threads;
  std::size_t shared;
  /** What a thread does. */
  void (*body)(const void* context);
  const void* context;
};

/** Runs all blocks. One job at a time in a process: who calls it holds the lock of the device. */
void run(const Job& job);

/** An asynchronous copy that has not landed. */
struct Copy {
  unsigned char* to;
  const void* from;
  unsigned bytes;
  unsigned group;
};

struct Thread {
  Fiber fiber;
  bool ended;
  /** Copies in order, the first `landed` of which are done, and the number of groups that are complete. */
  std::vector<Copy> copies;
  std::size_t landed;
  unsigned groups;
};

constexpr unsigned warp_size = 32;

struct Warp {
  unsigned first;
  unsigned lanes;
  /** From a lane to the next, modulo their number. */
  unsigned step;
  /** How many wait for the block, or have ended. */
  unsigned stopped;
  /** How many wait for the rest of the warp, for what, and what they bring. */
  unsigned arrived;
  Collective* collective;
  int line;
  void* operands[warp_size];
};

/** The thread that is running, and null outside kernels. */
extern Thread* thread;
extern const Job* job;

/** Random numbers from the seed: the same in every run. */
std::uint64_t random();

}  // namespace shim

#endif
