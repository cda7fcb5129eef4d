// Writes the project's labels as files: each imported label file again, byte for byte where nobody
// changed anything, or the parts of a split plan with a manifest. Every file is written beside,
// renamed, read back and compared. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/project.h"

namespace facepoint {

// Without a split:
// - every label file of `format` goes to its path in the dataset, rows in their order, also those
//   that could not be read; with `where` only rows whose image matches;
// - labels that have no row in a file of `format` (accepted proposals, labels from files of another
//   format) go to added_keypoints.csv (keypoints.csv in a dataset that has no CSV; .json, .xml as
//   the format says), images named by their path in the dataset; for formats of a file an image or
//   a face to a file beside the image's place; YOLO's to rows of the image's file, or to one in
//   labels/ for an image in images/, like the dataset's other rows;
// - several datasets get a folder each;
// - label files of an earlier export whose labels are gone, or in another file now, are removed.
// Of a snapshot the same bytes are written as on the day that it was taken.
// With a split: NAME/train.csv, val.csv, test.csv (for pts NAME/train/IMAGE.pts, likewise others),
// or the folds of a k-fold plan, or train, val and test of one of them (PLAN/K, in the folder
// PLAN-K), and NAME/manifest.json; rejected faces are left out. A plan that separates pictures
// which are the same or nearly is refused.
struct ExportOptions {
  std::string format = "udacity-csv";  // one of export_formats()
  std::filesystem::path mapping = {};  // of a CSV's own layout: see formats/mapping_csv.h
  std::filesystem::path lookup = {};   // IdLookupTable.csv, for "kaggle-submission"
  std::filesystem::path out;
  std::string where;     // a query; empty: everything
  std::string split;     // a plan's name; empty: none
  std::string dataset;   // only this one; empty: all
  std::string snapshot;  // a snapshot's name: its labels, as an export then; empty: now
  // "median": of faces that several people labelled (see store/opinions.h) the geometric median,
  // point by point, unless the label was adjudicated; empty: the labels.
  std::string merge;
  std::vector<FaceId> faces = {};  // only these and their rows; empty: all
  // Converts labels to this landmark scheme (see landmark/scheme_mapping.h); the rows of files in
  // another one are then written anew, to keypoints.csv. Empty: each dataset's own.
  std::string scheme = {};
  bool allow_leaks = false;  // also a plan that separates identical or nearly identical images

  void check() const;  // throws Error(kInvalidInput)
};

struct ExportReport {
  struct File {
    std::string path;  // relative to `out`
    std::int64_t rows = 0;
    std::int64_t changed_rows = 0;  // that differ from the imported file
    std::string digest;             // of its bytes
  };
  // What the format cannot hold.
  struct Loss {
    std::string what;
    std::int64_t count = 0;
  };
  std::vector<File> files;
  std::vector<Loss> losses;
  std::int64_t leftovers = 0;          // files of an earlier export, removed
  std::vector<std::string> put_aside;  // files that were there and of no export: their names now
  std::int64_t merged = 0;             // faces whose points come from several people
  std::int64_t converted = 0;          // faces written in another scheme than their dataset's
  std::vector<std::string> left_out;   // faces, and why

  std::string put_aside_text() const;  // a sentence about them
};

// A format that labels can be written in, and the file of the options that it needs.
struct ExportFormat {
  enum class Needs : std::uint8_t { kNothing, kMapping, kLookup };
  std::string name;
  Needs needs = Needs::kNothing;
};
std::vector<ExportFormat> export_formats();
std::string export_format_names();  // "udacity-csv, pts, ... or kaggle-submission"

ExportReport run_export(Project& project, const ExportOptions& options, JobContext& job);

}  // namespace facepoint
