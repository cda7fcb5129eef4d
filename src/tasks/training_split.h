// A split plan that a training can use, made without a choice to think about. One thread, the
// project's connection.
#pragma once

#include "tasks/split.h"

namespace facepoint {

// The plan of that name with what is new, if it will do: nobody changes parts. Else by identity,
// 80/10/10. Where that leaves too few labelled faces in a part (few people: chance
// decides), other ratios and seeds are tried; where none is good the last one stays.
SplitReport run_training_split(Project& project, const std::string& name, JobContext& job);

// Enough to train on, to validate with and to test on.
bool can_be_trained_with(const SplitReport& split);

}  // namespace facepoint
