// The History workspace without a screen: the project's edits, newest first, those that the search
// finds; the one under the cursor with what it did to its faces. Or its snapshots, with what is
// different now once it was asked for. Rows are read by pages when they
// are asked for, so that a long history costs nothing. Reads the store, never writes it; changed
// only by Editor. UI thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "landmark/movement.h"
#include "store/history.h"
#include "tasks/diff.h"

namespace facepoint {

// The edit under the cursor.
struct EditPreview {
  PastEdit edit;
  std::string why_not_revert;  // empty: it can be reverted
  std::vector<ChangedFace> faces;
  std::size_t face = 0;  // whose points these are
  std::optional<Keypoints> before;
  std::optional<Keypoints> after;
  std::vector<int> set;  // see Revision: of `after`
};

// What it did to the face that is shown: "68 points moved, mean 2.3 px, largest 7.1 px (point 33)",
// "15 points moved, 14 of them followed, mean …",
// "1 point moved by 7.1 px (point 33)", "68 points set"; a new status follows.
std::string summary_of(const EditPreview& preview);

enum class HistoryPage : std::uint8_t { kChanges, kSnapshots };

class History {
 public:
  explicit History(Project& project) : project_(project) {}

  HistoryPage page() const { return page_; }
  std::int64_t rows() const;                                             // of the page
  const std::vector<Snapshot>& snapshots() const { return snapshots_; }  // newest first
  std::int64_t snapshot_position() const { return static_cast<std::int64_t>(snapshot_); }
  const Snapshot* snapshot() const;  // under the cursor; null: none, or changes are shown
  // From that snapshot to now; null: not compared, or something was changed since. The preview is
  // of its faces.
  const DiffReport* comparison() const;

  const std::string& search() const { return search_; }
  std::int64_t size() const { return size_; }
  // Null beyond the end, also where another program has shortened what this list knows.
  const PastEdit* row(std::int64_t position) const;
  std::optional<std::int64_t> position() const { return position_; }  // of the cursor
  const std::optional<EditPreview>& preview() const { return preview_; }

  // --- for Editor only ---
  void refresh();  // reads again if there was a change since
  void set_page(HistoryPage page);
  void select_snapshot(std::int64_t position);  // clamped
  bool show_snapshot(const std::string& name);  // turns to their page; false: there is none
  void compared(SnapshotId snapshot, DiffReport report);
  void set_search(const std::string& text);
  void move_to(std::int64_t position);  // clamped
  void select_face(std::size_t index);
  void next_face(int step);  // around

 private:
  void load();
  void load_preview();
  void preview_comparison();

  // The differences from a snapshot to the state that `change` led to.
  struct Compared {
    SnapshotId snapshot;
    ChangeId change;
    DiffReport report;
  };

  Project& project_;
  HistoryPage page_ = HistoryPage::kChanges;
  std::vector<Snapshot> snapshots_;
  std::size_t snapshot_ = 0;  // the cursor's
  std::optional<Compared> compared_;
  std::string search_;
  std::int64_t size_ = 0;
  std::optional<std::int64_t> position_;
  ChangeId cursor_;  // keeps its change while others are added
  std::optional<ChangeId> seen_;
  std::optional<EditPreview> preview_;
  mutable std::map<std::int64_t, std::vector<PastEdit>> pages_;
};

}  // namespace facepoint
