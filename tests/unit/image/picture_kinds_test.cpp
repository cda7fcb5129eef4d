// Kinds of BMP, TIFF, PNM and WebP that OpenCV does not write.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using Color = std::array<int, 3>;

std::string little(std::size_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i) & 255U);
  return text;
}

std::string big(std::size_t number, int bytes) {
  const std::string text = little(number, bytes);
  return {text.rbegin(), text.rend()};
}

Color pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* p = picture.row(y) + static_cast<std::ptrdiff_t>(3) * x;
  return {p[0], p[1], p[2]};
}

Color first_pixel(const std::string& file) { return pixel(decode_picture(file, ""), 0, 0); }

ErrorCode code_of_decoding(const std::string& file) {
  try {
    decode_picture(file, "");
  } catch (const Error& e) {
    return e.code();
  }
  ADD_FAILURE() << "decoded what can't be decoded";
  return ErrorCode::kInternal;
}

// What the file's head says against what is decoded.
void expect_extent(const std::string& file, int width, int height) {
  const test::TempDir dir;
  test::write_text(dir / "file", file);
  const PictureExtent extent = picture_extent(dir / "file");
  const Picture picture = load_picture(dir / "file");
  EXPECT_EQ(picture.width, width);
  EXPECT_EQ(picture.height, height);
  EXPECT_EQ(extent.width, width);
  EXPECT_EQ(extent.height, height);
}

// --- PNM

TEST(PictureKinds, PnmOfAnyBrightnessIsScaled) {
  EXPECT_EQ(first_pixel("P5 1 1 100\n" + std::string{50}), (Color{128, 128, 128}));
  EXPECT_EQ(first_pixel("P5 1 1 1023\n" + big(1023, 2)), (Color{255, 255, 255}));
  EXPECT_EQ(first_pixel("P5\n1 1\n4095\n" + big(2048, 2)), (Color{128, 128, 128}));
  EXPECT_EQ(first_pixel("P5 1 1 65535\n" + big(257 * 77, 2)), (Color{77, 77, 77}));
  EXPECT_EQ(first_pixel("P6 1 1 1\n" + std::string{1, 0, 1}), (Color{255, 0, 255}));
  EXPECT_EQ(first_pixel("P6 1 1 255\n" + std::string{1, 2, 3}), (Color{1, 2, 3}));
  EXPECT_EQ(first_pixel("P3 1 1 15 15 0 3"), (Color{255, 0, 51}));
  EXPECT_EQ(first_pixel("P2 1 1 1000 500"), (Color{128, 128, 128}));
  EXPECT_EQ(first_pixel("P2 1 1 10 11"), (Color{255, 255, 255})) << "more than white";
}

TEST(PictureKinds, PnmBitmapsAreWhereTheyAreNotSet) {
  const Color black{0, 0, 0};
  const Color white{255, 255, 255};
  // Nine columns: each row of the binary form begins a byte.
  for (const std::string& file :
       {"P4 9 2\n" + std::string("\x80\x80\x00\x00", 4),
        std::string("P1 9 2\n100000001\n000000000"),
        std::string("P1\n#\n9 2 1 0 0 0 0 0 0 0 1 # row\n000 000 000 ")}) {
    const Picture picture = decode_picture(file, "");
    ASSERT_EQ(picture.width, 9);
    EXPECT_EQ(pixel(picture, 0, 0), black);
    EXPECT_EQ(pixel(picture, 1, 0), white);
    EXPECT_EQ(pixel(picture, 8, 0), black);
    EXPECT_EQ(pixel(picture, 0, 1), white);
    EXPECT_EQ(pixel(picture, 8, 1), white);
  }
}

TEST(PictureKinds, PnmThatIsCutOrBrokenIsTold) {
  for (const char* file :
       {"P5 2 2 255\n123", "P5 2 2 300\n1234567", "P6 1 1 255\nab", "P3 1 1 9 1 2", "P2 2 1 9 1 x",
        "P1 4 1 0 1 0", "P4 9 1\na", "P5 2 2 255", "P5 2", "P2  ", "P5 0 2 255\n ", "P5 1 1 0\n1",
        "P5 1 1 65536\n12", "P5 -1 1 255\n1"}) {
    EXPECT_EQ(code_of_decoding(file), ErrorCode::kDamaged) << file;
  }
}

// --- BMP

struct BmpKind {
  int header = 40;
  int bits = 32;
  int compression = 0;
  std::string masks;  // behind a header of 40 bytes, in newer ones
};

// One row of two pixels.
std::string bmp(const BmpKind& kind, const std::string& pixels) {
  std::string header = little(kind.header, 4) + little(2, 4) + little(1, 4) + little(1, 2) +
                       little(kind.bits, 2) + little(kind.compression, 4) +
                       little(pixels.size(), 4) + std::string(16, '\0') + kind.masks;
  header.resize(std::max<std::size_t>(header.size(), kind.header));
  const std::size_t begin = 14 + header.size();
  return "BM" + little(begin + pixels.size(), 4) + std::string(4, '\0') + little(begin, 4) +
         header + pixels;
}

TEST(PictureKinds, AByteOfABmpThatIsNotUsedIsNoAlpha) {
  const std::string masks = little(0xFF0000, 4) + little(0xFF00, 4) + little(0xFF, 4);
  const std::string pixels{10, 20, 30, 0, 40, 50, 60, 0};
  for (const BmpKind& kind :
       {BmpKind{40, 32, 0, {}}, BmpKind{40, 32, 3, masks}, BmpKind{52, 32, 3, masks},
        BmpKind{108, 32, 3, masks + little(0, 4)}, BmpKind{124, 32, 0, masks}}) {
    EXPECT_EQ(first_pixel(bmp(kind, pixels)), (Color{30, 20, 10}))
        << kind.header << " " << kind.compression;
    expect_extent(bmp(kind, pixels), 2, 1);
  }
  const std::string half{100, 100, 100, 51, 0, 0, 0, 0};
  EXPECT_EQ(first_pixel(bmp({108, 32, 3, masks + little(0xFF000000, 4)}, half)),
            (Color{20, 20, 20}))
      << "there it is";
}

TEST(PictureKinds, ABmpOfAnotherOrderIsReadOrRefused) {
  const std::string masks = little(0xFF, 4) + little(0xFF00, 4) + little(0xFF0000, 4);
  const std::string pixels{10, 20, 30, 0, 40, 50, 60, 0};
  EXPECT_EQ(first_pixel(bmp({108, 32, 3, masks + little(0, 4)}, pixels)), (Color{10, 20, 30}));
  EXPECT_EQ(code_of_decoding(bmp({40, 32, 3, masks}, pixels)), ErrorCode::kUnsupported);
}

TEST(PictureKinds, TheOldestBmpIsInColorToo) {
  const std::string file = "BM" + little(34, 4) + std::string(4, '\0') + little(26, 4) +
                           little(12, 4) + little(2, 2) + little(1, 2) + little(1, 2) +
                           little(24, 2) + std::string{10, 20, 30, 40, 50, 60, 0, 0};
  EXPECT_EQ(first_pixel(file), (Color{30, 20, 10}));
  expect_extent(file, 2, 1);
}

// --- TIFF

struct TiffKind {
  int width = 1;
  int height = 1;
  int bits = 8;
  int samples = 3;
  int photometric = 2;  // 0: grey, 0 is white; 1: grey; 2: RGB
  int planar = 1;
  int alpha = -1;  // 1: multiplied; 2: straight; -1: none
  int orientation = 1;
  bool big_endian = false;
  int size_type = 3;  // of width and height: 3 two bytes, 4 four
};

// `pixels` in the file's byte order.
std::string tiff(const TiffKind& kind, const std::string& pixels) {
  const auto number = kind.big_endian ? big : little;
  const int planes = kind.planar == 2 ? kind.samples : 1;
  std::string extra;
  std::map<int, std::string> entries;
  const std::size_t count = kind.alpha < 0 ? 12 : 13;
  const std::size_t behind = 8 + 2 + 12 * count + 4;
  const auto add = [&](int tag, int type, const std::vector<std::size_t>& values) {
    std::string data;
    for (const std::size_t value : values) data += number(value, type == 3 ? 2 : 4);
    if (data.size() > 4) {
      const std::size_t at = behind + extra.size();
      extra += data;
      data = number(at, 4);
    }
    data.resize(4);
    entries[tag] = number(tag, 2) + number(type, 2) + number(values.size(), 4) + data;
  };
  const std::vector<std::size_t> lengths(planes, pixels.size() / planes);
  add(256, kind.size_type, {static_cast<std::size_t>(kind.width)});
  add(257, kind.size_type, {static_cast<std::size_t>(kind.height)});
  add(258, 3, std::vector<std::size_t>(kind.samples, kind.bits));
  add(259, 3, {1});
  add(262, 3, {static_cast<std::size_t>(kind.photometric)});
  add(274, 3, {static_cast<std::size_t>(kind.orientation)});
  add(277, 3, {static_cast<std::size_t>(kind.samples)});
  add(278, 4, {static_cast<std::size_t>(kind.height)});
  add(279, 4, lengths);
  add(284, 3, {static_cast<std::size_t>(kind.planar)});
  add(296, 3, {1});
  if (kind.alpha >= 0) add(338, 3, {static_cast<std::size_t>(kind.alpha)});
  std::vector<std::size_t> begins;
  const std::size_t data = behind + extra.size() + (planes > 1 ? 4 * planes : 0);
  for (int i = 0; i < planes; ++i) begins.push_back(data + i * lengths[0]);
  add(273, 4, begins);
  std::string file = (kind.big_endian ? "MM" : "II") + number(42, 2) + number(8, 4);
  file += number(entries.size(), 2);
  for (const auto& [tag, entry] : entries) file += entry;
  return file + number(0, 4) + extra + pixels;
}

TEST(PictureKinds, ATiffWithItsColoursOneAfterTheOtherIsReadOrRefused) {
  TiffKind kind{.width = 2, .planar = 2};
  EXPECT_EQ(first_pixel(tiff(kind, {1, 2, 3, 4, 5, 6})), (Color{1, 3, 5}));
  kind.bits = 16;
  try {
    decode_picture(tiff(kind, std::string(12, '\1')), "a.tif");
    ADD_FAILURE() << "decoded";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kUnsupported);
    EXPECT_THAT(e.what(), testing::HasSubstr("Save it with 8 bits"));
  }
}

TEST(PictureKinds, ATiffWhoseWhiteIsZeroIsNotInverted) {
  const TiffKind grey8{.samples = 1, .photometric = 0};
  EXPECT_EQ(first_pixel(tiff(grey8, std::string{55})), (Color{200, 200, 200}));
  for (const bool big_endian : {false, true}) {
    const TiffKind grey16{.bits = 16, .samples = 1, .photometric = 0, .big_endian = big_endian};
    const std::size_t stored = 65535 - 257 * 200;
    EXPECT_EQ(first_pixel(tiff(grey16, big_endian ? big(stored, 2) : little(stored, 2))),
              (Color{200, 200, 200}));
  }
}

TEST(PictureKinds, TheAlphaOfATiffDarkensOnce) {
  const auto of = [](int bits, int alpha, int light) {
    std::string pixels;
    for (const int value : {light, light, light, 51}) {
      pixels += little(bits == 8 ? value : 257 * value, bits / 8);
    }
    return first_pixel(tiff({.bits = bits, .samples = 4, .alpha = alpha}, pixels));
  };
  constexpr int kMultiplied = 1;
  constexpr int kStraight = 2;
  for (const int bits : {8, 16}) {
    EXPECT_EQ(of(bits, kStraight, 100), (Color{20, 20, 20})) << bits;
    EXPECT_EQ(of(bits, kMultiplied, 20), (Color{20, 20, 20})) << bits;
  }
}

TEST(PictureKinds, ATiffStandsUprightAndItsHeadSaysSo) {
  // Red at the stored beginning; where that belongs.
  struct Corner {
    bool right;
    bool bottom;
  };
  const std::array<Corner, 8> corners{{{false, false},
                                       {true, false},
                                       {true, true},
                                       {false, true},
                                       {false, false},
                                       {true, false},
                                       {true, true},
                                       {false, true}}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const int bits : {8, 16}) {
      for (const bool big_endian : {false, true}) {
        SCOPED_TRACE(std::to_string(orientation) + " " + std::to_string(bits));
        std::string pixels(static_cast<std::size_t>(3 * 2 * 3 * bits / 8), '\0');
        for (int i = 0; i < bits / 8; ++i) pixels[i] = '\xFF';
        const std::string file = tiff({.width = 3,
                                       .height = 2,
                                       .bits = bits,
                                       .orientation = orientation,
                                       .big_endian = big_endian,
                                       .size_type = big_endian ? 3 : 4},
                                      pixels);
        const bool turned = orientation >= 5;
        expect_extent(file, turned ? 2 : 3, turned ? 3 : 2);
        const Picture picture = decode_picture(file, "");
        const Corner& corner = corners[orientation - 1];
        EXPECT_EQ(pixel(picture, corner.right ? picture.width - 1 : 0,
                        corner.bottom ? picture.height - 1 : 0),
                  (Color{255, 0, 0}));
      }
    }
  }
}

// --- WebP

cv::Mat four_colors(int width, int height, int alpha) {
  cv::Mat mat(height, width, CV_8UC4, cv::Scalar(30, 20, 10, alpha));
  mat(cv::Rect(0, 0, width / 2, height / 2)).setTo(cv::Scalar(0, 0, 250, alpha));
  return mat;
}

constexpr int kLossless = 101;

std::string webp(const cv::Mat& mat, int quality) {
  std::vector<unsigned char> bytes;
  cv::imencode(".webp", mat, bytes, {cv::IMWRITE_WEBP_QUALITY, quality});
  return {bytes.begin(), bytes.end()};
}

std::string chunk(const std::string& type, const std::string& data) {
  return type + little(data.size(), 4) + data + std::string(data.size() % 2, '\0');
}

std::string riff(const std::string& chunks) {
  return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + chunks;
}

std::string canvas(int flags, int width, int height) {
  return chunk("VP8X", little(flags, 4) + little(width - 1, 3) + little(height - 1, 3));
}

// The chunks of a still WebP that are its picture.
std::string picture_in(const std::string& webp) {
  return webp.substr(webp.substr(12, 4) == "VP8X" ? 30 : 12);
}

std::string frame(const cv::Mat& mat, int x, int y, int quality) {
  return chunk("ANMF", little(x / 2, 3) + little(y / 2, 3) + little(mat.cols - 1, 3) +
                           little(mat.rows - 1, 3) + little(100, 3) + little(0, 1) +
                           picture_in(webp(mat, quality)));
}

TEST(PictureKinds, AWebpOfEachKindHasTheExtentOfItsHead) {
  for (const int alpha : {255, 120}) {
    for (const int quality : {80, kLossless}) {
      expect_extent(webp(four_colors(37, 21, alpha), quality), 37, 21);
    }
  }
  // EXIF with the orientation 6 alone.
  const std::string exif =
      std::string("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", 22) +
      std::string(4, '\0');
  constexpr int kExif = 8;
  expect_extent(riff(canvas(kExif, 37, 21) + picture_in(webp(four_colors(37, 21, 255), kLossless)) +
                     chunk("EXIF", exif)),
                21, 37);
}

TEST(PictureKinds, OfAnAnimatedWebpTheFirstFrameIsReadAtItsPlace) {
  constexpr int kAnimated = 2;
  for (const int alpha : {255, 51}) {
    for (const int quality : {100, kLossless}) {
      SCOPED_TRACE(std::to_string(alpha) + " " + std::to_string(quality));
      const std::string file =
          riff(canvas(kAnimated, 40, 30) + chunk("ANIM", std::string(6, '\xFF')) +
               frame(four_colors(20, 16, alpha), 10, 4, quality) +
               frame(four_colors(40, 30, 255), 0, 0, quality));
      expect_extent(file, 40, 30);
      const Picture picture = decode_picture(file, "");
      EXPECT_EQ(pixel(picture, 9, 4), (Color{0, 0, 0})) << "outside of the frame";
      EXPECT_EQ(pixel(picture, 30, 20), (Color{0, 0, 0}));
      EXPECT_NEAR(pixel(picture, 12, 6)[0], 250 * alpha / 255, 6);
      EXPECT_NEAR(pixel(picture, 27, 17)[0], 10 * alpha / 255, 6);
    }
  }
  const std::string outside =
      riff(canvas(kAnimated, 40, 30) + frame(four_colors(20, 16, 255), 22, 0, kLossless));
  EXPECT_EQ(code_of_decoding(outside), ErrorCode::kDamaged);
}

// --- All of them

TEST(PictureKinds, NoKindThatClaimsTooManyPixelsIsDecoded) {
  const std::string bytes(64, '\0');
  std::string many = bmp({40, 24, 0, {}}, bytes);
  many.replace(18, 8, little(30000, 4) + little(30000, 4));
  const cv::Mat small = four_colors(8, 8, 255);
  for (const std::string& file :
       {std::string("P6 30000 30000 255\n"), std::string("P1 30000 30000\n1"), many,
        tiff({.width = 30000, .height = 30000}, bytes),
        tiff({.width = 2, .height = 1 << 30, .size_type = 4}, bytes),
        riff(canvas(0, 1 << 20, 1 << 20) + picture_in(webp(small, kLossless)))}) {
    EXPECT_EQ(code_of_decoding(file), ErrorCode::kUnsupported) << file.substr(0, 4);
  }
  EXPECT_EQ(code_of_decoding("P6 16000 16000 255\n"), ErrorCode::kDamaged)
      << "and none is made room for that is not there";
}

TEST(PictureKinds, AFileOfMoreThanTwoGigabytesIsRefusedBeforeItIsRead) {
  const test::TempDir dir;
  test::write_text(dir / "a.tif", tiff({}, {1, 2, 3}));
  std::filesystem::resize_file(dir / "a.tif", std::uintmax_t{3} << 30U);  // a hole
  try {
    load_picture(dir / "a.tif");
    ADD_FAILURE() << "decoded";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kUnsupported);
    EXPECT_THAT(e.what(), testing::HasSubstr("more than 2 GB"));
  }
  EXPECT_EQ(picture_extent(dir / "a.tif").width, 0);
}

}  // namespace
}  // namespace facepoint
