#include "curate/suspicion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

#include "curate/clip_jumps.h"
#include "curate/label_rules.h"
#include "curate/planted_errors.h"
#include "curate/remedies.h"
#include "curate/suspicion_reasons.h"
#include "landmark/metrics.h"
#include "landmark/numbering.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using testing::IsEmpty;

// Faces 100 pixels large that differ by a little noise, and what a CNN that errs a little says.
class Suspicions : public testing::Test {
 protected:
  Suspicions() {
    std::mt19937_64 engine(3);
    const auto noise = [&] { return (static_cast<double>(engine() % 2001) - 1000) / 1000; };
    for (int face = 0; face < 200; ++face) {
      labels_.push_back(drawn());
      predicted_.push_back(drawn());
      for (int p = 0; p < scheme_.size(); ++p) {
        labels_.back()[p].position = labels_.back()[p].position + Point{noise(), noise()};
        predicted_.back()[p].position = predicted_.back()[p].position + Point{noise(), noise()};
      }
    }
    errors_.assign(static_cast<std::size_t>(scheme_.size()), 1.0);
  }

  // A face of simple curves: eyes and brows above, the mouth below, the jaw around.
  Keypoints drawn() const {
    Keypoints face(static_cast<std::size_t>(scheme_.size()));
    for (std::size_t r = 0; r < scheme_.regions.size(); ++r) {
      const Region& region = scheme_.regions[r];
      const bool left = region.name.find("image_left") != std::string::npos;
      const bool right = region.name.find("image_right") != std::string::npos;
      const bool jaw = region.name == "jaw";
      const bool upper = region.name.starts_with("eye") || region.name.starts_with("brow");
      const Point middle{100.0 + (left    ? -25
                                  : right ? 25
                                          : 0),
                         jaw     ? 100.0
                         : upper ? 80.0 + 3 * static_cast<double>(r % 3)
                                 : 110.0 + 4 * static_cast<double>(r)};
      const auto count = static_cast<double>(region.points.size());
      for (std::size_t i = 0; i < region.points.size(); ++i) {
        const double part = static_cast<double>(i) / count;
        const double angle = jaw ? std::numbers::pi * (1 - part) : 2 * std::numbers::pi * part;
        const double size = jaw ? 55 : 9;
        face[static_cast<std::size_t>(region.points[i])].position =
            middle + Point{size * std::cos(angle), size * std::sin(angle)};
      }
    }
    return face;
  }

  std::vector<LabelToJudge> to_judge() const {
    std::vector<LabelToJudge> faces;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      faces.push_back({&labels_[i], &predicted_[i], errors_});
    }
    return faces;
  }

  std::size_t most_suspicious(const std::vector<LabelSuspicion>& suspicions) const {
    return static_cast<std::size_t>(
        std::max_element(suspicions.begin(), suspicions.end(),
                         [](const auto& a, const auto& b) { return a.value < b.value; }) -
        suspicions.begin());
  }

  const Scheme scheme_ = SchemeLibrary(test::source_dir() / "assets/schemes").get("ibug68");
  std::vector<Keypoints> labels_;
  std::vector<Keypoints> predicted_;
  std::vector<double> errors_;
};

TEST_F(Suspicions, AreHighestWhereAnErrorOfAnyKindIsPlanted) {
  const std::vector<Keypoints> clean = labels_;
  for (const PlantedError kind :
       {PlantedError::kPoint, PlantedError::kRegion, PlantedError::kShift, PlantedError::kSwap}) {
    for (const std::size_t face : {7U, 42U, 160U}) {
      labels_ = clean;
      labels_[face] = with_planted_error(scheme_, clean[face], kind, face);
      EXPECT_EQ(most_suspicious(judge_labels(scheme_, to_judge(), {})), face) << to_text(kind);
    }
  }
}

TEST_F(Suspicions, NameThePointThatWasMoved) {
  labels_[20] = with_planted_error(scheme_, labels_[20], PlantedError::kPoint, 5);
  const Keypoints clean = drawn();
  int moved = 0;
  for (int p = 1; p < scheme_.size(); ++p) {
    if (distance(labels_[20][p].position, clean[p].position) >
        distance(labels_[20][moved].position, clean[moved].position)) {
      moved = p;
    }
  }
  const LabelSuspicion found = judge_labels(scheme_, to_judge(), {})[20];
  EXPECT_EQ(found.point, moved);
  EXPECT_EQ(std::max_element(found.points.begin(), found.points.end()) - found.points.begin(),
            moved);
}

TEST_F(Suspicions, NeedNoNetworkToSeeThatAPointIsOutOfLine) {
  labels_[33][30].position = labels_[33][30].position + Point{15, 0};
  std::vector<LabelToJudge> faces = to_judge();
  for (LabelToJudge& face : faces) face.predicted = nullptr;
  const auto suspicions = judge_labels(scheme_, faces, {});
  EXPECT_EQ(most_suspicious(suspicions), 33U);
  EXPECT_EQ(suspicions[33].point, 30);
}

TEST_F(Suspicions, TakeALabelWithoutExtentForWrongAndGoOnWithAbsentPoints) {
  for (Landmark& point : labels_[0]) point.position = {3, 3};
  labels_[1][40].visibility = Visibility::kAbsent;
  const auto suspicions = judge_labels(scheme_, to_judge(), {});
  EXPECT_EQ(suspicions[0].value, 1);
  EXPECT_TRUE(std::isfinite(suspicions[1].value));
  EXPECT_NE(suspicions[1].signs[0], kNoSign);
}

// As `check` is run after the CNN's proposals were accepted: what nobody moved is not wrong, nor is
// what somebody brought to where labels of people are.
TEST_F(Suspicions, ProposalsThatWereAcceptedMakeNoLabelSuspicious) {
  const SuspicionPrior prior = learn_suspicion(scheme_, to_judge(), 1);
  const std::vector<Keypoints> by_people = labels_;
  const std::vector<Keypoints> said = predicted_;
  for (int again = 0; again < 9; ++again) {
    predicted_.insert(predicted_.end(), said.begin(), said.end());
  }
  labels_ = predicted_;
  const auto suspected = [](const std::vector<LabelSuspicion>& suspicions) {
    return std::count_if(suspicions.begin(), suspicions.end(),
                         [](const LabelSuspicion& each) { return each.value > 0.5; });
  };
  EXPECT_EQ(suspected(judge_labels(scheme_, to_judge(), prior)), 0);
  for (std::size_t face = 0; face < by_people.size(); ++face) labels_[face] = by_people[face];
  EXPECT_LT(suspected(judge_labels(scheme_, to_judge(), prior)), 10);
  labels_[15] = with_planted_error(scheme_, labels_[15], PlantedError::kPoint, 5);
  const auto with_error = judge_labels(scheme_, to_judge(), prior);
  EXPECT_GT(with_error[15].value, 0.5);
  EXPECT_EQ(most_suspicious(with_error), 15U);
}

TEST(Deviations, ARowThatHardlyTaughtIsHardlyTakenOut) {
  constexpr std::size_t kNumbers = 6;
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> rows(50, std::vector<double>(kNumbers));
  for (std::vector<double>& row : rows) {
    for (double& value : row) value = 0.01 * normal(engine);
  }
  DeviationPrior wide{std::vector<double>(kNumbers, 0), std::vector<double>(kNumbers * kNumbers, 0),
                      1000};
  for (std::size_t i = 0; i < kNumbers; ++i) wide.covariance[i * kNumbers + i] = 1;
  const DeviationModel model(rows, wide, {});
  for (const std::vector<double>& row : rows) {
    const double without = model.strangeness({row, false}).whole;
    EXPECT_NEAR(model.strangeness({row, true}).whole, without, 0.02 * without);
  }
}

TEST_F(Suspicions, PlantedErrorsMovePointsThatAreThere) {
  Keypoints label = labels_[0];
  for (int p = 0; p < scheme_.size(); ++p) {
    if (p % 30 != 0) label[p].visibility = Visibility::kAbsent;
  }
  for (const PlantedError kind : {PlantedError::kPoint, PlantedError::kRegion}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Keypoints spoiled = with_planted_error(scheme_, label, kind, seed);
      EXPECT_EQ((spoiled[0] == label[0]) + (spoiled[30] == label[30]) + (spoiled[60] == label[60]),
                2)
          << to_text(kind);
    }
  }
}

TEST_F(Suspicions, LearnFromVerdictsWhichSignsToBelieve) {
  SuspicionPrior prior;
  Signs loud;
  loud.fill(0);
  loud[static_cast<std::size_t>(Sign::kShift)] = 5;
  Signs other;
  other.fill(0);
  other[static_cast<std::size_t>(Sign::kPoint)] = 5;
  const std::vector<Judgement> dismissed(12, {loud, false});
  const Lesson none = learn_from_verdicts({}, prior);
  const Lesson lesson = learn_from_verdicts(dismissed, prior);
  EXPECT_LT(lesson.chance(loud), none.chance(loud) * 0.6);
  EXPECT_LT(lesson.chance(loud), lesson.chance(other));
}

TEST_F(Suspicions, FollowTheShareOfVerdictsThatSayWrong) {
  SuspicionPrior prior;
  Signs signs;
  signs.fill(0);
  signs[static_cast<std::size_t>(Sign::kRegion)] = 3;
  std::vector<Judgement> judgements;
  for (int i = 0; i < 2000; ++i) judgements.push_back({signs, i % 10 < 3});
  EXPECT_NEAR(learn_from_verdicts(judgements, prior).chance(signs), 0.3, 0.01);
  for (Judgement& judgement : judgements) judgement.wrong = true;
  EXPECT_GT(learn_from_verdicts(judgements, prior).chance(signs), 0.98);
}

TEST_F(Suspicions, OfMirroredSwappedAndScaledLabelsComeWithARemedyThatRestoresThemExactly) {
  const Keypoints label = labels_[5];
  Keypoints whole = label;  // as files have them
  for (Landmark& point : whole) {
    point.position = {std::round(point.position.x * 1e4) / 1e4,
                      std::round(point.position.y * 1e4) / 1e4};
  }
  const int width = 240;
  const int height = 180;
  const auto restored = [&](const Keypoints& spoiled) {
    const auto rules = broken_rules(scheme_, {&spoiled, &predicted_[5], width, height});
    if (rules.empty()) return Keypoints{};
    return remedied(scheme_, spoiled, rules.front().remedy, {width, &predicted_[5]})
        .value_or(Keypoints{});
  };
  const auto close = [&](const Keypoints& mended) {
    if (mended.size() != whole.size()) return false;
    for (std::size_t p = 0; p < whole.size(); ++p) {
      if (distance(mended[p].position, whole[p].position) > 1e-5) return false;
    }
    return true;
  };
  EXPECT_EQ(restored(renumbered(scheme_, whole)), whole);
  EXPECT_EQ(restored(mirrored(scheme_, whole, width)), whole);
  const auto scaled = [&](double x, double y) {
    Keypoints spoiled = whole;
    for (Landmark& point : spoiled) point.position = {point.position.x * x, point.position.y * y};
    return spoiled;
  };
  EXPECT_TRUE(close(restored(scaled(0.5, 0.5))));
  EXPECT_TRUE(close(restored(scaled(2, 2))));
  EXPECT_TRUE(close(restored(scaled(1.0 / width, 1.0 / height))));
  EXPECT_TRUE(close(restored(scaled(100.0 / width, 100.0 / height))));
  EXPECT_THAT(broken_rules(scheme_, {&whole, &predicted_[5], width, height}), IsEmpty());
}

TEST_F(Suspicions, ARegionIsExchangedOnlyWithOneThatIsThere) {
  const Region& brow = scheme_.regions[scheme_.region_of(17)];
  const Region& other = scheme_.regions[scheme_.region_of(scheme_.mirror[17])];
  Keypoints label = labels_[5];
  for (const int point : other.points) label[point].visibility = Visibility::kAbsent;
  for (const int point : brow.points) label[point].position.y -= 0.06 * *box_side(label);
  for (const auto& rule : broken_rules(scheme_, {&label, &predicted_[5], 240, 180})) {
    EXPECT_NE(rule.rule, "exchanged") << rule.reason;
  }
}

TEST_F(Suspicions, ARemedyByTheCnnMovesPointsAndSaysNothingElseOfThem) {
  Keypoints label = labels_[5];
  label[3].visibility = Visibility::kAbsent;
  label[4].visibility = Visibility::kOccluded;
  for (const char* remedy : {"predicted", "predicted 3,4"}) {
    const auto mended = remedied(scheme_, label, remedy, {240, &predicted_[5]});
    ASSERT_TRUE(mended);
    EXPECT_EQ((*mended)[3], label[3]);
    EXPECT_EQ((*mended)[4].visibility, Visibility::kOccluded);
    EXPECT_EQ((*mended)[4].position, predicted_[5][4].position);
  }
}

TEST_F(Suspicions, OfASourceThatCountsPixelsFromOneSayByHowMuchToMoveIt) {
  std::vector<LabelView> views;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    views.push_back({&labels_[i], &predicted_[i], 240, 180});
  }
  EXPECT_FALSE(broken_source(scheme_, views));
  for (Keypoints& label : labels_) {
    for (Landmark& point : label) point.position = point.position + Point{1, 1};
  }
  const auto rule = broken_source(scheme_, views);
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->remedy, "move -1 -1");
}

TEST_F(Suspicions, SeeAFaceThatJumpsInItsClip) {
  std::vector<LabelView> frames;
  for (int i = 0; i < 5; ++i) frames.push_back({&labels_[i], &predicted_[i], 240, 180});
  for (const auto& jump : jumps_in_clip(scheme_, frames)) EXPECT_FALSE(jump.has_value());
  for (Landmark& point : labels_[2]) point.position = point.position + Point{14, 0};
  const auto jumps = jumps_in_clip(scheme_, frames);
  EXPECT_TRUE(jumps[2].has_value());
  EXPECT_FALSE(jumps[0].has_value());
  EXPECT_FALSE(jumps[4].has_value());
}

TEST_F(Suspicions, GiveAReasonInWordsAndTheCnnsPointsAsARemedy) {
  labels_[9] = with_planted_error(scheme_, labels_[9], PlantedError::kPoint, 77);
  const auto suspicions = judge_labels(scheme_, to_judge(), {});
  LabelSuspicion suspicion = suspicions[9];
  suspicion.value = 0.9;
  const JudgedLabel judged =
      judged_label(scheme_, {&labels_[9], &predicted_[9], 240, 180}, suspicion, 0.05);
  ASSERT_FALSE(judged.reasons.empty());
  EXPECT_THAT(judged.reasons.front().reason, testing::HasSubstr("Point "));
  const auto mended =
      remedied(scheme_, labels_[9], judged.reasons.front().remedy, {240, &predicted_[9]});
  ASSERT_TRUE(mended);
  EXPECT_EQ((*mended)[suspicion.point], predicted_[9][suspicion.point]);
}

TEST_F(Suspicions, BlameTheWholeFaceWhereNoPointIsNearWhicheverSignIsStrongest) {
  for (std::size_t p = 0; p < labels_[9].size(); ++p) {
    labels_[9][p].position = p < 50 ? Point{20, 20} : Point{40, 40};
  }
  for (const Sign sign : {Sign::kPoint, Sign::kRegion, Sign::kShape, Sign::kShapePoint}) {
    LabelSuspicion suspicion = judge_labels(scheme_, to_judge(), {})[9];
    suspicion.value = 0.9;
    suspicion.signs.fill(0);
    suspicion.signs[static_cast<std::size_t>(sign)] = 1;
    const JudgedLabel judged =
        judged_label(scheme_, {&labels_[9], &predicted_[9], 240, 180}, suspicion, 0.05);
    ASSERT_FALSE(judged.reasons.empty());
    EXPECT_EQ(judged.reasons.front().rule, "disagrees");
    EXPECT_EQ(remedied(scheme_, labels_[9], judged.reasons.front().remedy, {240, &predicted_[9]}),
              predicted_[9]);
  }
}

}  // namespace
}  // namespace facepoint
