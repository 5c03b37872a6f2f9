/**
 * Runs packages: `program <number> weights.bin input.f32 output.f32`, numbers as plain float32. What a package says of
 * a failure goes to stderr, with exit code 1.
 */

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

// Packages have names of their own.
namespace driver {

[[noreturn]] inline void stop(const char* what, const char* detail) {
  std::fprintf(stderr, "%s: %s\n", what, detail);
  std::exit(1);
}

inline std::vector<float> read(const char* path, std::size_t elements) {
  std::vector<float> values(elements);
  std::FILE* file = std::fopen(path, "rb");
  if (!file || std::fread(values.data(), sizeof(float), elements, file) != elements) stop(path, "is not the input");
  std::fclose(file);
  return values;
}

inline void write(const char* path, const std::vector<float>& values) {
  std::FILE* file = std::fopen(path, "wb");
  const bool written = file && std::fwrite(values.data(), sizeof(float), values.size(), file) == values.size();
  if (!written || std::fclose(file) != 0) stop(path, "cannot be written");
}

// The C API of one package, as much as is used.
template <class Model, class Status, class Error>
struct Api {
  Status (*create)(Model**, const char*, int, Error*);
  Status (*run)(Model*, const float*, float*, Error*);
  void (*destroy)(Model*);
  std::size_t inputs, outputs;

  // `arguments`: weights, input, output.
  void drive(char** arguments) const {
    const std::vector<float> input = read(arguments[1], inputs);
    std::vector<float> output(outputs);
    Model* model = nullptr;
    Error error;
    if (create(&model, arguments[0], 0, &error) != Status{}) stop("create", error.message);
    const Status status = run(model, input.data(), output.data(), &error);
    destroy(model);
    if (status != Status{}) stop("run", error.message);
    write(arguments[2], output);
  }
};

template <class Model, class Status, class Error>
Api(Status (*)(Model**, const char*, int, Error*), Status (*)(Model*, const float*, float*, Error*), void (*)(Model*),
    std::size_t, std::size_t) -> Api<Model, Status, Error>;

}  // namespace driver
