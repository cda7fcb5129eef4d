#include "image/mp4.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "image/bytes.h"

namespace facepoint {
namespace {

constexpr std::size_t kHead = 8;       // of a box: its size with the head, its type
constexpr std::size_t kLongHead = 16;  // with a size of eight bytes

std::uint64_t big_endian(std::string_view bytes, std::size_t at, int size) {
  return at + static_cast<std::size_t>(size) <= bytes.size()
             ? number_at(bytes, at, size, ByteOrder::kBig)
             : 0;
}

// The box that holds the index; empty: there is none that is whole.
std::string movie_box(const std::filesystem::path& file) {
  constexpr std::uint64_t kMost = 256U << 20U;  // days of video
  std::ifstream stream(file, std::ios::binary);
  std::string head(kLongHead, '\0');
  for (std::uint64_t at = 0; stream.seekg(static_cast<std::streamoff>(at));) {
    stream.read(head.data(), kLongHead);
    const auto read = static_cast<std::size_t>(stream.gcount());
    if (read < kHead) return {};
    stream.clear();
    const std::uint64_t shortly = big_endian(head, 0, 4);
    const bool is_long = shortly == 1 && read == kLongHead;
    const std::uint64_t head_size = is_long ? kLongHead : kHead;
    const std::uint64_t size = is_long ? big_endian(head, 8, 8) : shortly;
    if (size < head_size || size > INT64_MAX - at) return {};
    if (head.compare(4, 4, "moov") == 0) {
      if (size > kMost) return {};
      std::string box(size - head_size, '\0');
      stream.seekg(static_cast<std::streamoff>(at + head_size));
      return stream.read(box.data(), static_cast<std::streamsize>(box.size())) ? box : "";
    }
    at += size;
  }
  return {};
}

// Calls `visit(type, content)` for the boxes that lie in another one, until it returns false.
template <typename Visit>
void walk_boxes(std::string_view boxes, const Visit& visit) {
  while (boxes.size() >= kHead) {
    const std::uint64_t size = big_endian(boxes, 0, 4);
    if (size < kHead || size > boxes.size()) return;
    if (!visit(boxes.substr(4, 4), boxes.substr(kHead, size - kHead))) return;
    boxes.remove_prefix(size);
  }
}

std::string_view box_in(std::string_view boxes, std::string_view type) {
  std::string_view found;
  walk_boxes(boxes, [&](std::string_view name, std::string_view content) {
    if (name == type) found = content;
    return found.empty();
  });
  return found;
}

bool is_of_pictures(std::string_view track) {
  const std::string_view handler = box_in(box_in(track, "mdia"), "hdlr");
  return handler.size() >= 12 && handler.substr(8, 4) == "vide";
}

// Times of the second version have eight bytes. Both skip version and flags, and two dates.
bool has_long_times(std::string_view box) { return !box.empty() && box[0] == 1; }

std::uint64_t time_scale(std::string_view movie_header) {
  return big_endian(movie_header, has_long_times(movie_header) ? 20 : 12, 4);
}

// Behind the track's number and four bytes that are reserved; 0: unknown.
std::uint64_t duration(std::string_view track_header) {
  const bool is_long = has_long_times(track_header);
  const std::uint64_t unknown = is_long ? UINT64_MAX : UINT32_MAX;
  const std::uint64_t time = big_endian(track_header, is_long ? 28 : 20, is_long ? 8 : 4);
  return time == unknown ? 0 : time;
}

// For how long an edit list shows nothing, before its pictures begin or between them.
std::uint64_t empty_time(std::string_view edit_list) {
  constexpr std::size_t kBeforeEntries = 8;
  const int size =
      has_long_times(edit_list) ? 8 : 4;  // of a time; the rate's four bytes follow two
  const std::uint64_t nothing = size == 8 ? UINT64_MAX : UINT32_MAX;
  std::uint64_t empty = 0;
  for (std::size_t at = kBeforeEntries; at + 2 * size + 4 <= edit_list.size(); at += 2 * size + 4) {
    if (big_endian(edit_list, at + size, size) == nothing) empty += big_endian(edit_list, at, size);
  }
  return empty;
}

}  // namespace

std::optional<double> mp4_picture_seconds(const std::filesystem::path& file) {
  const std::string movie = movie_box(file);
  const std::uint64_t scale = time_scale(box_in(movie, "mvhd"));
  std::uint64_t time = 0;
  walk_boxes(movie, [&](std::string_view type, std::string_view track) {
    const bool found = type == "trak" && is_of_pictures(track);
    if (!found) return true;
    const std::uint64_t whole = duration(box_in(track, "tkhd"));
    time = whole - std::min(whole, empty_time(box_in(box_in(track, "edts"), "elst")));
    return false;
  });
  if (scale == 0 || time == 0) return std::nullopt;
  return static_cast<double>(time) / static_cast<double>(scale);
}

}  // namespace facepoint
