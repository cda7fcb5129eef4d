// Comparing two states of the current face: its label, the open proposal, any revision. What can be
// compared follows from the session; which two are is remembered here. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edit/session.h"

namespace facepoint {

struct CompareChoice {
  std::string title;  // "Label", "Mia's opinion", "Proposal", "Revision 3: person, Ana"
  const Keypoints* points = nullptr;
  std::string from;         // whose or what it is, for the label of a change: "Mia", "the proposal"
  bool taken_back = false;  // a revision that today's label is not made of
};

// Of the current face: the label, what other people say of it (of each the newest), the proposal,
// where there are any, then the revisions from the newest on. Good until the session changes.
std::vector<CompareChoice> compare_choices(const Session& session);

struct PointDifference {
  int point = 0;
  double pixels = 0;
  double share = 0;  // of the left side's box side, see landmark/metrics.h
};

class Compare {
 public:
  static constexpr int kMostMagnified = 16;

  // Positions in `choices`; by default the label and what is most worth a comparison: the proposal,
  // else the state before.
  int left(const std::vector<CompareChoice>& choices) const;
  int right(const std::vector<CompareChoice>& choices) const;
  bool by_distance() const { return by_distance_; }
  int magnified() const { return magnified_; }  // 1, 2, 4, ...
  // What is looked at alone, and taken alone: an index into the scheme's regions; none: the face.
  std::optional<int> region() const { return region_; }

  // How the picture lies on the screen: fitted to what is worth seeing until a person zooms.
  const Viewport& viewport() const { return viewport_; }
  bool shows(FaceId face, const Rect& screen, const Rect& in_image) const;

  // Points present on both sides, of the region that is looked at, in the order that is chosen;
  // empty where sizes differ.
  std::vector<PointDifference> differences(const Scheme& scheme, const Keypoints& left,
                                           const Keypoints& right) const;

  // --- for Editor only ---
  void choose(bool right, int choice) { (right ? right_ : left_) = choice; }
  void forget() {  // another face is shown
    left_ = right_ = -1;
    region_.reset();
    fit();
  }
  void next_region(int regions, int step);  // around, the whole face among them
  void toggle_order() { by_distance_ = !by_distance_; }
  void magnify(bool more);
  void show(FaceId face, const Rect& screen, const Rect& in_image);
  void fit();
  Viewport& mutable_viewport() { return viewport_; }

 private:
  int left_ = -1;  // -1: by default
  int right_ = -1;
  std::optional<int> region_;
  bool by_distance_ = true;
  int magnified_ = 4;
  Viewport viewport_;
  Rect worth_seeing_;
  FaceId face_;  // whose
};

}  // namespace facepoint
