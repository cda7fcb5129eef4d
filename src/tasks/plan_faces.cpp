#include "tasks/plan_faces.h"

#include <unordered_map>

#include "base/error.h"
#include "store/datasets.h"
#include "store/splits.h"

namespace facepoint {

PlanFaces faces_of_plan(Project& project, const std::string& plan, const std::string& where) {
  std::unordered_map<ImageId, std::string> part_of;
  for (SplitMember& member : split_members(project, get_split_plan(project, plan).id)) {
    part_of.emplace(member.image, std::move(member.part));
  }
  std::unordered_map<DatasetId, Dataset> dataset_of;
  for (Dataset& dataset : datasets(project)) dataset_of.emplace(dataset.id, std::move(dataset));

  PlanFaces faces;
  std::string scheme;
  for (LabelledFace& face : labelled_faces(project, parse_query(where))) {
    const auto part = part_of.find(face.image.id);
    if (part == part_of.end() || face.face.status == FaceStatus::kRejected ||
        !face.image.decode_error.empty()) {
      continue;
    }
    if (scheme.empty()) scheme = face.face.scheme;
    if (face.face.scheme != scheme) {
      throw Error(ErrorCode::kInvalidInput,
                  "the plan holds faces of the schemes " + scheme + " and " + face.face.scheme +
                      "; choose one with a query, e.g. --where source:NAME",
                  plan);
    }
    const Dataset& dataset = dataset_of.at(face.image.dataset);
    faces.by_part[part->second].push_back(
        {std::filesystem::path(dataset.root) / face.image.path, dataset.name, std::move(face)});
  }
  if (scheme.empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled face belongs to this plan", plan);
  }
  faces.scheme = SchemeLibrary::standard().get(scheme);
  return faces;
}

}  // namespace facepoint
