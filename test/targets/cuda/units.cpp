/** Parts of the runtime by themselves: `units sha256 FILE` and `units float16 FILE`, of float32. Prints hexadecimal. */

#include <vector>

#include "runtime/float16.cuh"
#include "runtime/sha256.cuh"

using namespace netwright;

int main(int, char** given) {
  std::vector<unsigned char> bytes;
  std::FILE* file = std::fopen(given[2], "rb");
  for (int c; (c = std::getc(file)) != EOF;) bytes.push_back(static_cast<unsigned char>(c));
  std::fclose(file);

  if (std::strcmp(given[1], "sha256") == 0) {
    // Every length up to all of it, in parts of every size.
    for (size_t length = 0; length <= bytes.size(); length++) {
      Sha256 hash;
      for (size_t at = 0, part = length % 7; at < length; at += part, part++) {
        if (part == 0) part = 1;
        hash.update(bytes.data() + at, at + part < length ? part : length - at);
      }
      unsigned char digest[Sha256::digest_bytes];
      hash.finish(digest);
      for (unsigned char byte : digest) std::printf("%02x", byte);
      std::printf("\n");
    }
    return 0;
  }
  for (size_t at = 0; at + 4 <= bytes.size(); at += 4) {
    float value;
    std::memcpy(&value, bytes.data() + at, 4);
    const uint16_t half = float16_of(value);
    std::printf("%04x %08x\n", half, bits_of(float_of_float16(half)));
  }
}
