// Puts words on the faces that match a query, or takes them off, as one change that undo takes
// back. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/tags.h"

namespace facepoint {

struct TagOptions {
  std::string where;  // a query; empty: every face
  std::vector<std::string> add;
  std::vector<std::string> remove;

  void check() const;  // throws Error(kInvalidInput)
};

struct TagReport {
  std::int64_t matching = 0;
  std::int64_t changed = 0;
  std::string label;  // of the change; empty: there was nothing to do
};
TagReport run_tag_faces(Project& project, const TagOptions& options);

}  // namespace facepoint
