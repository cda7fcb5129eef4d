#include "tasks/training_split.h"

#include <algorithm>

#include "store/splits.h"
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
  // Who is in a part of it stays there, if that will do.
  if (find_split_plan(project, name)) {
    options.preview = true;
    const SplitReport kept = run_split(project, options, job);
    if (can_be_trained_with(kept) && !kept.leaks.leaks()) {
      options.preview = false;
      return run_split(project, options, job);
    }
  }
  options.group_by = "identity";
  for (const char* ratios : {"80/10/10", "70/15/15", "60/20/20"}) {
    options.ratios = ratios;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      job.throw_if_cancelled();
      options.seed = seed;
      options.preview = true;
      if (!can_be_trained_with(run_split(project, options, job))) continue;
      options.preview = false;
      return run_split(project, options, job);
    }
  }
  options.preview = false;
  return run_split(project, options, job);
}

}  // namespace facepoint
