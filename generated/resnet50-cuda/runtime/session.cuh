// A network on a device: its weights, its memory, and one CUDA graph of all its steps.
//
// The network describes itself in a `Network`, whose `record` calls `step` for every launch, in order. A session calls
// `record` when it is made, to capture the graph that each run replays, and again where steps are to be looked at one
// by one. All on a stream of its own, so that sessions do not wait for one another.
#ifndef NETWRIGHT_SESSION
#define NETWRIGHT_SESSION

#include "../device/primitives.cuh"
#include "weights.cuh"

#include <algorithm>
#include <vector>

namespace netwright {
namespace {

class Session;

// A value that a run is given or gives: what errors call it, and where it lies in the arena, in elements.
struct Border {
  const char* name;
  size_t at;
  size_t elements;
};

// What a network needs.
struct Sizes {
  size_t weights;         // elements of weights.bin
  size_t device_weights;  // bytes
  size_t arena;           // bytes
  size_t partials;        // bytes
  size_t tickets;         // how many
};

// All that the runtime knows of a network. Whatever it points to is constant and lives as long as the program.
struct Network {
  const char* plan;  // what the header of its weights.bin says
  Sizes sizes;
  const Placement* placements;  // by their `from`
  size_t placement_count;
  size_t steps;          // calls of Session::step
  size_t element_bytes;  // of the arena: 4 in float32, 2 in float16
  const Border* inputs;
  size_t input_count;
  const Border* outputs;
  size_t output_count;
  void (*record)(Session&);
  // Between the caller's float32 and the arena's elements, on the device; nullptr where those are float32 too.
  cudaError_t (*convert_input)(const float* from, void* arena, size_t at, size_t elements, cudaStream_t);
  cudaError_t (*convert_output)(const void* arena, size_t at, float* to, size_t elements, cudaStream_t);
};

// A step of the network, and its time where it was taken.
struct StepTime {
  const char* layer;
  const char* kernel;
  uint64_t macs;
  uint64_t bytes;
  double microseconds;
};

// Byte offsets in the one piece of memory that runs work in.
struct Workspace {
  size_t partials, tickets, border, bytes;

  explicit constexpr Workspace(const Network& network)
      : partials(aligned(network.sizes.arena)),
        tickets(partials + aligned(network.sizes.partials)),
        border(tickets + aligned(network.sizes.tickets * sizeof(unsigned))),
        bytes(border + (network.convert_input ? 4 * larger(largest(network.inputs, network.input_count),
                                                     largest(network.outputs, network.output_count))
                                      : 0)) {}

 private:
  static constexpr size_t aligned(size_t size) { return (size + 255) / 256 * 256; }
  static constexpr size_t larger(size_t a, size_t b) { return a > b ? a : b; }
  static constexpr size_t largest(const Border* borders, size_t count) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++) most = larger(most, borders[i].elements);
    return most;
  }
};

// A type that arguments are converted to, and that is not deduced from them.
template <class T>
struct Same {
  using type = T;
};

class Session {
 public:
  // Reads the weights and captures the graph. The caller makes the device current, as for all that follows.
  Session(const Network& network, Source& source, int device)
      : network_(network), workspace_(network), device_(device) {
    const Header header(source, network.plan);
    is_synthetic_ = header.is_synthetic();
    check(cudaStreamCreateWithFlags(stream_.fill(), cudaStreamNonBlocking), "making a stream");
    weights_ = allocate(network.sizes.device_weights, "weights");
    memory_ = allocate(workspace_.bytes, "activations");
    Drain drain(stream_.get());
    if (network.sizes.tickets > 0) {
      // The last block to take a ticket puts it back to zero: this is the only time that anyone else does.
      check(cudaMemsetAsync(tickets(), 0, network.sizes.tickets * sizeof(unsigned), stream_.get()), "clearing tickets");
    }
    load_weights(source, header, network.sizes.weights, network.placements, network.placement_count, weights_.get(),
                 stream_.get());
    drain.wait("loading weights");
    graph_ = capture(Pass{});
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  int device() const { return device_; }
  bool is_synthetic() const { return is_synthetic_; }

  // What `record` uses.

  // Elements of the arena, from the element `at` on.
  template <class View>
  auto arena(size_t at, size_t elements) const {
    return view<View>(memory_.get(), at * network_.element_bytes, elements);
  }

  // Weights, from the byte `at` on.
  template <class View>
  auto weights(size_t at, size_t elements) const {
    return view<View>(weights_.get(), at, elements);
  }

  // Sums that blocks of one launch leave for another block of it.
  auto partials() const {
    return view<Out<float>>(memory_.get(), workspace_.partials, network_.sizes.partials / sizeof(float));
  }
  // One counter for each of them that is shared so.
  unsigned* tickets() const { return reinterpret_cast<unsigned*>(work() + workspace_.tickets); }

  // One launch, of the layer that errors and profiles name.
  template <class... P>
  void step(const char* layer, const char* kernel, uint64_t macs, uint64_t bytes, void (*function)(P...), dim3 grid,
            unsigned threads, size_t shared, typename Same<P>::type... arguments) {
    const size_t index = recorded_++;
    if (index > pass_.last) return;
    check(launch<P...>(function, grid, threads, shared, stream_.get(), arguments...), "%s (%s): launch", layer, kernel);
    if (pass_.wait) check(cudaStreamSynchronize(stream_.get()), "%s (%s)", layer, kernel);
    if (pass_.times) {
      (*pass_.times)[index] = {layer, kernel, macs, bytes, 0};
      mark(index + 1, layer);
    }
  }

  // What the C API uses.

  // Host memory to host memory; done when it returns. In the order of `Network::inputs` and `outputs`.
  void run(const float* const* inputs, float* const* outputs) {
    Drain drain(stream_.get());
    enter(inputs, cudaMemcpyHostToDevice, stream_.get());
    replay(stream_.get());
    leave(outputs, cudaMemcpyDeviceToHost, stream_.get());
    drain.wait("run");
  }

  // Device memory to device memory; done when the stream is.
  void run_async(const float* const* inputs, float* const* outputs, cudaStream_t stream) {
    for (size_t i = 0; i < network_.input_count; i++) expect_reachable(inputs[i], network_.inputs[i].name);
    for (size_t i = 0; i < network_.output_count; i++) expect_reachable(outputs[i], network_.outputs[i].name);
    enter(inputs, cudaMemcpyDefault, stream);
    replay(stream);
    leave(outputs, cudaMemcpyDefault, stream);
  }

  // The median time of every step over some runs. The steps run in one graph, as they always do, with an event after
  // each; launches from the host, one by one, would take longer than most kernels.
  std::vector<StepTime> profile(int runs) {
    std::vector<StepTime> times(network_.steps);
    std::vector<Event> marks(network_.steps + 1);
    for (Event& each : marks) check(cudaEventCreate(each.fill()), "profile: making an event");
    Pass pass;
    pass.times = &times;
    pass.marks = &marks;
    const GraphExec graph = capture(pass);

    std::vector<std::vector<float>> samples(network_.steps);
    // The first run warms up.
    for (int run = -1; run < runs; run++) {
      check(cudaGraphLaunch(graph.get(), stream_.get()), "profile: launching the graph");
      check(cudaStreamSynchronize(stream_.get()), "profile");
      for (size_t i = 0; run >= 0 && i < network_.steps; i++) {
        float milliseconds = 0;
        check(cudaEventElapsedTime(&milliseconds, marks[i].get(), marks[i + 1].get()), "%s: taking the time",
              times[i].layer);
        samples[i].push_back(milliseconds);
      }
    }
    for (size_t i = 0; i < network_.steps; i++) {
      const auto middle = samples[i].begin() + static_cast<std::ptrdiff_t>(samples[i].size() / 2);
      std::nth_element(samples[i].begin(), middle, samples[i].end());
      times[i].microseconds = 1e3 * static_cast<double>(*middle);
    }
    return times;
  }

  // Runs the steps up to one, and copies the whole arena to the host, as float32. Waits for each step, so that what
  // one does wrong is told with its name.
  void arena_after(const float* const* inputs, size_t step, float* arena) {
    Drain drain(stream_.get());
    enter(inputs, cudaMemcpyHostToDevice, stream_.get());
    Pass pass;
    pass.last = step;
    pass.wait = true;
    record(pass);
    const size_t elements = network_.sizes.arena / network_.element_bytes;
    if (network_.element_bytes == sizeof(float)) {
      check(cudaMemcpyAsync(arena, memory_.get(), network_.sizes.arena, cudaMemcpyDeviceToHost, stream_.get()),
            "copying the arena");
      drain.wait("copying the arena");
      return;
    }
    std::vector<uint16_t> stored(elements);
    check(cudaMemcpyAsync(stored.data(), memory_.get(), 2 * elements, cudaMemcpyDeviceToHost, stream_.get()),
          "copying the arena");
    drain.wait("copying the arena");
    std::transform(stored.begin(), stored.end(), arena, float_of_float16);
  }

 private:
  // What a recording is for: nothing but the launches, unless it says more.
  struct Pass {
    size_t last = SIZE_MAX;                    // the last step that is launched
    bool wait = false;                         // for each step, before the next
    std::vector<StepTime>* times = nullptr;    // where to say what the steps are,
    const std::vector<Event>* marks = nullptr;  // and an event before the first and after each
  };

  unsigned char* work() const { return static_cast<unsigned char*>(memory_.get()); }
  float* border() const { return reinterpret_cast<float*>(work() + workspace_.border); }
  float* element(size_t at) const { return reinterpret_cast<float*>(work() + at * network_.element_bytes); }

  void record(const Pass& pass) {
    pass_ = pass;
    recorded_ = 0;
    if (pass.times) mark(0, "input");
    network_.record(*this);
  }

  void mark(size_t index, const char* layer) {
    check(cudaEventRecordWithFlags((*pass_.marks)[index].get(), stream_.get(), cudaEventRecordExternal),
          "%s: recording an event", layer);
  }

  // A graph of what a pass launches.
  GraphExec capture(const Pass& pass) {
    Graph graph;
    // Relaxed: a kernel that is captured may be the first use of its code, which the driver then loads.
    check(cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeRelaxed), "beginning the graph");
    try {
      record(pass);
    } catch (...) {
      if (cudaStreamEndCapture(stream_.get(), graph.fill()) != cudaSuccess) cudaGetLastError();
      throw;
    }
    check(cudaStreamEndCapture(stream_.get(), graph.fill()), "ending the graph");
    if (recorded_ != network_.steps) {
      fail(Status::cuda_error, "%zu steps instead of %zu, which is a defect of this library", recorded_,
           network_.steps);
    }
    GraphExec executable;
    check(cudaGraphInstantiateWithFlags(executable.fill(), graph.get(), 0), "instantiating the graph of %zu steps",
          recorded_);
    return executable;
  }

  void replay(cudaStream_t stream) { check(cudaGraphLaunch(graph_.get(), stream), "launching the graph"); }

  // Puts the inputs into the arena.
  void enter(const float* const* inputs, cudaMemcpyKind kind, cudaStream_t stream) {
    for (size_t i = 0; i < network_.input_count; i++) enter(network_.inputs[i], inputs[i], kind, stream);
  }

  void enter(const Border& value, const float* input, cudaMemcpyKind kind, cudaStream_t stream) {
    const bool on_device = kind == cudaMemcpyDefault;
    if (network_.convert_input && on_device) {
      check(network_.convert_input(input, memory_.get(), value.at, value.elements, stream), "%s: converting", value.name);
      return;
    }
    float* to = network_.convert_input ? border() : element(value.at);
    check(cudaMemcpyAsync(to, input, 4 * value.elements, kind, stream), "%s: copying", value.name);
    if (!network_.convert_input) return;
    check(network_.convert_input(to, memory_.get(), value.at, value.elements, stream), "%s: converting", value.name);
  }

  // Takes the outputs out of the arena.
  void leave(float* const* outputs, cudaMemcpyKind kind, cudaStream_t stream) {
    for (size_t i = 0; i < network_.output_count; i++) leave(network_.outputs[i], outputs[i], kind, stream);
  }

  void leave(const Border& value, float* output, cudaMemcpyKind kind, cudaStream_t stream) {
    const bool on_device = kind == cudaMemcpyDefault;
    const float* from = element(value.at);
    if (network_.convert_output) {
      float* to = on_device ? output : border();
      check(network_.convert_output(memory_.get(), value.at, to, value.elements, stream), "%s: converting", value.name);
      if (on_device) return;
      from = to;
    }
    check(cudaMemcpyAsync(output, from, 4 * value.elements, kind, stream), "%s: copying", value.name);
  }

  // A kernel that is given memory of the host takes the whole process's CUDA down with it.
  void expect_reachable(const float* pointer, const char* what) const {
    cudaPointerAttributes attributes;
    check(cudaPointerGetAttributes(&attributes, pointer), "%s: asking whose memory it is", what);
    if (attributes.type == cudaMemoryTypeUnregistered) {
      fail(Status::bad_argument, "%s is memory of the host; run takes that, run_async takes memory of device %d", what,
           device_);
    }
    if (attributes.type == cudaMemoryTypeDevice && attributes.device != device_) {
      fail(Status::bad_argument, "%s is memory of device %d; this network is on device %d", what, attributes.device,
           device_);
    }
  }

  const Network& network_;
  const Workspace workspace_;
  const int device_;
  bool is_synthetic_ = false;
  Stream stream_;
  DeviceMemory weights_;
  DeviceMemory memory_;
  GraphExec graph_;
  Pass pass_;
  size_t recorded_ = 0;
};

// Fails where there is no such device, or it cannot run the kernels.
inline void expect_device(int device) {
  int count = 0;
  check(cudaGetDeviceCount(&count), "looking for devices");
  if (device < 0 || device >= count) {
    fail(Status::no_device, "there is no device %d: this machine has %d, numbered from 0", device, count);
  }
  int major = 0, minor = 0;
  check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device), "device %d", device);
  check(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device), "device %d", device);
  if (major < 8) {
    fail(Status::no_device, "device %d has compute capability %d.%d; the kernels need 8.0 or later", device, major,
         minor);
  }
}

}  // namespace
}  // namespace netwright

#endif
