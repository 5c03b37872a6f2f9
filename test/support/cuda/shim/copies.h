/**
 * Asynchronous copies to shared memory.
 *
 * From a copy's start to its wait the destination is nobody's: it is poisoned at once, for whoever still reads what
 * was there, and written at the wait of the thread that copies, for whoever reads too soon.
 */

#ifndef NETWRIGHT_SHIM_COPIES
#define NETWRIGHT_SHIM_COPIES

#include "views.h"

namespace shim {

/** @param from - null for zeros */
void start_copy(void* to, const void* from, unsigned bytes);
void commit_copies();
/** Lands all groups of this thread but the latest `pending`. */
void land_copies(unsigned pending);

}  // namespace shim

template <int bytes, class V>
void cp_async(void* to, V from, int at, bool valid) {
  static_assert(bytes == 4 || bytes == 8 || bytes == 16, "the sizes of cp.async");
  shim::start_copy(to, valid ? from.vector(at, bytes / sizeof(typename V::Element), bytes) : nullptr, bytes);
}

inline void cp_commit() { shim::commit_copies(); }

template <int n>
void cp_wait() {
  shim::land_copies(n);
}

#endif
