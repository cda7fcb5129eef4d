// What a source of an import is, found by content: its dataset's root, label files and pictures,
// and the rows of the label files. Reads files, knows no project.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "formats/udacity_csv.h"
#include "store/records.h"
#include "tasks/import.h"

namespace facepoint {

struct ParsedRow {
  std::string image_name;          // as the row has it
  std::string image_path;          // relative to the root; the image's key
  std::string place;               // "train.csv:12", for messages
  std::vector<Point> points;       // empty: bad
  std::optional<std::string> raw;  // where it is not what we write
};

struct ParsedLabels {
  SourceFile file;  // without ids
  std::vector<ParsedRow> rows;
};

struct ScannedSource {
  std::string dataset;
  std::filesystem::path root;  // absolute
  std::string default_identity_pattern;
  std::vector<ParsedLabels> labels;
  std::vector<std::string> images;      // relative to the root, sorted, each once; may be missing
  std::vector<ImportFinding> findings;  // bad lines, repeated photos
};

// A dataset as the project already has it, so that a corrected copy of one of its label files
// finds its pictures again.
struct KnownDataset {
  Dataset dataset;
  std::vector<std::string> label_files;
};

// Throws Error: kNotFound, kInvalidInput (nothing to import in it).
ScannedSource scan_source(const std::filesystem::path& source, const ImportOptions& options,
                          const std::optional<KnownDataset>& known, JobContext& job);

// Files below a folder, relative to it, sorted; links to folders are followed, but not in circles,
// and hidden folders are not entered.
std::vector<std::string> files_below(const std::filesystem::path& folder);

// The dataset's name that `source` gets when none is given.
std::string default_dataset_name(const std::filesystem::path& source);

// "training" and "test" for folders and files named like that, otherwise empty.
std::string official_split_of(const std::string& relative_path);

}  // namespace facepoint
