#include "image/codec.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "image/gif.h"
#include "image/opencv_bridge.h"
#include "image/picture_format.h"
#include "image/pnm.h"
#include "image/quiet_cerr.h"
#include "image/tiff_head.h"

namespace facepoint {
namespace {

// Far below OpenCV's own limits (2^20 a side, 2^30 in all): a small file may claim a picture that
// fills the memory.
constexpr std::int64_t kMaxSide = 1 << 20;
constexpr std::int64_t kMaxPixels = 1 << 28;
constexpr std::uintmax_t kMaxBytes = std::numeric_limits<int>::max();

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kExtensions{{
    {".jpg", "jpeg"},
    {".jpeg", "jpeg"},
    {".jpe", "jpeg"},
    {".png", "png"},
    {".bmp", "bmp"},
    {".dib", "bmp"},
    {".tif", "tiff"},
    {".tiff", "tiff"},
    {".webp", "webp"},
    {".gif", "gif"},
    {".pnm", "pnm"},
    {".ppm", "pnm"},
    {".pgm", "pnm"},
    {".pbm", "pnm"},
}};

std::string lower_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

// Empty if the extension is none of a picture's.
std::string_view format_of_extension(const std::filesystem::path& path) {
  const std::string extension = lower_extension(path);
  for (const auto& known : kExtensions) {
    if (known.first == extension) return known.second;
  }
  return {};
}

bool looks_like_bmp(std::string_view bytes) {
  // Text may begin with "BM" as well: the size of the second header tells.
  if (bytes.size() < 18 || !bytes.starts_with("BM")) return false;
  constexpr std::array<unsigned char, 7> kHeaderSizes{12, 40, 52, 56, 64, 108, 124};
  const auto size = static_cast<unsigned char>(bytes[14]);
  return bytes[15] == 0 && bytes[16] == 0 && bytes[17] == 0 &&
         std::find(kHeaderSizes.begin(), kHeaderSizes.end(), size) != kHeaderSizes.end();
}

bool looks_like_pnm(std::string_view bytes) {
  return bytes.size() > 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
         std::isspace(static_cast<unsigned char>(bytes[2])) != 0;
}

void check_size(std::int64_t width, std::int64_t height, const std::string& context) {
  if (width <= kMaxSide && height <= kMaxSide && width * height <= kMaxPixels) return;
  throw Error(ErrorCode::kUnsupported,
              "The picture has " + std::to_string(width) + " x " + std::to_string(height) +
                  " pixels; at most " + std::to_string(kMaxPixels / 1000000) +
                  " million can be read. Scale it down.",
              context);
}

// By OpenCV, with the channels and the depth that the file has unless `mode` says otherwise.
cv::Mat decode_stored(std::string_view bytes, const std::string& format, const std::string& context,
                      int mode = cv::IMREAD_UNCHANGED) {
  const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1,
                      const_cast<char*>(bytes.data()));  // imdecode only reads it
  cv::Mat decoded;
  try {
    const QuietCerr quiet;
    decoded = cv::imdecode(input, mode);
  } catch (const cv::Exception& e) {
    const bool too_large = e.err.find("CV_IO_MAX_IMAGE") != std::string::npos;
    throw Error(too_large ? ErrorCode::kUnsupported : ErrorCode::kDamaged,
                too_large ? "The picture is too large to be read. Scale it down."
                          : "The " + format + " picture is damaged (" + e.err + ").",
                context);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kUnsupported, "There is not enough memory to decode the picture.",
                context);
  }
  if (decoded.empty()) {
    throw Error(ErrorCode::kDamaged, "The " + format + " picture is damaged and can't be decoded.",
                context);
  }
  check_size(decoded.cols, decoded.rows, context);
  return decoded;
}

cv::Mat without_alpha(const cv::Mat& mat) {
  if (mat.channels() != 4) return mat;
  cv::Mat result;
  cv::cvtColor(mat, result, cv::COLOR_BGRA2BGR);
  return result;
}

// The first frame of an animated WebP at its place, on black that nothing shows through.
cv::Mat decode_frame(const WebpFrame& frame, const PixelSize& canvas, const std::string& context) {
  const cv::Mat decoded = decode_stored(frame.file, "webp", context);
  if (frame.x + decoded.cols > canvas.width || frame.y + decoded.rows > canvas.height) {
    throw Error(ErrorCode::kDamaged, "The webp picture's first frame lies outside of it.", context);
  }
  cv::Mat whole(static_cast<int>(canvas.height), static_cast<int>(canvas.width), decoded.type(),
                cv::Scalar::all(0));
  decoded.copyTo(whole(cv::Rect({frame.x, frame.y}, decoded.size())));
  return whole;
}

// OpenCV reads 16-bit samples as if they always lay side by side, and takes 0 for black.
cv::Mat decode_tiff(std::string_view bytes, const std::string& context) {
  const TiffHead head = read_tiff_head(bytes).value_or(TiffHead{});
  if (head.planar && head.samples > 1 && head.bits > 8) {
    throw Error(ErrorCode::kUnsupported,
                "The tiff picture has 16 bits a sample and its colours one after the other, which "
                "can't be read. Save it with 8 bits, or with interleaved colours.",
                context);
  }
  cv::Mat decoded = decode_stored(bytes, "tiff", context);
  if (decoded.depth() == CV_16U && head.white_is_zero) cv::bitwise_not(decoded, decoded);
  // Otherwise the colours are multiplied by alpha already, with 8 bits by libtiff.
  const bool straight_alpha = decoded.depth() == CV_16U && head.straight_alpha;
  return straight_alpha ? decoded : without_alpha(decoded);
}

// OpenCV takes a byte that is not used for alpha, and the colours of the oldest kind for grey.
cv::Mat decode_bmp(std::string_view bytes, const std::string& context) {
  const BmpMasks masks = bmp_masks(bytes);
  if (!masks.heeded) {
    throw Error(ErrorCode::kUnsupported,
                "The bmp picture's colours lie in an unusual order. Save it with 24 bits a pixel.",
                context);
  }
  const int mode = masks.given ? cv::IMREAD_UNCHANGED : cv::IMREAD_COLOR;
  const cv::Mat decoded = decode_stored(bytes, "bmp", context, mode);
  return masks.alpha ? decoded : without_alpha(decoded);
}

cv::Mat decode(const std::string& format, std::string_view bytes, const std::string& context) {
  if (format == "tiff") return decode_tiff(bytes, context);
  if (format == "webp") {
    if (const std::optional<WebpFrame> frame = first_webp_frame(bytes)) {
      return decode_frame(*frame, declared_size(format, bytes), context);
    }
  }
  if (format == "bmp") return decode_bmp(bytes, context);
  return decode_stored(bytes, format, context);
}

// To 8 bits a channel; the full range of 16 bits becomes the full range of 8.
cv::Mat to_eight_bits(const cv::Mat& mat, const std::string& context) {
  if (mat.depth() == CV_8U) return mat;
  if (mat.depth() != CV_16U) {
    throw Error(ErrorCode::kUnsupported,
                "The picture's pixels are neither 8 nor 16 bit whole numbers. Convert it.",
                context);
  }
  cv::Mat result;
  mat.convertTo(result, CV_8U, 255.0 / 65535.0);
  return result;
}

// From OpenCV's B, G, R (A) or grey to `rgb`; what is transparent becomes black.
void to_rgb(const cv::Mat& mat, cv::Mat& rgb, const std::string& context) {
  switch (mat.channels()) {
    case 1:
      cv::cvtColor(mat, rgb, cv::COLOR_GRAY2RGB);
      return;
    case 3:
      cv::cvtColor(mat, rgb, cv::COLOR_BGR2RGB);
      return;
    case 4: {
      cv::Mat alpha;
      cv::cvtColor(mat, rgb, cv::COLOR_BGRA2RGB);
      cv::extractChannel(mat, alpha, 3);
      if (cv::countNonZero(alpha != 255) == 0) return;
      cv::cvtColor(alpha, alpha, cv::COLOR_GRAY2RGB);
      cv::multiply(rgb, alpha, rgb, 1.0 / 255.0);
      return;
    }
    default:
      throw Error(ErrorCode::kUnsupported,
                  "The picture has " + std::to_string(mat.channels()) + " channels. Convert it.",
                  context);
  }
}

// Turns and mirrors the stored pixels so that the picture stands upright (TIFF 6.0, tag 274).
cv::Mat upright(const cv::Mat& mat, int orientation) {
  constexpr int kAroundVerticalAxis = 1;
  constexpr int kAroundHorizontalAxis = 0;
  constexpr int kAroundBoth = -1;
  if (orientation == 1) return mat;
  cv::Mat result;
  if (orientation >= 5) {
    cv::transpose(mat, result);
  } else {
    result = mat;
  }
  if (orientation == 2 || orientation == 6) cv::flip(result, result, kAroundVerticalAxis);
  if (orientation == 4 || orientation == 8) cv::flip(result, result, kAroundHorizontalAxis);
  if (orientation == 3 || orientation == 7) cv::flip(result, result, kAroundBoth);
  return result;
}

std::string encode(const Picture& picture, const char* extension, const std::vector<int>& options) {
  cv::Mat pixels = view_of(picture);
  if (picture.channels == 3) {
    cv::Mat bgr;
    cv::cvtColor(pixels, bgr, cv::COLOR_RGB2BGR);
    pixels = bgr;
  }
  std::vector<unsigned char> bytes;
  try {
    cv::imencode(extension, pixels, bytes, options);
  } catch (const cv::Exception& e) {
    throw Error(ErrorCode::kInternal, "The picture could not be encoded (" + e.err + ").");
  }
  return {bytes.begin(), bytes.end()};
}

// Pictures by their content all the same; empty: it is none.
std::string unreadable_format(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (bytes.starts_with("\0\0\0\x0CjP  \r\n"sv)) return "JPEG 2000";
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp"sv) return {};
  const std::string_view brand = bytes.substr(8, 4);
  if (brand == "avif"sv || brand == "avis"sv) return "AVIF";
  for (const std::string_view heif : {"heic"sv, "heix"sv, "hevc"sv, "mif1"sv, "msf1"sv}) {
    if (brand == heif) return "HEIC";
  }
  return {};
}

}  // namespace

std::string sniff_format(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "png";
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return "tiff";
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv) {
    return "webp";
  }
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "gif";
  if (looks_like_bmp(bytes)) return "bmp";
  if (looks_like_pnm(bytes)) return "pnm";
  return {};
}

bool extension_agrees(const std::filesystem::path& path, const std::string& format) {
  return format_of_extension(path) == format;
}

bool has_picture_extension(const std::filesystem::path& path) {
  return !format_of_extension(path).empty();
}

Picture decode_picture(std::string_view bytes, const std::string& context) {
  if (bytes.empty()) throw Error(ErrorCode::kDamaged, "The file is empty.", context);
  const std::string format = sniff_format(bytes);
  if (format.empty()) {
    const std::string other = unreadable_format(bytes);
    throw Error(ErrorCode::kUnsupported,
                other.empty() ? "The file is not a picture: its content is none of JPEG, PNG, BMP, "
                                "TIFF, WebP, GIF, PNM."
                              : other + " pictures can't be read. Convert it to JPEG or PNG.",
                context);
  }
  if (is_truncated(format, bytes)) {
    throw Error(ErrorCode::kDamaged,
                "The " + format + " picture is truncated: the file ends before the picture does.",
                context);
  }
  const PixelSize declared = declared_size(format, bytes);
  check_size(declared.width, declared.height, context);
  if (format == "gif") return decode_gif(bytes, kMaxPixels, context);
  if (format == "pnm") return decode_pnm(bytes, context);
  // TIFFs are turned by OpenCV.
  const int orientation = format == "tiff" ? 1 : stored_orientation(format, bytes);
  const cv::Mat stored =
      upright(to_eight_bits(decode(format, bytes, context), context), orientation);
  // Straight into the picture: a copy of fresh memory costs as much as decoding.
  Picture picture = blank_picture(stored.cols, stored.rows, 3);
  cv::Mat pixels = view_of(picture);
  to_rgb(stored, pixels, context);
  return picture;
}

namespace {

// A pipe that nobody writes to would be waited for without end, and OpenCV counts bytes as ints.
std::string picture_bytes(const std::filesystem::path& path) {
  std::error_code unknown;
  const std::filesystem::file_status status = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(status) && std::filesystem::is_other(status)) {
    throw Error(ErrorCode::kUnreadable, "a pipe or a device, not a picture file", path.string());
  }
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > kMaxBytes) {
    throw Error(ErrorCode::kUnsupported,
                "The file has more than 2 GB. Scale the picture down, or save it compressed.",
                path.string());
  }
  return read_file(path);
}

}  // namespace

PictureExtent picture_extent(const std::filesystem::path& path) {
  try {
    const std::string bytes = picture_bytes(path);
    const std::string format = sniff_format(bytes);
    const PixelSize declared = declared_size(format, bytes);
    check_size(declared.width, declared.height, path.string());
    if (declared.width <= 0 || declared.height <= 0) {
      const Picture picture = decode_picture(bytes, path.string());
      return {picture.width, picture.height};
    }
    const auto width = static_cast<int>(declared.width);
    const auto height = static_cast<int>(declared.height);
    // From 5 on the picture lies on its side.
    if (stored_orientation(format, bytes) >= 5) return {height, width};
    return {width, height};
  } catch (const Error&) {
    return {};
  }
}

Picture load_picture(const std::filesystem::path& path) {
  return decode_picture(picture_bytes(path), path.string());
}

void save_picture(const std::filesystem::path& path, const Picture& picture) {
  constexpr int kJpegQuality = 95;
  const std::string extension = lower_extension(path);
  if (extension == ".png") {
    write_file_atomically(path, encode_png(picture));
  } else if (extension == ".jpg" || extension == ".jpeg") {
    write_file_atomically(path, encode_jpeg(picture, kJpegQuality));
  } else if (extension == ".ppm") {
    write_file_atomically(path, encode(picture, ".ppm", {}));
  } else {
    throw Error(ErrorCode::kInvalidInput,
                "Pictures are written as .png, .jpg or .ppm, not as '" + extension + "'.",
                path.string());
  }
}

std::string encode_png(const Picture& picture) { return encode(picture, ".png", {}); }

std::string encode_jpeg(const Picture& picture, int quality) {
  return encode(picture, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

Picture as_jpeg(const Picture& picture, int quality) {
  return decode_picture(encode_jpeg(picture, quality), {});
}

}  // namespace facepoint
