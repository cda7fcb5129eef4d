// What holds for every format: chunks are the file's bytes, what is written reads back, and only
// that is lost which the format's traits say.
#include "formats/label_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "base/error.h"
#include "collected.h"
#include "formats/mapping_csv.h"

namespace facepoint {
namespace {

using namespace test;

const char* const kMapping = R"({"image": "file", "x": "{name}_x", "y": "{name}_y",
  "occluded": "{name}_hidden", "origin": 1, "delimiter": ";", "decimal": ",", "missing": ["-"]})";

std::vector<const LabelFormat*> written_formats() {
  static const std::unique_ptr<LabelFormat> kOwn = make_mapping_csv(kMapping, "mapping.json");
  std::vector<const LabelFormat*> formats;
  for (const LabelFormat* format : label_formats()) {
    if (format->traits().can_write) formats.push_back(format);
  }
  formats.push_back(kOwn.get());
  return formats;
}

// Faces of pictures that each have a name, with points of all kinds.
class RandomFaces {
 public:
  WriteFace next() {
    WriteFace face;
    face.size = {320, 240};
    face.image_name = "set a/pict\xC3\xBCre & <" + std::to_string(number_++ / 2) + ">.jpg";
    for (int i = 0; i < small_scheme().size(); ++i) {
      Landmark point{{position_(random_), position_(random_)}};
      if (kind_(random_) == 0) point.visibility = Visibility::kOccluded;
      if (kind_(random_) == 0) point = absent();
      face.points.push_back(point);
    }
    face.points[0] = {{1.25, 3}};  // a face has two points at least
    face.points[3] = {{30, 50.5}};
    return face;
  }

 private:
  std::mt19937 random_{7};
  std::uniform_real_distribution<double> position_{-20, 340};
  std::uniform_int_distribution<int> kind_{0, 9};
  int number_ = 0;
};

// What a format makes of faces, by writing and reading; faces it cannot hold are left out, as an
// export does. One file a face or image where the format is like that.
std::vector<WriteFace> through(const LabelFormat& format, const std::vector<WriteFace>& faces) {
  const bool together = format.traits().file_per == FilePer::kDataset;
  std::vector<WriteFace> result;
  const auto pass = [&](const std::vector<WriteFace>& some) {
    const std::string text = text_of(format, some, small_scheme());
    const Collected read = read_text(format, text, small_scheme(), {320, 240});
    EXPECT_EQ(read.bytes, text) << format.traits().name;
    EXPECT_TRUE(read.bad_lines.empty())
        << format.traits().name << ": " << read.bad_lines.front().reason;
    ASSERT_EQ(read.faces.size(), some.size()) << format.traits().name;
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (together) {
        EXPECT_EQ(read.faces[i].image_name, some[i].image_name) << format.traits().name;
      }
      result.push_back({some[i].image_name, some[i].size, read.faces[i].points});
    }
  };
  std::vector<WriteFace> held_faces;
  for (const WriteFace& face : faces) {
    const Held as_held = held(format.traits(), face.points, face.size);
    if (as_held.absent > 0) continue;
    held_faces.push_back({face.image_name, face.size, as_held.points});
  }
  if (together) {
    pass(held_faces);
  } else {
    for (const WriteFace& face : held_faces) pass({face});
  }
  return result;
}

void expect_same(const Keypoints& read, const Keypoints& expected, double tolerance,
                 const std::string& what) {
  ASSERT_EQ(read.size(), expected.size()) << what;
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].visibility, expected[i].visibility) << what;
    if (!expected[i].present()) continue;
    EXPECT_NEAR(read[i].position.x, expected[i].position.x, tolerance) << what;
    EXPECT_NEAR(read[i].position.y, expected[i].position.y, tolerance) << what;
  }
}

class EveryPairOfFormats : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryPairOfFormats, LosesOfTenThousandFacesOnlyWhatTheTraitsSay) {
  const LabelFormat& first = *written_formats()[GetParam()];
  RandomFaces random;
  std::vector<WriteFace> faces;
  for (int i = 0; i < 10000; ++i) faces.push_back(random.next());
  std::vector<WriteFace> once;
  for (const WriteFace& face : faces) {
    const Held as_held = held(first.traits(), face.points, face.size);
    if (as_held.absent == 0) once.push_back({face.image_name, face.size, as_held.points});
  }
  const std::vector<WriteFace> read_once = through(first, faces);
  ASSERT_EQ(read_once.size(), once.size());
  ASSERT_GT(once.size(), 2500U);
  for (std::size_t i = 0; i < once.size(); ++i) {
    expect_same(read_once[i].points, once[i].points, first.traits().tolerance, "");
  }
  for (const LabelFormat* second : written_formats()) {
    if (HasFailure()) return;
    const std::string what = "then " + second->traits().name;
    std::vector<Keypoints> expected;
    for (const WriteFace& face : read_once) {
      const Held as_held = held(second->traits(), face.points, face.size);
      if (as_held.absent == 0) expected.push_back(as_held.points);
    }
    const std::vector<WriteFace> twice = through(*second, read_once);
    ASSERT_EQ(twice.size(), expected.size()) << what;
    for (std::size_t i = 0; i < twice.size(); ++i) {
      expect_same(twice[i].points, expected[i], second->traits().tolerance, what);
    }
  }
}

std::string format_named(const testing::TestParamInfo<std::size_t>& format) {
  std::string name = written_formats()[format.param]->traits().name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(From, EveryPairOfFormats,
                         testing::Range(std::size_t{0}, written_formats().size()), format_named);

TEST(LabelFormat, ACorrectedPointChangesItsOwnNumbersOnlyInEveryFormat) {
  RandomFaces random;
  for (const LabelFormat* format : written_formats()) {
    const std::string& name = format->traits().name;
    WriteFace face = random.next();
    face.points[1] = {{10, 20}};
    face.points[2] = {{15, 30}};
    face.points = held(format->traits(), face.points, face.size).points;
    const std::string text = text_of(*format, {face}, small_scheme());
    const Keypoints before = read_text(*format, text, small_scheme(), face.size).faces.at(0).points;
    EXPECT_EQ(with_points(*format, text, 0, before, small_scheme(), face.size), text) << name;
    Keypoints moved = before;
    moved[1].position = {11, 20};
    const std::string changed = with_points(*format, text, 0, moved, small_scheme(), face.size);
    const auto read = read_text(*format, changed, small_scheme(), face.size);
    ASSERT_EQ(read.faces.size(), 1U) << name << ": " << changed;
    expect_same(read.faces[0].points, moved, format->traits().tolerance, name);
    // All but one number is where it was.
    std::size_t head = 0;
    while (head < text.size() && text[head] == changed[head]) ++head;
    std::size_t tail = 0;
    while (tail < text.size() - head &&
           text[text.size() - 1 - tail] == changed[changed.size() - 1 - tail]) {
      ++tail;
    }
    EXPECT_LT(text.size() - head - tail, 24U) << name;
  }
}

TEST(LabelFormat, EveryFormatKnowsItsOwnFilesBest) {
  RandomFaces random;
  for (const LabelFormat* format : label_formats()) {
    const FormatTraits& traits = format->traits();
    if (!traits.can_write) continue;
    const WriteFace face{"a.jpg", {320, 240}, make_keypoints({{1, 2}, {3, 4}, {5, 6}, {7, 8}})};
    const auto found =
        detect_label_format("a." + traits.extension, text_of(*format, {face}, small_scheme()));
    ASSERT_TRUE(found) << traits.name;
    EXPECT_EQ(found->format, format)
        << traits.name << " taken for " << found->format->traits().name;
    EXPECT_FALSE(found->guess.why.empty());
  }
  EXPECT_FALSE(detect_label_format("notes.txt", "Some notes of mine.\nNothing else.\n"));
  EXPECT_FALSE(detect_label_format("package.json", "{\"name\": \"x\", \"version\": \"1.0\"}"));
  EXPECT_FALSE(detect_label_format("a.xml", "<?xml version='1.0'?><svg></svg>"));
}

TEST(LabelFormat, NoReaderFailsOnPiecesAndSpoiltBytesOfAFile) {
  std::mt19937 random(11);
  RandomFaces faces;
  for (const LabelFormat* format : written_formats()) {
    const WriteFace face = {"a.jpg", {200, 100}, make_keypoints({{1, 2}, {3, 4}, {5, 6}, {7, 8}})};
    const std::string text = text_of(*format, {face}, small_scheme());
    for (std::size_t length = 0; length < text.size(); length += 1 + text.size() / 200) {
      std::string spoilt = text.substr(0, length);
      if (length > 0 && length % 3 == 0) spoilt[random() % length] = static_cast<char>(random());
      try {
        const Collected read = read_text(*format, spoilt);
        EXPECT_TRUE(read.bytes == spoilt || read.bytes.empty()) << format->traits().name;
      } catch (const Error& error) {
        EXPECT_FALSE(error.message().empty());
      }
    }
  }
}

}  // namespace
}  // namespace facepoint
