/** The one device, an A100 in what it says of itself. */

#ifndef NETWRIGHT_SHIM_DEVICE
#define NETWRIGHT_SHIM_DEVICE

namespace shim {

/** For one block, as devices of compute capability 8.0 have it. */
constexpr int most_shared_bytes = 163 << 10;

}  // namespace shim

#endif
