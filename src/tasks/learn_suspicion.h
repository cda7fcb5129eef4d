// Learns how labels deviate (curate/suspicion.h) from a part of a split plan, and writes it to a
// file. One thread, the project's connection; LibTorch is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/job.h"
#include "store/project.h"

namespace facepoint {

struct LearnSuspicionOptions {
  std::string split;
  std::string part = "train";
  std::string where;
  std::filesystem::path model;  // a weights file; empty: the project's
  std::filesystem::path out;
  std::uint64_t seed = 1;  // of the planted errors
  int threads = 2;

  void check() const;  // throws Error(kInvalidInput)
};

struct LearnSuspicionReport {
  std::int64_t faces = 0;
  std::string model;
  std::string digest;  // of the file
  double offset = 0;   // see SuspicionPrior
  double slope = 0;
};

LearnSuspicionReport run_learn_suspicion(Project& project, const LearnSuspicionOptions& options,
                                         JobContext& job);

}  // namespace facepoint
