// Shapes as types: sizes, strides and windows that are known when a kernel is compiled.
#ifndef NETWRIGHT_GEOMETRY
#define NETWRIGHT_GEOMETRY

#include "../primitives.cuh"

namespace netwright {
namespace {

template <int a, int b>
constexpr int ceil_div = (a + b - 1) / b;

// Images, channels, height, width.
template <int n, int c, int h, int w>
struct Shape {
  static constexpr int images = n, channels = c, height = h, width = w;
};

// Distance in elements between neighbours along each axis; 0 where there are none, or where one element serves all.
template <int n, int c, int h, int w>
struct Strides {
  static constexpr int image = n, channel = c, row = h, column = w;

  DEVICE static int at(int image_, int channel_, int row_, int column_) {
    return image_ * n + channel_ * c + row_ * h + column_ * w;
  }

  // How many of so many channels can be read at a time: they lie side by side, at multiples of their number.
  template <int channels, int lanes>
  static constexpr bool fits = c == 1 && (channels | n | h | w) % lanes == 0;
  template <int channels, int most>
  static constexpr int vector = most >= 8 && fits<channels, 8>   ? 8
                                : most >= 4 && fits<channels, 4> ? 4
                                : most >= 2 && fits<channels, 2> ? 2
                                                                 : 1;
};

// A tensor of images, as it lies in memory.
template <class Shape_, class Strides_>
struct Image : Shape_ {
  using Steps = Strides_;
  static constexpr int pixels = Shape_::images * Shape_::height * Shape_::width;

  DEVICE static int at(int image, int channel, int row, int column) {
    return Steps::at(image, channel, row, column);
  }
};

// One axis of a window: its size, stride, padding before the image and behind it, dilation.
template <int kernel_, int stride_, int before_, int behind_, int dilation_>
struct Axis {
  static constexpr int kernel = kernel_, stride = stride_, before = before_, behind = behind_, dilation = dilation_;
  static constexpr bool is_point = kernel_ == 1 && before_ == 0 && behind_ == 0;
};

template <class Vertical_, class Horizontal_>
struct Window2d {
  using Vertical = Vertical_;
  using Horizontal = Horizontal_;
  static constexpr int taps = Vertical::kernel * Horizontal::kernel;
  // No tap lies outside the image, and there is one.
  static constexpr bool is_point = Vertical::is_point && Horizontal::is_point;
};

// A pixel of a tensor: its image, row and column.
struct Place {
  int image, row, column;
};

template <class Y>
DEVICE Place place_of(int pixel) {
  return {pixel / (Y::height * Y::width), pixel / Y::width % Y::height, pixel % Y::width};
}

// Whether a row and a column lie inside an image.
template <class X>
DEVICE bool is_inside(int row, int column) {
  return static_cast<unsigned>(row) < static_cast<unsigned>(X::height) &&
         static_cast<unsigned>(column) < static_cast<unsigned>(X::width);
}

}  // namespace
}  // namespace netwright

#endif
