// What convolutions of shallow images under wide windows share: a block computes K::across pixels side by side in as
// many rows as make K::rows, of one image. What these read of the image, the patch, lies in shared memory as a whole.
#ifndef NETWRIGHT_PATCH
#define NETWRIGHT_PATCH

#include "tile_result.cuh"

namespace netwright {
namespace {

template <class K>
struct Patch {
  using X = typename K::X;
  using Y = typename K::Y;
  using Vertical = typename K::Window::Vertical;
  using Horizontal = typename K::Window::Horizontal;
  static constexpr int down = K::rows / K::across;
  static constexpr int blocks_across = ceil_div<Y::width, K::across>;
  static constexpr int height = (down - 1) * Vertical::stride + (Vertical::kernel - 1) * Vertical::dilation + 1;
  static constexpr int width = (K::across - 1) * Horizontal::stride + (Horizontal::kernel - 1) * Horizontal::dilation + 1;

  // The block's first pixel.
  Place first;

  DEVICE Patch()
      : first{static_cast<int>(blockIdx.z), static_cast<int>(blockIdx.x) / blocks_across * down,
              static_cast<int>(blockIdx.x) % blocks_across * K::across} {}

  // The place of a pixel of the block. Outside, the image is -1.
  DEVICE Place operator()(int pixel) const {
    const Place place{first.image, first.row + pixel / K::across, first.column + pixel % K::across};
    return place.row < Y::height && place.column < Y::width ? place : Place{-1, 0, 0};
  }

  // Where in the patch the window of a pixel begins, as a row and a column.
  DEVICE static int row(int pixel) { return pixel / K::across * Vertical::stride; }
  DEVICE static int column(int pixel) { return pixel % K::across * Horizontal::stride; }

  // What a place of the patch shows: zero outside the image.
  template <class View>
  DEVICE typename K::Real at(View x, int channel, int row, int column) const {
    const int i = first.row * Vertical::stride - Vertical::before + row;
    const int j = first.column * Horizontal::stride - Horizontal::before + column;
    if (!is_inside<X>(i, j)) return from_float<typename K::Real>(0.0F);
    return x[X::at(first.image, channel, i, j)];
  }
};

}  // namespace
}  // namespace netwright

#endif
