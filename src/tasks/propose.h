// One face at a time: the CNN's points for a box that a person drew (a new face), or again for a
// face that is there. What comes of it is a proposal, which never overwrites.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/job.h"
#include "nn/predictor.h"
#include "store/project.h"

namespace facepoint {

struct ProposeOptions {
  ImageId image;
  std::optional<Rect> box;      // a new face's, in image pixels
  FaceId face;                  // without a box: of this face, from its points, else its box
  std::filesystem::path model;  // a weights file; empty: see default_model_of

  void check() const;  // throws Error(kInvalidInput)
};

struct ProposeReport {
  FaceId face;
  double score = 0;  // that it is a face whose points can be trusted, see FoundFace
  std::string model;
};

// Where the face is by now: around its label's points, else the box that it was added with.
Rect place_of(Project& project, const Face& face);

// Throws Error: the picture can't be read, its dataset's points are of another scheme than the
// model's, or as loading a model does.
ProposeReport run_propose(Project& project, const ProposeOptions& options, JobContext& job);
// The same with a predictor at hand; `model` says where its weights lie.
ProposeReport run_propose(Project& project, const ProposeOptions& options, Predictor& predictor,
                          const std::filesystem::path& model);

}  // namespace facepoint
