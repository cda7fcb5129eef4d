#include "image/video.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "support/drawn_clip.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int kWidth = 64;
constexpr int kHeight = 48;

// A white square that goes from the left to the right, so that frames and ways are told apart.
Picture moment(int number) {
  Picture picture{kWidth, kHeight, 3, {}};
  picture.pixels.assign(picture.row_bytes() * kHeight, 0);
  for (int y = 0; y < 12; ++y) {
    for (int x = number; x < number + 12; ++x) {
      for (int c = 0; c < 3; ++c) picture.row(y)[3 * x + c] = 255;
    }
  }
  for (int x = 0; x < kWidth; ++x) picture.row(kHeight - 1)[3 * x] = 255;  // the last line is red
  return picture;
}

int left_edge(const Picture& picture) {
  int x = 0;
  while (x < picture.width && picture.row(3)[3 * x + 1] < 128) ++x;
  return x;
}

class VideoTest : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& codec, int frames = 20) {
    test::write_video(dir_ / name, codec, 10, frames, moment);
    return dir_ / name;
  }
  static std::vector<VideoFrame> all(VideoReader& reader) {
    std::vector<VideoFrame> frames;
    while (auto frame = reader.next()) frames.push_back(std::move(*frame));
    return frames;
  }
  static std::string error_of(const fs::path& file) {
    try {
      VideoReader reader(file);
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  }
  test::TempDir dir_;
};

TEST_F(VideoTest, GivesEveryFrameInOrderWithItsTime) {
  for (const auto& [name, codec, exact] :
       {std::tuple{"a.avi", "FFV1", true}, std::tuple{"a.mkv", "FFV1", true},
        std::tuple{"m.avi", "MJPG", false}, std::tuple{"a.mp4", "mp4v", false}}) {
    VideoReader reader(write(name, codec));
    EXPECT_EQ(reader.facts().width, kWidth) << name;
    EXPECT_EQ(reader.facts().height, kHeight) << name;
    EXPECT_NEAR(reader.facts().fps, 10, 1e-6) << name;
    EXPECT_EQ(reader.facts().frames, 20) << name;
    EXPECT_EQ(reader.facts().rotation, 0) << name;
    const std::vector<VideoFrame> frames = all(reader);
    ASSERT_EQ(frames.size(), 20) << name;
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(frames[i].number, i);
      EXPECT_NEAR(frames[i].seconds, i * 0.1, 1e-3) << name;
      EXPECT_NEAR(left_edge(frames[i].picture), i, 1) << name;
      EXPECT_TRUE(!exact || frames[i].picture.pixels == moment(i).pixels) << name << " " << i;
    }
    EXPECT_EQ(reader.problem(), "") << name;
    EXPECT_FALSE(reader.steps().uneven) << name;
    EXPECT_FALSE(reader.next());
  }
}

TEST_F(VideoTest, KnowsAVideoByItsContent) {
  const fs::path video = write("a.mp4", "mp4v");
  fs::rename(video, dir_ / "clip.jpg");
  EXPECT_TRUE(is_video(dir_ / "clip.jpg"));
  save_picture(dir_ / "picture.png", moment(0));
  fs::rename(dir_ / "picture.png", dir_ / "picture.mp4");
  EXPECT_FALSE(is_video(dir_ / "picture.mp4"));
  EXPECT_FALSE(is_video(dir_ / "not there"));
  EXPECT_EQ(sniff_video(std::string("\0\0\0\x1c"
                                    "ftypavif",
                                    12)),
            "");
  EXPECT_EQ(sniff_video(""), "");
}

TEST_F(VideoTest, ReadsTheTransportStreamsOfCamcorders) {
  // AVCHD: four bytes of time before each packet of 188.
  const std::string stream = read_file(write("a.ts", "MPEG"));
  std::string timed;
  for (std::size_t at = 0; at < stream.size(); at += 188) {
    timed += std::string(4, '\0') + stream.substr(at, 188);
  }
  test::write_text(dir_ / "a.MTS", timed);
  VideoReader plain(dir_ / "a.ts");
  VideoReader reader(dir_ / "a.MTS");
  EXPECT_EQ(all(reader).size(), all(plain).size());
  EXPECT_EQ(sniff_video("Good, but no stream of packets"), "");
}

TEST_F(VideoTest, ReadsAQuickTimeFileThatBeginsWithRoom) {
  // The index lies behind the frames, by offsets: so much room as the box at the beginning had.
  std::string bytes = read_file(write("a.mp4", "mp4v"));
  ASSERT_EQ(bytes.substr(4, 4), "ftyp");
  for (const char* box : {"free", "skip", "pnot"}) {
    bytes.replace(4, 4, box);
    test::write_text(dir_ / "a.mov", bytes);
    VideoReader reader(dir_ / "a.mov");
    EXPECT_EQ(all(reader).size(), 20) << box;
  }
  EXPECT_EQ(sniff_video("the free encyclopedia"), "");
}

TEST_F(VideoTest, SaysWhatCannotBeOpened) {
  EXPECT_THAT(error_of(dir_ / "gone.mp4"), HasSubstr("no such video"));
  test::write_text(dir_ / "text.mp4", "text");
  EXPECT_THAT(error_of(dir_ / "text.mp4"), HasSubstr("text.mp4: this is no video"));
  test::write_text(dir_ / "empty.mp4", "");
  EXPECT_THAT(error_of(dir_ / "empty.mp4"), HasSubstr("no video"));
  const std::string whole = read_file(write("a.mp4", "mp4v"));
  test::write_text(dir_ / "cut.mp4", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(error_of(dir_ / "cut.mp4"), HasSubstr("cut off before its index"));
  const std::string avi = read_file(write("a.avi", "MJPG"));
  test::write_text(dir_ / "head.avi", avi.substr(0, avi.find("movi") + 8));
  EXPECT_THAT(error_of(dir_ / "head.avi"), HasSubstr("head.avi: "));
}

TEST_F(VideoTest, OfACutVideoWhatCanBeReadStays) {
  const std::string whole = read_file(write("a.avi", "FFV1"));
  const std::size_t pictures = whole.find("movi");
  const std::size_t index = whole.rfind("idx1");
  test::write_text(dir_ / "cut.avi", whole.substr(0, (pictures + index) / 2));
  VideoReader reader(dir_ / "cut.avi");
  EXPECT_EQ(reader.problem(), "") << "only at its end is that known";
  const std::size_t frames = all(reader).size();
  EXPECT_GT(frames, 4);
  EXPECT_LT(frames, 16);
  EXPECT_THAT(reader.problem(), HasSubstr("after frame " + std::to_string(frames - 1)));
  EXPECT_THAT(reader.problem(), HasSubstr("of the 20 that it promises"));
}

std::string big_endian(std::size_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 255U);
  return bytes;
}

TEST_F(VideoTest, WhatLastsLongerThanThePicturesIsNotMissing) {
  // Matroska knows only how long the file lasts, and the sound may last longer than the pictures.
  std::string bytes = read_file(write("a.mkv", "FFV1"));
  const std::size_t duration = bytes.find("\x44\x89\x88");
  ASSERT_NE(duration, std::string::npos);
  const auto lasting = [&](double milliseconds) {
    std::string big(8, '\0');
    std::reverse_copy(reinterpret_cast<const char*>(&milliseconds),
                      reinterpret_cast<const char*>(&milliseconds + 1), big.begin());
    bytes.replace(duration + 3, 8, big);
    test::write_text(dir_ / "b.mkv", bytes);
    VideoReader reader(dir_ / "b.mkv");
    EXPECT_EQ(reader.facts().frames, milliseconds / 100);
    EXPECT_EQ(all(reader).size(), 20);
    return reader.problem();
  };
  EXPECT_EQ(lasting(4000), "") << "a tag says how long the pictures last";
  bytes.replace(bytes.find("DURATION"), 8, "UNKNOWNS");
  EXPECT_EQ(lasting(2700), "");
  EXPECT_THAT(lasting(4000), HasSubstr("2.0 of the 4.0 seconds"));
}

TEST_F(VideoTest, TheMissingEndOfAMatroskaFileIsTold) {
  const std::string whole = read_file(write("a.mkv", "FFV1", 45));
  test::write_text(dir_ / "cut.mkv", whole.substr(0, whole.size() / 2));
  VideoReader reader(dir_ / "cut.mkv");
  EXPECT_LT(all(reader).size(), 40);
  EXPECT_THAT(reader.problem(), HasSubstr("of the 4.5 seconds"));
}

TEST_F(VideoTest, FramesThatAnAviRepeatsWithoutStoringThemAreNotMissing) {
  std::string bytes = read_file(write("a.avi", "FFV1"));
  bytes.replace(bytes.find("vids") + 32, 1, std::string{22});  // the stream's length
  test::write_text(dir_ / "b.avi", bytes);
  VideoReader reader(dir_ / "b.avi");
  EXPECT_EQ(reader.facts().frames, 22);
  EXPECT_EQ(all(reader).size(), 20);
  EXPECT_EQ(reader.problem(), "");
}

TEST_F(VideoTest, FramesThatAreTrimmedAwayAreNotMissing) {
  // An edit list that shows nothing for 0.5 s, then the pictures from 1.2 s on, for 0.8 s.
  std::string bytes = read_file(write("a.mp4", "mp4v"));
  const std::size_t movie = bytes.find("moov") - 4;
  const std::size_t track = bytes.find("trak") - 4;
  const std::size_t header = bytes.find("tkhd") - 4;
  const auto number_of = [&](std::size_t at) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
      number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    return number;
  };
  const std::size_t scale = number_of(bytes.find("mdhd") + 16);
  const std::string edits = big_endian(48) + "edts" + big_endian(40) + "elst" + big_endian(0) +
                            big_endian(2) + big_endian(500) + big_endian(0xFFFFFFFF) +
                            big_endian(0x10000) + big_endian(800) + big_endian(scale * 12 / 10) +
                            big_endian(0x10000);
  ASSERT_GT(movie, bytes.find("mdat")) << "so no offset changes";
  ASSERT_EQ(number_of(bytes.find("mvhd") + 16), 1000);
  bytes.replace(header + 28, 4, big_endian(1300));
  const std::size_t old = bytes.find("edts");
  if (old != std::string::npos) bytes.replace(old, 4, "free");
  bytes.replace(movie, 4, big_endian(number_of(movie) + edits.size()));
  bytes.replace(track, 4, big_endian(number_of(track) + edits.size()));
  bytes.insert(header + number_of(header), edits);
  test::write_text(dir_ / "trimmed.mp4", bytes);
  VideoReader reader(dir_ / "trimmed.mp4");
  EXPECT_EQ(reader.facts().frames, 20);
  EXPECT_EQ(all(reader).size(), 8);
  EXPECT_EQ(reader.problem(), "");
}

TEST_F(VideoTest, TurnsPicturesUpright) {
  // The track header's matrix, as phones write it for a picture to be turned by 90 degrees.
  std::string bytes = read_file(write("a.mp4", "mp4v"));
  const std::size_t matrix = bytes.find("tkhd") + 44;
  const unsigned char turned[36] = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 255, 255, 0,  0, 0, 0,
                                    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   0,   64, 0, 0, 0};
  bytes.replace(matrix, 36, reinterpret_cast<const char*>(turned), 36);
  test::write_text(dir_ / "turned.mp4", bytes);
  VideoReader reader(dir_ / "turned.mp4");
  EXPECT_EQ(reader.facts().rotation, 90);
  EXPECT_EQ(reader.facts().width, kHeight);
  EXPECT_EQ(reader.facts().height, kWidth);
  const VideoFrame first = *reader.next();
  EXPECT_EQ(first.picture.width, kHeight);
  EXPECT_EQ(first.picture.height, kWidth);
  const auto red = [&](int x, int y) { return first.picture.row(y)[3 * x]; };
  EXPECT_GT(red(kHeight - 4, 4), 128) << "what was at the top left is at the top right";
  EXPECT_LT(red(4, 4), 128);
}

TEST_F(VideoTest, KeepsTheTimesOfAVaryingFrameRate) {
  // Matroska stores a time in milliseconds with each frame: the tenth comes 60 ms late.
  std::string bytes = read_file(write("a.mkv", "FFV1"));
  const std::string block{'\x81', '\x03', '\x84', '\0'};  // track 1, 900 ms
  const std::size_t at = bytes.find(block);
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at + 1, 2, std::string{'\x03', '\xC0'});  // 960
  test::write_text(dir_ / "late.mkv", bytes);
  VideoReader reader(dir_ / "late.mkv");
  const std::vector<VideoFrame> frames = all(reader);
  ASSERT_EQ(frames.size(), 20);
  EXPECT_NEAR(frames[8].seconds, 0.8, 1e-3);
  EXPECT_NEAR(frames[9].seconds, 0.96, 1e-3);
  EXPECT_NEAR(frames[10].seconds, 1, 1e-3);
  EXPECT_TRUE(reader.steps().uneven);
  EXPECT_NEAR(reader.steps().shortest, 0.04, 1e-3);
  EXPECT_NEAR(reader.steps().longest, 0.16, 1e-3);
}

}  // namespace
}  // namespace facepoint
