// The first 256 bytes of `weights.bin`: one line of JSON, filled up with spaces. It says which plan the numbers after
// it are packed for, and their hash: the SHA-256 of the SHA-256 of every 4 MiB of them, so that it can be checked as
// they arrive.
//
//     {"format":"netwright weights 1","plan":"0123456789abcdef","sha256":"…","origin":"checkpoint"}
#ifndef NETWRIGHT_HEADER
#define NETWRIGHT_HEADER

#include "source.cuh"

#include <string_view>

namespace netwright {
namespace {

class Header {
 public:
  static constexpr size_t bytes = 256;

  // Reads the header and checks that it is of weights that are packed for the plan.
  Header(Source& source, std::string_view plan) {
    size_t got = 0;
    const unsigned char* start = source.next(bytes, &got);
    std::memcpy(line_, start, got);
    if (!parse({line_, got}) || format_ != "netwright weights 1") {
      fail(Status::bad_weights, "weights: %s does not begin with the header of packed weights; %s", source.name(),
           advice_on({line_, got}));
    }
    if (plan_ != plan) {
      fail(Status::bad_weights,
           "weights: %s is packed for plan %.*s, this library is of plan %.*s; pack the checkpoint again with "
           "`netwright pack`",
           source.name(), length(plan_), plan_.data(), length(plan), plan.data());
    }
  }

  Header(const Header&) = delete;
  Header& operator=(const Header&) = delete;

  std::string_view sha256() const { return sha256_; }
  // Whether the numbers come from a generator, and not from a checkpoint.
  bool is_synthetic() const { return origin_ == "synthetic"; }

  // As much as `%.*s` prints of a text that may be anything.
  static int length(std::string_view text) { return static_cast<int>(text.size() < 64 ? text.size() : 64); }

 private:
  // A flat object of strings without escapes, and nothing but space around it: all that a header can be.
  bool parse(std::string_view text) {
    if (!take(text, '{')) return false;
    do {
      std::string_view key, value;
      if (!take_string(text, &key) || !take(text, ':') || !take_string(text, &value)) return false;
      if (key == "format") format_ = value;
      if (key == "plan") plan_ = value;
      if (key == "sha256") sha256_ = value;
      if (key == "origin") origin_ = value;
    } while (take(text, ','));
    return take(text, '}') && skip_space(text).empty();
  }

  static std::string_view skip_space(std::string_view text) {
    while (!text.empty() && std::strchr(" \t\r\n", text[0]) && text[0] != '\0') text.remove_prefix(1);
    return text;
  }

  static bool take(std::string_view& text, char expected) {
    text = skip_space(text);
    if (text.empty() || text[0] != expected) return false;
    text.remove_prefix(1);
    return true;
  }

  static bool take_string(std::string_view& text, std::string_view* value) {
    if (!take(text, '"')) return false;
    const size_t end = text.find('"');
    if (end == text.npos) return false;
    *value = text.substr(0, end);
    text.remove_prefix(end + 1);
    return value->find('\\') == value->npos;
  }

  // What bytes that are no weights are, by their beginning, and what to do.
  static const char* advice_on(std::string_view start) {
    const std::string_view text = skip_space(start);
    constexpr std::string_view pointer = "version https://git-lfs";
    if (start.empty()) return "it is empty: fetch it again";
    if (text.substr(0, 1) == "<") return "it is an HTML page, not weights: check the address it was fetched from";
    if (text.substr(0, pointer.size()) == pointer) return "it is a Git LFS pointer: get the file with `git lfs pull`";
    return "pack a checkpoint for this package with `netwright pack`";
  }

  char line_[bytes];
  std::string_view format_, plan_, sha256_, origin_;
};

}  // namespace
}  // namespace netwright

#endif
