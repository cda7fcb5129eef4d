#include "tasks/training_split.h"

#include <algorithm>

#include "tasks/train.h"

namespace facepoint {

bool can_be_trained_with(const SplitReport& split) {
  const auto faces = [&](const char* name) {
    const auto part =
        std::find_if(split.parts.begin(), split.parts.end(),
                     [&](const SplitPartCounts& counts) { return counts.part == name; });
    return part == split.parts.end() ? 0 : part->faces;
  };
  return faces("train") >= kFewestTrainingFaces && faces("val") >= kFewestValidationFaces &&
         faces("test") >= 1;
}

SplitReport run_training_split(Project& project, const std::string& name, JobContext& job) {
  constexpr std::uint64_t kSeeds = 10;
  SplitOptions options;
  options.name = name;
  options.group_by = "identity";
  SplitReport report;
  for (const char* ratios : {"80/10/10", "70/15/15", "60/20/20"}) {
    options.ratios = ratios;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      options.seed = seed;
      report = run_split(project, options, job);
      if (can_be_trained_with(report)) return report;
      job.throw_if_cancelled();
    }
  }
  return report;
}

}  // namespace facepoint
