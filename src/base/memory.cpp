#include "base/memory.h"

#include <malloc.h>

#include <mutex>

namespace facepoint {

#if defined(__GLIBC__)

namespace {

std::mutex mutex;
int keepers = 0;  // guarded by mutex

}  // namespace

MemoryKeeper::MemoryKeeper() {
  const std::lock_guard lock(mutex);
  if (keepers++ > 0) return;
  constexpr int kNeverTrim = 1 << 30;
  constexpr int kGrowBy = 64 << 20;
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, kNeverTrim);
  mallopt(M_TOP_PAD, kGrowBy);
}

// To glibc's defaults, see mallopt(3).
MemoryKeeper::~MemoryKeeper() {
  const std::lock_guard lock(mutex);
  if (--keepers > 0) return;
  mallopt(M_MMAP_MAX, 65536);
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  mallopt(M_TOP_PAD, 128 << 10);
  malloc_trim(0);
}

#else

MemoryKeeper::MemoryKeeper() = default;
MemoryKeeper::~MemoryKeeper() = default;

#endif

}  // namespace facepoint
