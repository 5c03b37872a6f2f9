/** How a check says what it found. */

#ifndef NETWRIGHT_SHIM_FAILURE
#define NETWRIGHT_SHIM_FAILURE

namespace shim {

/** Prints `shim: <what>: <kernel, block, thread>`, as far as these are; ends the process with code 98. */
[[noreturn, gnu::cold, gnu::noinline, gnu::format(printf, 1, 2)]] void fail(const char* what, ...);

}  // namespace shim

#endif
