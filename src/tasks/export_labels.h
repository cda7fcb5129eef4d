// Which labels an export is of, and each of them with its points as they are to be written. Holds
// some 40 bytes a face. One thread, the project's connection.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "landmark/scheme_mapping.h"
#include "store/faces.h"
#include "store/snapshots.h"
#include "tasks/export.h"

namespace facepoint {

class ExportLabels {
 public:
  // Throws Error for a dataset that is not there and a scheme that labels cannot be told as.
  ExportLabels(Project& project, const ExportOptions& options);

  Project& project() const { return project_; }
  const std::optional<Snapshot>& snapshot() const { return snapshot_; }  // none: the labels of now
  // With the scheme that labels are written in.
  const std::vector<Dataset>& datasets() const { return datasets_; }
  // What images of a dataset are called by before their path in it: nothing, where it is the only
  // one, else its folder, with a slash.
  std::string prefix_of(DatasetId dataset) const;
  bool is_converted(DatasetId dataset) const { return converted_.contains(dataset); }
  std::int64_t converted() const;  // faces
  std::int64_t merged() const;

  // In the order dataset, path of the image, face.
  const std::vector<LabelRef>& refs() const { return refs_; }
  std::span<const LabelRef> of(DatasetId dataset) const;
  LabelledFace get(const LabelRef& ref) const;

  // Leaves out datasets without a face in these images; throws Error if none is left.
  void keep_datasets_of(const std::set<ImageId>& images);

 private:
  void choose_datasets();
  void find_mappings();
  void choose_faces();
  void list_opinions();

  Project& project_;
  const ExportOptions& options_;
  std::optional<Snapshot> snapshot_;
  std::vector<Dataset> datasets_;
  std::map<DatasetId, SchemeMapping> converted_;
  std::vector<LabelRef> refs_;
  std::unordered_map<FaceId, std::vector<RevisionId>> opinions_;  // that are merged
};

}  // namespace facepoint
