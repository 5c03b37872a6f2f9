#include "executor.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <utility>

#include "failure.h"

uint3 threadIdx, blockIdx;
dim3 gridDim;

namespace shim {

Thread* thread;
const Job* job;
unsigned char* shared_base;

namespace {

constexpr unsigned most_threads = 1024;
/** Kernels keep tiles of sums in local arrays, and what is not optimized keeps every value. */
constexpr std::size_t stack_bytes = 128 << 10;
/** Memory on both sides of a block's own, and what is in it. */
constexpr std::size_t guard_bytes = 256;
constexpr unsigned char guard_value = 0xa5;
/** NaN, whether as float32 or as float16. */
constexpr unsigned char poison = 0xff;

/** What the threads of a block wait for. */
struct Meeting {
  unsigned arrived;
  int line;
  /** Null for a barrier. */
  unsigned* ticket;
  unsigned count;
  bool is_last;
};

Fiber scheduler;
Thread threads[most_threads];
Warp warps[most_threads / warp_size];
unsigned order[most_threads / warp_size];
unsigned warp_count;
/** The place in `order` of the warp that is running. */
unsigned turn;
Warp* warp;
unsigned ended;
Meeting meeting;
std::vector<unsigned char> shared_memory_and_guards;

/** Where stacks begin, each with a page below it that cannot be touched. */
unsigned char* stacks() {
  static unsigned char* const memory = [] {
    constexpr std::size_t bytes = most_threads * stack_bytes;
    void* mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) fail("there is no memory for stacks");
    auto* first = static_cast<unsigned char*>(mapped);
    for (unsigned i = 0; i < most_threads; i++) mprotect(first + i * stack_bytes, 4096, PROT_NONE);
    return first;
  }();
  return memory;
}

unsigned random_below(unsigned end) { return unsigned((random() >> 32) * end >> 32); }

void shuffle(unsigned* values, unsigned count) {
  for (unsigned i = count; i > 1; i--) std::swap(values[i - 1], values[random_below(i)]);
}

/** The lane of this warp that is running. */
unsigned lane() { return threadIdx.x - warp->first; }

void resume(unsigned index) {
  Thread& from = *thread;
  thread = &threads[index];
  threadIdx.x = index;
  if (thread != &from) change(from.fiber, thread->fiber);
}

/** Gives the warps an order. @returns the thread that begins */
unsigned begin_round() {
  shuffle(order, warp_count);
  for (unsigned i = 0; i < warp_count; i++) {
    Warp& each = warps[i];
    each.stopped = 0;
    each.step = random_below(2) ? 1 : each.lanes - 1;
  }
  turn = 0;
  meeting.arrived = 0;
  warp = &warps[order[0]];
  return warp->first + random_below(warp->lanes);
}

/** Every thread has ended or waits for the block. */
void end_round() {
  if (ended == job->threads) {
    change(thread->fiber, scheduler);
    return;
  }
  if (ended > 0)
    fail("deadlock: %u threads wait at line %d, and %u have ended without coming there", meeting.arrived, meeting.line,
         ended);
  if (meeting.ticket) {
    meeting.is_last = ++*meeting.ticket == meeting.count;
    if (meeting.is_last) *meeting.ticket = 0;
  }
  resume(begin_round());
}

/** The running lane cannot go on now. Lanes stop in the order in which they run, so the next one is the next that can. */
void yield() {
  if (warp->stopped + warp->arrived < warp->lanes) {
    const unsigned next = lane() + warp->step;
    resume(warp->first + (next < warp->lanes ? next : next - warp->lanes));
    return;
  }
  if (warp->arrived > 0)
    fail("divergence: %u lanes wait for their warp at line %d, and %u never come there", warp->arrived, warp->line,
         warp->stopped);
  if (++turn == warp_count) {
    end_round();
    return;
  }
  warp = &warps[order[turn]];
  resume(warp->first + random_below(warp->lanes));
}

/** All of a fiber. */
void live() {
  job->body(job->context);
  thread->ended = true;
  ended++;
  warp->stopped++;
  yield();
  fail("a thread that has ended goes on");
}

void meet_block(int line, unsigned* ticket, unsigned count) {
  if (meeting.arrived == 0) {
    meeting.line = line;
    meeting.ticket = ticket;
    meeting.count = count;
  } else if (line != meeting.line || ticket != meeting.ticket || count != meeting.count) {
    fail("divergence: this thread waits for its block at line %d, %u others do at line %d", line, meeting.arrived,
         meeting.line);
  }
  meeting.arrived++;
  warp->stopped++;
  yield();
}

void run_block() {
  std::memset(shared_base, poison, job->shared);
  for (unsigned i = 0; i < job->threads; i++) {
    Thread& each = threads[i];
    // Stacks that all begin at the same place of a page would share few lines of the cache.
    const std::size_t bytes = stack_bytes - i * 832 % 8192;
    prepare(each.fiber, stacks() + i * stack_bytes, bytes, live);
    each.ended = false;
    each.copies.clear();
    each.landed = 0;
    each.groups = 0;
  }
  ended = 0;
  const unsigned first = begin_round();
  thread = &threads[first];
  threadIdx.x = first;
  change(scheduler, thread->fiber);
  thread = nullptr;
  for (std::size_t i = 0; i < guard_bytes; i++) {
    if (shared_base[job->shared + i] != guard_value)
      fail("shared memory was written %zu bytes behind its %zu bytes", i, job->shared);
    if (shared_base[i - guard_bytes] != guard_value)
      fail("shared memory was written %zu bytes before it begins", guard_bytes - i);
  }
}

}  // namespace

std::uint64_t random() {
  static std::uint64_t state = [] {
    const char* seed = std::getenv("NETWRIGHT_SHIM_SEED");
    return seed ? std::strtoull(seed, nullptr, 10) : 0;
  }();
  // SplitMix64, https://prng.di.unimi.it/splitmix64.c
  std::uint64_t mixed = state += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
  return mixed ^ mixed >> 31;
}

void run(const Job& next) {
  job = &next;
  gridDim = next.grid;
  auto& memory = shared_memory_and_guards;
  memory.assign(next.shared + 2 * guard_bytes + 16, guard_value);
  const auto begin = reinterpret_cast<std::uintptr_t>(memory.data());
  shared_base = memory.data() + guard_bytes + (16 - begin % 16) % 16;
  warp_count = (next.threads + warp_size - 1) / warp_size;
  for (unsigned i = 0; i < warp_count; i++) {
    const unsigned rest = next.threads - i * warp_size;
    warps[i] = Warp{};
    warps[i].first = i * warp_size;
    warps[i].lanes = rest < warp_size ? rest : warp_size;
    order[i] = i;
  }
  std::vector<unsigned> blocks(std::size_t(next.grid.x) * next.grid.y * next.grid.z);
  for (std::size_t i = 0; i < blocks.size(); i++) blocks[i] = unsigned(i);
  shuffle(blocks.data(), unsigned(blocks.size()));
  for (const unsigned block : blocks) {
    blockIdx = {block % next.grid.x, block / next.grid.x % next.grid.y, block / next.grid.x / next.grid.y};
    run_block();
  }
  job = nullptr;
}

void wait_for_block(int line) { meet_block(line, nullptr, 0); }

bool count_block(unsigned* ticket, unsigned count, int line) {
  meet_block(line, ticket, count);
  return meeting.is_last;
}

void meet_warp(Collective* collective, int line, void* operands) {
  Warp& mine = *warp;
  if (mine.lanes < warp_size) fail("a warp of %u threads cannot do what takes 32, at line %d", mine.lanes, line);
  if (mine.arrived == 0) {
    mine.collective = collective;
    mine.line = line;
  } else if (line != mine.line || collective != mine.collective) {
    fail("divergence: this lane waits for its warp at line %d, %u others do at line %d", line, mine.arrived,
         mine.line);
  }
  mine.operands[lane()] = operands;
  if (++mine.arrived < warp_size) {
    yield();
    return;
  }
  mine.arrived = 0;
  collective(mine.operands);
}

void check_shared(const void* address, std::size_t bytes, std::size_t alignment) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const std::size_t offset = at - reinterpret_cast<std::uintptr_t>(shared_base);
  if (offset > job->shared || job->shared - offset < bytes)
    fail("%zu bytes at %td of shared memory are out of range: there are %zu", bytes, std::ptrdiff_t(offset), job->shared);
  if (at % alignment != 0) fail("byte %zu of shared memory is not at a multiple of %zu", offset, alignment);
}

}  // namespace shim
