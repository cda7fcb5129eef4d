// CSVs of every format as spreadsheet programs spoil them: the doctor says so, and what it proposes
// brings the labels in as they were.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "tasks/import_doctor.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::HasSubstr;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string with_semicolons(const std::string& csv) {
  return replaced(replaced(csv, ",", ";"), ".25", ",25");
}

class SpoiltCsv : public testing::Test {
 protected:
  TempDir dir_;
  fs::path file_ = dir_ / "labels.csv";
  ImportOptions options_;
  int projects_ = 0;

  SourceExamination examine() {
    JobContext job;
    return examine_source(nullptr, file_, options_, job);
  }
  // What the proposed remedies import.
  std::vector<Keypoints> mended(const SourceExamination& examination) {
    RemedyChoice choice;
    choice.proposed = true;
    options_.sources = {file_};
    return imported(with_remedies(options_, {examination}, choice));
  }
  std::vector<Keypoints> unmended() {
    options_.sources = {file_};
    return imported(options_);
  }
  static std::string told(const SourceExamination& examination) {
    std::string text;
    for (const SourceFinding& finding : examination.findings) text += finding.reason + "\n";
    return text;
  }

 private:
  std::vector<Keypoints> imported(const ImportOptions& options) {
    Project project = Project::create(dir_ / (std::to_string(projects_++) + ".facepoint"));
    JobContext job;
    try {
      run_import(project, options, job);
    } catch (const Error&) {
      return {};
    }
    std::vector<Keypoints> labels;
    for (const LabelledFace& face : labelled_faces(project)) labels.push_back(face.revision.points);
    return labels;
  }
};

// A plain file of some faces, whose first numbers end with .25.
std::string hrnet_csv() {
  std::string text = "image_name,scale,center_w,center_h";
  for (int i = 0; i < 68; ++i) {
    const std::string name = ",original_" + std::to_string(i);
    text.append(name).append("_x").append(name).append("_y");
  }
  text += "\n";
  for (int number = 1; number <= 4; ++number) {
    text += "face_" + std::to_string(number) + ".jpg,1.25,20,20";
    for (const Point at : small_face(number)) {
      text += "," + std::to_string(static_cast<int>(at.x)) + ".25," +
              std::to_string(static_cast<int>(at.y));
    }
    text += "\n";
  }
  return text;
}

TEST_F(SpoiltCsv, OfHrnetIsMended) {
  for (int number = 1; number <= 4; ++number) {
    write_small_picture(dir_ / ("face_" + std::to_string(number) + ".jpg"), number);
  }
  write_text(file_, hrnet_csv());
  const std::vector<Keypoints> right = unmended();
  ASSERT_EQ(right.size(), 4U);
  EXPECT_THAT(told(examine()), testing::Not(HasSubstr("labels.csv")));

  write_text(file_, "\xEF\xBB\xBF" + with_semicolons(hrnet_csv()));
  EXPECT_TRUE(unmended().empty());
  const SourceExamination semicolons = examine();
  EXPECT_THAT(told(semicolons), HasSubstr("semicolons"));
  EXPECT_THAT(told(semicolons), HasSubstr("decimal commas"));
  EXPECT_THAT(told(semicolons), HasSubstr("byte order mark"));
  EXPECT_EQ(mended(semicolons), right);

  write_text(file_, replaced(hrnet_csv(), "\n", "\r"));
  const SourceExamination old_mac = examine();
  EXPECT_THAT(told(old_mac), HasSubstr("CR"));
  EXPECT_EQ(mended(old_mac), right);
}

TEST_F(SpoiltCsv, OfKaggleIsMendedAlsoInItsFirstColumn) {
  options_.scheme = "kaggle15";
  const Scheme& scheme = SchemeLibrary::standard().get("kaggle15");
  std::string text;
  for (const std::string& name : scheme.point_names)
    text.append(name).append("_x,").append(name).append("_y,");
  text += "Image\n";
  for (int face = 0; face < 3; ++face) {
    for (int i = 0; i < scheme.size(); ++i) {
      const Point at =
          scheme.typical_shape[static_cast<std::size_t>(i)].position * 30 + Point{48, 48};
      const bool missing = face == 1 && i == 4;
      text += missing ? ",,"
                      : std::to_string(static_cast<int>(at.x) + face) + ".25," +
                            std::to_string(static_cast<int>(at.y)) + ".25,";
    }
    for (int pixel = 0; pixel < 96 * 96; ++pixel) text += pixel == 0 ? "7" : " 7";
    text += "\n";
  }
  write_text(file_, text);
  const std::vector<Keypoints> right = unmended();
  ASSERT_EQ(right.size(), 3U);
  write_text(file_, with_semicolons(text));
  EXPECT_TRUE(unmended().empty());
  const SourceExamination examination = examine();
  EXPECT_THAT(told(examination), HasSubstr("semicolons"));
  EXPECT_THAT(told(examination), HasSubstr("decimal commas"));
  EXPECT_EQ(mended(examination), right);
}

TEST_F(SpoiltCsv, OfAMappingIsReadWithOtherLineEndsAndAsTheMappingSays) {
  options_.mapping = dir_ / "mapping.json";
  write_text(options_.mapping,
             R"({"image": "file", "x": "x{}", "y": "y{}", "delimiter": ";", "decimal": ","})");
  std::string text = "file";
  for (int i = 0; i < 68; ++i) text += ";x" + std::to_string(i) + ";y" + std::to_string(i);
  text += "\n";
  for (int number = 1; number <= 3; ++number) {
    text += "face_" + std::to_string(number) + ".jpg";
    write_small_picture(dir_ / ("face_" + std::to_string(number) + ".jpg"), number);
    for (const Point at : small_face(number)) {
      text += ";" + std::to_string(static_cast<int>(at.x)) + ",5;" +
              std::to_string(static_cast<int>(at.y)) + ",0";
    }
    text += "\n";
  }
  write_text(file_, text);
  const std::vector<Keypoints> right = unmended();
  ASSERT_EQ(right.size(), 3U);
  EXPECT_THAT(told(examine()), testing::Not(HasSubstr("labels.csv")));

  write_text(file_, "\xEF\xBB\xBF" + replaced(text, "\n", "\r"));
  EXPECT_TRUE(unmended().empty());
  const SourceExamination examination = examine();
  EXPECT_THAT(told(examination), HasSubstr("line ends"));
  EXPECT_THAT(told(examination), testing::Not(HasSubstr("semicolons")));
  EXPECT_EQ(mended(examination), right);

  // A mapping that is not of this file is no text to mend, but the error says what is wrong.
  write_text(options_.mapping, R"({"image": "file", "x": "x{}", "y": "y{}"})");
  write_text(file_, text);
  Project project = Project::create(dir_ / "wrong.facepoint");
  JobContext job;
  options_.sources = {file_};
  try {
    run_import(project, options_, job);
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), HasSubstr(R"("delimiter": ";")"));
  }
}

}  // namespace
}  // namespace facepoint
