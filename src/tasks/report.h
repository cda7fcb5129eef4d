// One self-contained HTML page about a project: what is in it, what is missing, what looks wrong,
// how labels and networks agree, splits, models and the pace of work. Changes nothing. One thread,
// the project's connection; without LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/project.h"

namespace facepoint {

struct ReportOptions {
  std::filesystem::path out;  // the page; replaced
  std::string split;          // only this plan and what was measured on it; empty: all
  std::string where;          // a query: only these images and faces; splits, models and pace are
                              // told of the whole project
  int pictures = 24;  // of the most suspicious faces, half as many of a model's worst; none:
                      // a page that shows nobody

  void check() const;  // throws Error(kInvalidInput)
};

struct ReportResult {
  std::int64_t bytes = 0;  // of the page
  std::int64_t images = 0;
  std::int64_t faces = 0;
  std::int64_t pictures = 0;         // in the page
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

// Throws Error(kNotFound) for an unknown plan.
ReportResult run_report(Project& project, const ReportOptions& options, JobContext& job);

}  // namespace facepoint
