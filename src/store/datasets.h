// Datasets and the label files they came from. See project.h for threads and errors.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "store/project.h"

namespace facepoint {

DatasetId add_dataset(Project& project, const Dataset& dataset);
std::vector<Dataset> datasets(Project& project);
std::optional<Dataset> find_dataset(Project& project, const std::string& name);
std::vector<Dataset> datasets(Project& project, SnapshotId snapshot);  // that there were then
// What one dataset holds; all in the order of datasets().
struct DatasetCounts {
  std::int64_t label_files = 0;
  std::int64_t images = 0;
  std::int64_t unlabelled = 0;                         // images without a labelled face
  std::int64_t unreadable = 0;                         // images
  std::int64_t faces = 0;                              // labelled or only proposed
  std::map<FaceStatus, std::int64_t> faces_by_status;  // every status has its entry
};
std::vector<DatasetCounts> dataset_counts(Project& project);
void set_dataset_root(Project& project, DatasetId id, const std::string& root);

SourceFileId add_source_file(Project& project, const SourceFile& file);
std::vector<SourceFile> source_files(Project& project, DatasetId dataset);
// Of all labels, that of most of them first.
std::vector<std::string> source_formats(Project& project);
std::optional<SourceFile> find_source_file(Project& project, DatasetId dataset,
                                           const std::string& path);
// How they are written: store/source_rows.h.
std::vector<SourceRow> source_rows(Project& project, SourceFileId file);

// Label files and their rows as they were when a snapshot was taken.
struct PastSourceFile {
  SourceFile file;
  std::int64_t past = 0;  // for source_rows
};
std::vector<PastSourceFile> source_files(Project& project, DatasetId dataset, SnapshotId snapshot);
// One by one: files may be longer than memory. `take` may read the project, not write to it.
void each_source_row(Project& project, const PastSourceFile& file,
                     const std::function<void(const SourceRow&)>& take);

}  // namespace facepoint
