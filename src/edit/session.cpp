#include "edit/session.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "store/saved_queries.h"

namespace facepoint {
namespace {

constexpr double kFitMargin = 24;
constexpr double kFitMaxScale = 12;
constexpr double kFaceMargin = 0.25;    // of the face's box, on each side
constexpr double kLeastShown = 0.15;    // of the picture's shorter side
constexpr double kFarthestShown = 0.5;  // of the picture, beyond its edges

Rect picture_rect(const Image& image) {
  return {-0.5, -0.5, static_cast<double>(image.width), static_cast<double>(image.height)};
}

bool touch(const Rect& a, const Rect& b) {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height &&
         b.y <= a.y + a.height;
}

// Of rectangles that touch.
Rect shared(const Rect& a, const Rect& b) {
  const Point low{std::max(a.x, b.x), std::max(a.y, b.y)};
  const Point high{std::min(a.x + a.width, b.x + b.width),
                   std::min(a.y + a.height, b.y + b.height)};
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

Rect united(const Rect& a, const Rect& b) {
  const Point low{std::min(a.x, b.x), std::min(a.y, b.y)};
  const Point high{std::max(a.x + a.width, b.x + b.width),
                   std::max(a.y + a.height, b.y + b.height)};
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

Rect grown(const Rect& r, double share) {
  return {r.x - r.width * share, r.y - r.height * share, r.width * (1 + 2 * share),
          r.height * (1 + 2 * share)};
}

}  // namespace

const Keypoints* FaceView::shown() const {
  if (points) return &*points;
  return proposal ? &proposal->points : nullptr;
}

Session::Session(Project project) : project_(std::move(project)) {
  load_list();
  load_history();
  reload_vocabulary();
  if (!list_.empty()) show_image(list_.front().image);
}

std::optional<std::size_t> Session::index_of(ImageId image) const {
  const auto found = index_.find(image);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

const FaceView* Session::face() const {
  if (!current_ || current_->faces.empty()) return nullptr;
  return &current_->faces[face_index_];
}

const Scheme& Session::scheme() const {
  const FaceView* shown = face();
  if (shown != nullptr) return SchemeLibrary::standard().get(shown->face.scheme);
  if (current_) {
    const auto dataset = datasets_.find(current_->image.dataset);
    if (dataset != datasets_.end()) return SchemeLibrary::standard().get(dataset->second.scheme);
  }
  return SchemeLibrary::standard().get("ibug68");
}

const PictureSource& Session::picture_source(ImageId image) const {
  const auto known = sources_.find(image);
  if (known != sources_.end()) return known->second;
  const Image record = get_image(project_, image);
  PictureSource source;
  source.file = std::filesystem::path(datasets_.at(record.dataset).root) / record.path;
  const auto index = index_of(image);
  if (index && list_[*index].first_face) {
    const Face first = get_face(project_, list_[*index].first_face);
    if (first.box.area() > 0) source.face = first.box;
  }
  return sources_.emplace(image, std::move(source)).first->second;
}

std::filesystem::path Session::file_of(DatasetId dataset, const std::string& path) const {
  return std::filesystem::path(datasets_.at(dataset).root) / path;
}

void Session::set_filter(const std::string& text) {
  filter_text_ = text;
  try {
    query_ = parse_query(text);
    filter_error_.clear();
  } catch (const Error& error) {
    filter_error_ = error.message();
    return;
  }
  load_list();
}

void Session::load_list() {
  datasets_.clear();
  for (Dataset& dataset : datasets(project_)) {
    const DatasetId id = dataset.id;
    datasets_.emplace(id, std::move(dataset));
  }
  list_ = image_summaries(project_, query_);
  ++list_serial_;
  total_images_ =
      query_.terms.empty() ? static_cast<std::int64_t>(list_.size()) : count_images(project_);
  index_.clear();
  index_.reserve(list_.size());
  for (std::size_t i = 0; i < list_.size(); ++i) index_.emplace(list_[i].image, i);
  sources_.clear();
  count_list();
  reload_saved_queries();
}

void Session::reload_saved_queries() { saved_queries_ = facepoint::saved_queries(project_); }

void Session::count_list() {
  counts_ = {};
  for (const ImageSummary& item : list_) {
    if (!item.readable) ++counts_.unreadable;
    if (item.has_open_proposal) ++counts_.with_proposal;
    if (!item.first_face) ++counts_.without_face;
    for (std::size_t i = 0; i < counts_.by_status.size(); ++i) {
      if ((item.statuses & status_bit(static_cast<FaceStatus>(i))) != 0) ++counts_.by_status.at(i);
    }
  }
}

void Session::reload() {
  load_list();
  reload_vocabulary();
  reload_current();
  if (!current_ && !list_.empty()) show_image(list_.front().image);
}

void Session::reload_current() {
  load_history();
  if (!current_) return;
  const FaceView* shown = face();
  const FaceId selected = shown != nullptr ? shown->face.id : FaceId{};
  gesture_.reset();
  load_current(current_->image.id);
  select_face(selected);
  refresh_summary();
}

void Session::reload_images(const std::vector<ImageId>& images) {
  for (const ImageId image : images) {
    const auto index = index_of(image);
    if (index) list_[*index] = image_summary(project_, image);
  }
  count_list();
  reload_current();
}

void Session::refresh_summary() {
  const auto index = index_of(current_->image.id);
  if (!index) return;
  ImageSummary& item = list_[*index];
  item.faces = static_cast<std::int64_t>(current_->faces.size());
  item.first_face = current_->faces.empty() ? FaceId{} : current_->faces.front().face.id;
  if (item.first_face) item.status = current_->faces.front().face.status;
  item.statuses = 0;
  for (const FaceView& view : current_->faces) item.statuses |= status_bit(view.face.status);
  item.has_open_proposal =
      std::any_of(current_->faces.begin(), current_->faces.end(),
                  [](const FaceView& view) { return view.proposal.has_value(); });
  count_list();
}

void Session::show_image(ImageId image) {
  gesture_.reset();
  load_current(image);
  face_index_ = 0;
  selection_.clear();
  load_revisions();
  refit();
}

void Session::load_current(ImageId id) {
  CurrentImage loaded;
  loaded.image = get_image(project_, id);
  loaded.file = std::filesystem::path(datasets_.at(loaded.image.dataset).root) / loaded.image.path;
  for (Face& face : faces_of(project_, id)) {
    FaceView view;
    if (face.current) view.points = get_revision(project_, face.current).points;
    view.proposal = open_proposal(project_, face.id);
    view.tags = tags_of(project_, face.id);
    view.face = std::move(face);
    loaded.faces.push_back(std::move(view));
  }
  current_ = std::move(loaded);
}

void Session::load_revisions() {
  revisions_.clear();
  corrections_.reset();
  const FaceView* shown = face();
  if (shown == nullptr) return;
  revisions_ = revisions_of(project_, shown->face.id);
  std::reverse(revisions_.begin(), revisions_.end());
  corrections_ = corrections_of(project_, shown->face, shown->proposal, revisions_);
}

void Session::load_history() {
  undoable_ = facepoint::undoable(project_);
  redoable_ = facepoint::redoable(project_);
}

void Session::select_face(FaceId id) {
  face_index_ = 0;
  if (!current_) return;
  for (std::size_t i = 0; i < current_->faces.size(); ++i) {
    if (current_->faces[i].face.id == id) face_index_ = static_cast<int>(i);
  }
  const FaceView* shown = face();
  const Keypoints* points = shown != nullptr ? shown->shown() : nullptr;
  const auto gone = [&](int point) {
    return points == nullptr || point >= static_cast<int>(points->size());
  };
  const auto& selected = selection_.points();
  if (std::any_of(selected.begin(), selected.end(), gone)) selection_.clear();
  load_revisions();
}

void Session::select_points(const std::vector<int>& points, SelectMode mode) {
  selection_.choose(points, mode);
}

std::vector<int> Session::selected_or_all() const {
  if (!selection_.empty()) return selection_.points();
  const FaceView* shown = face();
  std::vector<int> all(shown != nullptr && shown->shown() != nullptr ? shown->shown()->size() : 0);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

const Revision* Session::previous() const {
  const FaceView* shown = face();
  if (shown == nullptr || !shown->points) return nullptr;
  const auto by_id = [&](RevisionId id) {
    return std::find_if(revisions_.begin(), revisions_.end(),
                        [&](const Revision& revision) { return revision.id == id; });
  };
  const auto now = by_id(shown->face.current);
  if (now == revisions_.end()) return nullptr;
  const auto before = by_id(now->parent);
  return before == revisions_.end() ? nullptr : &*before;
}

const Keypoints* Session::previous_points() const {
  const Revision* before = previous();
  return before != nullptr ? &before->points : nullptr;
}

const Keypoints* Session::proposed_points() const {
  const FaceView* shown = face();
  if (shown == nullptr || !shown->points) return nullptr;
  if (shown->proposal) return &shown->proposal->points;
  const bool began_so = corrections_ && !corrections_->from_label &&
                        corrections_->start.size() == shown->points->size();
  return began_so ? &corrections_->start : nullptr;
}

const Keypoints* Session::preview() const {
  if (!gesture_) return nullptr;
  if (const auto* drag = std::get_if<PointsDrag>(&*gesture_)) return &drag->preview();
  const auto* stroke = std::get_if<Stroke>(&*gesture_);
  return stroke != nullptr && stroke->preview ? &*stroke->preview : nullptr;
}

void Session::fit_image() {
  prefer_face_ = false;
  if (current_) viewport_.fit(picture_rect(current_->image), kFitMargin, kFitMaxScale);
}

// Around a label in one place, or beside the picture, the picture itself is seen, and points far
// outside don't make it small.
void Session::fit_face(const Keypoints* also) {
  const FaceView* shown = face();
  if (shown == nullptr) return;
  prefer_face_ = true;
  const Keypoints* points = shown->shown();
  Rect box = points != nullptr ? bounding_box(*points) : shown->face.box;
  const Rect picture = picture_rect(current_->image);
  box = touch(box, picture) ? shared(box, grown(picture, kFarthestShown)) : picture;
  if (also != nullptr) box = united(box, bounding_box(*also));
  const double least = kLeastShown * std::min(picture.width, picture.height);
  if (std::max(box.width, box.height) < least) {
    const Point middle = box.center();
    box = {middle.x - least / 2, middle.y - least / 2, least, least};
  }
  viewport_.fit(grown(box, kFaceMargin), kFitMargin, kFitMaxScale * 2);
}

void Session::reveal_face() {
  const FaceView* shown = face();
  if (shown == nullptr) return;
  const Keypoints* points = shown->shown();
  const Rect box = points != nullptr ? bounding_box(*points) : shown->face.box;
  const Rect& area = viewport_.area();
  const bool seen = area.contains(viewport_.to_screen({box.x, box.y})) &&
                    area.contains(viewport_.to_screen({box.x + box.width, box.y + box.height}));
  if (prefer_face_ || !seen) refit();
}

void Session::refit() {
  if (prefer_face_ && face() != nullptr) {
    fit_face();
  } else if (current_) {
    viewport_.fit(picture_rect(current_->image), kFitMargin, kFitMaxScale);
  }
}

}  // namespace facepoint
