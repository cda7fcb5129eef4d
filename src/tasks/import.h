// Imports pictures and labels into a project: a label file of any known format, a folder of
// pictures, with label files or without, or a dataset folder that holds both. Importing the same
// again changes nothing; a corrected label file makes revisions, as one undoable change. Runs on
// one thread with the project's connection; pictures are read by threads of its own. Label files of
// any length take little memory: their rows are read twice, for what is in them and to be stored,
// and none are kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/label_layout.h"
#include "store/project.h"

namespace facepoint {

// What one source's labels need on their way in, as tasks/import_doctor.h proposes it.
struct ImportRemedy {
  std::optional<LabelLayout> layout;              // none: image pixels in the order of the scheme
  std::map<std::string, std::string> moved = {};  // images, from where rows lead to where they are
};

struct ImportOptions {
  std::vector<std::filesystem::path> sources;
  std::string name;              // of the dataset; empty: the folder's
  std::filesystem::path images;  // where a CSV's pictures are; empty: found
  std::string scheme = "ibug68";
  std::string format = {};             // of the label files; empty: found by their content
  std::filesystem::path mapping = {};  // a CSV's own layout, see formats/mapping_csv.h
  std::string identity_pattern;        // see formats/name_pattern.h; empty: the dataset's default
  int threads = 2;                     // that read pictures
  bool mend_text = false;              // read CSVs with other separators and decimal commas too
  std::vector<ImportRemedy> remedies = {};  // one a source; empty: none

  void check() const;  // throws Error(kInvalidInput)
};

enum class ImportFindingKind : std::uint8_t {
  kBadLine,           // a line or file of labels that could not be read
  kMissingImage,      // a row whose picture is not there
  kUnreadableImage,   // a picture that cannot be decoded
  kConflict,          // the file and a person changed the same face; the person's label is kept
  kVanishedRow,       // a row that is no longer in the file; its face is kept
  kWrongExtension,    // a file whose extension says another format than its content
  kPointsOutside,     // a face with points outside its picture
  kCoincidentPoints,  // a face with points that share one position
  kRepeatedRow,       // a row with the labels of another row
  kContradictingRow,  // a row with another label of a face that a row before has
  kIdenticalImages,   // pictures that are the same bytes
  kRepeatedName,      // a base name that occurs in several folders
  kRepeatedPhoto,     // files that repeat one photo once per face: they became one image
  kSharedName,        // a label file that several pictures are called like
  kUnknownFile,       // a file that might hold labels, in no known format
  kNamelessImage,     // images whose names don't say by the given pattern who is in them
};
std::string to_text(ImportFindingKind kind);   // "bad-line", ...
std::string title_of(ImportFindingKind kind);  // "lines that could not be read", ...
bool is_failure(ImportFindingKind kind);       // an item was not imported as it should have been
const std::vector<ImportFindingKind>& import_finding_kinds();  // in the order of reports

struct ImportFinding {
  ImportFindingKind kind{};
  std::string place;       // "train.csv:12:3", "training/A_01.jpg"
  std::string text;        // what is the matter
  std::int64_t count = 1;  // points, files ... this finding is about
};

// All are counted, and the first kMostKept of each kind are kept: every row of a file may have one.
class ImportFindings {
 public:
  static constexpr std::size_t kMostKept = 10'000;

  void add(ImportFinding finding);
  std::int64_t count(ImportFindingKind kind) const { return counted(kind).findings; }
  // Points, files ... that the findings of this kind are about.
  std::int64_t sum(ImportFindingKind kind) const { return counted(kind).things; }
  // Those that are kept, in the order they were made.
  std::vector<ImportFinding>::const_iterator begin() const { return kept_.begin(); }
  std::vector<ImportFinding>::const_iterator end() const { return kept_.end(); }
  std::size_t size() const { return kept_.size(); }
  bool empty() const { return kept_.empty(); }
  void append(const ImportFindings& others);

 private:
  struct Counted {
    std::int64_t findings = 0;
    std::int64_t things = 0;
    std::size_t kept = 0;
  };
  const Counted& counted(ImportFindingKind kind) const;
  void keep(ImportFinding finding);

  std::vector<ImportFinding> kept_;
  std::map<ImportFindingKind, Counted> counts_;
};

struct ImportReport {
  struct Source {
    std::string source;  // as it was named
    std::string dataset;
    std::int64_t label_files = 0;
  };
  std::vector<Source> sources;
  std::int64_t rows = 0;               // read well
  std::int64_t faces = 0;              // of these rows
  std::int64_t images = 0;             // of the sources
  std::int64_t unlabelled_images = 0;  // of these, without a face of the sources' labels
  std::int64_t images_added = 0;
  std::int64_t images_changed = 0;
  std::int64_t images_decoded = 0;
  std::int64_t faces_added = 0;
  std::int64_t faces_revised = 0;   // in one change
  std::int64_t rows_rewritten = 0;  // files whose stored rows were replaced
  ImportFindings findings;

  bool changed_nothing() const;
  std::int64_t count(ImportFindingKind kind) const { return findings.count(kind); }
  bool has_failures() const;
};

ImportReport run_import(Project& project, const ImportOptions& options, JobContext& job);

std::string to_json_text(const ImportReport& report);

}  // namespace facepoint
