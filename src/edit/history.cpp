#include "edit/history.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

#include "base/text.h"
#include "edit/following.h"
#include "store/faces.h"
#include "store/journal.h"

namespace facepoint {
namespace {

constexpr std::int64_t kPage = 128;
constexpr std::size_t kPagesKept = 32;
constexpr std::size_t kFacesPreviewed = 500;

std::optional<Keypoints> points_of(Project& project, RevisionId revision) {
  if (!revision) return std::nullopt;
  return get_revision(project, revision).points;
}

std::string pixels(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f px", value);
  return text.data();
}

std::string points_summary(const EditPreview& preview) {
  if (!preview.before && !preview.after) return "This face has no label";
  if (!preview.before) return count_of(std::ssize(*preview.after), "point") + " set";
  if (!preview.after) return count_of(std::ssize(*preview.before), "point") + " removed";
  const Movement moved = movement(*preview.before, *preview.after);
  if (moved.moved == 0) return "The points stay as they were";
  const std::string point = " (point " + std::to_string(moved.largest_point) + ")";
  if (moved.largest_point < 0) return count_of(moved.moved, "point") + " hidden or shown";
  if (moved.moved == 1) return "1 point moved by " + pixels(moved.largest) + point;
  // By hand some, and others followed: as the change's label counts them, who went too little to be
  // seen doesn't.
  int all = moved.moved;
  int followed = 0;
  if (!preview.set.empty()) {
    followed = followers(*preview.before, *preview.after, preview.set);
    all = followed;
    for (const int i : preview.set) {
      if (preview.before->at(i) != preview.after->at(i)) ++all;
    }
    if (all == 0) all = moved.moved;
  }
  std::string text = count_of(all, "point") + " moved";
  if (followed > 0) text += ", " + std::to_string(followed) + " of them followed";
  return text + ", mean " + pixels(moved.mean) + ", largest " + pixels(moved.largest) + point;
}

}  // namespace

std::string summary_of(const EditPreview& preview) {
  std::string text = points_summary(preview);
  if (preview.faces.empty()) return text;
  const ChangedFace& face = preview.faces[preview.face];
  for (const std::string& tag : face.tags_added) text += "; + " + tag;
  for (const std::string& tag : face.tags_removed) text += "; − " + tag;
  if (face.status_before == face.status_after) return text;
  return text + "; " + to_text(face.status_before) + " → " + to_text(face.status_after);
}

const PastEdit* History::row(std::int64_t position) const {
  const std::int64_t number = position / kPage;
  auto page = pages_.find(number);
  if (page == pages_.end()) {
    if (pages_.size() >= kPagesKept) pages_.clear();
    page = pages_.emplace(number, edits(project_, search_, number * kPage, kPage)).first;
  }
  const auto at = static_cast<std::size_t>(position % kPage);
  return at < page->second.size() ? &page->second[at] : nullptr;
}

std::int64_t History::rows() const {
  return page_ == HistoryPage::kChanges ? size_ : std::ssize(snapshots_);
}

const Snapshot* History::snapshot() const {
  if (page_ != HistoryPage::kSnapshots || snapshot_ >= snapshots_.size()) return nullptr;
  return &snapshots_[snapshot_];
}

const DiffReport* History::comparison() const {
  const Snapshot* shown = snapshot();
  const bool holds = shown != nullptr && compared_ && compared_->snapshot == shown->id &&
                     compared_->change == seen_.value_or(ChangeId{});
  return holds ? &compared_->report : nullptr;
}

void History::set_page(HistoryPage page) {
  page_ = page;
  load();
}

void History::select_snapshot(std::int64_t position) {
  if (snapshots_.empty()) return;
  snapshot_ =
      static_cast<std::size_t>(std::clamp<std::int64_t>(position, 0, std::ssize(snapshots_) - 1));
  load_preview();
}

bool History::show_snapshot(const std::string& name) {
  set_page(HistoryPage::kSnapshots);
  refresh();
  for (std::size_t i = 0; i < snapshots_.size(); ++i) {
    if (snapshots_[i].name != name) continue;
    select_snapshot(static_cast<std::int64_t>(i));
    return true;
  }
  return false;
}

void History::compared(SnapshotId snapshot, DiffReport report) {
  compared_ = {snapshot, newest_change(project_), std::move(report)};
  load_preview();
}

void History::refresh() {
  const ChangeId newest = newest_change(project_);
  if (page_ == HistoryPage::kSnapshots) {
    const SnapshotId shown = snapshot() != nullptr ? snapshot()->id : SnapshotId{};
    snapshots_ = facepoint::snapshots(project_);
    for (std::size_t i = 0; i < snapshots_.size(); ++i) {
      if (snapshots_[i].id == shown) snapshot_ = i;
    }
  }
  if (seen_ == newest) return;
  seen_ = newest;
  load();
}

void History::set_search(const std::string& text) {
  search_ = text;
  load();
}

void History::load() {
  pages_.clear();
  size_ = count_edits(project_, search_);
  position_.reset();
  if (size_ > 0) {
    // A cursor that the search hides moves to the next older one that it finds.
    const std::int64_t newer = cursor_ ? edits_newer_than(project_, cursor_, search_) : 0;
    position_ = std::min(newer, size_ - 1);
  }
  load_preview();
}

void History::move_to(std::int64_t position) {
  if (page_ == HistoryPage::kSnapshots) return select_snapshot(position);
  if (size_ == 0) return;
  position_ = std::clamp<std::int64_t>(position, 0, size_ - 1);
  load_preview();
}

// As an edit that did it all, of the faces that differ most.
void History::preview_comparison() {
  preview_.reset();
  const DiffReport* report = comparison();
  if (report == nullptr || report->faces.empty()) return;
  EditPreview preview;
  preview.edit.change.label = report->from + " → " + report->to;
  preview.why_not_revert = "This is a comparison, no change.";
  for (std::size_t i = 0; i < std::min(report->faces.size(), kFacesPreviewed); ++i) {
    const FaceDifference& face = report->faces[i].face;
    preview.faces.push_back({face.face, face.image, face.path, face.scheme, face.revision_before,
                             face.revision_after,
                             face.before ? face.status_before : FaceStatus::kDeleted,
                             face.after ? face.status_after : FaceStatus::kDeleted, face.tags_added,
                             face.tags_removed});
  }
  preview_ = std::move(preview);
  select_face(0);
}

void History::load_preview() {
  if (page_ == HistoryPage::kSnapshots) return preview_comparison();
  const FaceId face =
      preview_ && !preview_->faces.empty() ? preview_->faces[preview_->face].face : FaceId{};
  const ChangeId before = cursor_;
  preview_.reset();
  const PastEdit* edit = position_ ? row(*position_) : nullptr;
  if (edit == nullptr) return;
  cursor_ = edit->change.id;
  EditPreview preview;
  preview.edit = *edit;
  preview.why_not_revert = why_not_revert(project_, cursor_);
  preview.faces = changed_faces(project_, cursor_);
  for (std::size_t i = 0; before == cursor_ && i < preview.faces.size(); ++i) {
    if (preview.faces[i].face == face) preview.face = i;
  }
  preview_ = std::move(preview);
  if (!preview_->faces.empty()) select_face(preview_->face);
}

void History::select_face(std::size_t index) {
  if (!preview_ || index >= preview_->faces.size()) return;
  const ChangedFace& face = preview_->faces[index];
  preview_->before = points_of(project_, face.before);
  preview_->after = face.after == face.before ? preview_->before : points_of(project_, face.after);
  preview_->set.clear();
  if (face.after) preview_->set = get_revision(project_, face.after).set_points;
  preview_->face = index;
}

void History::next_face(int step) {
  if (!preview_ || preview_->faces.empty()) return;
  const int count = static_cast<int>(preview_->faces.size());
  select_face(static_cast<std::size_t>((static_cast<int>(preview_->face) + step + count) % count));
}

}  // namespace facepoint
