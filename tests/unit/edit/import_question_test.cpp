// Imports from dialogs and drops: what would be stored wrongly is asked about before anything is.
#include "edit/import_question.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "edit/editor.h"
#include "image/codec.h"
#include "store/faces.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

// A copy of the sample's training part, with each row's numbers changed.
void copy_sample(const fs::path& to, const std::function<void(std::vector<std::string>&)>& change) {
  fs::create_directories(to);
  const fs::path sample = test::source_dir() / "data/sample";
  fs::copy(sample / "training", to / "training");
  std::ifstream in(sample / "training_frames_keypoints.csv");
  std::string out;
  std::string line;
  for (bool header = true; std::getline(in, line); header = false) {
    std::vector<std::string> fields;
    std::string field;
    for (std::istringstream row(line); std::getline(row, field, ',');) fields.push_back(field);
    if (!header) change(fields);
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? "" : ",") + fields[i];
    out += "\n";
  }
  write_file_atomically(to / "training_frames_keypoints.csv", out);
}

class ImportQuestions : public testing::Test {
 protected:
  ImportQuestions() {
    editor_.emplace(Project::create(dir_ / "p.facepoint"), queue_);
    copy_sample(dir_ / "right", [](std::vector<std::string>&) {});
    copy_sample(dir_ / "turned", [](std::vector<std::string>& fields) {
      for (std::size_t i = 1; i + 1 < fields.size(); i += 2) std::swap(fields[i], fields[i + 1]);
    });
  }

  void import(const std::string& folder) {
    StartImport start;
    start.options.sources = {dir_ / folder};
    editor_->perform(start);
    settle();
  }
  void settle() {
    while (editor_->working()) queue_.run_pending();
  }
  std::vector<LabelledFace> stored() {
    Project project = Project::open(dir_ / "p.facepoint");
    return labelled_faces(project);
  }

  test::TempDir dir_;
  MainQueue queue_;
  std::optional<Editor> editor_;
};

TEST_F(ImportQuestions, LabelsThatAreRightComeInUnasked) {
  import("right");
  EXPECT_EQ(editor_->dialog(), Dialog::kNone);
  EXPECT_FALSE(editor_->import_question());
  EXPECT_FALSE(stored().empty());
}

TEST_F(ImportQuestions, LabelsThatWouldBeWrongWaitForAnAnswerAndAreMendedByIt) {
  import("turned");
  ASSERT_EQ(editor_->dialog(), Dialog::kExamined);
  EXPECT_TRUE(stored().empty()) << "before the answer";
  const ImportQuestion& question = *editor_->import_question();
  ASSERT_FALSE(question.samples().empty());
  const SourceExamination& examination = question.examinations.front();
  const SampleFace& sample = examination.samples.front();
  const auto mended = sample_points(sample, layout_for(examination, question.choice));
  const auto as_is = sample_points(sample, layout_for(examination, {}));
  ASSERT_TRUE(mended && as_is);
  EXPECT_EQ(mended->at(8).position.x, as_is->at(8).position.y);

  editor_->perform(AnswerImport{true});
  settle();
  EXPECT_FALSE(editor_->import_question());
  const auto mended_labels = stored();
  import("right");
  const auto all = stored();
  ASSERT_EQ(all.size(), 2 * mended_labels.size());
  for (const LabelledFace& face : mended_labels) {
    const auto twin = std::find_if(all.begin(), all.end(), [&](const LabelledFace& other) {
      return other.image.dataset != face.image.dataset && other.image.path == face.image.path &&
             other.revision.points == face.revision.points;
    });
    EXPECT_NE(twin, all.end()) << face.image.path;
  }
}

// Two faces may lie on their side.
TEST_F(ImportQuestions, LabelsThatMayBeWrongAreShownBeforeTheyComeIn) {
  const fs::path csv = dir_ / "turned/training_frames_keypoints.csv";
  std::istringstream in(read_file(csv));
  std::string few;
  std::string line;
  for (int i = 0; i < 3 && std::getline(in, line); ++i) few += line + "\n";
  write_file_atomically(csv, few);
  import("turned");
  ASSERT_EQ(editor_->dialog(), Dialog::kExamined);
  EXPECT_FALSE(editor_->import_question()->is_wrong());
  EXPECT_TRUE(stored().empty()) << "before the answer";
  editor_->perform(AnswerImport{true});
  settle();
  EXPECT_EQ(stored().size(), 2U);
}

TEST_F(ImportQuestions, AsItIsTakesNoRemedyAndAHandsChoiceGoesBeforeTheProposal) {
  import("turned");
  ASSERT_TRUE(editor_->import_question());
  RemedyChoice choice = editor_->import_question()->choice;
  choice.y_first = false;
  editor_->perform(ChooseRemedies{choice});
  const SourceExamination& examination = editor_->import_question()->examinations.front();
  const SampleFace& sample = examination.samples.front();
  EXPECT_EQ(sample_points(sample, layout_for(examination, choice)), sample.numbers);
  const Keypoints numbers = sample.numbers;
  const std::string name = sample.name;

  editor_->perform(AnswerImport{false});
  settle();
  bool found = false;
  for (const LabelledFace& face : stored()) {
    found = found || (face.image.path == name && face.revision.points == numbers);
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace facepoint
