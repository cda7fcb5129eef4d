// Stored split plans. How a plan is made: curate/split_plan.h. See project.h for threads, errors.
#pragma once

#include "store/project.h"

namespace facepoint {

// Replaces a plan of the same name with its members and what it leaves out, in one transaction.
// Throws Error(kConflict) where a part that is locked and not among `unlocked` would lose or gain
// members, or its lock.
SplitPlanId save_split_plan(Project& project, const SplitPlan& plan,
                            const std::vector<SplitMember>& members,
                            const std::vector<SplitLeftOut>& left_out = {},
                            const std::vector<std::string>& unlocked = {});
std::vector<SplitPlan> split_plans(Project& project);
std::optional<SplitPlan> find_split_plan(Project& project, const std::string& name);
SplitPlan get_split_plan(Project& project, const std::string& name);  // Error(kNotFound): the known
// How a k-fold plan is taken the K-th time, K from 1 on: fold K is the part test, the fold after it
// val, the others train.
struct FoldParts {
  std::string test;
  std::string val;
};
FoldParts fold_parts(int folds, int fold);
// In the order dataset, path, as split_left_out().
std::vector<SplitMember> split_members(Project& project, SplitPlanId plan);
std::vector<SplitLeftOut> split_left_out(Project& project, SplitPlanId plan);

// What faces are like, by which the parts of a plan are shared out and compared.
struct FaceFacts {
  ImageId image;
  FaceStatus status = FaceStatus::kLabelled;
  bool labelled = false;
  std::optional<double> yaw;  // degrees, of what is shown; see landmark/numbering.h
  double side = 0;            // of the box, pixels: the square root of its area
  DatasetId dataset;
};
// Of every face that is listed; reads only.
std::vector<FaceFacts> face_facts(Project& project);

}  // namespace facepoint
