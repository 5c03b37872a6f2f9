// Where weights come from, a file or memory: bytes in order, which are read once and never all at a time.
#ifndef NETWRIGHT_SOURCE
#define NETWRIGHT_SOURCE

#include "error.cuh"

#include <cerrno>
#include <memory>

namespace netwright {
namespace {

class Source {
 public:
  // @param name - how errors call it; it lives as long as this
  explicit Source(const char* name) : name_(name) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // The next bytes: as many as are wanted, or fewer where the source ends. They stay until the next call.
  virtual const unsigned char* next(size_t wanted, size_t* got) = 0;

  // The end of a name that is long, so that a message has room for the rest.
  const char* name() const {
    const size_t length = std::strlen(name_);
    return length > longest ? name_ + length - longest : name_;
  }

 private:
  static constexpr size_t longest = 160;
  const char* name_;
};

class FileSource : public Source {
 public:
  // @param largest - the most that is ever wanted at a time
  FileSource(const char* path, size_t largest)
      : Source(path), file_(std::fopen(path, "rb"), std::fclose), buffer_(new unsigned char[largest]) {
    if (!file_) unreadable(errno);
  }

  const unsigned char* next(size_t wanted, size_t* got) override {
    *got = std::fread(buffer_.get(), 1, wanted, file_.get());
    if (*got < wanted && std::ferror(file_.get())) unreadable(errno);
    return buffer_.get();
  }

 private:
  [[noreturn]] void unreadable(int reason) const {
    fail(Status::bad_file, "weights: cannot read %s: %s; pass the path of the package's weights.bin", name(),
         std::strerror(reason));
  }

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::unique_ptr<unsigned char[]> buffer_;
};

class MemorySource : public Source {
 public:
  MemorySource(const void* bytes, size_t size)
      : Source("the given memory"), at_(static_cast<const unsigned char*>(bytes)), left_(size) {}

  const unsigned char* next(size_t wanted, size_t* got) override {
    const unsigned char* from = at_;
    *got = wanted < left_ ? wanted : left_;
    at_ += *got;
    left_ -= *got;
    return from;
  }

 private:
  const unsigned char* at_;
  size_t left_;
};

}  // namespace
}  // namespace netwright

#endif
