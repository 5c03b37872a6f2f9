// What is stored of a sum: bias, then the kernel's own expression, which may read other values at the same place.
#ifndef NETWRIGHT_FINISH
#define NETWRIGHT_FINISH

#include <utility>

#include "geometry.cuh"

namespace netwright {
namespace {

// The strides of what a kernel's expression reads beside the sum, along the axes of the result.
template <class... Strides_>
struct OperandStrides {
  static constexpr int count = sizeof...(Strides_);
};

// Where these are.
template <class Real, int count>
struct Operands {
  Operand<Real> of[count > 0 ? count : 1];
};

template <class Real, class... Views>
Operands<Real, sizeof...(Views)> operands(Views... views) {
  return {{views...}};
}

// `lanes` channels of an operand, as float32.
template <class Steps, int channels, int lanes, class View>
DEVICE void read_lanes(View from, int at, float (&values)[lanes]) {
  constexpr int vector = Steps::template vector<channels, lanes>;
  if constexpr (Steps::channel == 0) {
    const float value = to_float(from[at]);
#pragma unroll
    for (int lane = 0; lane < lanes; ++lane) values[lane] = value;
  } else {
#pragma unroll
    for (int first = 0; first < lanes; first += vector) {
      const auto pack = load<vector>(from, at + first * Steps::channel);
#pragma unroll
      for (int lane = 0; lane < vector; ++lane) values[first + lane] = to_float(pack.lane[lane]);
    }
  }
}

// `lanes` channels of a result at one place: y = K::finish(sums, r...).
template <class K, int lanes, class Strides_ = typename K::Operands>
struct ResultLanes;

template <class K, int lanes, class... Steps>
struct ResultLanes<K, lanes, OperandStrides<Steps...>> {
  using Real = typename K::Real;
  using Y = typename K::Y;

  // Where it is. Outside the result the image is -1, and nothing is read.
  Place place;
  float values[sizeof...(Steps) + 1][lanes] = {};

  // Reads what the expression wants beside the sums.
  DEVICE void read([[maybe_unused]] Operands<Real, sizeof...(Steps)> r, Place where, [[maybe_unused]] int channel) {
    place = where;
    if (place.image < 0) return;
    [[maybe_unused]] int i = 0;
    // In order: each reads the operand of its number.
    ((read_lanes<Steps, Y::channels>(r.of[i], Steps::at(place.image, channel, place.row, place.column), values[i]),
      ++i),
     ...);
  }

  // Stores what it makes of sums.
  DEVICE void store_from(const float (&sums)[lanes], Out<Real> y, int channel) const {
    Pack<Real, lanes> pack;
#pragma unroll
    for (int lane = 0; lane < lanes; ++lane) {
      pack.lane[lane] = from_float<Real>(apply(sums[lane], lane, std::index_sequence_for<Steps...>{}));
    }
    store<lanes>(y, Y::at(place.image, channel, place.row, place.column), pack);
  }

 private:
  template <std::size_t... places>
  DEVICE float apply(float sum, [[maybe_unused]] int lane, std::index_sequence<places...>) const {
    return K::finish(sum, values[places][lane]...);
  }
};

// Stores `lanes` results of a kernel at a place of its `Y`.
template <class K, int lanes>
DEVICE void store_result(const float (&sums)[lanes], Operands<typename K::Real, K::Operands::count> r,
                         Out<typename K::Real> y, Place place, int channel) {
  ResultLanes<K, lanes> result;
  result.read(r, place, channel);
  result.store_from(sums, y, channel);
}

// How many channels of a result are stored at a time: at most 16 bytes of them.
template <class K>
constexpr int result_lanes =
    K::Y::Steps::template vector<K::Y::channels, 16 / static_cast<int>(sizeof(typename K::Real))>;

}  // namespace
}  // namespace netwright

#endif
