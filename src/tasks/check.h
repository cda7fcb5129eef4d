// Looks for wrong labels: asks the CNN about faces that no cross-prediction has looked at, judges
// every label by that, by how faces are shaped and by rules, learns from what people have said of
// labels so far, and keeps the findings in the project. Changes no label. One thread, the project's
// connection; LibTorch is opened here, unless there is nothing to ask it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/suspicion.h"
#include "store/findings.h"
#include "tasks/plan_faces.h"

namespace facepoint {

struct CheckOptions {
  bool network = true;          // ask the CNN; else only what is known already counts
  std::filesystem::path model;  // a weights file; empty: the project's
  int threads = 2;

  void check() const;  // throws Error(kInvalidInput)
};

struct CheckReport {
  std::int64_t faces = 0;
  std::int64_t with_prediction = 0;
  std::int64_t out_of_fold = 0;  // of these, by a network that never saw the person
  std::string model;             // its name; empty: not asked
  double expected_wrong = 0;     // labels, the sum of the chances of faces nobody has judged
  std::int64_t judged = 0;       // labels that people have said something of
  std::map<std::string, std::int64_t> by_rule;  // findings
  std::vector<std::string> skipped;             // "path: why", pictures that could not be read
};

// What was found is in the store afterwards: store/findings.h.
CheckReport run_check(Project& project, const CheckOptions& options, JobContext& job);

// What the verdicts so far teach. `scheme`: of the shipped knowledge to begin with.
Lesson lesson_of(Project& project, const std::string& scheme);
// Of a stored suspicion or verdict; nullopt where they are of another version.
std::optional<Signs> signs_of(const std::vector<double>& features);

// The findings about pictures rather than labels: unreadable, tiny, dark or blurred, without a face
// where the label lies, with faces that nobody labelled, the same bytes with other labels.
std::vector<Finding> picture_findings(Project& project, const std::vector<PlanFace>& faces);

}  // namespace facepoint
