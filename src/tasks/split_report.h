// Private to tasks: what a plan's parts are like and share.
#pragma once

#include <string>
#include <vector>

#include "tasks/split.h"

namespace facepoint {

struct SplitContent {
  SplitPlan plan;
  std::string name;  // PLAN, or PLAN/K
  std::vector<std::string> part_names;
  std::vector<double> ratios;  // one a part
  std::vector<Image> images;
  std::vector<std::string> part;      // one an image
  std::vector<Duplicate> duplicates;  // of the project
};

SplitReport report_on(Project& project, const SplitContent& content);

// Only its leaks.
LeakReport leaks_of(Project& project, const SplitContent& content);

// Those of the pairs whose images are both among `images`, by their places there; a picture with
// the same bytes stands for the first of them.
std::vector<ImagePair> pairs_among(const std::vector<Image>& images,
                                   const std::vector<Duplicate>& pairs, bool only_near);

}  // namespace facepoint
