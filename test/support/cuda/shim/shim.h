/**
 * CUDA on the CPU, for tests: force-included (`g++ -x c++ -include shim.h`), it stands in for `device/primitives.cuh`
 * of a package and for the part of the CUDA runtime that packages call.
 *
 * Nothing here is fast or clever for its own sake: it is there to find faults that a GPU forgives. One fiber runs each
 * thread of a block; warps, lanes and blocks take turns in an order that `NETWRIGHT_SHIM_SEED` decides; memory starts
 * as NaN; an asynchronous copy lands at its wait and no sooner; a stream works when it is waited for and no sooner;
 * every index is checked. What a check finds is one line on stderr, `shim: ...`, and exit code 98.
 *
 * It can see no bank conflict, no occupancy, no weak memory order between blocks, no rounding of tensor cores. That
 * the layouts are the hardware's is for `../fragments.cu` to prove on a GPU.
 *
 * What packages call is in the global namespace, as CUDA's own is; the rest is in `shim`.
 */

#ifndef NETWRIGHT_SHIM
#define NETWRIGHT_SHIM
#define NETWRIGHT_PRIMITIVES

// Device code has these without asking.
#include <cmath>
#include <cstring>

#include "half.h"
#include "runtime.h"

#include "collectives.h"
#include "copies.h"
#include "launch.h"
#include "scalars.h"
#include "threads.h"
#include "views.h"

#endif
