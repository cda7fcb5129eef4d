#include "tasks/plan_faces.h"

#include <functional>
#include <unordered_map>

#include "base/error.h"
#include "store/datasets.h"
#include "tasks/plan_parts.h"

namespace facepoint {

namespace {

// `part_of` gives an image's part, or an empty string to leave it out; `context`: for messages.
PlanFaces faces_by(Project& project, const std::string& where, const std::string& context,
                   const std::function<std::string(ImageId)>& part_of) {
  std::unordered_map<DatasetId, Dataset> dataset_of;
  for (Dataset& dataset : datasets(project)) dataset_of.emplace(dataset.id, std::move(dataset));

  PlanFaces faces;
  std::string scheme;
  for (LabelledFace& face : labelled_faces(project, parse_query(where))) {
    const std::string part = part_of(face.image.id);
    if (part.empty() || face.face.status == FaceStatus::kRejected ||
        !face.image.decode_error.empty()) {
      continue;
    }
    if (scheme.empty()) scheme = face.face.scheme;
    if (face.face.scheme != scheme) {
      throw Error(ErrorCode::kInvalidInput,
                  "there are faces of the schemes " + scheme + " and " + face.face.scheme +
                      "; choose one with a query, e.g. --where source:NAME",
                  context);
    }
    const Dataset& dataset = dataset_of.at(face.image.dataset);
    faces.by_part[part].push_back(
        {std::filesystem::path(dataset.root) / face.image.path, dataset.name, std::move(face)});
  }
  if (scheme.empty()) {
    throw Error(ErrorCode::kInvalidInput, "there is no labelled face here", context);
  }
  faces.scheme = SchemeLibrary::standard().get(scheme);
  return faces;
}

}  // namespace

PlanFaces faces_of_plan(Project& project, const std::string& plan, const std::string& where) {
  std::unordered_map<ImageId, std::string> part_of;
  PlanParts parts = training_parts(project, plan);
  for (SplitMember& member : parts.members) {
    part_of.emplace(member.image, std::move(member.part));
  }
  return faces_by(project, where, plan, [&](ImageId image) {
    const auto part = part_of.find(image);
    return part == part_of.end() ? std::string() : part->second;
  });
}

PlanFaces faces_of_project(Project& project, const std::string& where) {
  return faces_by(project, where, where, [](ImageId) { return std::string("all"); });
}

std::vector<PlanFaces> faces_by_scheme(Project& project) {
  std::unordered_map<DatasetId, Dataset> dataset_of;
  for (Dataset& dataset : datasets(project)) dataset_of.emplace(dataset.id, std::move(dataset));
  std::map<std::string, PlanFaces> by_scheme;
  for (LabelledFace& face : labelled_faces(project)) {
    if (face.face.status == FaceStatus::kRejected || !face.image.decode_error.empty()) continue;
    const Dataset& dataset = dataset_of.at(face.image.dataset);
    std::vector<PlanFace>& all = by_scheme[face.face.scheme].by_part["all"];
    all.push_back(
        {std::filesystem::path(dataset.root) / face.image.path, dataset.name, std::move(face)});
  }
  std::vector<PlanFaces> schemes;
  for (auto& [scheme, faces] : by_scheme) {
    faces.scheme = SchemeLibrary::standard().get(scheme);
    schemes.push_back(std::move(faces));
  }
  return schemes;
}

}  // namespace facepoint
