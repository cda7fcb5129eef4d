#include "image/picture_format.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "image/bytes.h"
#include "image/pnm.h"
#include "image/tiff_head.h"

namespace facepoint {
namespace {

constexpr std::size_t kPngSignature = 8;
constexpr std::size_t kRiffHeader = 12;

// The caller has checked that the bytes are there.
std::int64_t little(std::string_view bytes, std::size_t at, int size) {
  return static_cast<std::int64_t>(number_at(bytes, at, size, ByteOrder::kLittle));
}

std::int64_t big(std::string_view bytes, std::size_t at, int size) {
  return static_cast<std::int64_t>(number_at(bytes, at, size, ByteOrder::kBig));
}

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
    const std::size_t length = big(bytes, at + 2, 2);
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
    const std::size_t length = big(bytes, at, 4);
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
    const std::size_t length = little(bytes, at + 4, 4);
    if (length > bytes.size() - at - 8) return;
    if (!visit(bytes.substr(at, 4), bytes.substr(at + 8, length))) return;
    at += 8 + length + length % 2;
  }
}

bool is_frame_header(unsigned char marker) {
  // SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

PixelSize jpeg_size(std::string_view bytes) {
  PixelSize size;
  walk_jpeg(bytes, [&](unsigned char marker, std::string_view payload) {
    if (!is_frame_header(marker) || payload.size() < 5) return true;
    size = {big(payload, 3, 2), big(payload, 1, 2)};
    return false;
  });
  return size;
}

PixelSize png_size(std::string_view bytes) {
  PixelSize size;
  walk_png(bytes, [&](std::string_view type, std::string_view data) {
    if (type == "IHDR" && data.size() >= 8) size = {big(data, 0, 4), big(data, 4, 4)};
    return false;
  });
  return size;
}

// The first chunk is that of a canvas, of a lossless or of a lossy picture.
PixelSize webp_size(std::string_view bytes) {
  PixelSize size;
  walk_webp(bytes, [&](std::string_view type, std::string_view data) {
    if (type == "VP8X" && data.size() >= 10) {
      size = {little(data, 4, 3) + 1, little(data, 7, 3) + 1};
    } else if (type == "VP8L" && data.size() >= 5) {
      size = {(little(data, 1, 4) & 0x3FFF) + 1, (little(data, 1, 4) >> 14 & 0x3FFF) + 1};
    } else if (type == "VP8 " && data.size() >= 10) {
      size = {little(data, 6, 2) & 0x3FFF, little(data, 8, 2) & 0x3FFF};
    }
    return false;
  });
  return size;
}

constexpr std::size_t kBmpHeader = 14;  // of the file; that of the picture follows, its size first
constexpr std::int64_t kOldBmp = 12;    // a header of that size has 16-bit numbers

PixelSize bmp_size(std::string_view bytes) {
  if (bytes.size() < kBmpHeader + 12) return {};
  if (little(bytes, kBmpHeader, 4) == kOldBmp) return {little(bytes, 18, 2), little(bytes, 20, 2)};
  const auto width = static_cast<std::int32_t>(little(bytes, 18, 4));
  const auto height = static_cast<std::int32_t>(little(bytes, 22, 4));  // below 0: from the top
  return {width, std::abs(std::int64_t{height})};
}

PixelSize tiff_size(std::string_view bytes) {
  const std::optional<TiffHead> head = read_tiff_head(bytes);
  return head ? PixelSize{head->width, head->height} : PixelSize{};
}

PixelSize pnm_size(std::string_view bytes) {
  const std::optional<PnmHead> head = read_pnm_head(bytes);
  return head ? PixelSize{head->width, head->height} : PixelSize{};
}

PixelSize gif_size(std::string_view bytes) {
  return bytes.size() < 10 ? PixelSize{} : PixelSize{little(bytes, 6, 2), little(bytes, 8, 2)};
}

// A WebP file of the chunks of a frame, whose size (minus one each, three bytes) is `size`.
std::string still_webp(std::string_view size, std::string_view chunks) {
  constexpr char kAlpha = 0x10;
  const auto number = [](std::size_t value) {
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 255U);
    return bytes;
  };
  std::string body = "WEBP";
  if (chunks.starts_with("ALPH")) {
    body += "VP8X" + number(10) + kAlpha + std::string(3, '\0');
    body += size;
  }
  body += chunks;
  return "RIFF" + number(body.size()) + body;
}

int orientation_in(std::string_view tiff) {
  const std::optional<TiffHead> head = read_tiff_head(tiff);
  return head ? head->orientation : 1;
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
  constexpr std::array<std::pair<std::string_view, PixelSize (*)(std::string_view)>, 7> kSizes{{
      {"jpeg", jpeg_size},
      {"png", png_size},
      {"webp", webp_size},
      {"bmp", bmp_size},
      {"tiff", tiff_size},
      {"pnm", pnm_size},
      {"gif", gif_size},
  }};
  for (const auto& [name, size_of] : kSizes) {
    if (name == format) return size_of(bytes);
  }
  return {};
}

int stored_orientation(const std::string& format, std::string_view bytes) {
  constexpr std::string_view kExifMark("Exif\0\0", 6);
  int orientation = 1;
  if (format == "tiff") {
    orientation = orientation_in(bytes);
  } else if (format == "jpeg") {
    walk_jpeg(bytes, [&](unsigned char marker, std::string_view payload) {
      if (marker == 0xDA) return false;
      if (marker != 0xE1 || !payload.starts_with(kExifMark)) return true;
      orientation = orientation_in(payload.substr(kExifMark.size()));
      return false;
    });
  } else if (format == "png" || format == "webp") {
    const auto visit = [&](std::string_view type, std::string_view data) {
      if (type != "eXIf" && type != "EXIF") return true;
      if (data.starts_with(kExifMark)) data.remove_prefix(kExifMark.size());
      orientation = orientation_in(data);
      return false;
    };
    if (format == "png") walk_png(bytes, visit);
    if (format == "webp") walk_webp(bytes, visit);
  }
  return orientation;
}

std::optional<WebpFrame> first_webp_frame(std::string_view webp) {
  constexpr int kAnimated = 2;  // of the flags
  constexpr std::size_t kFrameHeader = 16;
  bool animated = false;
  std::optional<WebpFrame> frame;
  walk_webp(webp, [&](std::string_view type, std::string_view data) {
    if (type == "VP8X" && !data.empty()) animated = (data[0] & kAnimated) != 0;
    if (type != "ANMF" || data.size() < kFrameHeader) return animated;
    frame = WebpFrame{still_webp(data.substr(6, 6), data.substr(kFrameHeader)),
                      static_cast<int>(2 * little(data, 0, 3)),
                      static_cast<int>(2 * little(data, 3, 3))};
    return false;
  });
  return frame;
}

BmpMasks bmp_masks(std::string_view bmp) {
  constexpr std::int64_t kGiven = 3;  // the "compression" that says so
  constexpr std::int64_t kWithAlpha = 56;
  BmpMasks masks;
  if (bmp.size() < 70 || little(bmp, kBmpHeader, 4) == kOldBmp || little(bmp, 30, 4) != kGiven) {
    return masks;
  }
  const bool is_new = little(bmp, kBmpHeader, 4) >= kWithAlpha;
  const bool usual =
      little(bmp, 54, 4) == 0xFF0000 && little(bmp, 58, 4) == 0xFF00 && little(bmp, 62, 4) == 0xFF;
  masks.given = true;
  masks.alpha = is_new && little(bmp, 66, 4) != 0;
  masks.heeded = is_new || usual || little(bmp, 28, 2) != 32;
  return masks;
}

}  // namespace facepoint
