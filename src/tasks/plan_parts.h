// A split plan as training, evaluation and export take it. One thread, the project's connection.
#pragma once

#include <string>
#include <vector>

#include "store/splits.h"

namespace facepoint {

struct PlanParts {
  SplitPlan plan;
  std::string name;  // as it was asked for
  std::vector<std::string> parts;
  std::vector<double> ratios;  // one a part
  std::vector<SplitMember> members;
};

// `name` is a plan's; of a k-fold plan PLAN/K is the K-th way to take it: fold K is the part test,
// the fold after it val, the others train. Throws Error(kNotFound) that names the known ones.
PlanParts plan_parts(Project& project, const std::string& name);

// The same for what needs train, val and test: refuses a k-fold plan without its fold with
// Error(kInvalidInput).
PlanParts training_parts(Project& project, const std::string& name);

}  // namespace facepoint
