#include "edit/library.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "landmark/metrics.h"
#include "landmark/numbering.h"

namespace facepoint {
namespace {

constexpr std::size_t kPointsKept = 8192;

bool same_points(const FaceSummary& a, const FaceSummary& b) {
  return a.face == b.face && a.current == b.current && a.proposal == b.proposal;
}

std::size_t number_of(FaceStatus status) { return static_cast<std::size_t>(status); }

}  // namespace

const char* title_of(FaceSort sort) {
  constexpr std::array<const char*, kFaceSorts> kTitles{
      "Name", "Status", "Size", "Blur", "Confidence", "Disagreement", "Head turn"};
  return kTitles.at(static_cast<std::size_t>(sort));
}

FaceMeasures measures_of(const Scheme& scheme, const FacePoints& points) {
  FaceMeasures measures;
  if (!points.confidence.empty()) {
    const double sum = std::accumulate(points.confidence.begin(), points.confidence.end(), 0.0);
    measures.confidence = static_cast<float>(sum / static_cast<double>(points.confidence.size()));
  }
  if (points.label && points.proposal) {
    const auto apart = mean_distance(*points.proposal, *points.label);
    const auto side = box_side(*points.label);
    if (apart && side) measures.disagreement = static_cast<float>(*apart / *side);
  }
  if (points.shown() != nullptr) {
    const auto turn = head_yaw(scheme, *points.shown());
    if (turn) measures.turn = static_cast<float>(*turn);
  }
  return measures;
}

std::optional<std::size_t> Library::position_of(FaceId face) const {
  const auto found = index_.find(face);
  if (found == index_.end()) return std::nullopt;
  return position_[found->second];
}

std::optional<std::size_t> Library::cursor() const {
  if (faces_.empty()) return std::nullopt;
  return position_[cursor_];
}

std::vector<const FaceSummary*> Library::chosen() const {
  std::vector<const FaceSummary*> chosen;
  if (faces_.empty()) return chosen;
  if (selected_count_ == 0) return {&faces_[cursor_]};
  chosen.reserve(selected_count_);
  for (const Index index : order_) {
    if (selected_[index] != 0) chosen.push_back(&faces_[index]);
  }
  return chosen;
}

double Library::share_measured() const {
  if (faces_.empty()) return 1;
  return static_cast<double>(measured_) / static_cast<double>(faces_.size());
}

const FacePoints* Library::points(FaceId face) const {
  const auto found = points_.find(face);
  return found == points_.end() ? nullptr : &found->second;
}

void Library::set_faces(std::vector<FaceSummary> faces) {
  const Library before = std::exchange(*this, Library());
  sort_ = before.sort_;
  descending_ = before.descending_;
  tile_ = before.tile_;
  columns_ = before.columns_;
  rows_ = before.rows_;
  points_shown_ = before.points_shown_;

  faces_ = std::move(faces);
  measures_.resize(faces_.size());
  is_measured_.resize(faces_.size());
  selected_.resize(faces_.size());
  index_.reserve(faces_.size());
  for (Index i = 0; i < faces_.size(); ++i) {
    index_.emplace(faces_[i].face, i);
    const auto known = before.index_.find(faces_[i].face);
    if (known == before.index_.end()) continue;
    const Index old = known->second;
    if (before.selected_[old] != 0) select(i, true);
    if (old == before.cursor_) cursor_ = i;
    if (old == before.anchor_) anchor_ = i;
    if (!same_points(before.faces_[old], faces_[i])) continue;
    if (before.is_measured_[old] != 0) measured(faces_[i].face, before.measures_[old]);
    const auto points = before.points_.find(faces_[i].face);
    if (points != before.points_.end()) points_.insert(*points);
  }
  reorder();
  order_waits_ = measuring();
  const auto old_cursor = before.cursor();
  if (old_cursor && !faces_.empty() && !index_.contains(before.faces_[before.cursor_].face)) {
    cursor_ = order_[std::min(*old_cursor, order_.size() - 1)];
    anchor_ = cursor_;
  }
}

void Library::update(FaceSummary face) {
  const auto found = index_.find(face.face);
  if (found == index_.end()) return;
  const Index index = found->second;
  const bool was_selected = selected_[index] != 0;
  select(index, false);
  if (!same_points(faces_[index], face)) {
    points_.erase(face.face);
    if (std::exchange(is_measured_[index], 0) != 0) --measured_;
  }
  faces_[index] = std::move(face);
  select(index, was_selected);
}

void Library::select(Index index, bool on) {
  if ((selected_[index] != 0) == on) return;
  selected_[index] = on ? 1 : 0;
  std::size_t& of_status = selected_by_status_.at(number_of(faces_[index].status));
  of_status = on ? of_status + 1 : of_status - 1;
  selected_count_ = on ? selected_count_ + 1 : selected_count_ - 1;
}

void Library::clear_selection() {
  std::fill(selected_.begin(), selected_.end(), std::uint8_t{0});
  selected_by_status_ = {};
  selected_count_ = 0;
}

void Library::pick(std::size_t position, Pick how) {
  if (position >= order_.size()) return;
  cursor_ = order_[position];
  if (how == Pick::kToggle) {
    select(cursor_, selected_[cursor_] == 0);
    anchor_ = cursor_;
    return;
  }
  clear_selection();
  if (how == Pick::kOnly) anchor_ = cursor_;
  const std::size_t from = position_[anchor_];
  const std::size_t last = std::max(from, position);
  for (std::size_t i = std::min(from, position); i <= last; ++i) select(order_[i], true);
}

std::size_t Library::moved(Move step) const {
  const auto at = static_cast<std::int64_t>(position_[cursor_]);
  const auto last = static_cast<std::int64_t>(order_.size()) - 1;
  const std::int64_t page = std::int64_t{columns_} * std::max(1, rows_ - 1);
  // Up and down stay in their column; from the row before the last the last one's end is below.
  const auto by = [&](std::int64_t steps) {
    std::int64_t to = at + steps;
    if (to < 0) to = at % columns_;
    if (to > last) to = at / columns_ == last / columns_ ? at : last;
    return static_cast<std::size_t>(to);
  };
  switch (step) {
    case Move::kLeft:
      return static_cast<std::size_t>(std::max<std::int64_t>(at - 1, 0));
    case Move::kRight:
      return static_cast<std::size_t>(std::min(at + 1, last));
    case Move::kUp:
      return by(-columns_);
    case Move::kDown:
      return by(columns_);
    case Move::kPageUp:
      return by(-page);
    case Move::kPageDown:
      return by(page);
    case Move::kFirst:
      return 0;
    case Move::kLast:
      return static_cast<std::size_t>(last);
  }
  return static_cast<std::size_t>(at);
}

void Library::move(Move step, bool extend) {
  if (faces_.empty()) return;
  if (extend && selected_count_ == 0) anchor_ = cursor_;
  pick(moved(step), extend ? Pick::kRange : Pick::kOnly);
}

void Library::set_cursor(FaceId face) {
  const auto found = index_.find(face);
  if (found == index_.end()) return;
  cursor_ = found->second;
  anchor_ = cursor_;
}

void Library::select_all() {
  for (Index i = 0; i < faces_.size(); ++i) select(i, true);
}

void Library::select_none() { clear_selection(); }

void Library::invert() {
  for (Index i = 0; i < faces_.size(); ++i) select(i, selected_[i] == 0);
}

void Library::sort_by(FaceSort sort, bool descending) {
  sort_ = sort;
  descending_ = descending;
  order_waits_ = measuring();
  if (!order_waits_) order_as_chosen();
}

// A new order is looked at from its beginning, unless a person is in the middle of selecting.
void Library::order_as_chosen() {
  reorder();
  if (faces_.empty() || selected_count_ > 0) return;
  cursor_ = order_.front();
  anchor_ = cursor_;
}

double Library::sort_value(Index index) const {
  const FaceSummary& face = faces_[index];
  switch (sort_) {
    case FaceSort::kName:
      return index;
    case FaceSort::kStatus:
      return static_cast<double>(face.status);
    case FaceSort::kSize:
      return std::sqrt(face.box.area());
    case FaceSort::kBlur:
      return face.blur;
    case FaceSort::kConfidence:
      return measures_[index].confidence;
    case FaceSort::kDisagreement:
      return measures_[index].disagreement;
    case FaceSort::kTurn:
      return measures_[index].turn;
  }
  return index;
}

// Equals stay in the order of their names, and faces without a value come last either way.
void Library::reorder() {
  std::vector<double> values(faces_.size());
  for (Index i = 0; i < faces_.size(); ++i) {
    values[i] = sort_value(i);
    if (std::isnan(values[i])) {
      values[i] = std::numeric_limits<double>::infinity();
    } else if (descending_) {
      values[i] = -values[i];
    }
  }
  order_.resize(faces_.size());
  std::iota(order_.begin(), order_.end(), Index{0});
  std::stable_sort(order_.begin(), order_.end(),
                   [&](Index a, Index b) { return values[a] < values[b]; });
  position_.resize(faces_.size());
  for (Index i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
}

void Library::set_tile(int side) { tile_ = std::clamp(side, kSmallestTile, kLargestTile); }

void Library::set_grid(int columns, int rows) {
  columns_ = std::max(1, columns);
  rows_ = std::max(1, rows);
}

void Library::keep_points(FaceId face, FacePoints points) {
  // What was on the screen long ago is read again; a screen holds far fewer.
  if (points_.size() >= kPointsKept) points_.clear();
  points_.insert_or_assign(face, std::move(points));
}

std::vector<FaceId> Library::to_measure(std::size_t most) const {
  std::vector<FaceId> faces;
  for (Index i = 0; i < faces_.size() && faces.size() < most; ++i) {
    if (is_measured_[i] == 0) faces.push_back(faces_[i].face);
  }
  return faces;
}

void Library::measured(FaceId face, const FaceMeasures& measures) {
  const auto found = index_.find(face);
  if (found == index_.end()) return;
  measures_[found->second] = measures;
  if (std::exchange(is_measured_[found->second], 1) == 0) ++measured_;
  // A face that was changed and read again stays where it is.
  if (order_waits_ && !measuring()) {
    order_waits_ = false;
    order_as_chosen();
  }
}

}  // namespace facepoint
