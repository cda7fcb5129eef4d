// What `facepoint import` says of a source before anything of it is stored.
#include "cli/import_doctor_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_dir.h"

namespace facepoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::filesystem::path first_sample_picture() {
  const std::filesystem::path folder = test::source_dir() / "data/sample/training";
  return std::filesystem::directory_iterator(folder)->path();
}

SourceExamination examined(const std::vector<LayoutFinding>& found, const LabelLayout& layout) {
  SourceExamination examination;
  examination.source = "theirs";
  examination.claimed_scheme = "ibug68";
  examination.verdict = {layout, found, 12};
  for (const LayoutFinding& each : found) {
    examination.findings.push_back({to_text(each.aspect), each.sure,
                                    each.differs || each.wrong >= kSureOfLayout, each.reason,
                                    each.remedy, each.wrong});
  }
  return examination;
}

LabelLayout layout_of_ibug68() {
  LabelLayout layout;
  layout.scheme = "ibug68";
  return layout;
}

RemedyChoice proposed() {
  RemedyChoice choice;
  choice.proposed = true;
  return choice;
}

TEST(ImportDoctorText, SaysNothingWhereNothingWasFound) {
  EXPECT_EQ(findings_text(examined({}, layout_of_ibug68())), "");
}

TEST(ImportDoctorText, TellsDoubtsThatStopNothing) {
  const SourceExamination examination = examined(
      {{LayoutAspect::kOrigin, 0.5, false, "Nothing tells the origin.", ""}}, layout_of_ibug68());
  EXPECT_EQ(findings_text(examination),
            "Examined theirs (12 faces looked at)\n"
            "  origin, unsure (50 % sure): Nothing tells the origin.\n");
  EXPECT_TRUE(left_open(examination, {}).empty());
}

TEST(ImportDoctorText, NamesTheOptionOfARemedyThatIsNotSure) {
  LabelLayout layout = layout_of_ibug68();
  layout.y_first = true;
  layout.order = {0};
  const SourceExamination examination =
      examined({{LayoutAspect::kAxes, 0.75, true, "They lie.", "Exchange x and y.", 0.95},
                {LayoutAspect::kOrder, 0.75, true, "Their order is another.", "Renumber.", 0.95}},
               layout);
  EXPECT_THAT(findings_text(examination),
              HasSubstr("not proposed, since unsure: Exchange x and y. By hand: --axes yx"));
  const std::string refusal = refusal_text({examination}, proposed());
  EXPECT_THAT(refusal, HasSubstr("--axes yx --order inferred"));
  EXPECT_THAT(refusal, HasSubstr("--as-is"));
  EXPECT_THAT(refusal, Not(HasSubstr("--yes")));
}

TEST(ImportDoctorText, OffersWhatIsSureWithYes) {
  LabelLayout layout = layout_of_ibug68();
  layout.y_first = true;
  const SourceExamination examination =
      examined({{LayoutAspect::kAxes, 0.98, true, "They lie.", "Exchange x and y.", 0.98}}, layout);
  EXPECT_THAT(findings_text(examination), HasSubstr("remedy: Exchange x and y."));
  EXPECT_THAT(refusal_text({examination}, {}), HasSubstr("--yes"));
  EXPECT_TRUE(left_open(examination, proposed()).empty());
}

TEST(ImportDoctorText, NamesNoOptionWhereNoneHelps) {
  const SourceExamination examination = examined(
      {{LayoutAspect::kSides, 0.5, false, "Some are exchanged.", "Import them apart.", 0.95}},
      layout_of_ibug68());
  EXPECT_THAT(
      findings_text(examination),
      HasSubstr("sides, wrong as it is (95 % sure), how it is meant unsure (50 % sure): Some"));
  EXPECT_THAT(findings_text(examination), HasSubstr("what would help: Import them apart."));
  EXPECT_THAT(refusal_text({examination}, proposed()), Not(HasSubstr("by hand")));
  EXPECT_FALSE(left_open(examination, proposed()).empty());
}

TEST(ImportDoctorText, AChoiceOfPlacesDoesNotSilenceMarksOfMissingPoints) {
  const SourceExamination examination =
      examined({{LayoutAspect::kMissing, 0.5, false, "Points at 0, 0.", "Leave them out.", 0.95}},
               layout_of_ibug68());
  RemedyChoice choice;
  choice.unit = CoordinateUnit::kPixel;
  choice.y_first = false;
  EXPECT_EQ(left_open(examination, choice).size(), 1U);
}

// .pts files count from 1, and their reader knows.
TEST(ImportDoctorText, AsIsWithAChoiceByHandStillKnowsWhatTheReaderDid) {
  test::TempDir dir;
  std::string pts = "version: 1\nn_points: 68\n{\n";
  for (int i = 0; i < 68; ++i) pts += std::to_string(i + 1) + " 11\n";
  write_file_atomically(dir / "a.pts", pts + "}\n");
  write_file_atomically(dir / "a.jpg", read_file(first_sample_picture()));
  DoctorArguments arguments;
  arguments.as_is = true;
  ImportOptions options;
  options.sources = {dir.path()};
  JobContext job;
  const auto chosen = [&](const std::string& origin) {
    arguments.origin = origin;
    ImportOptions chosen_options = options;
    examine_sources(nullptr, arguments, chosen_options, job);
    return chosen_options.remedies.at(0).layout;
  };
  EXPECT_FALSE(chosen(""));
  EXPECT_FALSE(chosen("1"));
  const auto from_zero = chosen("0");
  ASSERT_TRUE(from_zero);
  EXPECT_EQ(from_zero->origin, 0);
  EXPECT_EQ(from_zero->written.origin, 1);
}

}  // namespace
}  // namespace facepoint::cli
