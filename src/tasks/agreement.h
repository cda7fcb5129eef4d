// How far the annotators of a project agree with each other and with the CNN. One thread, the
// project's connection.
#pragma once

#include <string>

#include "base/job.h"
#include "curate/agreement.h"
#include "store/opinions.h"

namespace facepoint {

// How the CNN is called among annotators.
inline constexpr const char* kCnn = "CNN";

struct AgreementOptions {
  std::string where;  // a query; empty: every face

  void check() const;  // throws Error(kInvalidInput)
};

struct AgreementReport {
  const Scheme* scheme = nullptr;  // the library's
  AgreementFigures figures;
  std::vector<Annotator> annotators;  // of the faces that match, the CNN not among them
  std::int64_t predicted = 0;         // faces that the CNN has said something of
};

// The CNN's are its fold predictions and open proposals. Throws Error(kInvalidInput) when faces are
// of several landmark schemes, or nobody but one annotator has said anything.
AgreementReport run_agreement(Project& project, const AgreementOptions& options, JobContext& job);

std::string to_json_text(const AgreementReport& report);

}  // namespace facepoint
