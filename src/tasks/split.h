// Makes a split plan or adds new images to it, and tells what its parts are like and share. One
// thread, the project's connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/leak_report.h"
#include "store/splits.h"
#include "tasks/duplicates.h"
#include "tasks/image_keys.h"
#include "tasks/image_traits.h"

namespace facepoint {

inline constexpr int kFewestFolds = 3;
inline constexpr int kMostFolds = 20;

// What is not said is as in the plan of that name, or the default where there is none. A plan whose
// settings are all the same is kept: its images stay where they are and new ones come in. Where a
// setting differs, or with `anew`, it is made again from nothing.
struct SplitOptions {
  std::string name;
  std::optional<std::string> ratios = {};    // train/val/test; default 80/10/10
  std::optional<std::string> group_by = {};  // "identity" (default), "clip" or "image"
  std::optional<std::uint64_t> seed = {};    // default 1
  std::optional<std::string> where = {};     // a query; default: every image
  std::optional<std::string> stratify =
      {};                         // "pose,size,source" or fewer of them; default: by hash
  std::optional<int> folds = {};  // k-fold parts of equal ratios instead; 0 (default): none
  // Parts that from now on never lose or gain images: locked as they are before new ones come in.
  std::vector<std::string> lock = {};
  std::vector<std::string> unlock = {};
  bool anew = false;
  bool preview = false;  // only tells what would come of it; the plan stays as it is

  void check() const;  // throws Error(kInvalidInput)
};

struct SplitPartCounts {
  std::string part;
  std::int64_t images = 0;
  std::int64_t labelled_images = 0;
  std::int64_t faces = 0;  // with a label
  std::int64_t groups = 0;
  std::int64_t identities = 0;
  double ratio = 0;   // of the images
  double wanted = 0;  // that ratio
  bool locked = false;
  // Images by what they are like: one list a trait of the report, one number a word.
  std::vector<std::vector<std::int64_t>> traits;
};

// Two images of different parts that should be in one.
struct SplitLeak {
  LeakKind kind = LeakKind::kIdentity;
  std::string shared;  // as LeakPair::shared
  struct Side {
    ImageId image;
    std::string key;  // DATASET/PATH
    std::string part;
  };
  Side a;
  Side b;
};

struct SplitReport {
  SplitPlan plan;
  std::string name;  // PLAN, or PLAN/K
  std::vector<SplitPartCounts> parts;
  std::vector<Trait> traits;
  LeakReport leaks;
  std::vector<SplitLeak> leak_pairs;    // as leaks.pairs
  std::optional<LeakReport> published;  // none: the datasets came without a split
  struct LeftOut {
    ImageId image;
    std::string key;
    std::string reason;
  };
  std::vector<LeftOut> left_out;
  std::vector<Duplicate> links;  // pairs of identical or near-duplicate images among its images
  std::int64_t stayed = 0;       // images that were in the plan before; run_split only
  std::int64_t added = 0;        // images that came in; run_split only
  std::int64_t gone = 0;         // pictures that could not be read: pairs may be missing
};

// The parts that have no picture: "val and test", or nothing.
std::string empty_parts_text(const SplitReport& report);

// Brings the project's duplicates up to date first. Throws Error(kConflict) where a plan with a
// locked part would have to be made from nothing.
SplitReport run_split(Project& project, const SplitOptions& options, JobContext& job);
// Whether run_split would make `before`, the plan of that name, again from nothing; none: the
// options can't be read, and run_split says why.
std::optional<bool> shares_out_anew(const SplitPlan& before, const SplitOptions& options);

// Locks a part as it is, or unlocks it; nothing else changes. Throws Error(kNotFound) for a plan,
// Error(kInvalidInput) for a part that is not there.
void set_part_locked(Project& project, const std::string& plan, const std::string& part,
                     bool locked);

// The leak reports and counts of a stored plan, or of a fold of it: see plan_parts.h. Reads only.
SplitReport describe_split(Project& project, const std::string& name, JobContext& job);
// Of many, with the pairs at hand.
SplitReport describe_split(Project& project, const std::string& name,
                           const KnownDuplicates& duplicates);

// Only the leaks.
LeakReport plan_leaks(Project& project, const std::string& name, JobContext& job);
// Throws Error(kInvalidInput), with the remedy, when the plan's parts share people,
// identical pictures or near-duplicates: what is tested would have been trained on.
void refuse_leaks(Project& project, const std::string& name, JobContext& job);

}  // namespace facepoint
