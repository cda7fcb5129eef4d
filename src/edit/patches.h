// The Patches workspace without a screen: one landmark of every labelled face that matches the
// filter, each face brought upright and laid so that the place where the CNN (or, without it, the
// typical face) puts the landmark is in the middle: how far the label lies beside it is seen, and
// seen of many faces at once. Reads the store, never writes it; changed only by Editor. UI thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "landmark/scheme.h"
#include "store/faces.h"

namespace facepoint {

struct PatchFace {
  FaceId face;
  ImageId image;
  std::string path;  // of the image
  FaceStatus status = FaceStatus::kLabelled;
  RevisionId revision;  // whose points the label is
  Keypoints label;
  Keypoints predicted;    // the CNN's, from an open proposal or from a fold; empty: none
  bool proposed = false;  // from an open proposal
};

// Where one face's landmark is expected and where its label is. The upright frame is the typical
// face's: its box side is 1.
struct PatchPlace {
  bool by_cnn = false;  // what expects it: the CNN, or the typical face fitted to the other points
  Similarity upright_from_image;
  Point expected;  // in the image
  Point offset;    // of the label from it: upright, in box sides
};
// None where the label lacks the landmark. `mean` is of landmark/mean_shape.h.
std::optional<PatchPlace> place_landmark(const PatchFace& face, const Keypoints& mean,
                                         int landmark);

struct PatchTile {
  std::size_t face = 0;  // in faces()
  PatchPlace place;
};

// Over the faces that the CNN has an opinion of; over all where there is none.
struct PatchSummary {
  int faces = 0;
  Point bias;         // the mean offset, in box sides
  double spread = 0;  // root mean square distance from it, in box sides
};
PatchSummary summarise(const std::vector<PatchTile>& tiles);

// A face's landmark on its way: a preview until it is released.
struct PatchDrag {
  std::size_t face = 0;
  int landmark = 0;
  Point grabbed;  // pointer, in the image
  Point start;    // landmark
  Point now;
};

class Patches {
 public:
  explicit Patches(Project& project) : project_(project) {}

  const Scheme& scheme() const { return *scheme_; }
  int landmark() const { return landmark_; }
  const Keypoints& mean() const { return mean_; }  // empty without a face
  const std::vector<PatchFace>& faces() const { return faces_; }
  // By who expects the landmark, the CNN first, then the farthest first; keeps its order while
  // labels are corrected.
  const std::vector<PatchTile>& tiles() const { return tiles_; }
  const PatchSummary& summary() const { return summary_; }
  std::optional<std::size_t> selected() const { return selected_; }  // in tiles()
  const std::optional<PatchDrag>& drag() const { return drag_; }
  int columns() const { return columns_; }
  double window() const { return window_; }  // a tile's side in box sides

  // Between the image and a tile's square, whose corners are (0, 0) and (1, 1).
  Point in_tile(const PatchTile& tile, Point in_image) const;
  Point in_image(const PatchTile& tile, Point in_tile) const;
  // What the picture of a tile shows, see PictureKey.
  Similarity square_from_image(const PatchTile& tile, int side) const;
  Point label_of(const PatchTile& tile) const;  // in the image: the drag's preview where it is

  // --- for Editor only ---
  // Reads what changed since: everything when the session's list was read again or the scheme is
  // another, else the faces of newer changes.
  void refresh(const Query& query, const Scheme& scheme, std::int64_t list_serial);
  void show_landmark(int landmark);
  void select(std::size_t position);  // clamped
  void set_columns(int columns) { columns_ = columns; }
  void zoom(double factor);
  void begin_drag(std::size_t position, Point pointer_in_image);
  void drag_to(Point pointer_in_image);
  void end_drag() { drag_.reset(); }
  void keep_drag(const PatchDrag& drag) { drag_ = drag; }  // that could not be stored

 private:
  void load(const Query& query);
  void update_changed();
  void place_all();

  Project& project_;
  std::int64_t list_serial_ = -1;  // that it was read at; -1: never
  Query query_;
  const Scheme* scheme_ = &SchemeLibrary::standard().get("ibug68");
  ChangeId seen_;
  std::vector<PatchFace> faces_;
  std::unordered_map<FaceId, std::size_t> index_;
  Keypoints mean_;
  int landmark_ = -1;
  std::vector<PatchTile> tiles_;
  PatchSummary summary_;
  std::optional<std::size_t> selected_;
  std::optional<PatchDrag> drag_;
  int columns_ = 5;
  double window_ = 0.34;
};

}  // namespace facepoint
