// A few drawn faces as a training set, written to files once per test program.
#pragma once

#include "nn/training.h"

namespace facepoint::test {

// `count` faces, the first `validation` of them to validate on.
TrainingSet drawn_training_set(int count, int validation);

}  // namespace facepoint::test
