// The Review workspace without a screen: the faces whose labels the last check finds suspicious,
// one after the other, each with why and what would mend it; what was said of them so far; and how
// many wrong labels are to be expected in the rest. Each verdict moves the chances of all that
// come after. Reads the store, never writes it; changed only by Editor. UI thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "curate/suspicion.h"
#include "store/findings.h"
#include "store/history.h"

namespace facepoint {

// Wrong is a label that was corrected, by its remedy or by hand, or whose face was rejected.
enum class ReviewOutcome : std::uint8_t { kOpen, kSkipped, kRight, kWrong };

struct ReviewEntry {
  SuspectFace face;
  double chance = 0;  // of being wrong, as far as is known now
  ReviewOutcome outcome = ReviewOutcome::kOpen;
  bool judged() const {
    return outcome == ReviewOutcome::kRight || outcome == ReviewOutcome::kWrong;
  }
};

// What was said so far, and what is to be expected.
struct ReviewTally {
  std::int64_t right = 0;
  std::int64_t wrong = 0;
  double expected_left = 0;  // labels that are to be expected wrong among those nobody has judged
  double expected_next = 0;  // likewise among the next Review::kAhead
};

class Review {
 public:
  explicit Review(Project& project) : project_(project) {}

  // The most suspicious first; those before the cursor keep their places.
  const std::vector<ReviewEntry>& entries() const { return entries_; }
  std::optional<std::size_t> position() const { return position_; }
  const ReviewEntry* current() const { return position_ ? &entries_[*position_] : nullptr; }
  const std::vector<Finding>& findings() const { return findings_; }  // of the current face
  // The first remedy of the current face, else that of its source, and the points that it would
  // give; none: none is known.
  const std::string& remedy() const { return remedy_; }
  const std::optional<Keypoints>& mended() const { return mended_; }
  bool remedy_is_of_source() const { return remedy_is_of_source_; }
  bool shows_mended() const { return shows_mended_; }
  bool was_checked() const { return checked_; }
  // What concerns whole sources, the surest first, with what was said to be right all the same.
  const std::vector<WholeSourceFinding>& sources() const { return sources_; }
  const WholeSourceFinding* open_source() const;  // the first that nobody has dismissed; null: none
  // How many labels and pictures each rule has found.
  const std::map<std::string, std::int64_t>& found() const { return found_; }

  const ReviewTally& tally() const { return tally_; }
  static constexpr std::size_t kAhead = 50;
  // Fewer than one wrong label is to be expected among the next ones.
  bool is_enough() const { return tally_.expected_next < 1; }

  // --- for Editor only ---
  void forget() { loaded_ = false; }  // another check was made
  // Reads what changed since; everything at first and after forget(): then true.
  bool refresh();
  void move_to(std::size_t position);  // clamped
  void skip();                         // marks the current one as skipped, unless it is judged
  // The first that nobody has judged, after the cursor, then before it of those that were not
  // skipped; nullopt: none.
  std::optional<std::size_t> next_open() const;
  std::int64_t skipped() const;
  void toggle_mended() { shows_mended_ = !shows_mended_; }
  void read_sources();  // again: one was dismissed
  std::optional<std::size_t> find(FaceId face) const;
  bool judges(FaceId face, RevisionId revision) const;

 private:
  void load();
  void update_changed();
  void rank();
  void recount();  // the tally and the index
  void load_current();
  std::string first_remedy(DatasetId source) const;  // of the current face; empty: none

  Project& project_;
  bool loaded_ = false;
  bool checked_ = false;
  ChangeId seen_;
  std::string scheme_;
  std::vector<ReviewEntry> entries_;
  std::unordered_map<FaceId, std::size_t> index_;
  ReviewTally tally_;
  std::optional<std::size_t> position_;
  FaceId shown_;
  std::vector<WholeSourceFinding> sources_;
  std::map<std::string, std::int64_t> found_;
  std::vector<Finding> findings_;
  std::string remedy_;
  std::optional<Keypoints> mended_;
  bool remedy_is_of_source_ = false;
  bool shows_mended_ = true;
};

}  // namespace facepoint
