/** A package's `#include <cuda_runtime.h>`. */
#include "shim.h"
