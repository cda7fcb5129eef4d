#include "edit/splits.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "store/images.h"
#include "store/splits.h"

namespace facepoint {
namespace {

std::string alike(const Duplicate& pair) {
  if (pair.identical) return "the same bytes";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "near-duplicate, %.1f %% alike", pair.similarity * 100);
  return text.data();
}

// Reads the evidence of one plan.
class Evidence {
 public:
  Evidence(Project& project, const SplitReport& report) : report_(report) {
    for (Image& image : images(project)) image_of_.emplace(image.id, std::move(image));
    for (const SplitMember& member : split_members(project, report.plan.id)) {
      part_of_.emplace(member.image, member.part);
    }
  }

  std::vector<SplitEvidence> all() const {
    using Kind = SplitEvidence::Kind;
    std::vector<SplitEvidence> found;
    for (const SplitLeak& leak : report_.leak_pairs) {
      found.push_back({Kind::kLeak,
                       to_text(leak.kind) + (leak.shared.empty() ? "" : " ") + leak.shared, "",
                       side(leak.a.image), side(leak.b.image)});
    }
    for (const SplitReport::LeftOut& each : report_.left_out) {
      found.push_back({Kind::kLeftOut, "left out", each.reason, side(each.image), {}});
    }
    for (const Duplicate& link : report_.links) {
      found.push_back({Kind::kLink, alike(link), "", side(link.a), side(link.b)});
    }
    return found;
  }

 private:
  SplitEvidence::Side side(ImageId id) const {
    const Image& image = image_of_.at(id);
    const auto part = part_of_.find(id);
    return {id, image.dataset, image.path, part == part_of_.end() ? "" : part->second};
  }

  const SplitReport& report_;
  std::unordered_map<ImageId, Image> image_of_;
  std::unordered_map<ImageId, std::string> part_of_;
};

}  // namespace

SplitPicture picture_of_split(Project& project, const std::string& plan, JobContext& job) {
  SplitPicture picture;
  picture.report = describe_split(project, plan, job);
  picture.evidence = Evidence(project, picture.report).all();
  const std::int64_t matching = count_images(project, parse_query(picture.report.plan.where));
  const auto known =
      picture.report.leaks.images + static_cast<std::int64_t>(picture.report.left_out.size());
  picture.outside = std::max<std::int64_t>(0, matching - known);
  return picture;
}

const SplitPlan* Splits::plan() const {
  const auto found = std::find_if(plans_.begin(), plans_.end(),
                                  [&](const SplitPlan& plan) { return plan.name == selected_; });
  return found == plans_.end() ? nullptr : &*found;
}

const SplitPicture* Splits::picture() const {
  return picture_ && answered_ && answered_->plan == selected_ ? &*picture_ : nullptr;
}

const SplitEvidence* Splits::shown() const {
  const SplitPicture* read = picture();
  return read == nullptr || evidence_ >= read->evidence.size() ? nullptr
                                                               : &read->evidence[evidence_];
}

std::string Splits::part_to_lock() const {
  return plan() == nullptr ? "" : split_parts(plan()->folds).back();
}

bool Splits::is_locked(const std::string& part) const {
  if (plan() == nullptr) return false;
  const auto& locked = plan()->locked;
  return std::find(locked.begin(), locked.end(), part) != locked.end();
}

void Splits::refresh(std::int64_t list_serial) {
  if (seen_serial_ != list_serial) {
    seen_serial_ = list_serial;
    ++data_;
  }
  plans_ = split_plans(project_);
  if (!followed_.empty() && std::any_of(plans_.begin(), plans_.end(), [&](const SplitPlan& plan) {
        return plan.name == followed_;
      })) {
    select(std::exchange(followed_, {}));
  }
  if (plan() == nullptr) select(plans_.empty() ? "" : plans_.front().name);
  ask();
}

// One question at a time; what is asked meanwhile is asked after it.
void Splits::ask() {
  const Question now{selected_, data_};
  if (selected_.empty() || reader_.running() || answered_ == now) return;
  const auto found = std::make_shared<SplitPicture>();
  const auto work = [path = project_.path(), now, found](JobContext& job) {
    Project connection = Project::open(path);
    *found = picture_of_split(connection, now.plan, job);
    return JobRunner::Outcome{};
  };
  reader_.start("Reading", work, [this, now, found](const JobResult& result) {
    answered_ = now;
    problem_ = result.kind == JobResult::Kind::kFailed ? result.summary : "";
    picture_.reset();
    if (problem_.empty()) picture_ = std::move(*found);
    select_evidence(evidence_);
    ask();
  });
}

void Splits::select(const std::string& plan) {
  if (selected_ != plan) evidence_ = 0;
  selected_ = plan;
}

void Splits::follow(const std::string& plan) { followed_ = plan; }

void Splits::move_by(int step) {
  if (plans_.empty()) return;
  const auto at = std::find_if(plans_.begin(), plans_.end(),
                               [&](const SplitPlan& plan) { return plan.name == selected_; });
  const auto last = static_cast<std::int64_t>(plans_.size()) - 1;
  const auto to = std::clamp<std::int64_t>(at - plans_.begin() + step, 0, last);
  select(plans_[static_cast<std::size_t>(to)].name);
}

void Splits::move_evidence_by(int step) {
  select_evidence(step < 0 && evidence_ == 0 ? 0 : evidence_ + static_cast<std::size_t>(step));
}

void Splits::select_evidence(std::size_t index) {
  const SplitPicture* read = picture();
  const bool none = read == nullptr || read->evidence.empty();
  evidence_ = none ? 0 : std::min(index, read->evidence.size() - 1);
}

}  // namespace facepoint
