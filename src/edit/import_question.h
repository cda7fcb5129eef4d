// An import that waits for a person: what examining its sources found would be stored wrongly, or
// less of it, without a remedy, or may be. Values, any thread.
#pragma once

#include <vector>

#include "tasks/import_doctor.h"

namespace facepoint {

struct ImportQuestion {
  ImportOptions options;                        // as it was asked for
  std::vector<SourceExamination> examinations;  // one a source
  RemedyChoice choice;                          // the person's so far; at first what is proposed

  // Something is certainly read wrongly as it is.
  bool is_wrong() const;
  // That, or may be: a few faces may be all that lie on their side.
  bool is_open() const;
  // Which faces to show, over all sources: index of the examination, index of its sample.
  struct Sample {
    std::size_t examination = 0;
    std::size_t sample = 0;
  };
  std::vector<Sample> samples() const;
};

}  // namespace facepoint
