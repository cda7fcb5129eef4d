// Writes the label files of a dataset again as they were imported, with the labels of today. One
// thread, the project's connection.
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/datasets.h"
#include "tasks/export_files.h"
#include "tasks/export_labels.h"

namespace facepoint {

class SourceFiles {
 public:
  // `only_matching`: rows without one of the labels' faces are left out. Called with each label
  // that is read: `progress`.
  SourceFiles(const ExportLabels& labels, const Dataset& dataset, LabelWriter& writer,
              bool only_matching, std::function<void()> progress);

  // Of these files, in the dataset; none where labels are converted.
  const std::set<std::string>& paths() const { return paths_; }
  // Labels without a row in these files, but for those of rejected faces.
  const std::vector<LabelRef>& without_row() const { return without_row_; }
  std::int64_t rejected_with_row() const { return rejected_with_row_; }
  // Where an image has one file: labels in a file of an image that also has one without a row. It
  // is to be made anew with all its faces, and is none of those that `write` writes. YOLO's files
  // get rows for them instead.
  const std::vector<LabelRef>& to_join() const { return to_join_; }
  // One of a face, as it was imported; empty: there is none.
  const std::string& sample_row() const { return sample_row_; }

  // The files, in folder `prefix`.
  std::vector<ExportReport::File> write(const std::string& prefix) const;

 private:
  void list_files();
  bool reads_as_imported(const PastSourceFile& past) const;
  void sort_out();
  void find_files_to_join();
  void append_to_files();
  void find_sample_row();
  const LabelRef* find(FaceId face) const;
  std::optional<ExportReport::File> write(const PastSourceFile& past,
                                          const std::string& prefix) const;

  const ExportLabels& labels_;
  const Dataset& dataset_;
  LabelWriter& writer_;
  bool only_matching_;
  std::function<void()> progress_;
  std::vector<PastSourceFile> files_;
  std::set<std::string> paths_;
  std::vector<LabelRef> by_face_;
  std::vector<LabelRef> without_row_;
  std::vector<LabelRef> to_join_;
  std::unordered_map<SourceFileId, std::vector<LabelRef>> appended_;
  std::string sample_row_;
  std::int64_t rejected_with_row_ = 0;
};

}  // namespace facepoint
