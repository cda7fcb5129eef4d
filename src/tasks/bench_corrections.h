// How many drags it takes to correct labelled faces, from what the detector and the CNN say of the
// whole picture and from labels with planted errors, with each way of letting the other points
// follow. Changes nothing in the project. One thread, the project's connection; LibTorch is opened
// here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/correction_trial.h"
#include "store/project.h"
#include "tasks/detectors.h"

namespace facepoint {

struct BenchCorrectionsOptions {
  std::string split;            // the plan; empty: every labelled face
  std::string part = "val";     // of the plan
  std::string where;            // a query; empty: every labelled face of these
  std::filesystem::path model;  // a weights file; empty: the shipped one
  std::string detector = kDefaultDetector;
  std::uint64_t seed = 1;  // of planted errors and of the clumsy hand

  void check() const;  // throws Error(kInvalidInput)
};

struct BenchCorrectionsReport {
  struct Row {
    std::string method;  // "plain": nothing follows; "covariance": see landmark/correction_model.h
    std::string start;   // "proposal" or "planted"
    std::string hand;    // "exact", or "clumsy": each coordinate off by 1 % of the box side
    double tolerance = 0;
    DragFigures figures;
    double more_than_plain = 0;  // share of the faces that need more drags than with "plain"
  };
  std::string model;
  std::int64_t faces = 0;
  std::int64_t missed = 0;  // by the detector: they start from the mean shape in the label's box
  std::vector<Row> rows;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

BenchCorrectionsReport run_bench_corrections(Project& project,
                                             const BenchCorrectionsOptions& options,
                                             JobContext& job);

}  // namespace facepoint
