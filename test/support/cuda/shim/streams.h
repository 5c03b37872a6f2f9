/** Streams as lists of what is still to be done, graphs as lists of what to do. */

#ifndef NETWRIGHT_SHIM_STREAMS
#define NETWRIGHT_SHIM_STREAMS

namespace shim {

/** Does all that any stream has been given to do. */
void run_everything();

}  // namespace shim

#endif
