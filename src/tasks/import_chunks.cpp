#include "tasks/import_chunks.h"

#include "image/codec.h"

namespace facepoint {

void LabelChunks::end_text() {
  if (text_.empty()) return;
  if (any_row_) {
    ParsedRow row;
    row.raw = std::move(text_);
    rows_.push_back(std::move(row));
  } else {
    header_ = std::move(text_);
  }
  text_.clear();
}

void LabelChunks::text(std::string_view bytes) { text_ += bytes; }

void LabelChunks::bad(BadLine bad, std::string_view bytes) {
  bad_lines_.push_back(std::move(bad));
  if (bytes.empty()) return;
  end_text();
  any_row_ = true;
  ParsedRow row;
  row.image_name = kUnreadableRow;
  row.raw = bytes;
  rows_.push_back(std::move(row));
}

void LabelChunks::face(ReadFace face) {
  const std::string image = image_of_(face.image_name);
  if (image.empty()) {
    return bad({face.line, 1, "the file name leads out of the dataset: " + face.image_name},
               face.raw);
  }
  end_text();
  any_row_ = true;
  ++faces_;
  ParsedRow row;
  row.image_name =
      face.image_name.empty() ? std::filesystem::path(image).filename().string() : face.image_name;
  row.image_path = image;
  row.place = key_ + ":" + std::to_string(face.line);
  row.points = std::move(face.points);
  if (face.raw.empty()) keeps_bytes_ = false;
  if (keeps_bytes_) row.raw = std::move(face.raw);
  rows_.push_back(std::move(row));
}

ParsedLabels LabelChunks::finish() {
  end_text();
  ParsedLabels labels;
  labels.file.path = key_;
  labels.file.line_end = "";  // chunks have their own
  labels.file.ends_with_line_end = false;
  if (keeps_bytes_) {
    labels.file.header = std::move(header_);
    labels.rows = std::move(rows_);
    return labels;
  }
  for (ParsedRow& row : rows_) {
    row.raw.reset();
    if (!row.points.empty()) labels.rows.push_back(std::move(row));
  }
  return labels;
}

std::string head_of(std::istream& in) {
  constexpr std::size_t kHead = 64 * 1024;
  std::string head(kHead, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

PictureSize size_of_picture(const std::filesystem::path& file) {
  const PictureExtent extent = picture_extent(file);
  return {extent.width, extent.height};
}

}  // namespace facepoint
