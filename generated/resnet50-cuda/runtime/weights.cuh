// `weights.bin` on its way to the device: read in pieces of 4 MiB, hashed, stored as the kernels want it and copied
// from pinned memory. At no time is there a second copy of the whole.
#ifndef NETWRIGHT_WEIGHTS
#define NETWRIGHT_WEIGHTS

#include "float16.cuh"
#include "header.cuh"
#include "owner.cuh"
#include "sha256.cuh"

namespace netwright {
namespace {

// How a tensor is stored on the device.
enum class Store { f32, f16 };

constexpr size_t bytes_of(Store store) { return store == Store::f16 ? 2 : 4; }

// A tensor's way: elements of `weights.bin` from `from` on go to byte `to` of the device's memory.
struct Placement {
  size_t from;
  size_t elements;
  size_t to;
  Store store;
};

// Copies bytes to the device through pinned memory, so that the copy runs while the next piece is read and hashed.
class Upload {
 public:
  Upload(size_t capacity, cudaStream_t stream) : capacity_(capacity), stream_(stream), drain_(stream) {
    check(cudaMallocHost(staging_.fill(), capacity), "weights: %zu bytes of pinned memory", capacity);
  }

  // Room for bytes, no more than the capacity, that `send` then takes.
  void* stage(size_t bytes) {
    if (filled_ + bytes > capacity_) {
      check(cudaStreamSynchronize(stream_), "weights: copying to the device");
      filled_ = 0;
    }
    return static_cast<unsigned char*>(staging_.get()) + filled_;
  }

  void send(void* to, size_t bytes) {
    void* from = stage(bytes);
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_), "weights: copying to the device");
    // Ends at a multiple of 16 bytes, for what is staged next.
    filled_ += (bytes + 15) / 16 * 16;
  }

  void finish() { drain_.wait("weights: copying to the device"); }

 private:
  size_t capacity_;
  cudaStream_t stream_;
  size_t filled_ = 0;
  PinnedMemory staging_;
  // The last member: it goes first, so that no copy is left when the pinned memory is released.
  Drain drain_;
};

// Bytes that are read and hashed at a time.
constexpr size_t piece_bytes = size_t{4} << 20;

// The elements `[begin, end)` of `weights.bin`, to all places where they belong.
inline void send_piece(const unsigned char* piece, size_t begin, size_t end, const Placement* placements, size_t count,
                       unsigned char* device, Upload& upload) {
  for (const Placement* each = placements; each != placements + count; each++) {
    const size_t first = each->from > begin ? each->from : begin;
    const size_t last = each->from + each->elements < end ? each->from + each->elements : end;
    if (first >= last) continue;
    const unsigned char* from = piece + 4 * (first - begin);
    const size_t size = bytes_of(each->store);
    const size_t bytes = size * (last - first);
    void* staged = upload.stage(bytes);
    if (each->store == Store::f32) {
      std::memcpy(staged, from, bytes);
    } else {
      for (size_t i = 0; i < last - first; i++) {
        float value;
        std::memcpy(&value, from + 4 * i, 4);
        const uint16_t stored = float16_of(value);
        if (std::isfinite(value) && (stored & 0x7c00) == 0x7c00) {
          fail(Status::bad_weights,
               "weights: number %zu is %g, and float16 ends at 65504; compile the network with --precision tf32 or f32",
               first + i, static_cast<double>(value));
        }
        std::memcpy(static_cast<unsigned char*>(staged) + 2 * i, &stored, 2);
      }
    }
    upload.send(device + each->to + size * (first - each->from), bytes);
  }
}

// Reads all that follows the header, `elements` float32, little-endian as every host of CUDA is, and stores it on the
// device. Fails where the source has another length or another hash than it should.
inline void load_weights(Source& source, const Header& header, size_t elements, const Placement* placements,
                         size_t count, void* device, cudaStream_t stream) {
  Upload upload(piece_bytes, stream);
  Sha256 digests;
  for (size_t done = 0; done < 4 * elements;) {
    const size_t wanted = 4 * elements - done < piece_bytes ? 4 * elements - done : piece_bytes;
    size_t got = 0;
    const unsigned char* piece = source.next(wanted, &got);
    if (got < wanted) {
      fail(Status::bad_weights, "weights: %s ends after %zu bytes, expected %zu; it is truncated: fetch it again",
           source.name(), Header::bytes + done + got, Header::bytes + 4 * elements);
    }
    unsigned char digest[Sha256::digest_bytes];
    Sha256 hash;
    hash.update(piece, wanted);
    hash.finish(digest);
    digests.update(digest, sizeof digest);
    send_piece(piece, done / 4, (done + wanted) / 4, placements, count, static_cast<unsigned char*>(device), upload);
    done += wanted;
  }
  size_t more = 0;
  source.next(1, &more);
  if (more > 0) {
    fail(Status::bad_weights, "weights: %s has more than %zu bytes, and should end there; fetch it again",
         source.name(), Header::bytes + 4 * elements);
  }

  unsigned char digest[Sha256::digest_bytes];
  digests.finish(digest);
  char hexadecimal[2 * Sha256::digest_bytes + 1];
  for (size_t i = 0; i < sizeof digest; i++) std::snprintf(hexadecimal + 2 * i, 3, "%02x", digest[i]);
  if (header.sha256() != hexadecimal) {
    fail(Status::bad_weights,
         "weights: %s has hash %s, its header says %.*s; it is damaged: fetch it again, or pack it again with "
         "`netwright pack`",
         source.name(), hexadecimal, Header::length(header.sha256()), header.sha256().data());
  }
  upload.finish();
}

}  // namespace
}  // namespace netwright

#endif
