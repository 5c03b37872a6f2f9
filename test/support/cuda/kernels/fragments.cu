/**
 * What the wrappers of `device/primitives.cuh` do, as JSON: inputs and results of one warp, 32-bit words by lane.
 *
 * With g++ it runs through the shim, on a GPU it is the hardware's word on the matter:
 *
 *     nvcc -std=c++17 -arch=native -I targets/cuda test/support/cuda/kernels/fragments.cu -o fragments && ./fragments
 *
 * Numbers are small enough for sums to be exact in whatever order and precision they are taken.
 */

#include "device/primitives.cuh"

#include <cstring>

#include "print.cuh"

namespace netwright {
namespace {

constexpr int lanes = 32;

DEVICE int this_lane() { return static_cast<int>(threadIdx.x); }

KERNEL(lanes, 1)
run_ldsm4(In<unsigned> rows, Out<unsigned> result) {
  unsigned* const shared = reinterpret_cast<unsigned*>(shared_memory());
  const int lane = this_lane();
  for (int i = 0; i < 4; i++) shared[lane * 4 + i] = rows[lane * 4 + i];
  barrier();
  unsigned r[4];
  // In an order that is not the rows' own.
  ldsm4(r, shared + (lane * 5 + 3) % lanes * 4);
  for (int i = 0; i < 4; i++) result[lane * 4 + i] = r[i];
}

template <bool of_tf32>
KERNEL(lanes, 1)
run_mma(In<unsigned> a, In<unsigned> b, In<float> c, Out<float> d) {
  const int lane = this_lane();
  unsigned of_a[4], of_b[2];
  float sums[4];
  for (int i = 0; i < 4; i++) of_a[i] = a[lane * 4 + i];
  for (int i = 0; i < 2; i++) of_b[i] = b[lane * 2 + i];
  for (int i = 0; i < 4; i++) sums[i] = c[lane * 4 + i];
  if (of_tf32) {
    mma_tf32(sums, of_a, of_b);
  } else {
    mma_f16(sums, of_a, of_b);
  }
  for (int i = 0; i < 4; i++) d[lane * 4 + i] = sums[i];
}

KERNEL(lanes, 1)
run_round_tf32(In<float> x, Out<unsigned> result) { result[this_lane()] = round_tf32(x[this_lane()]); }

/** Every third lane copies zeros. */
template <int bytes>
KERNEL(lanes, 1)
run_cp_async(In<unsigned> x, Out<unsigned> result) {
  constexpr int words = bytes / 4;
  unsigned* const shared = reinterpret_cast<unsigned*>(shared_memory());
  const int lane = this_lane();
  cp_async<bytes>(shared + lane * words, x, lane * words, lane % 3 != 0);
  cp_commit();
  cp_wait<0>();
  barrier();
  for (int i = 0; i < words; i++) result[lane * words + i] = shared[lane * words + i];
}

template <class T>
std::vector<unsigned> words_of(const std::vector<T>& values) {
  std::vector<unsigned> words(values.size());
  std::memcpy(words.data(), values.data(), 4 * values.size());
  return words;
}

/** Whole numbers from -8 to 8, the same in every run. */
float next_number() {
  static unsigned state = 1;
  state = state * 1664525 + 1013904223;
  return static_cast<float>(static_cast<int>(state >> 16) % 17 - 8);
}

std::vector<float> numbers(int count) {
  std::vector<float> values(count);
  for (float& value : values) value = next_number();
  return values;
}

/** The bits of a float16 that is a whole number below 2048. */
unsigned half_bits(float number) {
  if (number == 0) return 0;
  unsigned bits;
  std::memcpy(&bits, &number, 4);
  return (bits >> 16 & 0x8000) | ((bits >> 23 & 0xff) - 112) << 10 | (bits >> 13 & 0x3ff);
}

std::vector<unsigned> pairs(int count) {
  std::vector<unsigned> words(count);
  for (unsigned& word : words) {
    const unsigned low = half_bits(next_number());
    word = low | half_bits(next_number()) << 16;
  }
  return words;
}

bool is_first = true;

void print_words(const char* name, const std::vector<unsigned>& words) {
  std::printf("%s\n  \"%s\": [", is_first ? "" : ",", name);
  for (std::size_t i = 0; i < words.size(); i++) std::printf("%s%u", i ? ", " : "", words[i]);
  std::printf("]");
  is_first = false;
}

void dump_ldsm4() {
  std::vector<unsigned> words(lanes * 4);
  for (unsigned i = 0; i < words.size(); i++) words[i] = 2 * i | (2 * i + 1) << 16;
  const Buffer<unsigned> rows(words), result(words.size());
  check(launch(run_ldsm4, dim3(1), lanes, 512, nullptr, rows.as<In<unsigned>>(), result.as<Out<unsigned>>()));
  print_words("ldsm4.rows", words);
  print_words("ldsm4.result", result.values());
}

template <bool of_tf32>
void dump_mma() {
  const auto of_a = of_tf32 ? words_of(numbers(lanes * 4)) : pairs(lanes * 4);
  const auto of_b = of_tf32 ? words_of(numbers(lanes * 2)) : pairs(lanes * 2);
  const auto of_c = numbers(lanes * 4);
  const Buffer<unsigned> a(of_a), b(of_b);
  const Buffer<float> c(of_c), d(lanes * 4);
  check(launch(run_mma<of_tf32>, dim3(1), lanes, 0, nullptr, a.as<In<unsigned>>(), b.as<In<unsigned>>(),
               c.as<In<float>>(), d.as<Out<float>>()));
  print_words(of_tf32 ? "mma_tf32.a" : "mma_f16.a", of_a);
  print_words(of_tf32 ? "mma_tf32.b" : "mma_f16.b", of_b);
  print_words(of_tf32 ? "mma_tf32.c" : "mma_f16.c", words_of(of_c));
  print_words(of_tf32 ? "mma_tf32.d" : "mma_f16.d", words_of(d.values()));
}

/** Numbers around those that lie halfway, of both signs; the least and the largest there are. */
void dump_round_tf32() {
  const unsigned some[8] = {0x3f800000, 0x40490fdb, 0x3f7fe000, 0x00000000, 0x00001000, 0x7f7fe000, 0x7f7fffff, 0x7f800000};
  std::vector<unsigned> words;
  for (const unsigned each : some) {
    const bool is_finite = each < 0x7f800000;
    words.push_back(each);
    words.push_back(each | 0x80000000);
    words.push_back(is_finite ? (each & ~0x1fffu) + 0x0fff : each);
    words.push_back(is_finite ? ((each & ~0x1fffu) + 0x1000) | 0x80000000 : each);
  }
  std::vector<float> values(words.size());
  std::memcpy(values.data(), words.data(), 4 * words.size());
  const Buffer<float> x(values);
  const Buffer<unsigned> result(words.size());
  check(launch(run_round_tf32, dim3(1), lanes, 0, nullptr, x.as<In<float>>(), result.as<Out<unsigned>>()));
  print_words("round_tf32.x", words);
  print_words("round_tf32.result", result.values());
}

template <int bytes>
void dump_cp_async(const char* name) {
  std::vector<unsigned> words(lanes * bytes / 4);
  for (unsigned i = 0; i < words.size(); i++) words[i] = i + 1;
  const Buffer<unsigned> x(words), result(words.size());
  check(launch(run_cp_async<bytes>, dim3(1), lanes, lanes * bytes, nullptr, x.as<In<unsigned>>(),
               result.as<Out<unsigned>>()));
  print_words(name, result.values());
}

}  // namespace
}  // namespace netwright

int main() {
  using namespace netwright;
  std::printf("{");
  dump_ldsm4();
  dump_mma<false>();
  dump_mma<true>();
  dump_round_tf32();
  dump_cp_async<4>("cp_async.4");
  dump_cp_async<8>("cp_async.8");
  dump_cp_async<16>("cp_async.16");
  std::printf("\n}\n");
}
