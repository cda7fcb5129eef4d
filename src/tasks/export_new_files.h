// Labels on their way into files that no import brought: one for all, or files that are called like
// their pictures. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "store/records.h"
#include "tasks/export.h"
#include "tasks/export_files.h"
#include "tasks/export_labels.h"

namespace facepoint {

[[noreturn]] void refuse_mixed_schemes(const std::string& where);

class NewFiles {
 public:
  using Refs = std::vector<LabelRef>;
  // How a face's image is named in a file.
  using NameOf = std::function<std::string(const Image&)>;

  // `files`: of the export, to which those that are written are added; no path is written twice.
  // Called with each label: `progress`.
  NewFiles(const ExportLabels& labels, LabelWriter& writer, std::vector<ExportReport::File>& files,
           std::function<void()> progress)
      : labels_(labels), writer_(writer), files_(files), progress_(std::move(progress)) {}

  // `also`: gets the bytes too, here and below.
  void write_all(const std::string& path, const Scheme& scheme, const Refs& refs,
                 const NameOf& name_of, Digest* also = nullptr);
  // A file an image in `folder` ("" or ending with a slash), called like it; or a file a face:
  // IMAGE.pts or, if an image has several faces, IMAGE_1.pts, IMAGE_2.pts, ...
  void write_each(const std::string& folder, const Refs& refs, const NameOf& name_of,
                  Digest* also = nullptr);
  // A path that no file has yet: STEM.csv, STEM_2.csv, ...; nor one of `taken`.
  std::string free_path(const std::string& stem, const std::set<std::string>& taken);

  // What the label files of all pictures of the exported datasets are called, without extension and
  // number, and what those are that `write_each` has met.
  std::set<std::string> all_stems();
  const std::set<std::string>& met_stems() const { return met_; }
  std::int64_t ambiguous() const { return ambiguous_; }  // files of pictures that share their stem

 private:
  const std::unordered_map<std::string, int>& pictures();
  void write(const std::string& folder, std::span<const LabelRef> together, bool numbered,
             const NameOf& name_of, Digest* also);
  void add(OutputFile& file, const Scheme& scheme, const LabelledFace& face, const NameOf& name_of);
  void finish(OutputFile& file, Digest* also);
  void note_files();
  std::string extension() const { return "." + writer_.traits().extension; }

  const ExportLabels& labels_;
  LabelWriter& writer_;
  std::vector<ExportReport::File>& files_;
  std::function<void()> progress_;
  std::unordered_map<std::string, int> pictures_;  // by stem: how many share it
  std::set<std::string> taken_;                    // paths of the first `noted_` files
  std::size_t noted_ = 0;
  std::set<std::string> met_;
  std::int64_t ambiguous_ = 0;
};

}  // namespace facepoint
