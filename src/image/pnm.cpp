#include "image/pnm.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/error.h"
#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// Numbers in text, with comments from '#' to the end of a line between them.
class Text {
 public:
  Text(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  std::size_t at() const { return at_; }

  // nullopt: none follows, or one far too large.
  std::optional<std::int64_t> number() {
    constexpr std::int64_t kMost = 1'000'000'000;
    if (!find_digit()) return std::nullopt;
    std::int64_t value = 0;
    for (; at_ < bytes_.size() && is_digit(bytes_[at_]); ++at_) {
      value = 10 * value + (bytes_[at_] - '0');
      if (value > kMost) return std::nullopt;
    }
    return value;
  }

  // Of a text bitmap, whose digits may lie side by side.
  std::optional<std::int64_t> digit() {
    if (!find_digit()) return std::nullopt;
    return bytes_[at_++] - '0';
  }

 private:
  bool find_digit() {
    while (at_ < bytes_.size() && !is_digit(bytes_[at_])) {
      if (bytes_[at_] == '#') {
        at_ = std::min(bytes_.find_first_of("\r\n", at_), bytes_.size());
      } else if (is_space(bytes_[at_])) {
        ++at_;
      } else {
        return false;
      }
    }
    return at_ < bytes_.size();
  }

  std::string_view bytes_;
  std::size_t at_;
};

bool is_bitmap(const PnmHead& head) { return head.kind == 1 || head.kind == 4; }
bool is_text(const PnmHead& head) { return head.kind <= 3; }
int channels(const PnmHead& head) { return head.kind % 3 == 0 ? 3 : 1; }

// Of the pixels, at least.
std::size_t bytes_needed(const PnmHead& head) {
  const auto row = static_cast<std::size_t>(head.width) * channels(head);
  const auto rows = static_cast<std::size_t>(head.height);
  if (head.kind == 1) return row * rows;
  if (head.kind == 4) return (row + 7) / 8 * rows;
  if (is_text(head)) return 2 * row * rows - 1;
  return row * rows * (head.white > 255 ? 2 : 1);
}

// The samples one after the other, as 0 (black) to 255 (white).
class Samples {
 public:
  Samples(const PnmHead& head, std::string_view bytes, const std::string& context)
      : head_(head), bytes_(bytes), at_(head.pixels), text_(bytes, head.pixels), context_(context) {
    if (bytes.size() - head.pixels < bytes_needed(head)) damaged(context);
    for (std::int64_t value = 0; value <= head.white; ++value) {
      const auto light = static_cast<std::uint8_t>((255 * value + head.white / 2) / head.white);
      light_.push_back(is_bitmap(head) ? 255 - light : light);
    }
  }

  [[noreturn]] static void damaged(const std::string& context) {
    throw Error(ErrorCode::kDamaged,
                "The pnm picture is damaged, or the file ends before the picture does.", context);
  }

  std::uint8_t next() { return light_[std::min(stored(), head_.white)]; }

  // Binary bitmaps fill the last byte of each row.
  void end_row() {
    if (bit_ > 0) ++at_;
    bit_ = 0;
  }

 private:
  std::int64_t stored() {
    if (is_text(head_)) {
      const auto number = head_.kind == 1 ? text_.digit() : text_.number();
      if (!number) damaged(context_);
      return *number;
    }
    if (is_bitmap(head_)) {
      const int bit = byte(at_) >> (7 - bit_) & 1;
      bit_ = (bit_ + 1) % 8;
      if (bit_ == 0) ++at_;
      return bit;
    }
    if (head_.white < 256) return byte(at_++);
    at_ += 2;
    return 256 * byte(at_ - 2) + byte(at_ - 1);
  }

  int byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }

  const PnmHead& head_;
  std::string_view bytes_;
  std::size_t at_;
  Text text_;
  int bit_ = 0;
  std::vector<std::uint8_t> light_;  // of each value
  const std::string& context_;
};

}  // namespace

std::optional<PnmHead> read_pnm_head(std::string_view bytes) {
  if (bytes.size() < 3 || bytes[0] != 'P' || bytes[1] < '1' || bytes[1] > '6') return std::nullopt;
  PnmHead head;
  head.kind = bytes[1] - '0';
  Text text(bytes, 2);
  const auto width = text.number();
  const auto height = text.number();
  const auto white = is_bitmap(head) ? head.white : text.number();
  if (!width || !height || !white) return std::nullopt;
  if (*width < 1 || *height < 1 || *white < 1 || *white > 65535) return std::nullopt;
  head.width = *width;
  head.height = *height;
  head.white = *white;
  head.pixels = std::min(text.at() + 1, bytes.size());
  return head;
}

Picture decode_pnm(std::string_view bytes, const std::string& context) {
  const std::optional<PnmHead> head = read_pnm_head(bytes);
  if (!head) Samples::damaged(context);
  Samples samples(*head, bytes, context);
  Picture picture = blank_picture(static_cast<int>(head->width), static_cast<int>(head->height), 3);
  const bool is_grey = channels(*head) == 1;
  for (int y = 0; y < picture.height; ++y) {
    std::uint8_t* row = picture.row(y);
    for (std::size_t i = 0; i < picture.row_bytes(); ++i) {
      row[i] = is_grey && i % 3 > 0 ? row[i - 1] : samples.next();
    }
    samples.end_row();
  }
  return picture;
}

}  // namespace facepoint
