// IEEE binary16 on the host, as bits. Rounding is to the nearest, ties to even, as the device's is.
#ifndef NETWRIGHT_FLOAT16
#define NETWRIGHT_FLOAT16

#include <cmath>
#include <cstdint>
#include <cstring>

namespace netwright {
namespace {

inline uint32_t bits_of(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// Infinite from 65520 on, which is halfway between the largest number and what would be the next.
inline uint16_t float16_of(float value) {
  const uint32_t sign = bits_of(value) >> 16 & 0x8000;
  const uint32_t bits = bits_of(value) & 0x7fffffff;
  if (bits > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00);
  if (bits >= bits_of(65520.0f)) return static_cast<uint16_t>(sign | 0x7c00);
  // Below the least normal number: 0.5 has the spacing that float16 has there, so that adding it rounds as it should.
  if (bits < bits_of(0x1p-14f)) {
    return static_cast<uint16_t>(sign | (bits_of(std::fabs(value) + 0.5f) - bits_of(0.5f)));
  }
  const uint32_t rounded = bits + 0xfff + (bits >> 13 & 1);
  return static_cast<uint16_t>(sign | (rounded - (uint32_t{127 - 15} << 23)) >> 13);
}

// Exact.
inline float float_of_float16(uint16_t half) {
  const uint32_t sign = uint32_t{half} << 16 & 0x80000000;
  const uint32_t exponent = half >> 10 & 31;
  const uint32_t fraction = half & 0x3ff;
  if (exponent == 31) return float_of(sign | 0x7f800000 | fraction << 13);
  if (exponent == 0) return float_of(sign | bits_of(static_cast<float>(fraction) * 0x1p-24f));
  return float_of(sign | (exponent + (127 - 15)) << 23 | fraction << 13);
}

}  // namespace
}  // namespace netwright

#endif
