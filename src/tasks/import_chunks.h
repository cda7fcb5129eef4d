// What a reader of formats/ makes of a label file, passed on as rows for the store. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <string>

#include "formats/label_format.h"
#include "tasks/import_scan.h"

namespace facepoint {

// Of the text since the last row no more than a megabyte is held: longer text is several rows.
class LabelChunks : public LabelSink {
 public:
  struct Takers {
    // The key of the picture of that name; "" if it leads out of the dataset.
    std::function<std::string(const std::string&)> image_of;
    RowTaker row;
    std::function<void(const BadLine&)> bad;
  };
  explicit LabelChunks(Takers takers) : takers_(std::move(takers)) {}

  void text(std::string_view bytes) override;
  void bad(BadLine bad, std::string_view bytes) override;
  void finish();  // after reading

  const std::string& header() const { return header_; }  // the text before the first row

 private:
  void take(ReadFace face) override;
  void end_text();

  Takers takers_;
  std::string text_;  // since the last row
  std::string header_;
  bool any_row_ = false;
};

// The first bytes of a file's text, enough to tell its format.
std::string head_of(std::istream& in);
// As it is seen, after any orientation that it carries; not known: {}.
PictureSize size_of_picture(const std::filesystem::path& file);

}  // namespace facepoint
