// Examines a source before anything of it is stored: how its numbers are to be read, whether its
// text is what our readers expect, and whether its images are where its rows lead to. Says how sure
// it is and why, and proposes what mends it. Reads files and, where there is one, the project; one
// thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curate/label_layout.h"
#include "tasks/import.h"

namespace facepoint {

struct SourceFinding {
  // "scheme", "unit", "grouping", "axes", "horizontal", "vertical", "sides", "order", "origin",
  // "place", "missing", "known", "files", "text", "line-ends", "moved-images", "names"
  std::string about;
  double sure = 0;       // of the remedy, 0 to 1
  bool harmful = false;  // an import without the remedy would store something wrong, or less
  std::string reason;    // a sentence
  std::string remedy;    // a sentence; empty: none, or none is needed
  double wrong = 0;      // how sure that the source is wrong as it is, whatever mends it; 0 to 1

  bool is_sure() const { return sure >= kSureOfLayout; }
  bool is_certainly_wrong() const { return harmful && wrong >= kSureOfLayout; }
};

struct SampleFace {
  std::filesystem::path image;
  std::string name;  // of the image, in the dataset
  Keypoints numbers;
  std::string labels;  // the label file, or the folder of those that hold one image each
  WrittenAs written;
  int width = 0;  // of the image, pixels
  int height = 0;
};

struct SourceExamination {
  std::filesystem::path source;
  std::string claimed_scheme;
  std::vector<SourceFinding> findings;
  LayoutVerdict verdict;
  std::map<std::string, std::string> moved;            // certain ones, see ImportRemedy
  bool mends_text = false;                             // ImportOptions::mend_text helps
  std::vector<SampleFace> samples;                     // spread over the source
  std::shared_ptr<const std::filesystem::path> cells;  // see copy_of_cells; the samples' pictures
};

// `project`: null where there is none yet. A source that cannot be scanned at all has no findings:
// its import says why. Throws Cancelled.
SourceExamination examine_source(Project* project, const std::filesystem::path& source,
                                 const ImportOptions& options, JobContext& job);

// What a person chose of the remedies, by hand or as proposed.
struct RemedyChoice {
  bool proposed = false;  // everything that the examination is sure of
  std::optional<CoordinateUnit> unit;
  std::optional<int> origin;  // 0 or 1
  std::optional<bool> y_first;
  std::optional<bool> x_from_right;
  std::optional<bool> y_up;
  std::optional<bool> grouped;
  std::optional<bool> sides_exchanged;
  bool order_inferred = false;  // also where it is not sure
  std::vector<int> order;       // see LabelLayout; empty: not chosen

  // Whether something about this was chosen by hand.
  bool decides(const std::string& about) const;

  friend bool operator==(const RemedyChoice&, const RemedyChoice&) = default;
};

LabelLayout layout_for(const SourceExamination& examination, const RemedyChoice& choice);
// A sample's points in image pixels as an import by `layout` stores them. None where their number
// is not that of the layout's scheme.
std::optional<Keypoints> sample_points(const SampleFace& sample, const LabelLayout& layout);

ImportRemedy remedy_for(const SourceExamination& examination, const RemedyChoice& choice);

// `options` with what a choice makes of all of its sources. `examinations`: one a source.
ImportOptions with_remedies(ImportOptions options,
                            const std::vector<SourceExamination>& examinations,
                            const RemedyChoice& choice);

// Findings that the choice leaves as they are though an import would be wrong: those that it has a
// sure remedy for, and those that nothing mends for sure.
std::vector<SourceFinding> left_open(const SourceExamination& examination,
                                     const RemedyChoice& choice);

}  // namespace facepoint
