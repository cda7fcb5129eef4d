// Looks for wrong labels: asks the CNN about faces that no cross-prediction has looked at, judges
// every label by that, by how faces are shaped and by rules, and keeps the findings in the project.
// Changes no label. One thread, the project's connection; LibTorch is opened here, unless there is
// nothing to ask it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/project.h"

namespace facepoint {

struct CheckOptions {
  std::string where;            // a query; empty: every labelled face
  bool network = true;          // ask the CNN; else only what is known already counts
  std::filesystem::path model;  // a weights file; empty: the project's
  int threads = 2;

  void check() const;  // throws Error(kInvalidInput)
};

struct CheckReport {
  std::int64_t faces = 0;
  std::int64_t out_of_fold = 0;  // judged by a network that never saw the person
  std::int64_t by_model = 0;     // judged by the model
  std::string model;             // its name; empty: not asked
  std::vector<std::string> skipped;
};

CheckReport run_check(Project& project, const CheckOptions& options, JobContext& job);

}  // namespace facepoint
