#include "image/tiff_head.h"

#include <iterator>

#include "image/bytes.h"

namespace facepoint {
namespace {

constexpr int kEntryBytes = 12;

int bytes_of(std::int64_t type) {
  enum : std::uint8_t { kByte = 1, kShort = 3, kLong = 4 };
  return type == kByte ? 1 : type == kShort ? 2 : type == kLong ? 4 : 0;
}

class Directory {
 public:
  explicit Directory(std::string_view tiff)
      : tiff_(tiff),
        order_(tiff.starts_with("MM") ? ByteOrder::kBig : ByteOrder::kLittle),
        begin_(number(4, 4).value_or(std::ssize(tiff)) + 2),
        entries_(number(begin_ - 2, 2)) {}

  bool found() const { return entries_.has_value(); }

  // The first value of a tag.
  std::int64_t value(std::int64_t tag, std::int64_t missing) const {
    for (std::int64_t i = 0; i < *entries_; ++i) {
      const std::int64_t entry = begin_ + i * kEntryBytes;
      const auto name = number(entry, 2);
      if (!name) return missing;
      if (*name == tag) return value_at(entry).value_or(missing);
    }
    return missing;
  }

 private:
  std::optional<std::int64_t> value_at(std::int64_t entry) const {
    const auto type = number(entry + 2, 2);
    const auto count = number(entry + 4, 4);
    const auto place = number(entry + 8, 4);
    if (!place || *count == 0) return std::nullopt;
    const int size = bytes_of(*type);
    const bool inside = *count * size <= 4;
    return size == 0 ? std::nullopt : number(inside ? entry + 8 : *place, size);
  }

  std::optional<std::int64_t> number(std::int64_t at, int size) const {
    if (at < 0 || at + size > std::ssize(tiff_)) return std::nullopt;
    return static_cast<std::int64_t>(number_at(tiff_, at, size, order_));
  }

  std::string_view tiff_;
  ByteOrder order_;
  std::int64_t begin_;  // of the entries, behind their number
  std::optional<std::int64_t> entries_;
};

}  // namespace

std::optional<TiffHead> read_tiff_head(std::string_view tiff) {
  const Directory directory(tiff);
  if (!directory.found()) return std::nullopt;
  const auto small = [&](std::int64_t tag, int missing) {
    return static_cast<int>(directory.value(tag, missing));
  };
  TiffHead head;
  head.width = directory.value(256, 0);
  head.height = directory.value(257, 0);
  head.bits = small(258, head.bits);
  head.white_is_zero = small(262, 1) == 0;
  head.samples = small(277, head.samples);
  head.planar = small(284, 1) == 2;
  head.straight_alpha = small(338, 0) == 2;
  const int orientation = small(274, 1);
  if (orientation >= 1 && orientation <= 8) head.orientation = orientation;
  return head;
}

}  // namespace facepoint
