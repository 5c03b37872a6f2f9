// What kernels use of CUDA that C++ has not: views of memory, copies that run beside arithmetic, tensor cores.
// All assembly of the package is here. Sections are those of NVIDIA's "Parallel Thread Execution ISA" 8.x.
#ifndef NETWRIGHT_PRIMITIVES
#define NETWRIGHT_PRIMITIVES

#include <cstddef>
#include <cstdint>

#include <cuda_fp16.h>
#include <cuda_runtime.h>

#define DEVICE __device__ __forceinline__
// So many threads a block, and so many blocks at once on a multiprocessor: what more registers would not allow.
#define KERNEL(threads, resident) __global__ void __launch_bounds__(threads, resident)

namespace netwright {
namespace {

// Memory that a kernel only reads.
template <class T>
using In = const T* __restrict__;

// Memory that it reads and that may be its result as well: then each element is read before it is written.
template <class T>
using Operand = const T*;

// Memory that it writes.
template <class T>
using Out = T*;

// A view of `elements` of type T at a place of a buffer. The number is for machines that check it.
template <class View>
View view(void* buffer, std::size_t byte, std::size_t elements) {
  (void)elements;
  return reinterpret_cast<View>(static_cast<unsigned char*>(buffer) + byte);
}

DEVICE float to_float(float value) { return value; }
DEVICE float to_float(half value) { return __half2float(value); }

template <class T>
DEVICE T from_float(float value) {
  if constexpr (sizeof(T) == sizeof(half)) {
    return __float2half_rn(value);
  } else {
    return value;
  }
}

// The larger and the smaller of two numbers; not a number where either is none, so that what went wrong shows.
DEVICE float maximum(float a, float b) {
  float result;
  asm("max.NaN.f32 %0, %1, %2;\n" : "=f"(result) : "f"(a), "f"(b));
  return result;
}

DEVICE float minimum(float a, float b) {
  float result;
  asm("min.NaN.f32 %0, %1, %2;\n" : "=f"(result) : "f"(a), "f"(b));
  return result;
}

// Neighbours in memory, loaded and stored as one.
template <class T, int n>
struct alignas(sizeof(T) * n) Pack {
  T lane[n];
};

// `n` elements from `at` on, which is a multiple of n.
template <int n, class T>
DEVICE Pack<T, n> load(const T* from, int at) {
  return *reinterpret_cast<const Pack<T, n>*>(from + at);
}

template <int n, class T>
DEVICE void store(T* to, int at, Pack<T, n> values) {
  *reinterpret_cast<Pack<T, n>*>(to + at) = values;
}

// `n` elements that another block of the same launch has written: past the caches that blocks do not share.
template <int n>
DEVICE Pack<float, n> load_fresh(const float* from, int at) {
  Pack<float, n> values;
  if constexpr (n == 4) {
    const float4 four = __ldcg(reinterpret_cast<const float4*>(from + at));
    values = {{four.x, four.y, four.z, four.w}};
  } else {
    for (int i = 0; i < n; ++i) values.lane[i] = __ldcg(from + at + i);
  }
  return values;
}

// The block's dynamic shared memory.
DEVICE unsigned char* shared_memory() {
  extern __shared__ __align__(16) unsigned char netwright_shared[];
  return netwright_shared;
}

// Waits for all threads of the block, and for what they wrote to shared memory.
DEVICE void barrier() { __syncthreads(); }

DEVICE unsigned shared_address(const void* pointer) {
  return static_cast<unsigned>(__cvta_generic_to_shared(pointer));
}

// Begins to copy 4, 8 or 16 bytes from `from + at` into shared memory, or zeros: 9.7.9.25.3, cp.async.
// A thread sees what it copied after `cp_wait`, others after a barrier behind that.
template <int bytes, class T>
DEVICE void cp_async(void* to, const T* from, int at, bool valid) {
  const unsigned size = valid ? bytes : 0;
  if constexpr (bytes == 16) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(shared_address(to)), "l"(from + (valid ? at : 0)),
                 "r"(size)
                 : "memory");
  } else {
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2, %3;\n" ::"r"(shared_address(to)),
                 "l"(from + (valid ? at : 0)), "n"(bytes), "r"(size)
                 : "memory");
  }
}

// Ends a group of copies.
DEVICE void cp_commit() { asm volatile("cp.async.commit_group;\n" ::: "memory"); }

// Waits for this thread's copies but for those of the latest `n` groups.
template <int n>
DEVICE void cp_wait() {
  asm volatile("cp.async.wait_group %0;\n" ::"n"(n) : "memory");
}

// Loads four 8x8 matrices of 16-bit elements from shared memory, each lane giving the address of one row of 16 bytes:
// lanes 8 i to 8 i + 7 those of matrix i. Lane l gets, of each, elements 2 (l % 4) and the next of row l / 4:
// 9.7.14.5.15, ldmatrix.
DEVICE void ldsm4(unsigned (&r)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];\n"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(shared_address(row))
               : "memory");
}

// d += a b with a of 16x16 and b of 16x8 float16, d of 16x8 float32: 9.7.14.5.8, mma.m16n8k16.
DEVICE void mma_f16(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
               "{%0, %1, %2, %3};\n"
               : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// d += a b with a of 16x8 and b of 8x8 TF32, d of 16x8 float32: 9.7.14.5.7, mma.m16n8k8.
DEVICE void mma_tf32(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
               "{%0, %1, %2, %3};\n"
               : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// The nearest number of TF32's 10 bits of mantissa, ties away from zero: 9.7.9.22, cvt.rna.tf32.f32.
DEVICE unsigned round_tf32(float value) {
  unsigned result;
  asm("cvt.rna.tf32.f32 %0, %1;\n" : "=r"(result) : "f"(value));
  return result;
}

// Whether this is the last of `count` blocks to come here. All threads of a block call it, once in a launch. What the
// blocks wrote before is then there for the last, which has set the ticket back to zero.
DEVICE bool last_arrival(unsigned* ticket, unsigned count) {
  __shared__ bool is_last;
  barrier();
  if (threadIdx.x == 0) {
    // Between the barrier and the ticket: it is what all threads wrote that the fence hands on, and after the ticket
    // what other blocks wrote that it takes in.
    __threadfence();
    is_last = atomicAdd(ticket, 1U) == count - 1;
    if (is_last) *ticket = 0;
    __threadfence();
  }
  barrier();
  return is_last;
}

// Launches a kernel of one-dimensional blocks, with as much dynamic shared memory as it asks for.
template <class... P>
cudaError_t launch(void (*kernel)(P...), dim3 blocks, unsigned threads, std::size_t shared, cudaStream_t stream,
                   P... arguments) {
  const void* function = reinterpret_cast<const void*>(kernel);
  // More than 48 KiB must be asked for, of which a kernel's own variables take some.
  if (shared + 1024 > 48 * 1024) {
    const auto limit = cudaFuncAttributeMaxDynamicSharedMemorySize;
    const cudaError_t status = cudaFuncSetAttribute(function, limit, static_cast<int>(shared));
    if (status != cudaSuccess) return status;
  }
  void* pointers[] = {static_cast<void*>(&arguments)...};
  return cudaLaunchKernel(function, blocks, dim3(threads), pointers, shared, stream);
}

}  // namespace
}  // namespace netwright

#endif
