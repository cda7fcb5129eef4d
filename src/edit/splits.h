// The Splits workspace without a screen: the project's split plans, what the parts of one are like,
// and the pairs of images that show what its parts share, what was left out of it and what holds
// its groups together. What takes long is read in the background. Reads the store, never writes it;
// changed only by Editor. UI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edit/job_runner.h"
#include "tasks/split.h"

namespace facepoint {

// One or two images and why they are listed.
struct SplitEvidence {
  enum class Kind : std::uint8_t { kLeak, kLeftOut, kLink };
  struct Side {
    ImageId image;  // none: there is only one image
    DatasetId dataset;
    std::string path;
    std::string part;  // empty: in none
  };
  Kind kind = Kind::kLeak;
  std::string title;   // "identity Ada", "near-duplicate, 98.1 % alike"
  std::string reason;  // of what is left out
  Side a;
  Side b;
};

// What is read of a plan.
struct SplitPicture {
  SplitReport report;
  std::vector<SplitEvidence> evidence;  // leaks, what is left out, links
  std::int64_t outside = 0;             // images of the project that are in no part and match
};
SplitPicture picture_of_split(Project& project, const std::string& plan, JobContext& job);

class Splits {
 public:
  Splits(Project& project, MainQueue& queue) : project_(project), reader_(queue) {}

  const std::vector<SplitPlan>& plans() const { return plans_; }  // by name
  const SplitPlan* plan() const;                                  // the selected one; may be null
  // Of plan(); null while it is being read or cannot be.
  const SplitPicture* picture() const;
  const std::string& problem() const { return problem_; }  // why it cannot be read
  std::size_t evidence() const { return evidence_; }       // the one under the cursor
  const SplitEvidence* shown() const;                      // it; null: there is none
  // The part that is locked or unlocked by key: the last, on which figures are measured.
  std::string part_to_lock() const;
  bool is_locked(const std::string& part) const;
  bool reading() const { return reader_.running(); }

  // --- for Editor only ---
  void refresh(std::int64_t list_serial);
  void data_changed() { ++data_; }
  void select(const std::string& plan);
  void follow(const std::string& plan);  // selects it once it is there
  void move_by(int step);                // among the plans
  void move_evidence_by(int step);       // clamped
  void select_evidence(std::size_t index);

 private:
  void ask();

  struct Question {
    std::string plan;
    std::int64_t data = 0;
    friend bool operator==(const Question&, const Question&) = default;
  };

  Project& project_;
  std::vector<SplitPlan> plans_;
  std::string selected_;
  std::string followed_;
  std::int64_t seen_serial_ = -1;
  std::int64_t data_ = 0;
  std::optional<Question> answered_;
  std::optional<SplitPicture> picture_;
  std::string problem_;
  std::size_t evidence_ = 0;
  JobRunner reader_;  // last: stopped first
};

}  // namespace facepoint
