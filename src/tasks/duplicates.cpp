#include "tasks/duplicates.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <thread>

#include "base/digest.h"
#include "base/error.h"
#include "curate/duplicates.h"
#include "image/codec.h"
#include "image/look.h"
#include "store/datasets.h"
#include "store/face_summaries.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/duplicate_detail.h"
#include "tasks/image_files.h"

namespace facepoint {
namespace {

// Pictures that are decoded for a closer look hold at most this many pixels together: half a minute
// on two cores.
constexpr std::int64_t kMostPixels = std::int64_t{2} << 30U;
constexpr std::size_t kLooksAtOnce = 500;

// Which images there are, what bytes they have, and what names say of them.
std::string state_of(const std::vector<Image>& images) {
  std::string text = "2\n";  // grows with what decides
  for (const Image& image : images) {
    text += std::to_string(image.id.value) + " " + image.digest + "\n" + image.identity + "\n" +
            image.clip + "\n";
  }
  return digest_of(text);
}

// What follows in a kept state: the images whose files were away, so that there may be more pairs
// once they are back.
std::string with_gone(std::string state, const std::set<ImageId>& gone) {
  for (const ImageId id : gone) state += " " + std::to_string(id.value);
  return state;
}

// As `kept` names them; none where it is of other images.
std::optional<std::set<ImageId>> gone_of(const std::string& kept, const std::string& state) {
  if (!kept.starts_with(state)) return std::nullopt;
  std::set<ImageId> gone;
  std::istringstream ids(kept.substr(state.size()));
  for (std::int64_t id = 0; ids >> id;) gone.insert(ImageId{id});
  return gone;
}

struct AlikePair {
  std::size_t a = 0;
  std::size_t b = 0;
  double similarity = 0;
};

class Search {
 public:
  // `keeps`: stores the looks that were missing.
  Search(Project& project, bool keeps, int threads, JobContext& job)
      : project_(project),
        keeps_(keeps),
        threads_(std::max(1, threads)),
        job_(job),
        images_(images(project)),
        seen_(split_images(project, images_)) {}

  DuplicateReport run() {
    report_.images = static_cast<std::int64_t>(images_.size());
    for (const Image& image : images_) report_.unreadable += image.decode_error.empty() ? 0 : 1;
    job_.begin_stage("Looking for duplicates");
    for (const auto& [a, b] : identical_pairs(seen_)) add(a, b, true, 1);
    const std::vector<ImagePair> candidates = duplicate_candidates(seen_);
    report_.candidates = static_cast<std::int64_t>(candidates.size());
    job_.throw_if_cancelled();
    read_looks(candidates);
    verify(alike(candidates));
    compare_labels();
    finish();
    return report_;
  }

  std::string state() const {  // to be known again
    std::set<ImageId> gone;
    for (const auto& [i, is_gone] : gone_) {
      if (is_gone) gone.insert(images_[i].id);
    }
    return with_gone(state_of(images_), gone);
  }

 private:
  void add(std::size_t a, std::size_t b, bool identical, double similarity) {
    found_.emplace_back(a, b);
    report_.pairs.push_back({images_[a].id, images_[b].id, identical, similarity, {}});
  }

  std::filesystem::path file(std::size_t i) {
    if (roots_.empty()) {
      for (Dataset& dataset : datasets(project_)) roots_.emplace(dataset.id, std::move(dataset));
    }
    return file_of(roots_.at(images_[i].dataset), images_[i]);
  }

  // Projects from before looks were kept, or whose import was older.
  void read_looks(const std::vector<ImagePair>& candidates) {
    const auto kept = image_looks(project_);
    looks_.resize(images_.size());
    std::vector<bool> wanted(images_.size(), false);
    for (const auto& [a, b] : candidates) wanted[a] = wanted[b] = true;
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (!wanted[i] || !images_[i].decode_error.empty()) continue;
      const auto look = kept.find(images_[i].id);
      if (look == kept.end()) {
        missing.push_back(i);
      } else {
        looks_[i] = read_look(look->second);
      }
    }
    if (!missing.empty()) decode_looks(missing);
  }

  void decode_looks(const std::vector<std::size_t>& missing) {
    const auto total = static_cast<std::int64_t>(missing.size());
    job_.begin_stage("Reading pictures", total);
    std::vector<ImageLook> read;
    for (std::size_t at = 0; at < missing.size(); ++at) {
      job_.progress(static_cast<std::int64_t>(at), total);
      const std::size_t i = missing[at];
      try {
        std::string look = look_of(load_picture(file(i)));
        looks_[i] = read_look(look);
        read.push_back({images_[i].id, images_[i].digest, std::move(look)});
        ++report_.decoded;
      } catch (const Error&) {
        report_.unreadable += gone(i) ? 0 : 1;
      }
      if (keeps_ && (read.size() == kLooksAtOnce || at + 1 == missing.size())) {
        save_looks(project_, read);
        read.clear();
      }
    }
  }

  std::vector<AlikePair> alike(const std::vector<ImagePair>& candidates) {
    std::vector<AlikePair> pairs;
    std::int64_t done = 0;
    const auto total = static_cast<std::int64_t>(candidates.size());
    job_.begin_stage("Comparing looks", total);
    for (const auto& [a, b] : candidates) {
      if (done++ % 4096 == 0) job_.progress(done, total);
      if (!looks_[a] || !looks_[b]) continue;
      const double similarity = likeness(*looks_[a], *looks_[b]);
      if (similarity >= least_likeness(kinship(seen_[a], seen_[b]))) {
        pairs.push_back({a, b, std::min(similarity, 1.0)});
      }
    }
    return pairs;
  }

  // Frames of one clip need no closer look: their names say what they are.
  void verify(const std::vector<AlikePair>& pairs) {
    std::vector<AlikePair> open;
    for (const AlikePair& pair : pairs) {
      if (kinship(seen_[pair.a], seen_[pair.b]) == Kinship::kClip) {
        add(pair.a, pair.b, false, pair.similarity);
      } else {
        open.push_back(pair);
      }
    }
    if (open.empty()) return;
    std::vector<PictureToCompare> pictures(images_.size());
    std::vector<PairToCompare> compared;
    std::int64_t pixels = 0;
    for (const AlikePair& pair : open) {
      for (const std::size_t i : {pair.a, pair.b}) {
        if (!pictures[i].file.empty()) continue;
        const auto size = std::int64_t{images_[i].width} * images_[i].height;
        if (pixels + size > kMostPixels) continue;
        pixels += size;
        pictures[i] = {file(i), images_[i].width, images_[i].height, points_of(i)};
      }
      const bool both = !pictures[pair.a].file.empty() && !pictures[pair.b].file.empty();
      if (both) compared.push_back({pair.a, pair.b});
    }
    report_.decoded += compare_in_detail(pictures, compared, threads_, job_);
    accept(open, compared);
  }

  void accept(const std::vector<AlikePair>& open, const std::vector<PairToCompare>& compared) {
    auto seen = compared.begin();
    for (const AlikePair& pair : open) {
      const bool is_compared = seen != compared.end() && seen->a == pair.a && seen->b == pair.b;
      const bool decoded = is_compared && !gone(pair.a) && !gone(pair.b);
      const bool surely = pair.similarity >= kSurelyAlike;
      if (decoded ? seen->detail && *seen->detail >= kLeastDetail : surely) {
        add(pair.a, pair.b, false, pair.similarity);
      }
      report_.not_verified += decoded || surely ? 0 : 1;
      if (is_compared) ++seen;
    }
  }

  // It was moved away since it was imported.
  bool gone(std::size_t i) {
    const auto known = gone_.find(i);
    if (known != gone_.end()) return known->second;
    std::error_code unknown;
    const bool is_gone = !std::filesystem::exists(file(i), unknown);
    report_.gone += is_gone ? 1 : 0;
    return gone_.emplace(i, is_gone).first->second;
  }

  // Of the largest face: its label, or what is proposed.
  const Keypoints& points_of(std::size_t i) {
    const auto known = points_.find(i);
    if (known != points_.end()) return known->second.shown;
    Points points;
    double largest = 0;
    for (const Face& face : faces_of(project_, images_[i].id)) {
      if (face.status == FaceStatus::kDeleted || face.box.area() < largest) continue;
      const FacePoints both = face_points(project_, face.id);
      if (both.shown() == nullptr) continue;
      largest = face.box.area();
      points = {*both.shown(), both.label.value_or(Keypoints{})};
    }
    return points_.emplace(i, std::move(points)).first->second.shown;
  }

  void compare_labels() {
    const auto total = static_cast<std::int64_t>(found_.size());
    job_.begin_stage("Comparing labels", total);
    for (std::size_t at = 0; at < found_.size(); ++at) {
      job_.progress(static_cast<std::int64_t>(at), total);
      const auto [a, b] = found_[at];
      points_of(a);
      points_of(b);
      Duplicate& pair = report_.pairs[at];
      pair.labels_differ = labels_differ(points_.at(a).label, points_.at(b).label, pair.identical);
    }
    job_.finish_stage();
  }

  void finish() {
    std::vector<std::size_t> order(found_.size());
    for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
    std::sort(order.begin(), order.end(),
              [&](std::size_t x, std::size_t y) { return found_[x] < found_[y]; });
    std::vector<Duplicate> sorted;
    sorted.reserve(order.size());
    for (const std::size_t at : order) sorted.push_back(report_.pairs[at]);
    report_.pairs = std::move(sorted);
    for (const std::vector<std::size_t>& group :
         facepoint::duplicate_groups(images_.size(), found_)) {
      std::vector<ImageId> ids;
      ids.reserve(group.size());
      for (const std::size_t i : group) ids.push_back(images_[i].id);
      report_.groups.push_back(std::move(ids));
    }
  }

  struct Points {
    Keypoints shown;
    Keypoints label;
  };

  Project& project_;
  bool keeps_;
  int threads_;
  JobContext& job_;
  std::vector<Image> images_;
  std::vector<SplitImage> seen_;
  std::unordered_map<DatasetId, Dataset> roots_;
  std::vector<std::optional<Look>> looks_;
  std::unordered_map<std::size_t, Points> points_;
  std::unordered_map<std::size_t, bool> gone_;  // of those that were asked for
  std::vector<ImagePair> found_;
  DuplicateReport report_;
};

int all_threads() { return static_cast<int>(std::thread::hardware_concurrency()); }

std::int64_t count_if_pair(const std::vector<Duplicate>& pairs, bool (*is)(const Duplicate&)) {
  return std::count_if(pairs.begin(), pairs.end(), is);
}

}  // namespace

std::int64_t DuplicateReport::identical() const {
  return count_if_pair(pairs, [](const Duplicate& pair) { return pair.identical; });
}

std::int64_t DuplicateReport::near() const {
  return static_cast<std::int64_t>(pairs.size()) - identical();
}

std::int64_t DuplicateReport::labels_differ() const {
  return count_if_pair(pairs,
                       [](const Duplicate& pair) { return pair.labels_differ.value_or(false); });
}

DuplicateReport run_duplicates(Project& project, int threads, JobContext& job) {
  Search search(project, true, threads, job);
  DuplicateReport report = search.run();
  save_duplicates(project, report.pairs, search.state());
  return report;
}

namespace {

// Those that are kept, if they are of the images as they are.
std::optional<KnownDuplicates> kept_duplicates(Project& project) {
  const std::vector<Image> all = images(project);
  const auto gone = gone_of(duplicates_state(project), state_of(all));
  if (!gone) return std::nullopt;
  if (!gone->empty()) {
    std::unordered_map<DatasetId, Dataset> dataset_of;
    for (Dataset& dataset : datasets(project)) dataset_of.emplace(dataset.id, std::move(dataset));
    std::error_code unknown;
    for (const Image& image : all) {
      const bool was_gone = gone->contains(image.id);
      const auto file = [&] { return file_of(dataset_of.at(image.dataset), image); };
      if (was_gone && std::filesystem::exists(file(), unknown)) return std::nullopt;
    }
  }
  return KnownDuplicates{duplicates(project), std::ssize(*gone)};
}

}  // namespace

KnownDuplicates known_duplicates(Project& project, JobContext& job) {
  if (auto kept = kept_duplicates(project)) return *std::move(kept);
  DuplicateReport report = Search(project, false, all_threads(), job).run();
  return {std::move(report.pairs), report.gone};
}

KnownDuplicates updated_duplicates(Project& project, JobContext& job) {
  if (auto kept = kept_duplicates(project)) return *std::move(kept);
  DuplicateReport report = run_duplicates(project, all_threads(), job);
  return {std::move(report.pairs), report.gone};
}

bool duplicates_are_current(Project& project) { return kept_duplicates(project).has_value(); }

std::vector<std::vector<ImageId>> duplicate_groups(const std::vector<Duplicate>& pairs) {
  std::unordered_map<ImageId, std::size_t> place;
  std::vector<ImageId> ids;
  std::vector<ImagePair> indices;
  const auto index = [&](ImageId id) {
    const auto [at, is_new] = place.emplace(id, ids.size());
    if (is_new) ids.push_back(id);
    return at->second;
  };
  for (const Duplicate& pair : pairs) {
    const std::size_t a = index(pair.a);
    indices.emplace_back(a, index(pair.b));
  }
  std::vector<std::vector<ImageId>> groups;
  for (const std::vector<std::size_t>& group : duplicate_groups(ids.size(), indices)) {
    std::vector<ImageId> members;
    members.reserve(group.size());
    for (const std::size_t i : group) members.push_back(ids[i]);
    groups.push_back(std::move(members));
  }
  return groups;
}

}  // namespace facepoint
