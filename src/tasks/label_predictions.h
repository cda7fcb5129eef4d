// What a network says of labelled faces when it is shown their whole pictures, so that a label that
// lies wrong doesn't tell it where to look. Where the detector finds no face at a label the network
// looks there; sees it none either, the label is taken for that of the nearest face of the picture
// that has no other. One thread, besides those of its pipeline; LibTorch is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/face_finder.h"
#include "tasks/plan_faces.h"

namespace facepoint {

struct LabelPrediction {
  FoundFace face;
  bool found = true;  // by the detector; else the network looked where the label lies
};

struct PredictedPicture {
  std::vector<const PlanFace*> faces;        // of the picture
  std::vector<LabelPrediction> predictions;  // one a face
  std::vector<FoundFace> unlabelled;         // faces that are at none of the labels
};

struct UnreadablePicture {
  std::filesystem::path image;
  std::string why;
};

// Calls `use` with every picture as soon as it is done, in no particular order. Returns the
// pictures that could not be read. `stage`: for the job's progress, which counts pictures.
std::vector<UnreadablePicture> predict_labelled(
    const std::vector<const PlanFace*>& faces, const std::filesystem::path& model, int threads,
    const std::string& stage, JobContext& job,
    const std::function<void(PredictedPicture picture)>& use);

}  // namespace facepoint
