#include "tasks/export_labels.h"

#include <algorithm>

#include "base/error.h"
#include "landmark/merge.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/opinions.h"

namespace facepoint {
namespace {

// A name in somebody else's project might lead out of the folder.
std::string folder_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  return name.empty() || name == "." || name == ".." ? "dataset" : name;
}

}  // namespace

ExportLabels::ExportLabels(Project& project, const ExportOptions& options)
    : project_(project), options_(options) {
  if (!options.snapshot.empty()) snapshot_ = find_version(project, options.snapshot);
  choose_datasets();
  find_mappings();
  choose_faces();
  if (!options.merge.empty()) list_opinions();
}

void ExportLabels::choose_datasets() {
  std::string known;
  for (const Dataset& dataset :
       snapshot_ ? facepoint::datasets(project_, snapshot_->id) : facepoint::datasets(project_)) {
    known += (known.empty() ? "" : ", ") + dataset.name;
    if (options_.dataset.empty() || dataset.name == options_.dataset) datasets_.push_back(dataset);
  }
  if (!datasets_.empty()) return;
  throw Error(ErrorCode::kNotFound,
              known.empty() ? "the project holds no dataset; import one"
                            : "no dataset " + options_.dataset + "; there are: " + known);
}

void ExportLabels::find_mappings() {
  const SchemeLibrary& library = SchemeLibrary::standard();
  for (Dataset& dataset : datasets_) {
    if (options_.scheme.empty() || dataset.scheme == options_.scheme) continue;
    auto mapping = SchemeMapping::find(library, dataset.scheme, options_.scheme);
    if (!mapping) {
      throw Error(ErrorCode::kInvalidInput,
                  "labels of " + dataset.scheme + " cannot be told as " + options_.scheme +
                      "; name another --scheme",
                  dataset.name);
    }
    dataset.scheme = options_.scheme;
    converted_.emplace(dataset.id, *std::move(mapping));
  }
}

void ExportLabels::choose_faces() {
  std::set<DatasetId> chosen;
  for (const Dataset& dataset : datasets_) chosen.insert(dataset.id);
  const std::set<FaceId> named(options_.faces.begin(), options_.faces.end());
  const Query query = parse_query(options_.where);
  refs_ = snapshot_ ? label_refs(project_, snapshot_->id, query) : label_refs(project_, query);
  std::erase_if(refs_, [&](const LabelRef& ref) {
    const bool wanted = named.empty() || named.contains(ref.face);
    return !wanted || !chosen.contains(ref.dataset);
  });
}

void ExportLabels::list_opinions() {
  std::set<FaceId> chosen;
  for (const LabelRef& ref : refs_) chosen.insert(ref.face);
  for (const FaceOpinions& face : face_opinions(project_)) {
    if (face.adjudicated || !chosen.contains(face.face)) continue;
    std::vector<RevisionId> standing;  // a corrected label is no answer beside its correction
    for (const Opinion& opinion : face.opinions) {
      if (opinion.stands) standing.push_back(opinion.revision);
    }
    if (standing.size() > 1) opinions_.emplace(face.face, std::move(standing));
  }
}

std::string ExportLabels::prefix_of(DatasetId dataset) const {
  if (datasets_.size() == 1) return {};
  const auto match = std::find_if(datasets_.begin(), datasets_.end(),
                                  [&](const Dataset& known) { return known.id == dataset; });
  return folder_name(match->name) + "/";
}

std::int64_t ExportLabels::converted() const {
  return std::count_if(refs_.begin(), refs_.end(),
                       [&](const LabelRef& ref) { return is_converted(ref.dataset); });
}

std::int64_t ExportLabels::merged() const { return std::ssize(opinions_); }

std::span<const LabelRef> ExportLabels::of(DatasetId dataset) const {
  const auto first = std::find_if(refs_.begin(), refs_.end(),
                                  [&](const LabelRef& ref) { return ref.dataset == dataset; });
  const auto last =
      std::find_if(first, refs_.end(), [&](const LabelRef& ref) { return ref.dataset != dataset; });
  return {first, last};
}

LabelledFace ExportLabels::get(const LabelRef& ref) const {
  LabelledFace face = get_label(project_, ref);
  const auto opinions = opinions_.find(ref.face);
  if (opinions != opinions_.end()) {
    std::vector<Keypoints> labels;
    for (const RevisionId revision : opinions->second) {
      labels.push_back(get_revision(project_, revision).points);
    }
    face.revision.id = {};  // these points are no revision's
    face.revision.points = facepoint::merged(labels);
  }
  const auto mapping = converted_.find(ref.dataset);
  if (mapping != converted_.end()) {
    face.revision.id = {};
    face.revision.points = mapping->second(face.revision.points);
    face.face.scheme = options_.scheme;
  }
  return face;
}

void ExportLabels::keep_datasets_of(const std::set<ImageId>& images) {
  std::set<DatasetId> used;
  for (const LabelRef& ref : refs_) {
    if (images.contains(ref.image)) used.insert(ref.dataset);
  }
  std::erase_if(datasets_, [&](const Dataset& dataset) { return !used.contains(dataset.id); });
  if (datasets_.empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled image of the plan is to be exported",
                options_.split);
  }
}

}  // namespace facepoint
