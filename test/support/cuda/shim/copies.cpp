#include "copies.h"

#include <cstring>

#include "executor.h"

namespace shim {

void start_copy(void* to, const void* from, unsigned bytes) {
  check_shared(to, bytes, bytes);
  std::memset(to, 0xff, bytes);
  thread->copies.push_back({static_cast<unsigned char*>(to), from, bytes, thread->groups});
}

void commit_copies() { thread->groups++; }

void land_copies(unsigned pending) {
  auto& copies = thread->copies;
  std::size_t& landed = thread->landed;
  for (; landed < copies.size() && copies[landed].group + pending < thread->groups; landed++) {
    const Copy& copy = copies[landed];
    if (copy.from) {
      std::memcpy(copy.to, copy.from, copy.bytes);
    } else {
      std::memset(copy.to, 0, copy.bytes);
    }
  }
  if (landed < copies.size()) return;
  copies.clear();
  landed = 0;
}

}  // namespace shim
