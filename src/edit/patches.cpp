#include "edit/patches.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "edit/tools.h"
#include "landmark/mean_shape.h"
#include "store/fold_predictions.h"
#include "store/history.h"

namespace facepoint {
namespace {

constexpr std::size_t kFacesOfMean = 500;      // more don't change it
constexpr std::size_t kChangedOneByOne = 200;  // more are read all at once
constexpr double kSmallestWindow = 0.1;
constexpr double kLargestWindow = 1.6;

bool has_point(const Keypoints& points, int landmark) {
  return landmark < static_cast<int>(points.size()) && points[landmark].present();
}

Keypoints mean_of_some(const Scheme& scheme, const std::vector<PatchFace>& faces) {
  std::vector<Keypoints> labels;
  const std::size_t step = faces.size() / kFacesOfMean + 1;
  for (std::size_t i = 0; i < faces.size(); i += step) labels.push_back(faces[i].label);
  return mean_shape(scheme, labels);
}

}  // namespace

std::optional<PatchPlace> place_landmark(const PatchFace& face, const Keypoints& mean,
                                         int landmark) {
  if (!has_point(face.label, landmark) || !has_point(mean, landmark)) return std::nullopt;
  PatchPlace place;
  place.by_cnn = has_point(face.predicted, landmark);
  if (place.by_cnn) {
    place.upright_from_image = fit_similarity(face.predicted, mean);
    place.expected = face.predicted[landmark].position;
  } else {
    // The point itself has no say in where it is expected, and correcting it moves nothing else.
    Keypoints others = face.label;
    others[landmark].visibility = Visibility::kAbsent;
    place.upright_from_image = fit_similarity(others, mean);
    place.expected = place.upright_from_image.inverse()(mean[landmark].position);
  }
  place.offset = place.upright_from_image(face.label[landmark].position) -
                 place.upright_from_image(place.expected);
  return place;
}

PatchSummary summarise(const std::vector<PatchTile>& tiles) {
  const bool any_cnn = std::any_of(tiles.begin(), tiles.end(),
                                   [](const PatchTile& tile) { return tile.place.by_cnn; });
  PatchSummary summary;
  Point sum;
  double squares = 0;
  for (const PatchTile& tile : tiles) {
    if (tile.place.by_cnn != any_cnn) continue;
    ++summary.faces;
    sum = sum + tile.place.offset;
    squares +=
        tile.place.offset.x * tile.place.offset.x + tile.place.offset.y * tile.place.offset.y;
  }
  if (summary.faces == 0) return summary;
  summary.bias = sum * (1.0 / summary.faces);
  const double bias = length(summary.bias);
  summary.spread = std::sqrt(std::max(0.0, squares / summary.faces - bias * bias));
  return summary;
}

Point Patches::in_tile(const PatchTile& tile, Point in_image) const {
  const PatchPlace& place = tile.place;
  const Point shift = place.upright_from_image(in_image) - place.upright_from_image(place.expected);
  return Point{0.5, 0.5} + shift * (1 / window_);
}

Point Patches::in_image(const PatchTile& tile, Point in_tile) const {
  const PatchPlace& place = tile.place;
  const Point shift = (in_tile - Point{0.5, 0.5}) * window_;
  return place.upright_from_image.inverse()(place.upright_from_image(place.expected) + shift);
}

Similarity Patches::square_from_image(const PatchTile& tile, int side) const {
  const double scale = side / window_;
  const Point middle = tile.place.upright_from_image(tile.place.expected) * scale;
  const double half = (side - 1) / 2.0;  // pixel centres are integers
  return compose({scale, 0, half - middle.x, half - middle.y}, tile.place.upright_from_image);
}

Point Patches::label_of(const PatchTile& tile) const {
  if (drag_ && drag_->face == tile.face) return drag_->now;
  return faces_[tile.face].label[landmark_].position;
}

void Patches::refresh(const Query& query, const Scheme& scheme, std::int64_t list_serial) {
  if (drag_) return;  // it ends on the label that it began with, or is refused
  const bool other_scheme = scheme.name != scheme_->name;
  if (list_serial == list_serial_ && !other_scheme) return update_changed();
  if (other_scheme) landmark_ = -1;
  scheme_ = &scheme;
  load(query);
  list_serial_ = list_serial;
}

void Patches::load(const Query& query) {
  const FaceId selected = selected_ ? faces_[tiles_[*selected_].face].face : FaceId{};
  drag_.reset();
  seen_ = newest_change(project_);
  faces_.clear();
  index_.clear();
  for (LabelledFace& row : labelled_faces(project_, query)) {
    if (row.face.scheme != scheme_->name || row.face.status == FaceStatus::kRejected) continue;
    index_.emplace(row.face.id, faces_.size());
    faces_.push_back({row.face.id,
                      row.image.id,
                      std::move(row.image.path),
                      row.face.status,
                      row.revision.id,
                      std::move(row.revision.points),
                      {},
                      false});
  }
  for (PredictedPoints& predicted : predicted_points(project_)) {
    const auto found = index_.find(predicted.face);
    if (found == index_.end()) continue;
    faces_[found->second].predicted = std::move(predicted.points);
    faces_[found->second].proposed = predicted.proposed;
  }
  mean_ = mean_of_some(*scheme_, faces_);
  query_ = query;
  if (landmark_ < 0 || landmark_ >= scheme_->size()) landmark_ = scheme_->inter_ocular[0];
  place_all();
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    if (faces_[tiles_[i].face].face == selected) selected_ = i;
  }
}

void Patches::update_changed() {
  const ChangeId newest = newest_change(project_);
  if (newest == seen_) return;
  const std::vector<FaceId> changed = faces_changed_since(project_, seen_);
  if (changed.size() > kChangedOneByOne) return load(Query(query_));
  seen_ = newest;
  for (const FaceId id : changed) {
    const auto known = index_.find(id);
    if (known == index_.end()) continue;
    const Face face = get_face(project_, id);
    // Its only label was taken back, or it was deleted.
    if (!face.current || face.status == FaceStatus::kDeleted) return load(Query(query_));
    faces_[known->second].status = face.status;
    faces_[known->second].revision = face.current;
    faces_[known->second].label = get_revision(project_, face.current).points;
  }
  for (PatchTile& tile : tiles_) {
    const auto place = place_landmark(faces_[tile.face], mean_, landmark_);
    if (place) tile.place = *place;
  }
  summary_ = summarise(tiles_);
}

void Patches::place_all() {
  tiles_.clear();
  for (std::size_t i = 0; i < faces_.size(); ++i) {
    const auto place = place_landmark(faces_[i], mean_, landmark_);
    if (place) tiles_.push_back({i, *place});
  }
  std::stable_sort(tiles_.begin(), tiles_.end(), [](const PatchTile& a, const PatchTile& b) {
    if (a.place.by_cnn != b.place.by_cnn) return a.place.by_cnn;
    return length(a.place.offset) > length(b.place.offset);
  });
  summary_ = summarise(tiles_);
  selected_.reset();
  if (!tiles_.empty()) selected_ = 0;
}

void Patches::show_landmark(int landmark) {
  const int count = scheme_->size();
  landmark_ = (landmark % count + count) % count;
  drag_.reset();
  if (list_serial_ >= 0) place_all();
}

void Patches::select(std::size_t position) {
  if (!tiles_.empty()) selected_ = std::min(position, tiles_.size() - 1);
}

void Patches::zoom(double factor) {
  window_ = std::clamp(window_ / factor, kSmallestWindow, kLargestWindow);
}

void Patches::begin_drag(std::size_t position, Point pointer_in_image) {
  if (position >= tiles_.size()) return;
  const std::size_t face = tiles_[position].face;
  const Point start = faces_[face].label[landmark_].position;
  drag_ = PatchDrag{face, landmark_, pointer_in_image, start, start};
}

void Patches::drag_to(Point pointer_in_image) {
  if (!drag_) return;
  const Point shift = pointer_in_image - drag_->grabbed;
  drag_->now = shift == Point{} ? drag_->start : snapped(drag_->start + shift);
}

}  // namespace facepoint
