// What a reader of formats/ makes of a label file, gathered as rows for the store. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "formats/label_format.h"
#include "tasks/import_scan.h"

namespace facepoint {

class LabelChunks : public LabelSink {
 public:
  // `image_of` gives the key of the picture of that name; "" if it leads out of the dataset.
  LabelChunks(std::string key, std::function<std::string(const std::string&)> image_of)
      : key_(std::move(key)), image_of_(std::move(image_of)) {}

  void text(std::string_view bytes) override;
  void face(ReadFace face) override;
  void bad(BadLine bad, std::string_view bytes) override;

  std::int64_t faces() const { return faces_; }
  const std::vector<BadLine>& bad_lines() const { return bad_lines_; }
  // Where a face has no bytes of its own, the file's text is not kept: it can only be written anew.
  ParsedLabels finish();

 private:
  void end_text();

  std::string key_;
  std::function<std::string(const std::string&)> image_of_;
  std::string text_;  // since the last row
  std::vector<ParsedRow> rows_;
  std::string header_;
  bool any_row_ = false;
  bool keeps_bytes_ = true;
  std::int64_t faces_ = 0;
  std::vector<BadLine> bad_lines_;
};

// The first bytes of a file's text, enough to tell its format.
std::string head_of(std::istream& in);
// As it is seen, after any orientation that it carries; not known: {}.
PictureSize size_of_picture(const std::filesystem::path& file);

}  // namespace facepoint
