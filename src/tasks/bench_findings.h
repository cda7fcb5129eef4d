// How well wrong labels are found: plants errors into a twentieth of a project's labels, judges all
// as a check does, and looks where the planted ones end up. The twentieth of the original labels
// that is most suspicious before anything is planted is left out, since many of these are really
// wrong; what nothing left out gives is told beside it. Changes nothing in the project. One thread,
// the project's connection; LibTorch is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/planted_errors.h"
#include "landmark/metrics.h"
#include "store/project.h"

namespace facepoint {

struct BenchFindingsOptions {
  std::string split;            // the plan; empty: every labelled face
  std::string part = "val";     // of the plan
  std::string where;            // a query; empty: every labelled face of these
  std::filesystem::path model;  // a weights file; empty: the project's
  std::uint64_t seed = 1;       // of the first round
  int rounds = 20;              // each with a seed of its own
  int threads = 2;

  void check() const;  // throws Error(kInvalidInput)
};

// Over the rounds.
struct Spread {
  double mean = 0;
  double deviation = 0;
};

struct BenchFindingsReport {
  struct Kind {
    PlantedError kind = PlantedError::kPoint;
    Spread auroc;   // of faces, planted ones of this kind against those with nothing planted
    Spread recall;  // of these, in the top twentieth
  };
  std::string model;             // that was asked; empty: only stored predictions
  std::int64_t out_of_fold = 0;  // faces with a prediction of a network that never saw the person
  std::int64_t faces = 0;        // in the part
  std::int64_t left_out = 0;
  std::int64_t planted = 0;  // in each round
  int rounds = 0;
  Spread recall_top5;                   // of the planted faces, in as many places as were planted
  Spread recall_top5_all;               // likewise, with nothing left out
  Spread precision_at_50;               // of the first 50 (or as many as were planted, if fewer)
  Spread auroc;                         // over all kinds
  Spread point_auroc;                   // of points: those that were moved against all others
  std::vector<Kind> kinds;              // in the order of kPlantedErrors
  std::vector<ReliabilityBin> chances;  // said that a label is wrong, and true: ten bins
  std::vector<double>
      found;  // share of the planted that is among the first 1, 2, ... 20 % of faces
  double remedied_shifts = 0;  // share of shifted faces whose remedy brings all points within 3 %
  std::vector<std::string> skipped;
};

BenchFindingsReport run_bench_findings(Project& project, const BenchFindingsOptions& options,
                                       JobContext& job);

}  // namespace facepoint
