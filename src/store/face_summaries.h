// What a grid of faces needs: a light row for each of 100,000 faces, and the points of the few that
// are on the screen. See project.h for threads and errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

struct FaceSummary {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  std::string path;  // of the image in its dataset
  std::string scheme;
  Rect box;  // in image pixels
  FaceStatus status = FaceStatus::kLabelled;
  RevisionId current;                  // none: only proposed
  ProposalId proposal;                 // the open one, or none
  double blur = 0;                     // of the image
  std::vector<std::string> tags = {};  // sorted
};
// Matching faces in the order dataset, path, face.
std::vector<FaceSummary> face_summaries(Project& project, const Query& query = {});
FaceSummary face_summary(Project& project, FaceId face);

struct FacePoints {
  std::optional<Keypoints> label;
  std::optional<Keypoints> proposal;  // the open one's
  std::vector<double> confidence;     // of the proposal, one a point
  // What a person sees: the label, or the proposal where there is no label yet; null: neither.
  const Keypoints* shown() const;
};
FacePoints face_points(Project& project, FaceId face);

}  // namespace facepoint
