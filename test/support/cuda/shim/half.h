/** float16, IEEE 754 binary16, as a type that is only stored and converted. */

#ifndef NETWRIGHT_SHIM_HALF
#define NETWRIGHT_SHIM_HALF

#include <cstdint>
#include <cstring>

struct half {
  std::uint16_t bits;
};

namespace shim {

inline std::uint32_t bits_of(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float float_of(std::uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace shim

inline float to_float(float value) { return value; }

inline float to_float(half value) {
  const std::uint32_t magnitude = std::uint32_t(value.bits & 0x7fff) << 13;
  // The exponent's bias is 127 in place of 15. Multiplying makes a subnormal number normal besides.
  std::uint32_t bits = shim::bits_of(shim::float_of(magnitude) * 0x1p112f);
  if (magnitude >= 0x7c00u << 13) bits = magnitude | 0x7f800000;
  return shim::float_of(bits | std::uint32_t(value.bits & 0x8000) << 16);
}

template <class T>
T from_float(float value);

template <>
inline float from_float<float>(float value) {
  return value;
}

/** To nearest, ties to even, as `cvt.rn.f16.f32`. */
template <>
inline half from_float<half>(float value) {
  std::uint32_t bits = shim::bits_of(value);
  const std::uint32_t sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;
  std::uint32_t rounded;
  if (bits > 0x7f800000) {
    return {0x7fff};  // CUDA's one NaN
  } else if (bits >= 0x477ff000) {
    rounded = 0x7c00;  // 65520 and above are infinite
  } else if (bits < 0x38800000) {
    // Below 2^-14: one half more, and the sum has the distance of float16's subnormal numbers, 2^-24, for its own.
    rounded = shim::bits_of(shim::float_of(bits) + 0.5f) - shim::bits_of(0.5f);
  } else {
    rounded = (bits - (112u << 23) + 0xfff + (bits >> 13 & 1)) >> 13;
  }
  return {std::uint16_t(sign | rounded)};
}

#endif
