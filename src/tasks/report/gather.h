// Takes what a report says out of the project. One thread, the project's connection. Memory grows
// by some hundred bytes a face: points of many faces are read one after the other.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/job.h"
#include "store/face_summaries.h"
#include "store/findings.h"
#include "store/records.h"
#include "tasks/report/values.h"

namespace facepoint::report {

// What the query chooses, read once for all that asks for it.
struct Chosen {
  Query query;
  std::vector<Dataset> datasets;
  std::vector<Image> images;       // in the order dataset, path
  std::vector<FaceSummary> faces;  // likewise

  std::unordered_map<ImageId, const Image*> image_of = {};
  std::unordered_set<FaceId> face_ids = {};

  const std::string& dataset_name(DatasetId id) const;
};
Chosen choose(Project& project, const std::string& where);

DataFigures data_figures(Project& project, const Chosen& chosen);
CoverageFigures coverage_figures(Project& project, const Chosen& chosen);
AgreementFigures agreement_figures(Project& project, const Chosen& chosen, JobContext& job);
FindingFigures finding_figures(Project& project, const Chosen& chosen,
                               const std::vector<SuspectFace>& suspects);  // of the chosen faces

// Crops of faces, at most as large as a page needs.
class FaceCutter {
 public:
  FaceCutter(Project& project, std::vector<std::string>& skipped);
  // With the face's label. `predicted`: in image pixels; may be empty. A picture that cannot be
  // read is noted as skipped.
  FacePicture cut(FaceId face, Keypoints predicted);
  bool has_label(FaceId face) const;

 private:
  Project& project_;
  std::vector<std::string>& skipped_;
  std::map<DatasetId, Dataset> datasets_;
};

// With its first finding's reason, remedy and points, and what is stored of the CNN.
FacePicture suspicious_face(Project& project, const SuspectFace& suspect, FaceCutter& cutter);

}  // namespace facepoint::report
