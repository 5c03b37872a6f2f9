/** What the GPU computes in another way than C++ does. */

#ifndef NETWRIGHT_SHIM_SCALARS
#define NETWRIGHT_SHIM_SCALARS

#include <cmath>

/** max.NaN.f32 and min.NaN.f32: not a number where either is none. */
inline float maximum(float a, float b) { return std::isnan(a) ? a : std::isnan(b) ? b : a < b ? b : a; }
inline float minimum(float a, float b) { return std::isnan(a) ? a : std::isnan(b) ? b : b < a ? b : a; }

#endif
