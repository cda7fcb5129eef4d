#include "edit/correction_worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <future>
#include <thread>

#include "base/error.h"
#include "edit/editor.h"
#include "store/faces.h"
#include "unit/edit/tied_model.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

// Puts every point that isn't set as far to the right as the first one that is, times its number.
class Shifter : public Corrector {
 public:
  explicit Shifter(std::atomic<int>& asked, std::shared_future<void> may_answer = {})
      : asked_(asked), may_answer_(std::move(may_answer)) {}

  Corrected correct(const Picture& picture, const Keypoints& start, bool, std::span<const double>,
                    std::span<const SetPoint> set) override {
    EXPECT_FALSE(picture.empty());
    ++asked_;
    if (may_answer_.valid()) may_answer_.wait();
    Corrected corrected{start, std::vector<double>(start.size(), 2)};
    for (std::size_t i = 0; i < start.size() && !set.empty(); ++i) {
      corrected.points[i].position.x += (set[0].position.x - start[set[0].point].position.x) / 2;
    }
    for (const SetPoint& each : set) {
      corrected.points[each.point].position = each.position;
      corrected.error[each.point] = 0;
    }
    return corrected;
  }

 private:
  std::atomic<int>& asked_;
  std::shared_future<void> may_answer_;
};

void run_until(MainQueue& queue, const std::function<bool()>& done) {
  while (!done()) {
    queue.run_pending();
    std::this_thread::yield();
  }
}

TEST(CorrectionWorker, AnswersOnlyTheNewestOfTheQuestionsThatWait) {
  test::EditProject files;
  std::promise<void> gate;
  std::atomic<int> asked = 0;
  std::vector<std::int64_t> answered;
  CorrectionWorker worker(
      files.queue,
      [&, may = gate.get_future().share()] { return std::make_unique<Shifter>(asked, may); },
      [&](const CorrectionAnswer& answer) { answered.push_back(answer.number); });
  EXPECT_TRUE(worker.idle());
  const auto ask = [&](std::int64_t number) {
    worker.ask({number, files.folder / "a.png", spiral_points(), false, {}, {}});
  };
  ask(1);
  while (asked == 0) std::this_thread::yield();
  ask(2);
  ask(3);
  EXPECT_FALSE(worker.idle());
  gate.set_value();
  run_until(files.queue, [&] { return worker.idle(); });
  EXPECT_EQ(answered, (std::vector<std::int64_t>{1, 3}));
}

TEST(CorrectionWorker, WithoutANetworkItIsNotAvailableAndANetworkThatFailsToOpenIsNotAskedAgain) {
  test::EditProject files;
  const CorrectionWorker none(files.queue, {}, [](const CorrectionAnswer&) {});
  EXPECT_FALSE(none.available());
  int opened = 0;
  std::string said;
  CorrectionWorker worker(
      files.queue,
      [&]() -> std::unique_ptr<Corrector> {
        ++opened;
        throw Error(ErrorCode::kNotFound, "its weights are gone");
      },
      [&](const CorrectionAnswer& answer) { said = answer.error; });
  worker.ask({1, files.folder / "a.png", spiral_points(), false, {}, {}});
  run_until(files.queue, [&] { return !said.empty(); });
  EXPECT_THAT(said, HasSubstr("weights are gone"));
  EXPECT_FALSE(worker.available());
  worker.ask({2, files.folder / "a.png", spiral_points(), false, {}, {}});
  EXPECT_TRUE(worker.idle());
  EXPECT_EQ(opened, 1);
}

TEST(CorrectionWorker, APictureThatCannotBeReadFailsOneQuestionOnly) {
  test::EditProject files;
  std::atomic<int> asked = 0;
  std::vector<bool> failed;
  CorrectionWorker worker(
      files.queue, [&] { return std::make_unique<Shifter>(asked); },
      [&](const CorrectionAnswer& answer) { failed.push_back(!answer.error.empty()); });
  worker.ask({1, files.folder / "nothing.png", spiral_points(), false, {}, {}});
  run_until(files.queue, [&] { return worker.idle(); });
  worker.ask({2, files.folder / "a.png", spiral_points(), false, {}, {}});
  run_until(files.queue, [&] { return worker.idle(); });
  EXPECT_EQ(failed, (std::vector<bool>{true, false}));
  EXPECT_TRUE(worker.available());
}

class EditorWithNetwork : public testing::Test {
 protected:
  void wait() {
    run_until(files.queue, [this] { return !editor.working(); });
  }
  void begin_drag(FaceId, int point, Point by) {
    const Point from = editor.session().face()->shown()->at(point).position;
    editor.perform(BeginDrag{point, from});
    editor.perform(DragTo{from + by});
  }
  const Keypoints& preview() { return *editor.session().preview(); }

  test::TiedProject files;
  std::atomic<int> asked = 0;
  Editor editor{
      files.open(), files.queue, {}, {}, [this] { return std::make_unique<Shifter>(asked); }};
  const Keypoints proposed = spiral_points({103, 82});
};

TEST_F(EditorWithNetwork, ItsAnswerReplacesWhatTheModelKnowsAndIsStoredAsItWasPreviewed) {
  editor.perform(ShowImage{files.c});
  wait();
  begin_drag(files.face_c, 8, {10, 0});
  EXPECT_EQ(preview()[60], proposed[60]) << "not asked yet: an eye errs alone";
  wait();
  EXPECT_EQ(preview()[60].position, proposed[60].position + (Point{5, 0}));
  editor.perform(DragTo{proposed[8].position + Point{14, 0}});
  EXPECT_GT(preview()[9].position.x, proposed[9].position.x + 5 + 4 * 0.6) << "beside the jaw";
  const Keypoints last = preview();
  editor.perform(EndDrag{});
  EXPECT_EQ(files.stored_points(files.face_c), last);
  wait();
  EXPECT_EQ(*editor.session().face()->points, last) << "later answers move nothing";
}

TEST_F(EditorWithNetwork, PointsOfALabelFollowItsAnswersOnly) {
  editor.perform(ShowImage{files.a});
  EXPECT_TRUE(editor.pins_matter());
  wait();
  begin_drag(files.face_a, 8, {10, 0});
  EXPECT_EQ(preview()[9], spiral_points()[9]);
  wait();
  EXPECT_EQ(preview()[9].position, spiral_points()[9].position + (Point{5, 0}));
}

TEST_F(EditorWithNetwork, WithALimitedReachItsAnswerFadesWithTheDistance) {
  editor.perform(ShowImage{files.c});
  editor.perform(SetReach{0.2});
  wait();
  begin_drag(files.face_c, 8, {10, 0});
  wait();
  double nearest = 1e9;
  double farthest = 0;
  int near = -1;
  int far = -1;
  for (int i = 17; i < 68; ++i) {
    const double d = distance(proposed[i].position, proposed[8].position);
    if (d < nearest) nearest = d, near = i;
    if (d > farthest) farthest = d, far = i;
  }
  const auto moved = [&](int i) { return preview()[i].position.x - proposed[i].position.x; };
  EXPECT_GT(moved(near), 2.5);
  EXPECT_LT(moved(far), 1);
}

TEST_F(EditorWithNetwork, ExpectedErrorsAreItsOwnAndHowFarItPutsThePoint) {
  editor.perform(ShowImage{files.c});
  wait();
  const double of_proposal = editor.doubts().errors()[40];
  EXPECT_GT(of_proposal, 0);
  EXPECT_NE(of_proposal, 2) << "nothing was set: the proposal says what it is worth";
  begin_drag(files.face_c, 8, {10, 0});
  editor.perform(EndDrag{});
  wait();
  EXPECT_EQ(editor.doubts().errors()[8], 0);
  const Keypoints stored = files.stored_points(files.face_c);
  for (const int i : {9, 40}) {
    const Point says = proposed[i].position + Point{5, 0};
    EXPECT_DOUBLE_EQ(editor.doubts().errors()[i],
                     std::hypot(2, distance(stored[i].position, says)));
  }
}

TEST_F(EditorWithNetwork, AnAnswerThatComesAfterEscMovesNothing) {
  editor.perform(ShowImage{files.c});
  wait();
  begin_drag(files.face_c, 8, {10, 0});
  editor.perform(ActionId::kCancel);
  begin_drag(files.face_c, 30, {0, 0});
  wait();
  EXPECT_EQ(preview(), proposed);
}

TEST_F(EditorWithNetwork, AnAnswerThatComesWhileADragWaitsToBeStoredMovesNothing) {
  editor.perform(ShowImage{files.c});
  wait();
  begin_drag(files.face_c, 8, {10, 0});
  {
    const Patience none(editor.session().project(), std::chrono::milliseconds(0));
    Project other = files.open();
    other.transaction([&] { editor.perform(EndDrag{}); });
  }
  ASSERT_TRUE(editor.session().gesture());
  const Keypoints left = preview();
  wait();
  EXPECT_EQ(preview(), left);
  editor.perform(EndDrag{});
  EXPECT_EQ(files.stored_points(files.face_c), left);
}

TEST(EditorWithoutNetwork, OneThatCannotBeOpenedCoversNoMessageAndPointsFollowByWhatIsKnown) {
  test::TiedProject files;
  Editor editor(files.open(), files.queue, {}, {}, []() -> std::unique_ptr<Corrector> {
    throw Error(ErrorCode::kNotFound, "no weights");
  });
  editor.perform(ShowImage{files.c});
  run_until(files.queue, [&] { return !editor.working(); });
  EXPECT_THAT(editor.status().text, testing::Not(HasSubstr("no weights")));
  EXPECT_THAT(editor.why_no_picture_is_looked_at(), HasSubstr("no weights"));
  EXPECT_TRUE(editor.why_nothing_follows().empty());
  const Keypoints proposed = *editor.session().face()->shown();
  editor.perform(BeginDrag{8, proposed[8].position});
  editor.perform(DragTo{proposed[8].position + Point{10, 0}});
  const Keypoints expected = test::followed_by_tied_model(proposed, 8, {10, 0});
  for (const int i : {5, 8, 9, 40}) {
    EXPECT_NEAR(distance(editor.session().preview()->at(i).position, expected[i].position), 0,
                0.011);
  }
}

}  // namespace
}  // namespace facepoint
