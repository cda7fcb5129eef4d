// Some faces of a source, spread over its label files: what import_doctor.h looks at. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tasks/import_doctor.h"
#include "tasks/import_scan.h"

namespace facepoint {

// Some of very many rows, spread evenly over them: every row, every second, every fourth ...
class SpreadRows {
 public:
  struct Row {
    ParsedRow row;
    std::int64_t number = 0;  // among all that were taken
  };

  void take(const ParsedRow& row);
  std::int64_t seen() const { return seen_; }
  std::vector<Row> take_all();

 private:
  std::vector<Row> rows_;
  std::int64_t seen_ = 0;
  std::int64_t step_ = 1;
};

// With the sizes of their images; `cells` gets those that are cells of a label file, see
// copy_of_cells. Throws Error, Cancelled.
std::vector<SampleFace> samples_of(const ScannedSource& scanned, SpreadRows& rows,
                                   std::shared_ptr<const std::filesystem::path>& cells,
                                   JobContext& job);

// Points that no sample has while others have all of them: few, or none.
std::set<int> points_of_none(const std::vector<SampleFace>& samples);

// Samples of each label file that has enough of them to be judged, and of those folders whose files
// hold one image each.
std::vector<std::vector<const SampleFace*>> samples_by_file(const std::vector<SampleFace>& samples);

}  // namespace facepoint
