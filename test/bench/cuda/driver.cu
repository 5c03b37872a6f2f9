/**
 * Times a package: `driver weights.bin input.f32`. It says `{"layers": <how many>}` when the network is loaded, and then
 * answers each line of its input with a line of JSON:
 *
 *     time warm <runs>   {"milliseconds": [...]}: of each run on the device, by events around a replay of the graph
 *     time cold <runs>   the same, with the L2 cache full of something else before each
 *     time host <runs>   from memory of the host to memory of the host, by the host's clock
 *     logits <path>      writes the output as float32
 *     profile <runs>     {"layers": [{"name", "kernel", "microseconds", "macs", "bytes"}]}
 *
 * A failure is `{"error": "..."}`, with exit code 1. peers.py speaks the same language, and times in the same way.
 *
 * Compiled with -DNETWORK=<prefix of the C API>, -DNETWORK_CAPITALS=<the same in capitals> and
 * -DNETWORK_HEADER="<header>".
 */

#include <cuda_runtime.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include NETWORK_HEADER

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define OF_NETWORK(name) JOIN(NETWORK, name)
#define CONSTANT(name) JOIN(NETWORK_CAPITALS, name)

namespace {

// More than the L2 cache of any GPU so far.
constexpr size_t flush_bytes = size_t{256} << 20;

std::string quoted(const char* text) {
  std::string result = "\"";
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') result += '\\';
    result += static_cast<unsigned char>(*text) < ' ' ? ' ' : *text;
  }
  return result + '"';
}

[[noreturn]] void stop(const char* what, const char* detail) {
  std::printf("{\"error\": %s}\n", quoted((std::string(what) + ": " + detail).c_str()).c_str());
  std::exit(1);
}

void check(cudaError_t result, const char* what) {
  if (result != cudaSuccess) stop(what, cudaGetErrorString(result));
}

template <class T>
T* on_device(size_t elements, const char* what) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, elements * sizeof(T)), what);
  return static_cast<T*>(memory);
}

class Driver {
 public:
  Driver(const char* weights, const char* input) : input_(read(input)), output_(CONSTANT(_OUTPUT_ELEMENTS)) {
    expect(OF_NETWORK(_create)(&model_, weights, 0, &error_), "create");
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream");
    device_input_ = on_device<float>(input_.size(), "input");
    device_output_ = on_device<float>(output_.size(), "output");
    check(cudaMemcpyAsync(device_input_, input_.data(), input_.size() * sizeof(float), cudaMemcpyHostToDevice, stream_),
          "copying the input");
    check(cudaStreamSynchronize(stream_), "copying the input");
  }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  ~Driver() {
    OF_NETWORK(_destroy)(model_);
    cudaFree(device_input_);
    cudaFree(device_output_);
    cudaFree(flushed_);
    cudaStreamDestroy(stream_);
  }

  void answer(const char* line) {
    char mode[8] = "", path[4096] = "";
    int runs = 0;
    if (std::sscanf(line, "time %7s %d", mode, &runs) == 2 && runs > 0) {
      print(std::strcmp(mode, "host") == 0 ? time_on_host(runs) : time_on_device(runs, std::strcmp(mode, "cold") == 0));
    } else if (std::sscanf(line, "profile %d", &runs) == 1 && runs > 0) {
      profile(runs);
    } else if (std::sscanf(line, "logits %4095[^\n]", path) == 1) {
      write_logits(path);
    } else {
      stop("not understood", line);
    }
  }

 private:
  static std::vector<float> read(const char* path) {
    std::vector<float> values(CONSTANT(_INPUT_ELEMENTS));
    std::FILE* file = std::fopen(path, "rb");
    if (!file || std::fread(values.data(), sizeof(float), values.size(), file) != values.size()) {
      stop(path, "is not the input");
    }
    std::fclose(file);
    return values;
  }

  void expect(OF_NETWORK(_status) status, const char* what) const {
    if (status != CONSTANT(_OK)) stop(what, error_.message);
  }

  void run() { expect(OF_NETWORK(_run_async)(model_, device_input_, device_output_, stream_, &error_), "run_async"); }

  void flush() {
    if (!flushed_) flushed_ = on_device<unsigned char>(flush_bytes, "what fills the L2 cache");
    check(cudaMemsetAsync(flushed_, 0, flush_bytes, stream_), "filling the L2 cache");
  }

  // Everything is put on the stream at once, behind what keeps the device busy meanwhile: so that none of the times has
  // the host's own in it, as far as the host is faster than the device.
  std::vector<double> time_on_device(int runs, bool is_cold) {
    std::vector<cudaEvent_t> events(2 * static_cast<size_t>(runs));
    for (cudaEvent_t& each : events) check(cudaEventCreate(&each), "making an event");
    flush();
    run();
    for (size_t i = 0; i < events.size(); i += 2) {
      if (is_cold) flush();
      check(cudaEventRecord(events[i], stream_), "recording an event");
      run();
      check(cudaEventRecord(events[i + 1], stream_), "recording an event");
    }
    check(cudaStreamSynchronize(stream_), "runs");
    std::vector<double> times;
    for (size_t i = 0; i < events.size(); i += 2) {
      float milliseconds = 0;
      check(cudaEventElapsedTime(&milliseconds, events[i], events[i + 1]), "taking the time");
      times.push_back(static_cast<double>(milliseconds));
    }
    for (cudaEvent_t each : events) cudaEventDestroy(each);
    return times;
  }

  std::vector<double> time_on_host(int runs) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    // The first warms up.
    for (int i = -1; i < runs; i++) {
      const Clock::time_point start = Clock::now();
      expect(OF_NETWORK(_run)(model_, input_.data(), output_.data(), &error_), "run");
      const std::chrono::duration<double, std::milli> time = Clock::now() - start;
      if (i >= 0) times.push_back(time.count());
    }
    return times;
  }

  static void print(const std::vector<double>& milliseconds) {
    std::printf("{\"milliseconds\": [");
    for (size_t i = 0; i < milliseconds.size(); i++) std::printf("%s%.9g", i == 0 ? "" : ", ", milliseconds[i]);
    std::printf("]}\n");
  }

  // Of what is timed: the output of run_async.
  void write_logits(const char* path) {
    run();
    check(cudaMemcpyAsync(output_.data(), device_output_, output_.size() * sizeof(float), cudaMemcpyDeviceToHost, stream_),
          "copying the output");
    check(cudaStreamSynchronize(stream_), "run");
    std::FILE* file = std::fopen(path, "wb");
    const bool written = file && std::fwrite(output_.data(), sizeof(float), output_.size(), file) == output_.size();
    if (!written || std::fclose(file) != 0) stop(path, "cannot be written");
    std::printf("{\"logits\": %s}\n", quoted(path).c_str());
  }

  void profile(int runs) {
    // What the profile runs on is whatever the arena holds: the input's, not numbers that overflow or vanish.
    run();
    check(cudaStreamSynchronize(stream_), "run");
    std::vector<OF_NETWORK(_layer)> layers(CONSTANT(_LAYERS));
    expect(OF_NETWORK(_profile)(model_, runs, layers.data(), &error_), "profile");
    std::printf("{\"layers\": [");
    const char* before = "";
    for (const auto& [name, kernel, microseconds, macs, bytes] : layers) {
      std::printf("%s{\"name\": %s, \"kernel\": %s, \"microseconds\": %.9g, \"macs\": %llu, \"bytes\": %llu}", before,
                  quoted(name).c_str(), quoted(kernel).c_str(), microseconds, static_cast<unsigned long long>(macs),
                  static_cast<unsigned long long>(bytes));
      before = ", ";
    }
    std::printf("]}\n");
  }

  NETWORK* model_ = nullptr;
  OF_NETWORK(_error) error_;
  cudaStream_t stream_ = nullptr;
  const std::vector<float> input_;
  std::vector<float> output_;
  float* device_input_ = nullptr;
  float* device_output_ = nullptr;
  unsigned char* flushed_ = nullptr;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) stop("usage", "driver weights.bin input.f32");
  Driver driver(arguments[1], arguments[2]);
  std::printf("{\"layers\": %d}\n", CONSTANT(_LAYERS));
  std::fflush(stdout);
  char line[4352];
  while (std::fgets(line, sizeof line, stdin)) {
    driver.answer(line);
    std::fflush(stdout);
  }
}
