// Does what the remedies of the last check say, for all findings of some rules at once, as one
// change that undo takes back. What a person has set is left alone. One thread, the project's
// connection.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/project.h"

namespace facepoint {

struct MendOptions {
  std::vector<std::string> rules;  // of findings: "swapped", "scaled", "origin", ...
  double least = 0.9;              // findings with a lower score are left as they are
  std::string where;               // a query; empty: every face
  bool dry_run = false;            // only count

  void check() const;  // throws Error(kInvalidInput)
};

struct MendReport {
  std::optional<ChangeId> change;                 // none: nothing was changed
  std::string label;                              // of the change
  std::int64_t faces = 0;                         // mended, or that would be
  std::map<std::string, std::int64_t> by_remedy;  // of these, by the remedy's title
  std::int64_t set_by_people = 0;   // left alone: a person has corrected or approved them
  std::int64_t unsure = 0;          // left alone: the finding's score is too low
  std::int64_t without_remedy = 0;  // left alone: none is known
};

// A finding about a whole source is of all its labels. Of several findings about one label the
// surest one with a remedy is followed.
MendReport run_mend(Project& project, const MendOptions& options, JobContext& job);

}  // namespace facepoint
