// Photos that are there once per face. Reads pictures' bytes, knows no project.
#pragma once

#include "base/job.h"
#include "tasks/import_scan.h"

namespace facepoint {

// A photo that is there once per face (X_1.jpg, X_2.jpg, ...: the same bytes, each with its own
// label file) is one image: the first file stands for all, and the others leave the source's
// images, moved to it. Two labels of the same face in the same photo are no such thing, and stay
// two images.
void fold_repeated_photos(ScannedSource& source, JobContext& job);

}  // namespace facepoint
