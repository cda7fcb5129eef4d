// How the rest of a face follows what a gesture moves of it. Values without a screen or a store;
// positions in image pixels. UI thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "edit/corrections.h"

namespace facepoint {

// How far from what was set points still follow, in sides of the face's box; the last: as far as
// was learned.
inline constexpr std::array kReaches{
    0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.9, CorrectionModel::kFarthest};
std::size_t nearest_reach(double reach);  // index into these
std::string reach_text(double reach);     // "20 % of the face", "the whole face"

// One gesture. Where nothing was answered yet, points follow by how errors hang together: they go
// from where they are by what the movement since the press tells, so that nothing jumps at the
// press, whatever was done to this face before. A network's answer, once it is there, says where
// they belong; how errors hang together then only tells what was moved since it was asked.
class Following {
 public:
  // `before`: the face's points at the press. `by_hand`: those that the gesture moves. `model` must
  // outlive this. `reach`: in sides of the face's box.
  Following(Corrections corrections, Keypoints before, std::vector<int> by_hand,
            const CorrectionModel& model, double reach);

  const std::vector<int>& by_hand() const { return by_hand_; }
  const Keypoints& before() const { return before_; }
  // What the gesture leaves. `moved`: the points with only those moved by hand where they are now.
  Keypoints after(const Keypoints& moved) const;
  // What a person has set so far, this gesture's among them.
  std::vector<SetPoint> set(const Keypoints& moved) const;
  // Of a network that was told `asked`; one about other points than these says nothing.
  void answer(Corrected corrected, const std::vector<SetPoint>& asked);

 private:
  // By a gesture as far as that to `moved`, which left its points where they are in `at`.
  std::vector<SetPoint> set_at(const Keypoints& at, const Keypoints& moved) const;
  // 1 beside what was set, falling with the distance from it.
  double share_at(Point at, const std::vector<SetPoint>& set) const;

  Corrections corrections_;
  Keypoints before_;
  std::vector<int> by_hand_;
  std::vector<int> holding_;  // pins and by_hand_, in order
  const CorrectionModel* model_;
  double reach_;
  double side_ = 1;  // of the box around the start, in image pixels
  std::optional<Corrected> answer_;
};

// How far a point of this face must move for anybody to see it, in image pixels.
double least_seen_way(const Keypoints& face);
// Points that lie elsewhere, as far as anybody can see it, and are none of `by_hand`.
int followers(const Keypoints& before, const Keypoints& after, const std::vector<int>& by_hand);

}  // namespace facepoint
