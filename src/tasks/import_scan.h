// What a source of an import is, found by content: its dataset's root, label files and pictures.
// Label files may be longer than memory: their rows are read from them whenever they are needed,
// and none are kept. Reads files, knows no project.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "formats/label_format.h"
#include "store/records.h"
#include "tasks/import.h"
#include "tasks/label_text.h"

namespace facepoint {

// A face, a row that could not be read, or the text between faces: in this order the whole file.
struct ParsedRow {
  // As the row has it; kUnreadableRow for a chunk that could not be read, "" for text between.
  std::string image_name;
  std::string image_path;          // relative to the root; the image's key
  std::int64_t line = 0;           // in its file; 0: the file is this row
  Keypoints points;                // empty: no face
  std::optional<std::string> raw;  // where it is not what we write
};

inline constexpr const char* kUnreadableRow = "?";

using RowTaker = std::function<void(ParsedRow)>;

// "train.csv:12", for messages.
std::string place_of(const std::string& file, std::int64_t line);

struct SourceImage {
  bool labelled = false;  // a row leads to it
  bool missing = false;
  bool is_cell = false;  // of a label file, see CellPictures
  ImageId id;            // once it is in the project
  int width = 0;         // pixels; 0: not known
  int height = 0;
};
using SourceImages = std::map<std::string, SourceImage>;  // by path, relative to the root

// A label file as it was when its rows were first read.
struct ScannedLabels {
  SourceFile file;  // without ids
  std::int64_t rows = 0;
  std::int64_t faces = 0;  // of these
  std::string path;        // where its text is
  const LabelFormat* format = nullptr;
  std::string image_folder;  // relative to the root
  std::string picture;       // that the file itself is named like
  std::uintmax_t bytes = 0;
  std::filesystem::file_time_type written;
};

// Pictures that are cells of a CSV: an import makes files of them.
struct CellPictures {
  std::filesystem::path csv;
  TextMending mending = TextMending::kNone;
  std::string folder;  // of the files, relative to the root
};

struct ScannedSource {
  std::string dataset;
  std::filesystem::path root;  // absolute
  std::string default_identity_pattern;
  std::vector<ScannedLabels> labels;
  std::vector<CellPictures> cells;
  SourceImages images;                       // may be missing
  std::map<std::string, std::string> moved;  // from the images that rows lead to to those meant
  ImportFindings findings;                   // bad lines, repeated photos
  // How rows are read.
  std::string scheme;
  bool mend_text = false;
  bool named_images = false;                   // the folder of the images was said
  std::shared_ptr<const LabelFormat> mapping;  // null: none was given
};

// Whether a picture is at that place below the source's root, or a cell that will be.
bool is_there(const ScannedSource& source, const std::string& path);

// A dataset as the project already has it, so that a corrected copy of one of its label files
// finds its pictures again.
struct KnownDataset {
  Dataset dataset;
  std::vector<std::string> label_files;
};

// `look` is shown every row that is a face, once. Throws Error: kNotFound, kInvalidInput (nothing
// to import in it).
ScannedSource scan_source(const std::filesystem::path& source, const ImportOptions& options,
                          const std::optional<KnownDataset>& known, JobContext& job,
                          const std::function<void(const ParsedRow&)>& look = {});

// The dataset's name that `source` gets when none is given.
std::string default_dataset_name(const std::filesystem::path& source);

// "training" and "test" for folders and files named like that, otherwise empty.
std::string official_split_of(const std::string& relative_path);

}  // namespace facepoint
