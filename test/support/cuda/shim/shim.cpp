/** All of the shim in one unit: most of what compiling it takes is for the headers of the standard library. */

#include "calls.cpp"
#include "collectives.cpp"
#include "copies.cpp"
#include "device.cpp"
#include "executor.cpp"
#include "failure.cpp"
#include "fibers.cpp"
#include "memory.cpp"
#include "streams.cpp"
