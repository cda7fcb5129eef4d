// Makes a split plan and stores it; compares its leaks with those of the published split. One
// thread, the project's connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/leak_report.h"
#include "store/project.h"

namespace facepoint {

struct SplitOptions {
  std::string name;
  std::string ratios = "80/10/10";    // train/val/test
  std::string group_by = "identity";  // or "clip", "image"
  std::uint64_t seed = 1;
  std::string where;  // a query; empty: every image

  void check() const;  // throws Error(kInvalidInput)
};

struct SplitPartCounts {
  std::string part;
  std::int64_t images = 0;
  std::int64_t labelled_images = 0;
  std::int64_t faces = 0;  // with a label
  std::int64_t groups = 0;
  double ratio = 0;  // of the images
};

struct SplitReport {
  SplitPlan plan;
  std::vector<SplitPartCounts> parts;
  LeakReport leaks;
  std::optional<LeakReport> published;  // none: the datasets came without a split
};

// Replaces a plan of the same name.
SplitReport run_split(Project& project, const SplitOptions& options, JobContext& job);

// The leak reports and counts of a stored plan.
SplitReport describe_split(Project& project, const std::string& name);

// What curate/ looks at of stored images.
std::vector<SplitImage> split_images(Project& project, const std::vector<Image>& images);

}  // namespace facepoint
