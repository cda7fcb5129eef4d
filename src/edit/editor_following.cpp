// Editor: points that follow others, pins, and where to look first.
#include <array>
#include <cstdio>

#include "base/log.h"
#include "base/text.h"
#include "edit/editor.h"
#include "landmark/likely_wrong.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr double kRevealMargin = 64;  // screen pixels

std::string pixels(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f px", value);
  return text.data();
}

std::vector<SetPoint> present_ones(std::vector<SetPoint> set, const Keypoints& points) {
  std::erase_if(set, [&](const SetPoint& each) { return !points[each.point].present(); });
  return set;
}

}  // namespace

std::string Editor::why_nothing_follows() const {
  if (!preferences_.following()) return "Switched off.";
  if (!correction_model_->empty() || corrector_.available()) return {};
  const auto& corrections = session_.corrections();
  if (!corrections) return "No face here has points.";
  return corrections->from_label ? "This label came with the dataset: points stay where they are."
                                 : "Nothing is known of how this model's errors hang together.";
}

const CorrectionModel& Editor::face_correction_model() const {
  return correction_models_.of_face(*correction_model_, session_.corrections()->start,
                                    expected_at_start_);
}

bool Editor::pins_matter() const {
  return session_.corrections() && (!session_.corrections()->from_label || corrector_.available());
}

std::optional<Following> Editor::following_of(const std::vector<int>& by_hand) const {
  const Keypoints& shown = *session_.face()->shown();
  if (!why_nothing_follows().empty()) return std::nullopt;
  const Corrections& corrections = *session_.corrections();
  if (corrections.start.size() != shown.size()) return std::nullopt;
  return Following(corrections, shown, by_hand, face_correction_model(), preferences_.reach());
}

void Editor::change_by_hand(const std::string& label, const std::string& did,
                            const Keypoints& after, const std::vector<int>& by_hand,
                            Telling telling) {
  const int followed = followers(*session_.face()->shown(), after, by_hand);
  change_points(label, did, {after, session_.corrections()->set_with(by_hand), followed}, telling);
}

void Editor::carry_out(const SetReach& action) {
  preferences_.set_reach(action.reach);
  const double reach = preferences_.reach();
  say(StatusKind::kInfo, reach >= kReaches.back()
                             ? "Points follow as far as was learned."
                             : "Points follow up to about " + reach_text(reach) + " away.");
}

bool Editor::perform_on_following(ActionId id) {
  const std::size_t reach = nearest_reach(preferences_.reach());
  switch (id) {
    case ActionId::kToggleFollowing:
      preferences_.set_following(!preferences_.following());
      say(StatusKind::kInfo, preferences_.following()
                                 ? "Points follow those that are moved."
                                 : "Points stay where they are when others are moved.");
      return true;
    case ActionId::kReachFarther:
      carry_out(SetReach{kReaches.at(reach + 1)});
      return true;
    case ActionId::kReachNearer:
      carry_out(SetReach{kReaches.at(reach - 1)});
      return true;
    case ActionId::kPinPoints:
      pin(true);
      return true;
    case ActionId::kUnpinPoints:
      pin(false);
      return true;
    case ActionId::kNextDoubt:
      show_next_doubt();
      return true;
    case ActionId::kToggleDoubts:
      toggle(&ShowOptions::doubts, "Expected errors");
      return true;
    default:
      return false;
  }
}

void Editor::pin(bool hold) {
  const Corrections& pins = *session_.corrections();
  const std::vector<int>& selected = session_.selection().points();
  std::vector<int> set = hold ? pins.set_with(selected) : pins.set_without(selected);
  if (!hold && set == pins.set) set.clear();  // none of them is selected
  const auto count = std::abs(std::ssize(set) - std::ssize(pins.set));
  if (count == 0) return say(StatusKind::kInfo, "These points are pinned already.");
  const std::string what = count_of(count, "point");
  change_points(hold ? "Pin " + what : "Let " + what + " go",
                hold ? "Pinned " + what : "Let " + what + " go",
                {*session_.face()->shown(), set, 0}, Telling::kStatusLine);
}

void Editor::show_next_doubt() {
  const int point = doubts_.next(face_correction_model(), *session_.face()->shown());
  session_.select_points({point}, SelectMode::kReplace);
  session_.mutable_viewport().reveal(session_.face()->shown()->at(point).position, kRevealMargin);
  say(StatusKind::kInfo, "Expect point " + point_title(session_.scheme(), point) + " to be " +
                             pixels(doubts_.errors()[point]) + " off.");
}

void Editor::ask_about_gesture() {
  if (!corrector_.available()) return;
  const auto* drag = std::get_if<PointsDrag>(&*session_.gesture());
  const auto* stroke = std::get_if<Stroke>(&*session_.gesture());
  const auto& following = drag != nullptr ? drag->following() : stroke->following;
  const Keypoints* moved = drag != nullptr   ? &drag->by_hand()
                           : stroke->by_hand ? &*stroke->by_hand
                                             : nullptr;
  if (!following || moved == nullptr || *moved == following->before()) return;
  const Corrections& corrections = *session_.corrections();
  corrector_.ask({++questions_, session_.current()->file, corrections.start, corrections.from_label,
                  expected_at_start_, following->set(*moved)});
}

void Editor::receive(CorrectionAnswer answer) {
  if (!answer.error.empty() && !corrector_.available()) {
    // Nobody asked for it, and what they do works without: no reason to cover what was said.
    corrector_error_ = answer.error;
    log(LogLevel::kWarning, "Points follow without looking at the picture: " + answer.error);
  }
  if (answer.corrected.points.empty()) return;
  if (answer.number == doubt_question_ && session_.face() != nullptr) {
    const Keypoints& shown = *session_.face()->shown();
    return doubts_.set_errors(expected_errors(shown, answer.corrected), shown);
  }
  // What waits to be stored is as the person left it.
  if (!session_.gesture() || waits() || answer.number <= gesture_began_) return;
  Gesture& gesture = *session_.mutable_gesture();
  if (auto* drag = std::get_if<PointsDrag>(&gesture)) {
    drag->answer(std::move(answer.corrected), answer.set);
  } else if (auto* stroke = std::get_if<Stroke>(&gesture); stroke != nullptr && stroke->following) {
    stroke->following->answer(std::move(answer.corrected), answer.set);
    stroke->follow();
  }
}

// By the chances that the proposal came with, and what the set points tell about them; better, once
// something is set and it answers, by the network that corrects.
void Editor::refresh_corrections() {
  if (!shows_a_face(workspace_)) return;
  const FaceView* face = session_.face();
  FaceState now;
  if (face != nullptr) {
    now = {face->face.id, face->face.current,
           face->proposal && !face->points ? face->proposal->id : ProposalId{}};
  }
  if (now == corrected_) return;
  if (now.face != corrected_.face) doubts_.forget_what_was_seen();
  corrected_ = now;
  correction_model_ = &kNoCorrectionModel;
  expected_at_start_.clear();
  doubt_question_ = 0;
  doubts_.set_errors({}, {});
  const auto& corrections = session_.corrections();
  if (!corrections) return;
  const Keypoints& shown = *face->shown();
  if (corrections->start.size() != shown.size()) return;
  if (corrections->confidence.size() == shown.size()) {
    expected_at_start_ =
        expected_errors(session_.scheme(), corrections->start, corrections->confidence);
  }
  if (!corrections->from_label) {
    correction_model_ = &correction_models_.of(session_.project(), corrections->model);
  }
  const std::vector<SetPoint> set = present_ones(corrections->last_set, shown);
  if (!expected_at_start_.empty()) {
    std::vector<double> errors = expected_at_start_;
    if (!set.empty()) {
      const std::vector<double> left =
          face_correction_model().deviation_left(corrections->start, set);
      for (std::size_t i = 0; i < errors.size(); ++i) errors[i] *= left[i];
    }
    doubts_.set_errors(std::move(errors), shown);
  }
  if (!corrector_.available()) return;
  // A proposal knows best what it is worth; it is asked all the same, to be ready for a gesture.
  const bool proposal_tells = set.empty() && !doubts_.empty();
  ++questions_;
  doubt_question_ = proposal_tells ? 0 : questions_;
  corrector_.ask({questions_, session_.current()->file, corrections->start, corrections->from_label,
                  expected_at_start_, set});
}

}  // namespace facepoint
