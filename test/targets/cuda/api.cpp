/**
 * Uses the package `tiny` as a C++ program does: `api <scenario> <weights.bin> [file]`. What it finds it prints; it
 * exits with 0 unless the package breaks a promise, and then says which.
 *
 * Built with -DNETWORK_SOURCE="tiny.cu": one compilation does for both.
 */

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include NETWORK_SOURCE

// Names of the package's own are around.
namespace user {

#define EXPECT(promise)                                                  \
  do {                                                                   \
    if (!(promise)) {                                                    \
      std::printf("broken: %s (line %d)\n", #promise, __LINE__);         \
      std::exit(2);                                                      \
    }                                                                    \
  } while (false)

using Values = std::vector<float>;

Values input(int seed) {
  Values values(TINY_INPUT_ELEMENTS);
  for (size_t i = 0; i < values.size(); i++) values[i] = std::sin(static_cast<float>(i * 7 + seed * 13 + 1));
  return values;
}

bool same(const Values& a, const Values& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), 4 * a.size()) == 0;
}

/** Prints a status, and what goes with it. @returns whether it is OK */
bool tell(const char* what, tiny_status status, const tiny_error& error) {
  EXPECT(status == error.status);
  EXPECT((status == TINY_OK) == (error.message[0] == '\0'));
  std::printf("%s: %s", what, tiny_status_string(status));
  std::printf(status == TINY_OK ? "\n" : ": %s\n", error.message);
  return status == TINY_OK;
}

std::vector<unsigned char> read(const char* path) {
  std::vector<unsigned char> bytes;
  // Memory of no bytes is memory, too.
  bytes.reserve(1);
  std::FILE* file = std::fopen(path, "rb");
  EXPECT(file != nullptr);
  for (int c; (c = std::getc(file)) != EOF;) bytes.push_back(static_cast<unsigned char>(c));
  std::fclose(file);
  return bytes;
}

tiny* create(const char* weights, int device = 0) {
  tiny* model = reinterpret_cast<tiny*>(1);
  tiny_error error;
  const bool ok = tell("create", tiny_create(&model, weights, device, &error), error);
  EXPECT(ok == (model != nullptr));
  return model;
}

Values run(tiny* model, int seed) {
  Values output(TINY_OUTPUT_ELEMENTS);
  EXPECT(tiny_run(model, input(seed).data(), output.data(), nullptr) == TINY_OK);
  return output;
}

/** Memory of the device. */
struct Buffer {
  explicit Buffer(size_t elements) { EXPECT(cudaMalloc(&at, 4 * elements + 4) == cudaSuccess); }
  ~Buffer() { cudaFree(at); }
  void* at = nullptr;
};

/** Every call once; the first that fails is the last. */
void everything(const char* weights) {
  tiny* model = create(weights);
  if (!model) return;
  tiny_error error;
  const Values x = input(1);
  Values y(TINY_OUTPUT_ELEMENTS), arena(TINY_ARENA_ELEMENTS);
  tiny_layer layers[TINY_LAYERS];
  if (tell("run", tiny_run(model, x.data(), y.data(), &error), error) &&
      tell("profile", tiny_profile(model, 2, layers, &error), error)) {
    tell("arena_after", tiny_arena_after(model, x.data(), TINY_LAYERS - 1, arena.data(), &error), error);
  }
  tiny_destroy(model);
}

void async(const char* weights) {
  tiny* model = create(weights);
  tiny_error error;
  const Buffer from(TINY_INPUT_ELEMENTS), to(TINY_OUTPUT_ELEMENTS);
  const auto x = static_cast<float*>(from.at), y = static_cast<float*>(to.at);
  tell("run_async", tiny_run_async(model, x, y, nullptr, &error), error);
  EXPECT(cudaDeviceSynchronize() == cudaSuccess);
  tiny_destroy(model);
}

void arguments(const char* weights) {
  tiny_error error;
  tiny* model = nullptr;
  const Values x = input(1);
  Values y(TINY_OUTPUT_ELEMENTS), arena(TINY_ARENA_ELEMENTS);
  tiny_layer layers[TINY_LAYERS];
  tell("create(NULL)", tiny_create(nullptr, weights, 0, &error), error);
  tell("create(path NULL)", tiny_create(&model, nullptr, 0, &error), error);
  tell("create(device -1)", tiny_create(&model, weights, -1, &error), error);
  tell("create(device 1)", tiny_create(&model, weights, 1, &error), error);
  tell("create_from_memory(NULL)", tiny_create_from_memory(&model, nullptr, 0, 0, &error), error);
  tell("run(model NULL)", tiny_run(nullptr, x.data(), y.data(), &error), error);
  EXPECT(tiny_create(&model, weights, 0, nullptr) == TINY_OK);
  tell("run(input NULL)", tiny_run(model, nullptr, y.data(), &error), error);
  tell("run(output NULL)", tiny_run(model, x.data(), nullptr, &error), error);
  tell("run_async(host input)", tiny_run_async(model, x.data(), y.data(), nullptr, &error), error);
  const Buffer device(TINY_INPUT_ELEMENTS);
  tell("run_async(host output)",
       tiny_run_async(model, static_cast<float*>(device.at), y.data(), nullptr, &error), error);
  tell("profile(0 runs)", tiny_profile(model, 0, layers, &error), error);
  tell("profile(NULL)", tiny_profile(model, 1, nullptr, &error), error);
  tell("arena_after(-1)", tiny_arena_after(model, x.data(), -1, arena.data(), &error), error);
  tell("arena_after(too far)", tiny_arena_after(model, x.data(), TINY_LAYERS, arena.data(), &error), error);
  EXPECT(tiny_run(model, nullptr, nullptr, nullptr) == TINY_BAD_ARGUMENT);
  EXPECT(tiny_is_synthetic(nullptr) == 0);
  std::printf("status 99: %s\n", tiny_status_string(static_cast<tiny_status>(99)));
  // What was refused has done no harm.
  EXPECT(same(run(model, 1), run(model, 1)));
  tiny_destroy(model);
  tiny_destroy(nullptr);
}

/** The same input gives the same bits, whatever ran between and in whichever way. */
void repeat(const char* weights) {
  tiny* model = create(weights);
  const Values first = run(model, 1);
  EXPECT(!same(first, run(model, 2)));
  EXPECT(same(first, run(model, 1)));
  tiny_layer layers[TINY_LAYERS];
  EXPECT(tiny_profile(model, 1, layers, nullptr) == TINY_OK);
  EXPECT(same(first, run(model, 1)));

  // On memory of the device and a stream of the caller's; pointers need no more alignment than a float has.
  for (int shift = 0; shift < 2; shift++) {
    Values output(TINY_OUTPUT_ELEMENTS);
    const Buffer from(TINY_INPUT_ELEMENTS), to(TINY_OUTPUT_ELEMENTS);
    float* const x = static_cast<float*>(from.at) + shift;
    float* const y = static_cast<float*>(to.at) + shift;
    cudaStream_t stream;
    EXPECT(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking) == cudaSuccess);
    const Values given = input(1);
    EXPECT(cudaMemcpyAsync(x, given.data(), 4 * given.size(), cudaMemcpyHostToDevice, stream) == cudaSuccess);
    EXPECT(tiny_run_async(model, x, y, stream, nullptr) == TINY_OK);
    EXPECT(cudaMemcpyAsync(output.data(), y, 4 * output.size(), cudaMemcpyDeviceToHost, stream) == cudaSuccess);
    EXPECT(cudaStreamSynchronize(stream) == cudaSuccess);
    EXPECT(cudaStreamDestroy(stream) == cudaSuccess);
    EXPECT(same(first, output));
  }
  tiny_destroy(model);

  const std::vector<unsigned char> bytes = read(weights);
  // Of no alignment.
  std::vector<unsigned char> shifted(bytes.size() + 1);
  std::memcpy(shifted.data() + 1, bytes.data(), bytes.size());
  tiny* other = nullptr;
  EXPECT(tiny_create_from_memory(&other, shifted.data() + 1, bytes.size(), 0, nullptr) == TINY_OK);
  shifted.assign(shifted.size(), 0xee);
  EXPECT(same(first, run(other, 1)));
  tiny_destroy(other);
}

/** Each thread has a model of its own, and makes and releases others. */
void threads(const char* weights) {
  tiny* model = create(weights);
  const Values expected[] = {run(model, 0), run(model, 1)};
  tiny_destroy(model);
  std::vector<std::thread> all;
  for (int i = 0; i < 2; i++) {
    all.emplace_back([&expected, weights, i] {
      for (int round = 0; round < 3; round++) {
        tiny* own = nullptr;
        EXPECT(tiny_create(&own, weights, 0, nullptr) == TINY_OK);
        for (int j = 0; j < 3; j++) EXPECT(same(run(own, i), expected[i]));
        tiny_destroy(own);
      }
    });
  }
  for (std::thread& each : all) each.join();
}

void profile(const char* weights) {
  tiny* model = create(weights);
  tiny_layer layers[TINY_LAYERS];
  EXPECT(tiny_profile(model, 3, layers, nullptr) == TINY_OK);
  for (const tiny_layer& each : layers) {
    EXPECT(each.microseconds > 0 && each.microseconds < 1e7 && each.bytes > 0);
    std::printf("%s %s %llu\n", each.name, each.kernel, static_cast<unsigned long long>(each.macs));
  }
  tiny_destroy(model);
}

/** The arena after every step, after the output of a run: as many float32 each. */
void trace(const char* weights, const char* path) {
  tiny* model = create(weights);
  std::FILE* file = std::fopen(path, "wb");
  EXPECT(file != nullptr);
  const Values output = run(model, 1), x = input(1);
  std::fwrite(x.data(), 4, x.size(), file);
  std::fwrite(output.data(), 4, output.size(), file);
  Values arena(TINY_ARENA_ELEMENTS);
  for (int step = 0; step < TINY_LAYERS; step++) {
    EXPECT(tiny_arena_after(model, x.data(), step, arena.data(), nullptr) == TINY_OK);
    std::fwrite(arena.data(), 4, arena.size(), file);
  }
  EXPECT(std::fclose(file) == 0);
  EXPECT(same(output, run(model, 1)));
  tiny_destroy(model);
}

}  // namespace user

int main(int count, char** given) {
  EXPECT(count >= 3);
  const std::string scenario = given[1];
  const char* const weights = given[2];
  if (scenario == "everything") user::everything(weights);
  if (scenario == "async") user::async(weights);
  if (scenario == "arguments") user::arguments(weights);
  if (scenario == "repeat") user::repeat(weights);
  if (scenario == "threads") user::threads(weights);
  if (scenario == "profile") user::profile(weights);
  if (scenario == "trace") user::trace(weights, given[3]);
  if (scenario == "create") tiny_destroy(user::create(weights));
  if (scenario == "memory") {
    const std::vector<unsigned char> bytes = user::read(weights);
    tiny* model = nullptr;
    tiny_error error;
    user::tell("create_from_memory", tiny_create_from_memory(&model, bytes.data(), bytes.size(), 0, &error), error);
    tiny_destroy(model);
  }
  if (scenario == "many") {
    for (int i = 0; i < 50; i++) tiny_destroy(user::create(weights));
  }
  if (scenario == "sizes") {
    std::printf("%zu %zu %zu %zu %d %s\n", tiny_weights_bytes(), tiny_workspace_bytes(), tiny_input_elements(),
                tiny_output_elements(), tiny_layers(), tiny_plan());
  }
}
