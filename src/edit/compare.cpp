#include "edit/compare.h"

#include <algorithm>
#include <set>
#include <utility>

#include "edit/lineage.h"
#include "landmark/metrics.h"

namespace facepoint {

namespace {

constexpr double kFitMargin = 8;
constexpr double kFitMaxScale = 24;

std::string title_of(const Revision& revision, std::size_t number, bool taken_back) {
  std::string who =
      revision.role == RevisionRole::kAdjudicated ? "adjudicated" : to_text(revision.author);
  if (!revision.detail.empty()) who += ", " + revision.detail;
  return "Revision " + std::to_string(number) + (taken_back ? ", taken back: " : ": ") + who;
}

}  // namespace

std::vector<CompareChoice> compare_choices(const Session& session) {
  std::vector<CompareChoice> choices;
  const FaceView* face = session.face();
  if (face == nullptr) return choices;
  if (face->points) choices.push_back({"Label", &*face->points, "the label"});
  std::set<std::string> people;
  for (const Revision& revision : session.revisions()) {
    if (revision.role != RevisionRole::kOpinion || !people.insert(revision.detail).second) continue;
    choices.push_back({revision.detail + "'s opinion", &revision.points, revision.detail});
  }
  if (face->proposal) {
    choices.push_back({"Proposal", &face->proposal->points, "the proposal"});
  } else if (session.proposed_points() != nullptr) {
    choices.push_back({"Proposal", session.proposed_points(), "the proposal"});
  }
  const auto lineage = lineage_of(session.revisions(), face->face.current);
  std::size_t number = session.revisions().size();
  for (const Revision& revision : session.revisions()) {
    const std::size_t this_one = number--;
    if (revision.role == RevisionRole::kOpinion) continue;
    const bool taken_back = !lineage.contains(revision.id);
    choices.push_back({title_of(revision, this_one, taken_back), &revision.points,
                       "revision " + std::to_string(this_one), taken_back});
  }
  return choices;
}

int Compare::left(const std::vector<CompareChoice>& choices) const {
  return left_ >= 0 && left_ < static_cast<int>(choices.size()) ? left_ : 0;
}

int Compare::right(const std::vector<CompareChoice>& choices) const {
  const int count = static_cast<int>(choices.size());
  if (right_ >= 0 && right_ < count) return right_;
  // The choice after the label that isn't the label again.
  const int shown = left(choices);
  for (int i = shown + 1; i < count; ++i) {
    if (!choices[i].taken_back && *choices[i].points != *choices[shown].points) return i;
  }
  for (int i = shown + 1; i < count; ++i) {
    if (!choices[i].taken_back) return i;
  }
  return std::min(shown + 1, count - 1);
}

std::vector<PointDifference> Compare::differences(const Scheme& scheme, const Keypoints& left,
                                                  const Keypoints& right) const {
  std::vector<PointDifference> all;
  if (left.size() != right.size()) return all;
  const double side = box_side(left).value_or(0);
  for (int i = 0; i < static_cast<int>(left.size()); ++i) {
    if (!left[i].present() || !right[i].present()) continue;
    if (region_ && scheme.region_of(i) != *region_) continue;
    const double pixels = distance(left[i].position, right[i].position);
    all.push_back({i, pixels, side > 0 ? pixels / side : 0});
  }
  if (by_distance_) {
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.pixels > b.pixels; });
  }
  return all;
}

void Compare::next_region(int regions, int step) {
  const int places = regions + 1;
  const int next = (region_ ? *region_ + 1 : 0) + step + places;
  region_ = next % places - 1;
  if (*region_ < 0) region_.reset();
}

bool Compare::shows(FaceId face, const Rect& screen, const Rect& in_image) const {
  return face_ == face && viewport_.area() == screen && worth_seeing_ == in_image;
}

void Compare::show(FaceId face, const Rect& screen, const Rect& in_image) {
  viewport_.set_area(screen);
  worth_seeing_ = in_image;
  const bool another = std::exchange(face_, face) != face;
  if (another || viewport_.fitted()) fit();
}

void Compare::fit() { viewport_.fit(worth_seeing_, kFitMargin, kFitMaxScale); }

void Compare::magnify(bool more) {
  magnified_ = more ? std::min(magnified_ * 2, kMostMagnified) : std::max(magnified_ / 2, 1);
}

}  // namespace facepoint
