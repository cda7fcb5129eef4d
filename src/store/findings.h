// What the last check found suspicious, and what people have said of it since. A check's findings
// and suspicions are of the labels that it saw: of a face whose label has changed they say nothing
// any more, and neither do verdicts. Verdicts are given through store/journal.h (FaceEdit), so that
// undo takes them back. See project.h for threads and errors.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

struct Finding {
  DatasetId dataset;        // only where all of its labels are concerned
  ImageId image;            // none: about the dataset
  FaceId face;              // none: about the image
  RevisionId revision;      // the label that was looked at; none: about the image
  std::string rule;         // "swapped", "disagrees", ...: see curate/label_rules.h
  double score = 0;         // 0 to 1; what is certain has 1
  std::vector<int> points;  // those concerned; none: all
  std::string reason;       // a sentence for a person
  std::string remedy;       // "renumber", ...: see curate/remedies.h; empty: none is known
};

struct Suspicion {
  FaceId face;
  RevisionId revision;
  double value = 0;                   // chance that the label is wrong, 0 to 1
  std::vector<double> points = {};    // one a point: the chance that it is
  std::vector<double> features = {};  // what `value` was told from, see curate/suspicion.h
};

// Replaces all of both, in one transaction.
void replace_findings(Project& project, const std::vector<Finding>& findings,
                      const std::vector<Suspicion>& suspicions);
// Those that still hold, the highest score first.
std::vector<Finding> findings(Project& project);
std::vector<Finding> findings_of(Project& project, FaceId face);
// Those about a whole source, which hold as long as most of its labels are as the check saw them.
// Who says that a source is right does so for good: a later check does not ask again.
struct WholeSourceFinding {
  Finding finding;
  std::string dataset;
  bool dismissed = false;
};
std::vector<WholeSourceFinding> source_findings(Project& project);  // the highest score first
void dismiss_source_finding(Project& project, DatasetId dataset, const std::string& rule,
                            bool dismissed);
// Those that still hold, without those about sources.
std::map<std::string, std::int64_t> count_by_rule(Project& project);
std::vector<Suspicion> suspicions(Project& project);  // that still hold, by face
std::optional<Suspicion> suspicion_of(Project& project, FaceId face);

// A face to look at, light enough for 100,000 of them.
struct SuspectFace {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  RevisionId revision;
  std::string path;  // of the image in its dataset
  double suspicion = 0;
  std::string rule;       // of its first finding; empty: none
  double rule_score = 0;  // likewise
  std::vector<double> features = {};
};
// Those that hold and nobody has judged, the most suspicious first, as far as they are by at least
// `least`. Approved, rejected and deleted faces are not among them.
std::vector<SuspectFace> suspect_faces(Project& project, double least = 0);
bool was_ever_checked(Project& project);

struct FaceVerdict {
  FaceId face;
  RevisionId revision;  // the label that it was said of
  Verdict verdict = Verdict::kRight;
  std::vector<double> features = {};  // of the suspicion at that time; none: it was not checked
};
std::vector<FaceVerdict> verdicts(Project& project);  // that stand, in the order they were given

}  // namespace facepoint
