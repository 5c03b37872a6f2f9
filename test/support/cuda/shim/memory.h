/** What of the process's memory is the device's, and what is pinned. */

#ifndef NETWRIGHT_SHIM_MEMORY
#define NETWRIGHT_SHIM_MEMORY

#include <cstddef>

#include "runtime.h"

namespace shim {

/** What is at an address: of unknown memory nothing is known. @returns the bytes that follow in the same piece */
cudaMemoryType type_of(const void* address, std::size_t* rest);

/** What is not released is counted: allocations, streams, graphs, events. @param change - 1 or -1 */
void count_held(const char* what, int change);

}  // namespace shim

#endif
