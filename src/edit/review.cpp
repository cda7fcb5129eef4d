#include "edit/review.h"

#include <algorithm>

#include "curate/remedies.h"
#include "store/faces.h"
#include "store/fold_predictions.h"
#include "store/images.h"
#include "tasks/check.h"

namespace facepoint {
namespace {

// Below it a face is not worth a person's look; most faces of a large project are.
constexpr double kWorthALook = 0.01;

}  // namespace

// Views read the tally in every frame; with 100,000 entries it is not for them to count.
void Review::recount() {
  tally_ = {};
  std::size_t ahead = 0;
  index_.clear();
  index_.reserve(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const ReviewEntry& entry = entries_[i];
    index_[entry.face.face] = i;
    if (entry.outcome == ReviewOutcome::kRight) ++tally_.right;
    if (entry.outcome == ReviewOutcome::kWrong) ++tally_.wrong;
    if (entry.judged()) continue;
    tally_.expected_left += entry.chance;
    if (ahead++ < kAhead) tally_.expected_next += entry.chance;
  }
}

std::optional<std::size_t> Review::find(FaceId face) const {
  const auto found = index_.find(face);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

bool Review::judges(FaceId face, RevisionId revision) const {
  const auto found = find(face);
  return found && entries_[*found].face.revision == revision;
}

const WholeSourceFinding* Review::open_source() const {
  const auto open = std::find_if(sources_.begin(), sources_.end(),
                                 [](const WholeSourceFinding& each) { return !each.dismissed; });
  return open == sources_.end() ? nullptr : &*open;
}

void Review::read_sources() {
  sources_ = source_findings(project_);
  found_ = count_by_rule(project_);
  shown_ = {};  // the current face's remedy may have been its source's
  load_current();
}

bool Review::refresh() {
  if (!loaded_) {
    load();
    return true;
  }
  const ChangeId newest = newest_change(project_);
  if (newest != seen_) update_changed();
  return false;
}

void Review::load() {
  loaded_ = true;
  seen_ = newest_change(project_);
  const FaceId kept = current() != nullptr ? current()->face.face : FaceId{};
  entries_.clear();
  position_.reset();
  checked_ = was_ever_checked(project_);
  read_sources();
  for (SuspectFace& face : suspect_faces(project_, kWorthALook)) {
    const double chance = face.suspicion;
    entries_.push_back({std::move(face), chance, ReviewOutcome::kOpen});
  }
  if (!entries_.empty()) scheme_ = get_face(project_, entries_.front().face.face).scheme;
  rank();
  const auto found = index_.find(kept);
  if (!entries_.empty()) position_ = found != index_.end() ? found->second : 0;
  shown_ = {};
  load_current();
}

void Review::update_changed() {
  const std::vector<FaceId> changed = faces_changed_since(project_, seen_);
  seen_ = newest_change(project_);
  std::unordered_map<FaceId, RevisionId> said_right;
  for (const FaceVerdict& verdict : verdicts(project_)) {
    if (verdict.verdict == Verdict::kRight) said_right[verdict.face] = verdict.revision;
  }
  for (const FaceId id : changed) {
    const auto found = index_.find(id);
    if (found == index_.end()) continue;
    ReviewEntry& entry = entries_[found->second];
    const Face face = get_face(project_, id);
    const auto right = said_right.find(id);
    if (face.current != entry.face.revision || face.status == FaceStatus::kRejected ||
        face.status == FaceStatus::kDeleted) {
      entry.outcome = ReviewOutcome::kWrong;
    } else if (face.status == FaceStatus::kApproved ||
               (right != said_right.end() && right->second == entry.face.revision)) {
      entry.outcome = ReviewOutcome::kRight;
    } else if (entry.judged()) {
      entry.outcome = ReviewOutcome::kOpen;  // taken back
    }
  }
  // One label changes nothing that is said of a source, and counting is not for every drag.
  if (changed.size() > 1) read_sources();
  rank();
  shown_ = {};
  load_current();
}

// What a rule has decided stays decided; the rest follows what the verdicts teach.
void Review::rank() {
  if (entries_.empty()) return recount();
  const Lesson lesson = lesson_of(project_, scheme_);
  for (ReviewEntry& entry : entries_) {
    const auto signs = signs_of(entry.face.features);
    const bool decided = entry.face.rule_score >= 1;
    if (signs && !decided) entry.chance = lesson.chance(*signs);
  }
  const std::size_t first = position_ ? *position_ + 1 : 0;
  std::stable_sort(entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(),
                   [](const ReviewEntry& a, const ReviewEntry& b) {
                     if (a.judged() != b.judged()) return a.judged();
                     return a.chance > b.chance;
                   });
  recount();
}

void Review::move_to(std::size_t position) {
  if (entries_.empty()) return;
  position_ = std::min(position, entries_.size() - 1);
  load_current();
}

void Review::skip() {
  if (!position_) return;
  ReviewEntry& entry = entries_[*position_];
  if (!entry.judged()) entry.outcome = ReviewOutcome::kSkipped;
}

std::optional<std::size_t> Review::next_open() const {
  for (std::size_t i = position_ ? *position_ + 1 : 0; i < entries_.size(); ++i) {
    if (!entries_[i].judged()) return i;
  }
  // After the last those that were passed over by going elsewhere, but not what was skipped.
  for (std::size_t i = 0; position_ && i < *position_; ++i) {
    if (entries_[i].outcome == ReviewOutcome::kOpen) return i;
  }
  return std::nullopt;
}

std::int64_t Review::skipped() const {
  return std::count_if(entries_.begin(), entries_.end(), [](const ReviewEntry& entry) {
    return entry.outcome == ReviewOutcome::kSkipped;
  });
}

void Review::load_current() {
  const ReviewEntry* entry = current();
  if (entry == nullptr) {
    findings_.clear();
    remedy_.clear();
    mended_.reset();
    return;
  }
  if (entry->face.face == shown_) return;
  shown_ = entry->face.face;
  findings_ = findings_of(project_, shown_);
  remedy_.clear();
  mended_.reset();
  const Face face = get_face(project_, shown_);
  if (!face.current || face.current != entry->face.revision) return;
  const Image image = get_image(project_, face.image);
  const std::string remedy = first_remedy(image.dataset);
  if (remedy.empty()) return;
  const auto predicted = fold_prediction_of(project_, shown_);
  mended_ = remedied(SchemeLibrary::standard().get(face.scheme),
                     get_revision(project_, face.current).points, remedy,
                     {image.width, predicted ? &predicted->points : nullptr});
  if (mended_) remedy_ = remedy;
  remedy_is_of_source_ = std::none_of(findings_.begin(), findings_.end(),
                                      [](const Finding& each) { return !each.remedy.empty(); });
}

std::string Review::first_remedy(DatasetId source) const {
  for (const Finding& finding : findings_) {
    if (!finding.remedy.empty()) return finding.remedy;
  }
  for (const WholeSourceFinding& each : sources_) {
    if (each.finding.dataset == source && !each.dismissed) return each.finding.remedy;
  }
  return {};
}

}  // namespace facepoint
