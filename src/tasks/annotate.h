// Pre-annotates: finds the faces of images that have none and stores the CNN's points as proposals.
// A proposal never overwrites; accepting one is a change. Running it again adds nothing twice. The
// caller's thread stores, with the project's connection; the pictures are worked on by others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/project.h"
#include "tasks/detectors.h"
#include "tasks/face_pipeline.h"

namespace facepoint {

struct AnnotateOptions {
  std::string where;            // only images that match this query
  std::filesystem::path model;  // a weights file; empty: see default_model_of
  // Also new proposals, from their boxes, for faces that wait for a decision or have no points
  // yet. Rejected faces stay as they are.
  bool again = false;
  // Also proposals beside the labels of faces that have one, from their boxes: what labels are
  // compared with. Rejected faces stay as they are.
  bool labelled = false;
  std::string detector = kDefaultDetector;  // see tasks/detectors.h
  double min_score = kDefaultMinScore;      // see faces_at
  int threads = 2;                          // pictures worked on at once

  void check() const;  // throws Error(kInvalidInput)
};

struct AnnotateReport {
  struct Item {
    std::string image;  // dataset and path, "ytf/test/A_01.jpg"
    std::string text;
  };
  std::string model;                   // its name; empty: no image needed one
  std::int64_t images = 0;             // that match
  std::int64_t images_with_faces = 0;  // of these, left alone: they have faces already
  std::int64_t images_annotated = 0;   // at least one proposal was stored
  std::int64_t faces_added = 0;
  std::int64_t proposals_renewed = 0;     // for faces that were there
  std::vector<std::string> without_face;  // images in which no face was found
  std::vector<Item> failures;             // pictures that could not be read
  StageSeconds seconds;                   // of processor time, by what it was spent on
};

// Commits every few images: when cancelled (throws Cancelled) or killed, what was found stays and
// the next run goes on from there.
AnnotateReport run_annotate(Project& project, const AnnotateOptions& options, JobContext& job);

// The same with tools at hand, one for each thread; options.model, options.detector and
// options.threads are not looked at. `model` says where the predictors' weights lie.
AnnotateReport run_annotate(Project& project, const AnnotateOptions& options,
                            std::vector<FaceTools> tools, const std::filesystem::path& model,
                            JobContext& job);

}  // namespace facepoint
