/**
 * Small kernels, each right and with faults in it that a GPU may well forgive: `faults <kernel> <fault>` runs one and
 * prints its results. A fault of "none" is none.
 */

#include <cstring>
#include <string>

#include "print.cuh"

namespace netwright {
namespace {

enum class Fault {
  none,
  no_barrier,
  wait_count,
  reuse,
  out_of_range,
  no_guard,
  swizzle,
  unaligned,
  behind_shared,
  behind_memory,
  divergence,
  other_line,
  deadlock,
  no_memset,
  no_fence
};

/** y[i] = x[n - 1 - i], through shared memory. */
template <Fault fault>
KERNEL(64, 1)
reverse(In<float> x, Out<float> y, int n) {
  float* const tile = reinterpret_cast<float*>(shared_memory());
  const int thread = static_cast<int>(threadIdx.x);
  if (fault == Fault::deadlock && thread == 40) return;
  if (fault == Fault::behind_shared && thread == 63) tile[n] = 1;
  tile[thread] = x[fault == Fault::out_of_range ? thread + 1 : thread];
  if (fault != Fault::no_barrier) {
    if (fault == Fault::other_line && thread == 7) {
      barrier();
    } else {
      barrier();
    }
  }
  y[thread] = tile[n - 1 - thread];
}

/** y = x + 1, with blocks that are larger than what is left. */
template <Fault fault>
KERNEL(64, 1)
increment(In<float> x, Out<float> y, int n) {
  const int at = static_cast<int>(blockIdx.x * 64 + threadIdx.x);
  if (fault == Fault::behind_memory && at == 0) (&y[0])[n] = 1;
  if (fault == Fault::no_guard || at < n) y[at] = x[at] + 1;
}

/** y[i] = sum over steps s of x[64 s + (i + s) % 64], the rows copied two steps ahead into three stages. */
template <Fault fault>
KERNEL(64, 1)
pipeline(In<float> x, Out<float> y, int steps) {
  float* const stages = reinterpret_cast<float*>(shared_memory());
  const int thread = static_cast<int>(threadIdx.x);
  const auto copy = [&](int step) {
    if (thread < 16) {
      cp_async<16>(stages + step % 3 * 64 + thread * 4, x, step * 64 + thread * 4, step < steps);
    }
    cp_commit();
  };
  copy(0);
  if (fault == Fault::unaligned) cp_async<16>(stages + 1, x, 0, true);
  copy(1);
  float sum = 0;
  for (int step = 0; step < steps; step++) {
    // The stage of step + 2 is that of step - 1, which others may still read.
    if (fault == Fault::reuse) copy(step + 2);
    cp_wait<fault == Fault::wait_count ? 2 : 1>();
    barrier();
    if (fault != Fault::reuse) copy(step + 2);
    sum += stages[step % 3 * 64 + (thread + step) % 64];
  }
  y[thread] = sum;
}

/** y = a b^T for a of 16 by 16 and b of 8 by 16 float16, rows of two chunks of 16 bytes that change places by XOR. */
template <Fault fault>
KERNEL(32, 1)
product(In<half> a, In<half> b, Out<float> y) {
  half* const tile = reinterpret_cast<half*>(shared_memory());
  const int lane = static_cast<int>(threadIdx.x);
  const auto at = [](int row, int chunk) { return row * 16 + (chunk ^ (row / 4 % 2)) * 8; };
  for (int i = lane; i < 48; i += 32) {
    const int row = i / 2, chunk = i % 2;
    const bool is_a = row < 16;
    cp_async<16>(tile + at(row, chunk), is_a ? a : b, (is_a ? row : row - 16) * 16 + chunk * 8, true);
  }
  cp_commit();
  cp_wait<0>();
  barrier();
  const auto place = [&](int row, int chunk) {
    return tile + (fault == Fault::swizzle ? row * 16 + chunk * 8 : at(row, chunk)) + (fault == Fault::unaligned);
  };
  unsigned of_a[4], of_b[4];
  ldsm4(of_a, place(lane % 16, lane / 16));
  ldsm4(of_b, place(16 + lane % 8, lane / 8 % 2));
  const unsigned two[2] = {of_b[0], of_b[1]};
  float sums[4] = {};
  if (fault == Fault::divergence) {
    if (lane < 16) mma_f16(sums, of_a, two);
  } else if (fault == Fault::other_line && lane < 16) {
    mma_f16(sums, of_a, two);
  } else {
    mma_f16(sums, of_a, two);
  }
  for (int i = 0; i < 4; i++) y[(lane / 4 + i / 2 * 8) * 8 + lane % 4 * 2 + i % 2] = sums[i];
}

/** y[i] = the sum of what all blocks have of i, added in the order of their numbers by whichever comes last. */
template <Fault fault>
KERNEL(32, 1)
shares(In<float> x, Out<float> y, Out<float> partials, unsigned* ticket) {
  const int blocks = static_cast<int>(gridDim.x);
  const int thread = static_cast<int>(threadIdx.x);
  const int block = static_cast<int>(blockIdx.x);
  partials[block * 32 + thread] = x[block * 32 + thread];
  // In the order of their numbers, blocks would get away with this.
  if (fault == Fault::no_fence ? block != blocks - 1 : !last_arrival(ticket, gridDim.x)) return;
  float sum = 0;
  for (int each = 0; each < blocks; each++) sum += load_fresh<1>(partials, each * 32 + thread).lane[0];
  y[thread] = sum;
}

std::vector<float> numbers(int count) {
  std::vector<float> values;
  for (int i = 0; i < count; i++) values.push_back(static_cast<float>(i * 7 % 31));
  return values;
}

std::vector<half> halves(int count) {
  std::vector<half> values;
  for (const float value : numbers(count)) values.push_back(from_float<half>(value));
  return values;
}

template <Fault fault>
void run(const std::string& kernel) {
  if (kernel == "reverse") {
    const Buffer<float> x(numbers(64)), y(64);
    check(launch(reverse<fault>, dim3(1), 64, 256, nullptr, x.as<In<float>>(), y.as<Out<float>>(), 64));
    print(y);
  } else if (kernel == "increment") {
    const Buffer<float> x(numbers(100)), y(100);
    check(launch(increment<fault>, dim3(2), 64, 0, nullptr, x.as<In<float>>(), y.as<Out<float>>(), 100));
    print(y);
  } else if (kernel == "pipeline") {
    const Buffer<float> x(numbers(64 * 5)), y(64);
    check(launch(pipeline<fault>, dim3(1), 64, 768, nullptr, x.as<In<float>>(), y.as<Out<float>>(), 5));
    print(y);
  } else if (kernel == "product") {
    const Buffer<half> a(halves(256)), b(halves(128));
    const Buffer<float> y(128);
    check(launch(product<fault>, dim3(1), 32, 768, nullptr, a.as<In<half>>(), b.as<In<half>>(), y.as<Out<float>>()));
    print(y);
  } else if (kernel == "shares") {
    const Buffer<float> x(numbers(32 * 6)), y(32), partials(32 * 6);
    const Buffer<unsigned> ticket(1);
    if (fault != Fault::no_memset) check(cudaMemsetAsync(ticket.memory, 0, 4, nullptr));
    // Twice, since a launch leaves the ticket as it found it; but what is wrong in the first may be right in the second.
    for (int i = 0; i < (fault == Fault::none ? 2 : 1); i++) {
      check(launch(shares<fault>, dim3(6), 32, 0, nullptr, x.as<In<float>>(), y.as<Out<float>>(),
                   partials.as<Out<float>>(), static_cast<unsigned*>(ticket.memory)));
    }
    print(y);
  } else {
    std::fprintf(stderr, "there is no kernel %s\n", kernel.c_str());
    std::exit(1);
  }
}

}  // namespace
}  // namespace netwright

int main(int, char** arguments) {
  using namespace netwright;
  const std::string kernel = arguments[1], fault = arguments[2];
#define FAULT(name) \
  if (fault == #name) return run<Fault::name>(kernel), 0
  FAULT(none);
  FAULT(no_barrier);
  FAULT(wait_count);
  FAULT(reuse);
  FAULT(out_of_range);
  FAULT(no_guard);
  FAULT(swizzle);
  FAULT(unaligned);
  FAULT(behind_shared);
  FAULT(behind_memory);
  FAULT(divergence);
  FAULT(other_line);
  FAULT(deadlock);
  FAULT(no_memset);
  FAULT(no_fence);
  std::fprintf(stderr, "there is no fault %s\n", fault.c_str());
  return 1;
}
