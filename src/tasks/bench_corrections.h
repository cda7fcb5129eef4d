// How many drags it takes to correct labelled faces, from what the detector and the CNN say of the
// whole picture and from labels with planted errors, with each way of letting the other points
// follow; and whether the order in which points are shown first leads to the wrong ones. Changes
// nothing in the project. One thread, the project's connection; LibTorch is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/correction_trial.h"
#include "landmark/metrics.h"
#include "store/project.h"
#include "tasks/detectors.h"

namespace facepoint {

struct BenchCorrectionsOptions {
  std::string split;                // the plan; empty: every labelled face
  std::string part = "val";         // of the plan
  std::string where;                // a query; empty: every labelled face of these
  std::filesystem::path model;      // a weights file; empty: the shipped one
  std::filesystem::path corrector;  // likewise
  std::string detector = kDefaultDetector;
  std::uint64_t seed = 1;  // of planted errors and of the clumsy hand

  void check() const;  // throws Error(kInvalidInput)
};

struct BenchCorrectionsReport {
  struct Row {
    // "plain": nothing follows; "covariance": see landmark/correction_model.h; "network": see
    // nn/corrector.h, but only told what was set; "both": told what the covariance expects, too.
    std::string method;
    std::string start;  // "proposal" or "planted"
    std::string hand;   // "exact", or "clumsy": each coordinate off by 1 % of the box side
    double tolerance = 0;
    DragFigures figures;
    double more_than_plain = 0;  // share of the faces that need more drags than with "plain"
  };
  // Whether one of the first five points shown first (landmark/likely_wrong.h) is beyond 4 % of the
  // box, over faces with such a point.
  struct LookFirst {
    double fixed = 0;      // with one order for all: by mean error over the other faces
    double start = 0;      // before any correction
    double corrected = 0;  // after each correction, while there is still one
    std::int64_t faces = 0;
    std::int64_t looks = 0;  // that `corrected` is over
  };
  std::string model;
  std::string corrector;
  LookFirst look_first;
  // Expected against true errors of points, in box sides, in ten bins of as many points each: of
  // proposals, and after each correction by "both" on the way to 4 %, of points that nobody set.
  std::vector<ReliabilityBin> reliability_start;
  std::vector<ReliabilityBin> reliability_corrected;
  double linear_ms = 0;   // of one thread, a correction of a proposal by covariance
  double network_ms = 0;  // likewise, by both
  std::int64_t faces = 0;
  std::int64_t missed = 0;  // by the detector: they start from the mean shape in the label's box
  std::vector<Row> rows;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

BenchCorrectionsReport run_bench_corrections(Project& project,
                                             const BenchCorrectionsOptions& options,
                                             JobContext& job);

}  // namespace facepoint
