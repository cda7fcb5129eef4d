// The faces that match the filter, as a grid: their order, the cursor, what is selected, how large
// the tiles are. Changes no label. A position is a place in the chosen order; face, cursor and
// selection stay what they are when the order changes or the faces are read again. Read from the
// store by Editor only, UI thread.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "landmark/scheme.h"
#include "store/face_summaries.h"

namespace facepoint {

enum class FaceSort : std::uint8_t {
  kName,
  kStatus,
  kSize,
  kBlur,
  kConfidence,
  kDisagreement,
  kTurn
};
inline constexpr int kFaceSorts = 7;
const char* title_of(FaceSort sort);
// Whether the order needs every face's points, which are read bit by bit.
constexpr bool is_measured(FaceSort sort) { return sort >= FaceSort::kConfidence; }

// Whether the faces to look at first have the high values.
constexpr bool starts_descending(FaceSort sort) { return sort == FaceSort::kDisagreement; }

// What is told from a face's points; NaN where there is nothing to tell it from.
struct FaceMeasures {
  float confidence = std::numeric_limits<float>::quiet_NaN();    // mean of the proposal's
  float disagreement = std::numeric_limits<float>::quiet_NaN();  // label to proposal, by box side
  float turn = std::numeric_limits<float>::quiet_NaN();          // degrees: landmark/numbering.h
};
FaceMeasures measures_of(const Scheme& scheme, const FacePoints& points);

enum class Pick : std::uint8_t { kOnly, kToggle, kRange };  // a click, with Ctrl, with Shift
enum class Move : std::uint8_t { kLeft, kRight, kUp, kDown, kPageUp, kPageDown, kFirst, kLast };

class Library {
 public:
  static constexpr int kSmallestTile = 64;  // screen pixels at scale 1
  static constexpr int kLargestTile = 384;

  std::size_t size() const { return order_.size(); }
  const FaceSummary& at(std::size_t position) const { return faces_[order_[position]]; }
  std::optional<std::size_t> position_of(FaceId face) const;

  bool selected(std::size_t position) const { return selected_[order_[position]] != 0; }
  std::size_t selected_count() const { return selected_count_; }
  std::optional<std::size_t> cursor() const;  // none only where there is no face
  // What a decision is about: the selection, or the face under the cursor. By position.
  std::vector<const FaceSummary*> chosen() const;
  // The same by status, without a look at every face.
  const std::array<std::size_t, 5>& selected_by_status() const { return selected_by_status_; }

  FaceSort sort() const { return sort_; }
  bool descending() const { return descending_; }
  const FaceMeasures& measures(std::size_t position) const { return measures_[order_[position]]; }
  // An order by what is told from points waits until all were read.
  bool measuring() const { return is_measured(sort_) && measured_ < faces_.size(); }
  double share_measured() const;

  int tile() const { return tile_; }
  int columns() const { return columns_; }
  int rows() const { return rows_; }
  bool points_shown() const { return points_shown_; }
  // Of a face on the screen; null: not read yet.
  const FacePoints* points(FaceId face) const;

  // --- for Editor only ---
  void set_faces(std::vector<FaceSummary> faces);
  void update(FaceSummary face);  // read again; stays where it is in the order
  void pick(std::size_t position, Pick how);
  void move(Move step, bool extend);
  void set_cursor(FaceId face);  // selects nothing
  void select_all();
  void select_none();
  void invert();
  void sort_by(FaceSort sort, bool descending);
  void set_tile(int side);
  void set_grid(int columns, int rows);  // as many as are on the screen
  void toggle_points() { points_shown_ = !points_shown_; }
  void keep_points(FaceId face, FacePoints points);
  // Faces whose points the order waits for, at most `most` of them.
  std::vector<FaceId> to_measure(std::size_t most) const;
  void measured(FaceId face, const FaceMeasures& measures);

 private:
  using Index = std::uint32_t;  // in faces_

  void reorder();
  void order_as_chosen();
  void select(Index index, bool on);
  void clear_selection();
  std::size_t moved(Move step) const;
  double sort_value(Index index) const;

  std::vector<FaceSummary> faces_;  // as the store lists them
  std::vector<FaceMeasures> measures_;
  std::vector<std::uint8_t> is_measured_;
  std::vector<std::uint8_t> selected_;
  std::unordered_map<FaceId, Index> index_;
  std::vector<Index> order_;
  std::vector<Index> position_;  // of each face in order_
  std::array<std::size_t, 5> selected_by_status_{};
  std::size_t selected_count_ = 0;
  std::size_t measured_ = 0;
  Index cursor_ = 0;
  Index anchor_ = 0;  // where a range begins

  FaceSort sort_ = FaceSort::kName;
  bool descending_ = false;
  int tile_ = 128;
  int columns_ = 1;
  int rows_ = 1;
  bool order_waits_ = false;
  bool points_shown_ = true;
  std::unordered_map<FaceId, FacePoints> points_;
};

}  // namespace facepoint
