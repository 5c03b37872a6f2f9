// Convolutions in groups, depthwise ones too: few terms a sum, so each thread reads what it needs where it lies. A
// thread sums four output channels of K::thread_rows pixels. Weights are [tap][channel of the group][output channel],
// filled up to fours.
#ifndef NETWRIGHT_GROUPED
#define NETWRIGHT_GROUPED

#include "finish.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, 1)
grouped(In<typename K::Real> x, In<typename K::Real> w, In<float> b,
        Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y) {
  using X = typename K::X;
  using Y = typename K::Y;
  using Vertical = typename K::Window::Vertical;
  using Horizontal = typename K::Window::Horizontal;
  constexpr int quads = ceil_div<Y::channels, 4>;
  constexpr int per_group = X::channels / K::groups;
  constexpr int out_per_group = Y::channels / K::groups;
  // Four neighbours of the result see four neighbours of the image; or all the same channels; or any.
  constexpr bool is_depthwise = per_group == 1 && out_per_group == 1;
  constexpr bool is_one_group = out_per_group % 4 == 0;
  constexpr int lanes = X::Steps::template vector<is_depthwise ? X::channels : per_group, 4>;
  constexpr int at_once = is_one_group && lanes == 4 ? 4 : 1;
  constexpr int across = K::columns / 4;
  constexpr int down = K::threads / across;
  const int quad = static_cast<int>(blockIdx.y) * across + static_cast<int>(threadIdx.x) % across;
  const int first = static_cast<int>(blockIdx.x) * K::rows + static_cast<int>(threadIdx.x) / across;
  if (quad >= quads) return;

  float sums[K::thread_rows][4] = {};
  Place places[K::thread_rows];
#pragma unroll
  for (int i = 0; i < K::thread_rows; ++i) {
    places[i] = place_of<Y>(first + i * down);
    if (first + i * down >= Y::pixels) places[i].image = -1;
  }
  for (int u = 0; u < Vertical::kernel; ++u) {
    for (int v = 0; v < Horizontal::kernel; ++v) {
      const int tap = u * Horizontal::kernel + v;
      for (int channel = 0; channel < per_group; channel += at_once) {
        float factors[at_once][4];
#pragma unroll
        for (int k = 0; k < at_once; ++k) {
          const auto four = load<4>(w, ((tap * per_group + channel + k) * quads + quad) * 4);
#pragma unroll
          for (int lane = 0; lane < 4; ++lane) factors[k][lane] = to_float(four.lane[lane]);
        }
#pragma unroll
        for (int i = 0; i < K::thread_rows; ++i) {
          const int row = places[i].row * Vertical::stride - Vertical::before + u * Vertical::dilation;
          const int column = places[i].column * Horizontal::stride - Horizontal::before + v * Horizontal::dilation;
          if (places[i].image < 0 || !is_inside<X>(row, column)) continue;
          if constexpr (is_one_group) {
            const int from = quad * 4 / out_per_group * per_group + channel;
            const auto seen = load<at_once>(x, X::at(places[i].image, from, row, column));
#pragma unroll
            for (int k = 0; k < at_once; ++k) {
#pragma unroll
              for (int lane = 0; lane < 4; ++lane) {
                sums[i][lane] = fmaf(to_float(seen.lane[k]), factors[k][lane], sums[i][lane]);
              }
            }
          } else if constexpr (is_depthwise && lanes == 4) {
            const auto seen = load<4>(x, X::at(places[i].image, quad * 4, row, column));
#pragma unroll
            for (int lane = 0; lane < 4; ++lane) {
              sums[i][lane] = fmaf(to_float(seen.lane[lane]), factors[0][lane], sums[i][lane]);
            }
          } else {
#pragma unroll
            for (int lane = 0; lane < 4; ++lane) {
              // Channels that fill up the last four have no group.
              const int group = quad * 4 + lane < Y::channels ? (quad * 4 + lane) / out_per_group : 0;
              const float seen = to_float(x[X::at(places[i].image, group * per_group + channel, row, column)]);
              sums[i][lane] = fmaf(seen, factors[0][lane], sums[i][lane]);
            }
          }
        }
      }
    }
  }

  constexpr int together = result_lanes<K> < 4 ? result_lanes<K> : 4;
#pragma unroll
  for (int i = 0; i < K::thread_rows; ++i) {
    if (places[i].image < 0) continue;
#pragma unroll
    for (int from = 0; from < 4; from += together) {
      const int channel = quad * 4 + from;
      if (channel >= Y::channels) continue;
      float total[together];
#pragma unroll
      for (int lane = 0; lane < together; ++lane) {
        total[lane] = sums[i][from + lane] + (K::biased ? b[channel + lane] : 0.0F);
      }
      store_result<K, together>(total, r, y, places[i], channel);
    }
  }
}

}  // namespace
}  // namespace netwright

#endif
