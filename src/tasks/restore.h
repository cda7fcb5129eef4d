// Brings a project's labels back to a snapshot, as one change that undo takes back. One thread, the
// project's connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/versions.h"

namespace facepoint {

struct RestoreReport {
  Snapshot snapshot;
  std::optional<ChangeId> change;  // none: the labels are those of the snapshot already
  std::int64_t faces = 0;          // that were changed
  std::int64_t put_away = 0;       // of these: they came after the snapshot
  std::int64_t brought_back = 0;   // of these: they were deleted since
};

// Throws Error(kNotFound) for a snapshot that there isn't.
RestoreReport run_restore(Project& project, const std::string& snapshot);

}  // namespace facepoint
