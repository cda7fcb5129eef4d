#include "nn/module/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>

namespace facepoint::nn {

void limit_threads(int threads) {
  const int count = std::max(1, threads);
  at::set_num_threads(count);
  // OpenBLAS keeps threads of its own, and is only there if it is the system's BLAS.
  using SetThreads = void (*)(int);
  if (const auto set =
          reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
    set(count);
  }
}

}  // namespace facepoint::nn
