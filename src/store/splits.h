// Stored split plans. How a plan is made: curate/split_plan.h. See project.h for threads, errors.
#pragma once

#include "store/project.h"

namespace facepoint {

// Replaces a plan of the same name and its members, in one transaction.
SplitPlanId save_split_plan(Project& project, const SplitPlan& plan,
                            const std::vector<SplitMember>& members);
std::vector<SplitPlan> split_plans(Project& project);
SplitPlan get_split_plan(Project& project, const std::string& name);  // Error(kNotFound): the known
std::vector<SplitMember> split_members(Project& project, SplitPlanId plan);

}  // namespace facepoint
