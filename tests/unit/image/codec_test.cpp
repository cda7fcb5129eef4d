#include "image/codec.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "base/files.h"
#include "landmark/scheme.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

// Every pixel differs from its neighbours, so that a turned or shifted picture is noticed.
cv::Mat gradient(int width, int height, int type) {
  cv::Mat mat(height, width, type);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int b = x * 255 / width;
      const int g = y * 255 / height;
      if (mat.channels() == 1) mat.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(b);
      if (mat.channels() == 3) mat.at<cv::Vec3b>(y, x) = cv::Vec3b(b, g, 40);
      if (mat.channels() == 4) mat.at<cv::Vec4b>(y, x) = cv::Vec4b(b, g, 40, 255);
    }
  }
  return mat;
}

std::string encoded(const cv::Mat& mat, const char* extension) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, mat, bytes);
  return {bytes.begin(), bytes.end()};
}

Rgb pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* p = picture.row(y) + static_cast<std::ptrdiff_t>(3) * x;
  return {p[0], p[1], p[2]};
}

// An EXIF segment with nothing but the orientation, put behind the start marker of a JPEG.
std::string with_orientation(const std::string& jpeg, char orientation) {
  std::string exif("\xFF\xE1\x00\x22", 4);
  exif += std::string("Exif\0\0MM\0*\0\0\0\x08\0\x01", 16);
  exif += std::string("\x01\x12\0\x03\0\0\0\x01\0", 9) + orientation + std::string(2, '\0');
  exif += std::string(4, '\0');
  exif[3] = static_cast<char>(exif.size() - 2);
  return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

// As the program gifsicle would write two frames of 4 x 2 pixels, the second never shown. Codes of
// 3 bits: clear, the pixels' colours with a clear after every second, the end.
std::string small_gif(bool interlaced, int transparent) {
  std::string gif = "GIF89a";
  gif += std::string("\x05\0\x03\0\x81\0\0", 7);  // a screen of 5 x 3, four colours
  gif += std::string(
      "\xFF\0\0"
      "\0\xFF\0"
      "\0\0\xFF"
      "\xFF\xFF\xFF",
      12);
  if (transparent >= 0) {
    gif += std::string("\x21\xF9\x04\x01\0\0", 6) + static_cast<char>(transparent) + '\0';
  }
  for (int frame = 0; frame < 2; ++frame) {
    gif += std::string(",\x01\0\x01\0\x04\0\x02\0", 9);  // 4 x 2 at (1, 1)
    gif += interlaced ? '\x40' : '\0';
    std::vector<int> codes;
    const std::array<int, 8> colors = frame == 0 ? std::array<int, 8>{0, 1, 2, 3, 3, 2, 1, 0}
                                                 : std::array<int, 8>{3, 3, 3, 3, 3, 3, 3, 3};
    for (std::size_t i = 0; i < colors.size(); ++i) {
      if (i % 2 == 0) codes.push_back(4);
      codes.push_back(colors[i]);
    }
    codes.push_back(5);
    std::string data;
    unsigned bits = 0;
    int count = 0;
    for (const int code : codes) {
      bits |= static_cast<unsigned>(code) << static_cast<unsigned>(count);
      for (count += 3; count >= 8; count -= 8, bits >>= 8U) data += static_cast<char>(bits & 255U);
    }
    data += static_cast<char>(bits & 255U);
    gif += '\x02';
    gif += static_cast<char>(data.size());
    gif += data + '\0';
  }
  return gif + ";";
}

ErrorCode code_of_decoding(const std::string& bytes) {
  try {
    decode_picture(bytes, "a.jpg");
  } catch (const Error& e) {
    EXPECT_EQ(e.context(), "a.jpg");
    return e.code();
  }
  ADD_FAILURE() << "decoded what can't be decoded";
  return ErrorCode::kInternal;
}

TEST(Codec, FindsTheFormatByContent) {
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".jpg")), "jpeg");
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".png")), "png");
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".bmp")), "bmp");
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".tiff")), "tiff");
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".webp")), "webp");
  EXPECT_EQ(sniff_format(encoded(gradient(9, 9, CV_8UC3), ".ppm")), "pnm");
  EXPECT_EQ(sniff_format("GIF89a..."), "gif");
  EXPECT_EQ(sniff_format("BMW is a maker of cars, not a bitmap"), "");
  EXPECT_EQ(sniff_format("P.S. not a picture"), "");
  EXPECT_EQ(sniff_format(""), "");
}

TEST(Codec, ExtensionsSayAFormatInAnyCase) {
  EXPECT_TRUE(extension_agrees("a/b.JPG", "jpeg"));
  EXPECT_TRUE(extension_agrees("b.jpeg", "jpeg"));
  EXPECT_FALSE(extension_agrees("b.jpg", "png"));
  EXPECT_TRUE(has_picture_extension("x.Png"));
  EXPECT_FALSE(has_picture_extension("x.csv"));
  EXPECT_FALSE(has_picture_extension("png"));
}

TEST(Codec, DecodesEveryFormatToTheSamePixels) {
  const cv::Mat source = gradient(40, 30, CV_8UC3);
  for (const char* extension : {".png", ".bmp", ".tiff", ".ppm"}) {
    const Picture picture = decode_picture(encoded(source, extension), extension);
    ASSERT_EQ(picture.width, 40) << extension;
    ASSERT_EQ(picture.height, 30) << extension;
    ASSERT_EQ(picture.channels, 3) << extension;
    const auto bgr = source.at<cv::Vec3b>(20, 10);
    EXPECT_EQ(pixel(picture, 10, 20), (Rgb{bgr[2], bgr[1], bgr[0]})) << extension;
  }
}

TEST(Codec, APngNamedJpgIsReadByItsContent) {
  const test::TempDir dir;
  write_file_atomically(dir / "a.jpg", encoded(gradient(40, 30, CV_8UC4), ".png"));
  const Picture picture = load_picture(dir / "a.jpg");
  EXPECT_EQ(picture.width, 40);
  EXPECT_EQ(picture.channels, 3);
}

TEST(Codec, AlphaIsLaidOverBlack) {
  cv::Mat source(4, 4, CV_8UC4, cv::Scalar(10, 100, 200, 255));
  source.at<cv::Vec4b>(1, 1)[3] = 0;
  source.at<cv::Vec4b>(2, 2)[3] = 51;
  const Picture picture = decode_picture(encoded(source, ".png"), "");
  EXPECT_EQ(pixel(picture, 0, 0), (Rgb{200, 100, 10}));
  EXPECT_EQ(pixel(picture, 1, 1), (Rgb{0, 0, 0}));
  EXPECT_EQ(pixel(picture, 2, 2), (Rgb{40, 20, 2}));
}

TEST(Codec, SixteenBitsAreScaledToEight) {
  const cv::Mat source(4, 4, CV_16UC1, cv::Scalar(257 * 77));
  EXPECT_EQ(pixel(decode_picture(encoded(source, ".png"), ""), 3, 3), (Rgb{77, 77, 77}));
}

TEST(Codec, GreyBecomesRgb) {
  const cv::Mat source(4, 4, CV_8UC1, cv::Scalar(90));
  for (const char* extension : {".png", ".jpg"}) {
    EXPECT_EQ(pixel(decode_picture(encoded(source, extension), ""), 1, 2), (Rgb{90, 90, 90}));
  }
}

TEST(Codec, ExifOrientationIsAppliedOnce) {
  // Red at the top left of the stored pixels, of 32 x 16.
  cv::Mat stored(16, 32, CV_8UC3, cv::Scalar(0, 0, 0));
  stored(cv::Rect(0, 0, 16, 8)).setTo(cv::Scalar(0, 0, 255));
  const std::string jpeg = encoded(stored, ".jpg");
  struct Corner {
    char orientation;
    bool right;
    bool bottom;
  };
  const Corner corners[] = {{1, false, false}, {2, true, false}, {3, true, true}, {4, false, true},
                            {5, false, false}, {6, true, false}, {7, true, true}, {8, false, true}};
  for (const Corner& corner : corners) {
    SCOPED_TRACE(static_cast<int>(corner.orientation));
    const Picture picture = decode_picture(with_orientation(jpeg, corner.orientation), "");
    const bool turned = corner.orientation >= 5;
    ASSERT_EQ(picture.width, turned ? 16 : 32);
    ASSERT_EQ(picture.height, turned ? 32 : 16);
    const int x = corner.right ? picture.width - 2 : 1;
    const int y = corner.bottom ? picture.height - 2 : 1;
    EXPECT_GT(pixel(picture, x, y).r, 200);
    EXPECT_LT(pixel(picture, picture.width - 1 - x, picture.height - 1 - y).r, 60);
  }
}

TEST(Codec, TheExtentOfAFileIsThatOfThePictureInIt) {
  const test::TempDir dir;
  const std::string jpeg = encoded(gradient(32, 16, CV_8UC3), ".jpg");
  for (const char orientation : {1, 3, 6, 8}) {
    test::write_text(dir / "a.jpg", with_orientation(jpeg, orientation));
    const Picture picture = load_picture(dir / "a.jpg");
    EXPECT_EQ(picture_extent(dir / "a.jpg").width, picture.width);
    EXPECT_EQ(picture_extent(dir / "a.jpg").height, picture.height);
  }
  test::write_text(dir / "a.bmp", encoded(gradient(24, 10, CV_8UC3), ".bmp"));
  EXPECT_EQ(picture_extent(dir / "a.bmp").width, 24);
  test::write_text(dir / "a.gif", small_gif(false, -1));
  EXPECT_EQ(picture_extent(dir / "a.gif").width, 5);
  test::write_text(dir / "b.jpg", "no picture");
  EXPECT_EQ(picture_extent(dir / "b.jpg").width, 0);
  EXPECT_EQ(picture_extent(dir / "missing.jpg").width, 0);
}

TEST(Codec, EveryTruncationOfAJpegOrPngIsReported) {
  for (const char* extension : {".jpg", ".png", ".webp"}) {
    const std::string whole = encoded(gradient(64, 64, CV_8UC3), extension);
    for (std::size_t size = 16; size + 1 < whole.size(); size += 37) {
      EXPECT_EQ(code_of_decoding(whole.substr(0, size)), ErrorCode::kDamaged)
          << extension << " cut at " << size << " of " << whole.size();
    }
    EXPECT_EQ(code_of_decoding(whole.substr(0, whole.size() - 2)), ErrorCode::kDamaged);
  }
}

// Whatever a file is cut at, its picture is whole or none.
TEST(Codec, NoFormatCutAnywhereGivesHalfAPicture) {
  for (const char* extension : {".jpg", ".png", ".webp", ".bmp", ".ppm", ".tiff"}) {
    const std::string file = encoded(gradient(24, 24, CV_8UC3), extension);
    const Picture whole = decode_picture(file, "");
    for (std::size_t size = 0; size < file.size(); ++size) {
      try {
        const Picture picture = decode_picture(file.substr(0, size), "cut");
        EXPECT_EQ(picture.pixels, whole.pixels) << extension << " cut at " << size;
        EXPECT_GT(size + 20, file.size()) << extension << " cut at " << size;
      } catch (const Error& error) {
        EXPECT_FALSE(error.message().empty());
      }
    }
  }
}

TEST(Codec, OfABrokenBmpOrPpmNothingIsSaidButByTheError) {
  for (const char* extension : {".bmp", ".ppm"}) {
    const std::string file = encoded(gradient(24, 24, CV_8UC3), extension);
    testing::internal::CaptureStderr();
    for (const std::size_t size : {std::size_t{9}, std::size_t{30}, file.size() / 2}) {
      EXPECT_THROW(decode_picture(file.substr(0, size), "cut"), Error) << extension << size;
    }
    std::cerr << "what others say";
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "what others say") << extension;
  }
}

TEST(Codec, BytesBehindTheEndOfAPictureAreTolerated) {
  for (const char* extension : {".jpg", ".png"}) {
    const std::string whole = encoded(gradient(64, 64, CV_8UC3), extension);
    EXPECT_EQ(decode_picture(whole + std::string(100, 'x'), "").width, 64) << extension;
  }
}

TEST(Codec, ThumbnailsInsideAJpegDontHideItsTruncation) {
  const std::string thumbnail = encoded(gradient(8, 8, CV_8UC3), ".jpg");
  const std::string whole = encoded(gradient(64, 64, CV_8UC3), ".jpg");
  const auto length = thumbnail.size() + 2;
  const std::string segment = std::string("\xFF\xEC") + static_cast<char>(length / 256) +
                              static_cast<char>(length % 256) + thumbnail;
  const std::string with_thumbnail = whole.substr(0, 2) + segment + whole.substr(2);
  EXPECT_EQ(decode_picture(with_thumbnail, "").width, 64);
  EXPECT_EQ(code_of_decoding(with_thumbnail.substr(0, with_thumbnail.size() / 2)),
            ErrorCode::kDamaged);
}

std::array<int, 3> pixel_of(const Picture& picture, int x, int y) {
  const std::uint8_t* pixel = picture.row(y) + 3 * x;
  return {pixel[0], pixel[1], pixel[2]};
}

TEST(Codec, OfAnAnimatedGifTheFirstFrameIsReadAtItsPlace) {
  const std::array<int, 3> red{255, 0, 0};
  const std::array<int, 3> green{0, 255, 0};
  const std::array<int, 3> black{0, 0, 0};
  for (const bool interlaced : {false, true}) {
    const Picture picture = decode_picture(small_gif(interlaced, -1), "");
    ASSERT_EQ(picture.width, 5);
    ASSERT_EQ(picture.height, 3);
    EXPECT_EQ(pixel_of(picture, 0, 0), black) << "outside of the frame";
    EXPECT_EQ(pixel_of(picture, 1, 1), red);
    EXPECT_EQ(pixel_of(picture, 2, 1), green);
    EXPECT_EQ(pixel_of(picture, 4, 2), red);
  }
  EXPECT_EQ(pixel_of(decode_picture(small_gif(false, 1), ""), 2, 1), black) << "transparent";
}

TEST(Codec, AGifThatEndsEarlyIsToldAtEveryLengthOfItsFirstFrame) {
  const std::string gif = small_gif(false, 1);
  const std::size_t first = gif.find(',', 30);
  const std::size_t second = gif.find(',', first + 1);
  ASSERT_NE(second, std::string::npos);
  for (std::size_t length = 6; length < second - 3; ++length) {
    EXPECT_EQ(code_of_decoding(gif.substr(0, length)), ErrorCode::kDamaged) << length;
  }
  EXPECT_EQ(decode_picture(gif.substr(0, second), "").width, 5) << "without the second frame";
}

TEST(Codec, AnEmptyFileAndATextFileAreTold) {
  EXPECT_EQ(code_of_decoding(""), ErrorCode::kDamaged);
  EXPECT_EQ(code_of_decoding("name,0,1\nsome text\n"), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of_decoding("GIF89a and more"), ErrorCode::kUnsupported)
      << "a screen of 639 million pixels";
  EXPECT_EQ(code_of_decoding(std::string("\0\0\0\x18"
                                         "ftypheic....",
                                         16)),
            ErrorCode::kUnsupported);
}

TEST(Codec, APipeIsNotWaitedFor) {
  const test::TempDir dir;
  ASSERT_EQ(::mkfifo((dir / "pipe.jpg").c_str(), 0600), 0);
  EXPECT_THROW(load_picture(dir / "pipe.jpg"), Error);
  EXPECT_EQ(picture_extent(dir / "pipe.jpg").width, 0);
}

TEST(Codec, APictureThatClaimsTooManyPixelsIsRefusedBeforeDecoding) {
  std::string png = encoded(gradient(8, 8, CV_8UC3), ".png");
  png.replace(16, 8, std::string("\x00\x01\x00\x00\x00\x01\x00\x00", 8));  // 65536 x 65536
  EXPECT_EQ(code_of_decoding(png), ErrorCode::kUnsupported);
}

TEST(Codec, WhatIsSavedReadsBack) {
  const test::TempDir dir;
  const Picture picture = decode_picture(encoded(gradient(40, 30, CV_8UC3), ".png"), "");
  for (const char* name : {"a.png", "b.ppm"}) {
    save_picture(dir / name, picture);
    EXPECT_EQ(load_picture(dir / name).pixels, picture.pixels) << name;
  }
  save_picture(dir / "c.JPG", picture);
  EXPECT_EQ(sniff_format(read_file(dir / "c.JPG")), "jpeg");
  EXPECT_NEAR(pixel(load_picture(dir / "c.JPG"), 20, 15).g, pixel(picture, 20, 15).g, 6);
  EXPECT_THROW(save_picture(dir / "d.xyz", picture), Error);
}

}  // namespace
}  // namespace facepoint
