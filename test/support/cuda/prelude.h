/**
 * What is compiled once for many small packages: the shim, and the standard headers that packages include, in a
 * precompiled header. Reading those is most of what compiling such a package takes.
 */

#include "shim/shim.h"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>
#include <utility>
#include <vector>
