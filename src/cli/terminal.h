// Progress on standard error: one line that is drawn again on a terminal, an occasional plain line
// elsewhere. Also the columns that reports are printed in. Main thread only.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/job.h"
#include "base/text.h"

namespace facepoint::cli {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();  // ends an open line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);
  void end_line();  // before anything else is printed

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool line_open_ = false;
  std::string stage_;
  Clock::time_point last_plain_;
};

// "Reading pictures  [#####     ]  1,234 of 4,975  250/s  15 s left  note", at most `columns` wide.
std::string progress_text(const Progress& progress, int columns);

// Labels left, numbers right-aligned, two spaces between.
std::string table_of_counts(const std::vector<std::pair<std::string, std::int64_t>>& rows);

// The first row is the heading; first column left-aligned, the others right.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace facepoint::cli
