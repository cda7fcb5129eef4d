// Reads the rows of a source's label files, as often as they are needed. One thread.
#pragma once

#include <string>
#include <vector>

#include "tasks/import_scan.h"

namespace facepoint {

using BadTaker = std::function<void(const BadLine&)>;

// Rows lead to a key of `source.images` or, if there is none, to a picture below its root, else to
// where one would be.
class RowReader {
 public:
  RowReader(const ScannedSource& source, JobContext& job) : source_(source), job_(job) {}

  // The first time: completes `labels`, of which path, format, image_folder, picture and file.path
  // are given. A large file is a stage of its own, of megabytes. Throws Error where nothing can be
  // read.
  void read(ScannedLabels& labels, const RowTaker& take, const BadTaker& bad);
  // Again. Throws Error(kConflict) if the file was written to since.
  void read_again(const ScannedLabels& labels, const RowTaker& take);

  // The key of the picture of a row that `labels` calls so; empty if it leads out of the dataset.
  const std::string& picture_of(const ScannedLabels& labels, const std::string& name);

 private:
  struct CsvText;
  void read_csv(std::istream& in, const ScannedLabels& labels, CsvText& text, const RowTaker& take,
                const BadTaker& bad);
  // Returns the text before its points.
  std::string read_pts(std::istream& in, const ScannedLabels& labels, const RowTaker& take,
                       const BadTaker& bad);
  void read_chunks(std::istream& in, ScannedLabels& labels, const RowTaker& take,
                   const BadTaker& bad);
  std::unique_ptr<std::istream> open(const ScannedLabels& labels, bool reports);
  const Scheme& scheme() const;
  void check_points(int points, const std::string& place) const;
  std::vector<std::string> places_of(const ScannedLabels& labels, const std::string& name) const;
  // The key of the picture that a row names; empty if it leads out of the dataset.
  const std::string& resolve(const ScannedLabels& labels, const std::string& name);

  const ScannedSource& source_;
  JobContext& job_;
  const ScannedLabels* resolved_for_ = nullptr;  // with what follows: rows of an image are often
  std::string resolved_name_;                    // neighbours
  std::string resolved_;
};

// Whether the readers take its text apart by lines with one line end, rather than into chunks.
bool is_line_format(const std::string& format);

}  // namespace facepoint
