// The labelled faces of a split plan's part, as training and evaluation take them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "landmark/scheme.h"
#include "store/faces.h"

namespace facepoint {

struct PlanFace {
  std::filesystem::path image;  // absolute
  std::string dataset;
  LabelledFace labelled;
};

// Faces by part ("train", "val", "test"), in the store's order; `plan` as in plan_parts.h. Rejected
// faces and unreadable images are left out. Throws Error(kNotFound) for an unknown plan and
// Error(kInvalidInput) when its faces are of several landmark schemes or there are none, or for a
// k-fold plan without its fold.
struct PlanFaces {
  Scheme scheme;
  std::map<std::string, std::vector<PlanFace>> by_part;
};
PlanFaces faces_of_plan(Project& project, const std::string& plan, const std::string& where);

// The same of every image, as one part "all".
PlanFaces faces_of_project(Project& project, const std::string& where);

// Every labelled face, each scheme's by itself, as one part "all".
std::vector<PlanFaces> faces_by_scheme(Project& project);

}  // namespace facepoint
