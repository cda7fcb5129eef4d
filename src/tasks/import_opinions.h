// Takes another annotator's label files in beside the labels that are there: what that person says
// of each face is kept and compared, and no label changes. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/opinions.h"

namespace facepoint {

struct ImportOpinionsOptions {
  std::vector<std::filesystem::path> files;  // CSVs, .pts files, or folders that hold them
  std::string name;                          // whose they are
  std::string dataset;                       // of the pictures; empty: any

  void check() const;  // throws Error(kInvalidInput)
};

struct ImportOpinionsReport {
  // A row that could not be taken in, and why.
  struct Problem {
    std::string place;  // "mia.csv:12"
    std::string text;
  };
  std::int64_t rows = 0;   // read well
  std::int64_t added = 0;  // opinions
  std::int64_t known = 0;  // rows that say what this person has said already
  std::vector<Problem> problems;
};

// A row's picture is the one of its path in a dataset, else the only one of its name; its face the
// one of the picture whose box its points overlap most. All of it or, when cancelled, nothing.
ImportOpinionsReport run_import_opinions(Project& project, const ImportOpinionsOptions& options,
                                         JobContext& job);

}  // namespace facepoint
