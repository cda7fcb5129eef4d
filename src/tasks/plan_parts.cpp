#include "tasks/plan_parts.h"

#include <charconv>

#include "base/error.h"
#include "curate/split_plan.h"

namespace facepoint {
namespace {

Error no_such_fold(const SplitPlan& plan, const std::string& asked) {
  return {ErrorCode::kInvalidInput, "the plan " + plan.name + " has " + std::to_string(plan.folds) +
                                        " folds, and none is called " + asked + "; say " +
                                        plan.name + "/1 to " + plan.name + "/" +
                                        std::to_string(plan.folds)};
}

void take_fold(PlanParts& parts, const std::string& asked) {
  const int folds = parts.plan.folds;
  int fold = 0;
  const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), fold);
  if (error != std::errc() || end != asked.data() + asked.size() || fold < 1 || fold > folds) {
    throw no_such_fold(parts.plan, asked);
  }
  const auto [test, val] = fold_parts(folds, fold);
  for (SplitMember& member : parts.members) {
    member.part = member.part == test ? "test" : member.part == val ? "val" : "train";
  }
  const double each = 1.0 / folds;
  parts.parts = split_parts(0);
  parts.ratios = {1 - 2 * each, each, each};
}

}  // namespace

PlanParts plan_parts(Project& project, const std::string& name) {
  const std::size_t slash = name.find('/');
  PlanParts parts;
  parts.name = name;
  parts.plan = get_split_plan(project, name.substr(0, slash));
  parts.parts = split_parts(parts.plan.folds);
  parts.ratios = parts.plan.ratios;
  parts.members = split_members(project, parts.plan.id);
  if (slash == std::string::npos) return parts;
  if (parts.plan.folds == 0) {
    throw Error(ErrorCode::kInvalidInput, "the plan " + parts.plan.name +
                                              " has no folds; name it without what follows the /");
  }
  take_fold(parts, name.substr(slash + 1));
  return parts;
}

PlanParts training_parts(Project& project, const std::string& name) {
  PlanParts parts = plan_parts(project, name);
  if (parts.parts == split_parts(0)) return parts;
  throw Error(ErrorCode::kInvalidInput,
              "the plan " + name + " has " + std::to_string(parts.plan.folds) +
                  " folds; say which one is to test, as in " + name + "/1");
}

}  // namespace facepoint
