/** Fibers: stacks of their own in one thread of the system, switched to in a few nanoseconds. */

#ifndef NETWRIGHT_SHIM_FIBERS
#define NETWRIGHT_SHIM_FIBERS

#include <cstddef>

#if !defined(__x86_64__) && !defined(__aarch64__)
#define NETWRIGHT_SHIM_UCONTEXT
#include <ucontext.h>
#endif

namespace shim {

struct Fiber {
#ifdef NETWRIGHT_SHIM_UCONTEXT
  ucontext_t context;
#else
  /** Where it left its registers. */
  void* stack = nullptr;
#endif
};

/** Makes a fiber that will start in `main`, which never returns. @param bottom - of `bytes` of stack */
void prepare(Fiber& fiber, unsigned char* bottom, std::size_t bytes, void (*main)());

/** Leaves the running fiber and goes on in the other. */
void change(Fiber& from, Fiber& to);

}  // namespace shim

#ifndef NETWRIGHT_SHIM_UCONTEXT

extern "C" void netwright_shim_change(void** from, void* to) asm("netwright_shim_change");

inline void shim::change(Fiber& from, Fiber& to) { netwright_shim_change(&from.stack, to.stack); }

#endif

#endif
