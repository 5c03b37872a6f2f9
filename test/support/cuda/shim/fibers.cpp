/** What a function may expect to find as it was is saved on the stack, and the stack pointer is exchanged. */

#include "fibers.h"

#include <cstdint>

namespace shim {

#ifdef NETWRIGHT_SHIM_UCONTEXT

void prepare(Fiber& fiber, unsigned char* bottom, std::size_t bytes, void (*main)()) {
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = bottom;
  fiber.context.uc_stack.ss_size = bytes;
  makecontext(&fiber.context, main, 0);
}

void change(Fiber& from, Fiber& to) { swapcontext(&from.context, &to.context); }

#else

#ifdef __x86_64__

// System V ABI: rbx, rbp, r12 to r15.
asm(R"(
.text
.p2align 4
netwright_shim_change:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");

constexpr int saved = 6;
/** The return address lies above what is saved, and another word above that, as if `main` had been called. */
constexpr int words = saved + 2;
constexpr int returns = saved;

#else

// AAPCS64: x19 to x30 and d8 to d15.
asm(R"(
.text
.p2align 4
netwright_shim_change:
  sub sp, sp, #160
  stp x19, x20, [sp, #0]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp, #0]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
)");

constexpr int words = 20;
/** x30. */
constexpr int returns = 11;

#endif

void prepare(Fiber& fiber, unsigned char* bottom, std::size_t bytes, void (*main)()) {
  const auto top = (reinterpret_cast<std::uintptr_t>(bottom) + bytes) & ~std::uintptr_t(15);
  auto* stack = reinterpret_cast<std::uintptr_t*>(top) - words;
  for (int i = 0; i < words; i++) stack[i] = 0;
  stack[returns] = reinterpret_cast<std::uintptr_t>(main);
  fiber.stack = stack;
}

#endif

}  // namespace shim
