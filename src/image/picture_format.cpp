#include "image/picture_format.h"

#include <cstddef>

#include "image/bytes.h"

namespace facepoint {
namespace {

constexpr std::size_t kPngSignature = 8;
constexpr std::size_t kRiffHeader = 12;

// Calls `visit(marker, payload)` for each segment of a JPEG up to the end marker, until `visit`
// returns false. Returns whether the end marker was reached (or `visit` ended it).
template <typename Visit>
bool walk_jpeg(std::string_view bytes, const Visit& visit) {
  std::size_t at = 2;
  while (at + 1 < bytes.size()) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    const bool restart = marker >= 0xD0 && marker <= 0xD7;
    // Entropy-coded data follows a scan's header; there FF is followed by 00, or by a restart.
    if (byte != 0xFF || marker == 0x00 || marker == 0x01 || marker == 0xFF || restart) {
      ++at;
      continue;
    }
    if (marker == 0xD9) return true;
    if (at + 4 > bytes.size()) return false;
    const std::size_t length = number_at(bytes, at + 2, 2, ByteOrder::kBig);
    if (length < 2 || at + 2 + length > bytes.size()) return false;
    if (!visit(marker, bytes.substr(at + 4, length - 2))) return true;
    at += 2 + length;
  }
  return false;
}

// The same for a PNG's chunks (type, data), up to IEND.
template <typename Visit>
bool walk_png(std::string_view bytes, const Visit& visit) {
  std::size_t at = kPngSignature;
  while (at + 12 <= bytes.size()) {
    const std::size_t length = number_at(bytes, at, 4, ByteOrder::kBig);
    if (length > bytes.size() - at - 12) return false;
    const std::string_view type = bytes.substr(at + 4, 4);
    if (type == "IEND") return true;
    if (!visit(type, bytes.substr(at + 8, length))) return true;
    at += 12 + length;
  }
  return false;
}

// The same for a WebP's chunks. Chunks are padded to an even length.
template <typename Visit>
void walk_webp(std::string_view bytes, const Visit& visit) {
  std::size_t at = kRiffHeader;
  while (at + 8 <= bytes.size()) {
    const std::size_t length = number_at(bytes, at + 4, 4, ByteOrder::kLittle);
    if (length > bytes.size() - at - 8) return;
    if (!visit(bytes.substr(at, 4), bytes.substr(at + 8, length))) return;
    at += 8 + length + length % 2;
  }
}

// `tiff` is an EXIF block from its byte-order mark on.
int orientation_in_exif(std::string_view tiff) {
  constexpr std::uint32_t kOrientationTag = 274;
  constexpr std::size_t kEntryBytes = 12;
  if (tiff.size() < 8) return 1;
  const ByteOrder order = tiff.substr(0, 2) == "MM" ? ByteOrder::kBig : ByteOrder::kLittle;
  const std::size_t directory = number_at(tiff, 4, 4, order);
  if (directory + 2 > tiff.size()) return 1;
  const std::size_t entries = number_at(tiff, directory, 2, order);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntryBytes;
    if (entry + kEntryBytes > tiff.size()) return 1;
    if (number_at(tiff, entry, 2, order) != kOrientationTag) continue;
    const auto value = static_cast<int>(number_at(tiff, entry + 8, 2, order));
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

bool is_frame_header(unsigned char marker) {
  // SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

}  // namespace

bool is_truncated(const std::string& format, std::string_view bytes) {
  const auto on = [](auto, std::string_view) { return true; };
  if (format == "jpeg") return !walk_jpeg(bytes, on);
  if (format == "png") return !walk_png(bytes, on);
  if (format == "webp") {
    return bytes.size() < kRiffHeader ||
           number_at(bytes, 4, 4, ByteOrder::kLittle) > bytes.size() - 8;
  }
  return false;
}

PixelSize declared_size(const std::string& format, std::string_view bytes) {
  PixelSize size;
  if (format == "jpeg") {
    walk_jpeg(bytes, [&](unsigned char marker, std::string_view payload) {
      if (!is_frame_header(marker) || payload.size() < 5) return true;
      size.width = static_cast<std::int64_t>(number_at(payload, 3, 2, ByteOrder::kBig));
      size.height = static_cast<std::int64_t>(number_at(payload, 1, 2, ByteOrder::kBig));
      return false;
    });
  } else if (format == "png") {
    walk_png(bytes, [&](std::string_view type, std::string_view data) {
      if (type == "IHDR" && data.size() >= 8) {
        size.width = static_cast<std::int64_t>(number_at(data, 0, 4, ByteOrder::kBig));
        size.height = static_cast<std::int64_t>(number_at(data, 4, 4, ByteOrder::kBig));
      }
      return false;
    });
  }
  return size;
}

int exif_orientation(const std::string& format, std::string_view bytes) {
  constexpr std::string_view kExifMark("Exif\0\0", 6);
  int orientation = 1;
  if (format == "jpeg") {
    walk_jpeg(bytes, [&](unsigned char marker, std::string_view payload) {
      if (marker == 0xDA) return false;
      if (marker != 0xE1 || !payload.starts_with(kExifMark)) return true;
      orientation = orientation_in_exif(payload.substr(kExifMark.size()));
      return false;
    });
  } else if (format == "png" || format == "webp") {
    const auto visit = [&](std::string_view type, std::string_view data) {
      if (type != "eXIf" && type != "EXIF") return true;
      if (data.starts_with(kExifMark)) data.remove_prefix(kExifMark.size());
      orientation = orientation_in_exif(data);
      return false;
    };
    if (format == "png") walk_png(bytes, visit);
    if (format == "webp") walk_webp(bytes, visit);
  }
  return orientation;
}

}  // namespace facepoint
