#include "failure.h"

#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

#include "executor.h"

namespace shim {

namespace {

/** Takes all of some text out of a string. */
void remove(std::string& from, const char* text) {
  for (std::size_t at; (at = from.find(text)) != std::string::npos;) from.erase(at, std::strlen(text));
}

/** Where a function's parameters begin: at the first parenthesis that is no template argument's. */
std::size_t parameters_in(const std::string& name) {
  int depth = 0;
  std::size_t at = 0;
  for (; at < name.size() && (depth > 0 || name[at] != '('); at++) depth += (name[at] == '<') - (name[at] == '>');
  return at;
}

/** A function's name as it is in the source, without its parameters; its address where nobody knows. */
std::string name_of(const void* function) {
  char command[96];
  std::snprintf(command, sizeof command, "addr2line -fCe /proc/%d/exe %p 2>/dev/null", int(getpid()), function);
  std::string name;
  if (FILE* pipe = popen(command, "r")) {
    char line[4096];
    if (std::fgets(line, sizeof line, pipe)) name.assign(line, std::strcspn(line, "\n"));
    pclose(pipe);
  }
  if (name.empty() || name[0] == '?') {
    std::snprintf(command, sizeof command, "kernel %p", function);
    return command;
  }
  remove(name, "(anonymous namespace)::");
  if (name.rfind("void ", 0) == 0) name.erase(0, 5);
  return name.substr(0, parameters_in(name));
}

}  // namespace

void fail(const char* what, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, what);
  std::vsnprintf(message, sizeof message, what, arguments);
  va_end(arguments);
  std::fflush(stdout);
  std::string where;
  if (job) {
    where = ": " + name_of(job->kernel) + ", block " + std::to_string(blockIdx.x) + " " + std::to_string(blockIdx.y) +
            " " + std::to_string(blockIdx.z);
  }
  if (thread) where += ", thread " + std::to_string(threadIdx.x);
  std::fprintf(stderr, "shim: %s%s\n", message, where.c_str());
  std::fflush(stderr);
  _exit(98);
}

}  // namespace shim
