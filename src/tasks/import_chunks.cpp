#include "tasks/import_chunks.h"

#include "image/codec.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostText = 1UL << 20U;

// Of UTF-8: not its first byte.
bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

void LabelChunks::end_text() {
  if (text_.empty()) return;
  if (any_row_) {
    ParsedRow row;
    row.raw = std::move(text_);
    takers_.row(std::move(row));
  } else {
    header_ = std::move(text_);
    any_row_ = true;
  }
  text_.clear();
}

void LabelChunks::text(std::string_view bytes) {
  while (text_.size() + bytes.size() > kMostText) {
    std::size_t part = kMostText - text_.size();
    for (int i = 0; i < 3 && part > 0 && is_inside_character(bytes[part]); ++i) --part;
    text_ += bytes.substr(0, part);
    bytes.remove_prefix(part);
    end_text();
  }
  text_ += bytes;
}

void LabelChunks::bad(BadLine bad, std::string_view bytes) {
  takers_.bad(bad);
  if (bytes.empty()) return;
  end_text();
  any_row_ = true;
  ParsedRow row;
  row.image_name = kUnreadableRow;
  row.raw = bytes;
  takers_.row(std::move(row));
}

void LabelChunks::take(ReadFace face) {
  if (face.image_name.find('\0') != std::string::npos) {
    return bad({face.line, 1, "the file name contains a zero byte"}, face.raw);
  }
  std::string image = takers_.image_of(face.image_name);
  if (image.empty()) {
    return bad({face.line, 1, "the file name leads out of the dataset: " + face.image_name},
               face.raw);
  }
  end_text();
  any_row_ = true;
  ParsedRow row;
  row.image_name = face.image_name.empty() ? std::filesystem::path(image).filename().string()
                                           : std::move(face.image_name);
  row.image_path = std::move(image);
  row.line = face.line;
  row.points = std::move(face.points);
  row.raw = std::move(face.raw);  // also where it is empty: the bytes are in the text between
  takers_.row(std::move(row));
}

void LabelChunks::finish() { end_text(); }

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
