/** Launches: a kernel and its arguments become a closure, which the stream runs for every thread. */

#ifndef NETWRIGHT_SHIM_LAUNCH
#define NETWRIGHT_SHIM_LAUNCH

#include <memory>

#include "runtime.h"
#include "threads.h"

namespace shim {

/** What all threads of a launch do. */
struct Body {
  virtual ~Body() = default;
  virtual void run() const = 0;
};

template <class Function>
struct BodyOf final : Body {
  explicit BodyOf(Function function) : function(function) {}
  void run() const override { function(); }
  Function function;
};

cudaError_t enqueue(const void* kernel, dim3 grid, unsigned threads, std::size_t shared, cudaStream_t stream,
                    std::shared_ptr<const Body> body);

}  // namespace shim

template <class... P>
cudaError_t launch(void (*kernel)(P...), dim3 grid, unsigned threads, std::size_t shared, cudaStream_t stream,
                   P... args) {
  const auto body = [=] { kernel(args...); };
  return shim::enqueue(reinterpret_cast<const void*>(kernel), grid, threads, shared, stream,
                       std::make_shared<shim::BodyOf<decltype(body)>>(body));
}

#endif
