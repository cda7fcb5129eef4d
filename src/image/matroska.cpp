#include "image/matroska.h"

#include <charconv>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "image/bytes.h"

namespace facepoint {
namespace {

enum Id : std::uint32_t {
  kSegment = 0x18538067,
  kTracks = 0x1654AE6B,
  kTrack = 0xAE,
  kTrackType = 0x83,
  kTrackNumber = 0x73C5,  // the long one, by which tags name it
  kTags = 0x1254C367,
  kTag = 0x7373,
  kTargets = 0x63C0,
  kTargetTrack = 0x63C5,
  kSimpleTag = 0x67C8,
  kTagName = 0x45A3,
  kTagText = 0x4487,
};

struct Head {
  std::uint64_t id = 0;
  std::uint64_t size = 0;   // of the content
  std::uint64_t bytes = 0;  // of the head itself
};
constexpr std::size_t kMostHead = 12;

// Bytes of a number, which the zeros at the beginning of its first one count; 9: more than any.
int length_at(std::string_view bytes, std::size_t at) {
  int length = 1;
  const unsigned first = at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
  for (unsigned bit = 0x80; bit > 0 && (first & bit) == 0; bit >>= 1U) ++length;
  return length;
}

// nullopt: it is broken, cut off, or of unknown size, as those of live streams.
std::optional<Head> head_of(std::string_view bytes) {
  const int id = length_at(bytes, 0);
  if (id > 4) return std::nullopt;
  const int size = length_at(bytes, id);
  const auto both = static_cast<std::size_t>(id) + static_cast<std::size_t>(size);
  if (size > 8 || both > bytes.size()) return std::nullopt;
  const std::uint64_t most = (std::uint64_t{1} << (7 * size)) - 1;
  Head head;
  head.id = number_at(bytes, 0, id, ByteOrder::kBig);
  head.size = number_at(bytes, id, size, ByteOrder::kBig) & most;
  head.bytes = both;
  if (head.size == most) return std::nullopt;
  return head;
}

// Calls `visit(id, content)` for the elements that lie in another one.
template <typename Visit>
void walk(std::string_view elements, const Visit& visit) {
  while (const std::optional<Head> head = head_of(elements)) {
    elements.remove_prefix(head->bytes);
    if (head->size > elements.size()) return;
    visit(head->id, elements.substr(0, head->size));
    elements.remove_prefix(head->size);
  }
}

// The first one of its kind; empty: there is none.
std::string_view element_in(std::string_view elements, Id id) {
  std::string_view found;
  walk(elements, [&](std::uint64_t other, std::string_view content) {
    if (other == id && found.empty()) found = content;
  });
  return found;
}

// Where the tracks and the tags of a file lie among its pictures, read one after the other.
struct Parts {
  std::string tracks;
  std::string tags;
};

Parts read_parts(const std::filesystem::path& file) {
  constexpr std::uint64_t kMostPart = 16U << 20U;
  Parts parts;
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(kMostHead, '\0');
  for (std::uint64_t at = 0; parts.tracks.empty() || parts.tags.empty();) {
    stream.seekg(static_cast<std::streamoff>(at));
    stream.read(bytes.data(), kMostHead);
    const auto read = static_cast<std::size_t>(stream.gcount());
    stream.clear();
    const std::optional<Head> head = head_of(std::string_view(bytes).substr(0, read));
    if (!head || head->size > INT64_MAX / 2) break;
    at += head->bytes;
    if (head->id == kSegment) continue;  // into it
    if ((head->id == kTracks || head->id == kTags) && head->size <= kMostPart) {
      std::string& part = head->id == kTracks ? parts.tracks : parts.tags;
      part.resize(head->size);
      stream.seekg(static_cast<std::streamoff>(at));
      if (!stream.read(part.data(), static_cast<std::streamsize>(part.size()))) break;
    }
    at += head->size;
  }
  return parts;
}

// The number of the first track of pictures, as it is stored.
std::string_view picture_track(std::string_view tracks) {
  std::string_view number;
  walk(tracks, [&](std::uint64_t id, std::string_view track) {
    const bool of_pictures = id == kTrack && element_in(track, kTrackType) == "\x01";
    if (of_pictures && number.empty()) number = element_in(track, kTrackNumber);
  });
  return number;
}

// "00:01:10.250000000" in seconds; nullopt: it is something else.
std::optional<double> seconds_of(std::string_view clock) {
  clock = clock.substr(0, clock.find('\0'));
  double seconds = 0;
  for (int part = 0; part < 3; ++part) {
    double value = 0;
    const auto [end, error] = std::from_chars(clock.data(), clock.data() + clock.size(), value);
    if (error != std::errc()) return std::nullopt;
    clock.remove_prefix(static_cast<std::size_t>(end - clock.data()));
    if (clock.empty() != (part == 2)) return std::nullopt;
    if (!clock.empty()) clock.remove_prefix(1);
    seconds = 60 * seconds + value;
  }
  return seconds;
}

}  // namespace

std::optional<double> matroska_picture_seconds(const std::filesystem::path& file) {
  const Parts parts = read_parts(file);
  const std::string_view track = picture_track(parts.tracks);
  std::optional<double> seconds;
  walk(parts.tags, [&](std::uint64_t id, std::string_view tag) {
    if (id != kTag || track.empty()) return;
    if (element_in(element_in(tag, kTargets), kTargetTrack) != track) return;
    walk(tag, [&](std::uint64_t inner, std::string_view simple) {
      if (inner != kSimpleTag || element_in(simple, kTagName) != "DURATION") return;
      seconds = seconds_of(element_in(simple, kTagText));
    });
  });
  return seconds;
}

}  // namespace facepoint
