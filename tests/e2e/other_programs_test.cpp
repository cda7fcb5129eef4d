// What facepoint writes, another program reads; what another program writes, facepoint reads, and
// writes again as it came. The other programs are in other_programs/: dlib's and OpenCV's own
// functions, pandas, and for formats without a program that Debian or npm has short readers and
// writers by the format's description.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "formats/label_format.h"
#include "formats/mapping_csv.h"
#include "image/codec.h"
#include "landmark/scheme.h"
#include "program.h"
#include "store/faces.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Peer {
  std::string format;
  std::string reader;  // of other_programs/
  std::string writer;
  // What they add to the format's own tolerance.
  double reader_rounds = 1e-9;
  double writer_rounds = 1e-9;
  std::string scheme = "ibug68";
  std::string cannot_read = {};  // in a name, however it is written
  std::string cannot_write = {};
};

void PrintTo(const Peer& peer, std::ostream* out) { *out << peer.format; }

const fs::path kPrograms = source_dir() / "tests/e2e/other_programs";

// With what a format may trip over: several faces in an image, points that leave it on each side,
// points occluded and absent, parts of pixels, names with blanks, commas, quotes, other scripts.
std::vector<WriteFace> odd_faces(const Scheme& scheme) {
  std::vector<WriteFace> faces;
  const auto add = [&](const std::string& image, PictureSize size, Point center, double side) {
    WriteFace& face = faces.emplace_back(WriteFace{image, size, scheme.typical_shape});
    for (std::size_t i = 0; i < face.points.size(); ++i) {
      Point& at = face.points[i].position;
      // No point is where another's mirror image would be.
      const double apart = static_cast<double>(i * 37 % 11) / 8 - 0.7;
      at = {center.x + side * at.x + apart, center.y + side * at.y - apart};
    }
    return faces.size() - 1;
  };
  add("images/set a/\xC3\x81na, \"the\" first & <1>.png", {320, 240}, {90.3, 100}, 80);
  const std::size_t hidden =
      add("images/set a/\xC3\x81na, \"the\" first & <1>.png", {320, 240}, {220, 110.75}, 70);
  const std::size_t whole = add("images/set a/plain.png", {200, 180}, {100, 90}, 90);
  add("images/b; c/\xE6\x97\xA5\xE6\x9C\xAC it's 100%.png", {300, 220}, {18, 30}, 90);
  add("images/b; c/\xE6\x97\xA5\xE6\x9C\xAC it's 100%.png", {300, 220}, {285, 195}, 80);
  const std::size_t parted =
      add("images/b; c/\xE6\x97\xA5\xE6\x9C\xAC it's 100%.png", {300, 220}, {150, 110}, 60);
  for (std::size_t i = 0; i < scheme.point_names.size(); ++i) {
    if (i % 9 == 0) faces[hidden].points[i].visibility = Visibility::kOccluded;
    Point& at = faces[whole].points[i].position;
    at = {std::round(at.x), std::round(at.y)};
    if (i % 7 == 1) faces[parted].points[i].visibility = Visibility::kOccluded;
    if (i % 10 == 3) faces[parted].points[i] = {{}, Visibility::kAbsent};
  }
  faces[parted].points.back() = {{}, Visibility::kAbsent};
  return faces;
}

json to_json(const std::vector<WriteFace>& faces) {
  json list = json::array();
  for (const WriteFace& face : faces) {
    json points = json::array();
    for (const Landmark& point : face.points) {
      const int v = !point.present() ? 0 : point.visibility == Visibility::kOccluded ? 1 : 2;
      points.push_back({point.position.x, point.position.y, v});
    }
    list.push_back({{"image", face.image_name},
                    {"width", face.size.width},
                    {"height", face.size.height},
                    {"points", points}});
  }
  return list;
}

std::vector<WriteFace> from_json(const json& list) {
  std::vector<WriteFace> faces;
  for (const json& face : list) {
    WriteFace& read = faces.emplace_back();
    read.image_name = face.at("image");
    read.size = {face.value("width", 0), face.value("height", 0)};
    for (const json& point : face.at("points")) {
      const Visibility kinds[] = {Visibility::kAbsent, Visibility::kOccluded, Visibility::kVisible};
      read.points.push_back({{point.at(0), point.at(1)}, kinds[point.at(2).get<int>()]});
    }
  }
  return faces;
}

// Faces by image, those of one image in their order.
std::map<std::string, std::vector<WriteFace>> by_name(const std::vector<WriteFace>& faces) {
  std::map<std::string, std::vector<WriteFace>> images;
  for (const WriteFace& face : faces) images[face.image_name].push_back(face);
  return images;
}

void expect_same_face(const WriteFace& read, const WriteFace& wanted, double tolerance) {
  if (read.size.known()) {
    EXPECT_EQ(read.size.width, wanted.size.width) << wanted.image_name;
    EXPECT_EQ(read.size.height, wanted.size.height) << wanted.image_name;
  }
  ASSERT_EQ(read.points.size(), wanted.points.size()) << wanted.image_name;
  for (std::size_t i = 0; i < wanted.points.size() && !testing::Test::HasFailure(); ++i) {
    const std::string what = wanted.image_name + ", point " + std::to_string(i);
    const Landmark& point = wanted.points[i];
    EXPECT_EQ(read.points[i].visibility, point.visibility) << what;
    if (!point.present()) continue;
    EXPECT_NEAR(read.points[i].position.x, point.position.x, tolerance) << what;
    EXPECT_NEAR(read.points[i].position.y, point.position.y, tolerance) << what;
  }
}

void expect_same_faces(const std::vector<WriteFace>& read, const std::vector<WriteFace>& wanted,
                       double tolerance) {
  ASSERT_GE(wanted.size(), 5U);
  const auto images = by_name(read);
  const auto wanted_images = by_name(wanted);
  EXPECT_EQ(images.size(), wanted_images.size());
  for (const auto& [name, faces] : wanted_images) {
    const auto found = images.find(name);
    ASSERT_NE(found, images.end()) << "no face of " << name;
    ASSERT_EQ(found->second.size(), faces.size()) << name;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      expect_same_face(found->second[i], faces[i], tolerance);
    }
  }
}

class OtherPrograms : public testing::TestWithParam<Peer> {
 protected:
  OtherPrograms() {
    if (GetParam().format == kMappingCsv) {
      mapping_ = make_mapping_csv(read_file(kPrograms / "mapping.json"), "mapping.json");
    }
    faces_ = odd_faces(scheme());
  }
  void leave_out_of_names(const std::string& characters) {
    for (WriteFace& face : faces_) {
      std::erase_if(face.image_name, [&](char c) { return characters.find(c) != characters.npos; });
    }
  }

  const Scheme& scheme() const { return SchemeLibrary::standard().get(GetParam().scheme); }
  const FormatTraits& traits() const {
    return (mapping_ ? mapping_.get() : find_label_format(GetParam().format))->traits();
  }
  // The faces as the format holds them.
  std::vector<WriteFace> held_faces() const;
  // How a file that is called like its picture is called, and so what a reader knows of it.
  void name_like_files(std::vector<WriteFace>& faces) const;
  void draw_pictures(const fs::path& folder) const;
  std::vector<WriteFace> faces_of_project(const std::string& project) const;

  void facepoint(std::vector<std::string> arguments, int exit_code = 0) const;
  // One of other_programs/.
  std::string other(const std::string& program, const std::string& verb, const fs::path& folder,
                    const std::vector<WriteFace>& faces = {}) const;

  TempDir dir_;
  std::unique_ptr<LabelFormat> mapping_;
  std::vector<WriteFace> faces_;
};

std::vector<WriteFace> OtherPrograms::held_faces() const {
  std::vector<WriteFace> result;
  for (WriteFace face : faces_) {
    Held as_held = held(traits(), face.points, face.size);
    if (as_held.absent > 0) continue;
    face.points = std::move(as_held.points);
    result.push_back(std::move(face));
  }
  return result;
}

void OtherPrograms::name_like_files(std::vector<WriteFace>& faces) const {
  if (traits().file_per == FilePer::kDataset) return;
  const auto images = by_name(faces);
  std::map<std::string, int> numbers;
  for (WriteFace& face : faces) {
    const bool alone = images.at(face.image_name).size() == 1;
    const int number = ++numbers[face.image_name];
    face.image_name = fs::path(face.image_name).replace_extension().string();
    if (!alone && traits().file_per == FilePer::kFace) {
      face.image_name += "_" + std::to_string(number);
    }
  }
}

void OtherPrograms::draw_pictures(const fs::path& folder) const {
  std::uint8_t grey = 0;
  for (const auto& [name, faces] : by_name(faces_)) {
    Picture picture{faces[0].size.width, faces[0].size.height, 3, {}};
    picture.pixels.assign(picture.row_bytes() * picture.height, grey += 50);
    fs::create_directories((folder / name).parent_path());
    save_picture(folder / name, picture);
  }
}

std::vector<WriteFace> OtherPrograms::faces_of_project(const std::string& file) const {
  std::vector<WriteFace> faces;
  Project project = Project::open(file);
  for (const LabelledFace& face : labelled_faces(project)) {
    faces.push_back({face.image.path, {face.image.width, face.image.height}, face.revision.points});
  }
  return faces;
}

void OtherPrograms::facepoint(std::vector<std::string> arguments, int exit_code) const {
  if (mapping_) {
    arguments.insert(arguments.end(), {"--mapping", (kPrograms / "mapping.json").string()});
  }
  const ProgramResult result = run_program(FACEPOINT_PROGRAM, arguments);
  EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
}

std::string OtherPrograms::other(const std::string& program, const std::string& verb,
                                 const fs::path& folder,
                                 const std::vector<WriteFace>& faces) const {
  const fs::path list = dir_ / "faces.json";
  if (verb == "write") write_text(list, to_json(faces).dump());
  const fs::path scheme_file = source_dir() / "assets/schemes" / (GetParam().scheme + ".json");
  std::vector<std::string> arguments = {verb, folder.string(), scheme_file.string(), list.string()};
  const bool is_script = program.ends_with(".py");
  if (is_script) arguments.insert(arguments.begin(), (kPrograms / program).string());
  const fs::path path =
      is_script ? fs::path(DEBIAN_PYTHON) : fs::path(OTHER_PROGRAMS_DIR) / program;
  const ProgramResult result = run_program(path, arguments, {"PYTHONDONTWRITEBYTECODE=1"});
  EXPECT_EQ(result.exit_code, 0) << program << " " << verb << ": " << result.err;
  return result.exit_code == 0 ? result.out : "[]";
}

// Every label file of `data` is in `out`, byte for byte.
void expect_same_files(const fs::path& data, const fs::path& out) {
  int files = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(data)) {
    const std::string extension = entry.path().extension();
    // Pictures; what YOLO and dlib put beside their labels.
    const bool other = extension == ".png" || extension == ".yaml" || extension == ".xsl";
    if (!entry.is_regular_file() || other) continue;
    const fs::path name = entry.path().lexically_relative(data);
    ASSERT_TRUE(fs::exists(out / name)) << name;
    EXPECT_TRUE(read_file(out / name) == read_file(entry.path())) << name << " differs";
    ++files;
  }
  EXPECT_GT(files, 0);
}

TEST_P(OtherPrograms, ReadWhatFacepointWrites) {
  leave_out_of_names(GetParam().cannot_read);
  // From a format that holds everything, and another, since a file would leave as it came.
  const std::string project = (dir_ / "p.facepoint").string();
  draw_pictures(dir_ / "data");
  other(GetParam().format == "coco" ? "labelme.py" : "coco.py", "write", dir_ / "data", faces_);
  const ProgramResult import =
      run_program(FACEPOINT_PROGRAM,
                  {"import", project, (dir_ / "data").string(), "--scheme", GetParam().scheme});
  ASSERT_EQ(import.exit_code, 0) << import.out << import.err;
  draw_pictures(dir_ / "out");
  std::vector<WriteFace> wanted = held_faces();
  const int some_left_out = wanted.size() < faces_.size() ? 3 : 0;
  facepoint({"export", project, "--format", GetParam().format, "--out", (dir_ / "out").string()},
            some_left_out);
  name_like_files(wanted);
  const std::string read = other(GetParam().reader, "read", dir_ / "out");
  expect_same_faces(from_json(json::parse(read)), wanted,
                    traits().tolerance + GetParam().reader_rounds);
}

TEST_P(OtherPrograms, WriteWhatFacepointReads) {
  leave_out_of_names(GetParam().cannot_write);
  const std::string project = (dir_ / "p.facepoint").string();
  const fs::path data = dir_ / "data";
  draw_pictures(data);
  const std::vector<WriteFace> wanted = held_faces();
  other(GetParam().writer, "write", data, wanted);
  facepoint({"import", project, data.string(), "--scheme", GetParam().scheme});
  expect_same_faces(faces_of_project(project), wanted,
                    traits().tolerance + GetParam().writer_rounds);
  facepoint({"export", project, "--format", GetParam().format, "--out", (dir_ / "out").string()});
  expect_same_files(data, dir_ / "out");
}

// The challenge's pictures are cells of its files, and what it wants back is a table.
class KagglesFiles : public OtherPrograms {
 protected:
  std::vector<WriteFace> faces_in(const std::string& folder, bool any_absent) const {
    std::vector<WriteFace> faces;
    for (int i = 0; i < 5; ++i) {
      WriteFace& face = faces.emplace_back();
      face.image_name = folder + "0000" + std::to_string(i + 1) + ".png";
      face.size = {96, 96};
      for (const Landmark& point : scheme().typical_shape) {
        const Point at = point.position;
        face.points.push_back({{48.7 + at.x * (60 + 10 * i), 48 + at.y * (50 + 10.3 * i)}});
      }
      if (any_absent && i % 2 == 1) face.points[5].visibility = Visibility::kAbsent;
    }
    return faces;
  }
};

TEST_P(KagglesFiles, AreReadAndASubmissionIsReadByItsRules) {
  const std::string project = (dir_ / "k.facepoint").string();
  const fs::path data = dir_ / "data";
  fs::create_directories(data);
  const std::vector<WriteFace> training = faces_in("training_images/", true);
  other("kaggle.py", "write", data, training);
  facepoint({"import", project, data.string(), "--scheme", "kaggle15"});
  expect_same_faces(faces_of_project(project), training, 1e-9);

  // Labels of its test pictures, as a model would propose them.
  std::vector<WriteFace> test = faces_in("", false);
  other("hrnet_csv.py", "write", data / "test_images", test);
  facepoint({"import", project, data.string(), "--scheme", "kaggle15"});
  facepoint({"export", project, "--format", "kaggle-submission", "--lookup",
             (data / "IdLookupTable.csv").string(), "--out", (dir_ / "out").string()});
  for (WriteFace& face : test) {
    for (Landmark& point : face.points) {
      point.position = {std::clamp(point.position.x, 0.0, 96.0),
                        std::clamp(point.position.y, 0.0, 96.0)};
    }
  }
  const std::string read = other("kaggle.py", "read", dir_ / "out");
  expect_same_faces(from_json(json::parse(read)), test, 1e-9);
}

const std::vector<Peer> kPeers = {
    {"udacity-csv", "udacity_csv.py", "udacity_csv.py"},
    {"pts", "opencv_pts", "pts.py", 3e-5},  // in floats
    {"ljson", "ljson.py", "ljson.py"},
    {"wflw", "wflw.py", "wflw.py", 1e-9, 1e-9, "wflw98"},
    {"hrnet-csv", "hrnet_csv.py", "hrnet_csv.py"},
    {"coco", "coco.py", "coco.py"},
    {"yolo-pose", "yolo_pose.py", "yolo_pose.py"},
    {"dlib-xml", "dlib_labels", "dlib_labels", 1e-9, 1e-9, "ibug68", "<>", "<>'"},
    {"cvat-xml", "cvat_xml.py", "cvat_xml.py", 1e-9, 0.005},  // two decimals
    {"label-studio", "label_studio.py", "label_studio.py"},
    {"labelme", "labelme.py", "labelme.py"},
    {"mapping-csv", "mapping_csv.py", "mapping_csv.py"},
};
std::string format_name(const testing::TestParamInfo<Peer>& peer) {
  return replace_all(peer.param.format, "-", "_");
}
INSTANTIATE_TEST_SUITE_P(Formats, OtherPrograms, testing::ValuesIn(kPeers), format_name);
INSTANTIATE_TEST_SUITE_P(Formats, KagglesFiles,
                         testing::Values(Peer{"kaggle", "kaggle.py", "kaggle.py", 0, 0,
                                              "kaggle15"}),
                         format_name);

}  // namespace
}  // namespace facepoint::test
