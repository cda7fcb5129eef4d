// What the editor is looking at: the open project, the filtered list of its images, the current
// image with its faces, the selection and what is shown. Reads the store, never writes it; changed
// only by Editor. UI thread.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "edit/corrections.h"
#include "edit/point_selection.h"
#include "edit/tools.h"
#include "edit/viewport.h"
#include "image/light.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/tags.h"

namespace facepoint {

// One face of the current image as the canvas shows it.
struct FaceView {
  Face face;
  std::optional<Keypoints> points;   // the current revision's
  std::optional<Proposal> proposal;  // the open one
  std::vector<std::string> tags;
  // What a person sees and drags: the label, or the proposal where there is no label yet.
  const Keypoints* shown() const;
};

struct CurrentImage {
  Image image;
  std::filesystem::path file;
  std::vector<FaceView> faces;
};

// Where a picture is, and the part of it worth showing small.
struct PictureSource {
  std::filesystem::path file;
  std::optional<Rect> face;
};

struct ListCounts {
  std::array<std::int64_t, 5> by_status{};  // images with such a face
  std::int64_t without_face = 0;
  std::int64_t with_proposal = 0;
  std::int64_t unreadable = 0;
  friend bool operator==(const ListCounts&, const ListCounts&) = default;
};

// Which points have their numbers beside them.
enum class NumberMode : std::uint8_t { kAll, kNear, kSelected, kNone };

struct ShowOptions {
  bool points = true;
  NumberMode numbers = NumberMode::kAll;
  bool edges = true;
  bool proposal = true;   // as a ghost beside the label
  bool doubts = false;    // the error to expect of each point, as a ring
  bool previous = false;  // the revision before the current one, as a ghost
  Light light;            // in which the picture is looked at
  bool light_panel = false;
};

class Session {
 public:
  explicit Session(Project project);

  Project& project() const { return project_; }

  // The list: images that match the filter when it was last applied.
  const std::string& filter_text() const { return filter_text_; }
  const Query& query() const { return query_; }  // of the list: the last valid text's
  const std::string& filter_error() const { return filter_error_; }  // empty: none
  const std::vector<ImageSummary>& list() const { return list_; }
  const ListCounts& counts() const { return counts_; }
  std::int64_t total_images() const { return total_images_; }
  const std::vector<std::string>& saved_queries() const { return saved_queries_; }
  const QueryVocabulary& vocabulary() const { return vocabulary_; }
  std::int64_t list_serial() const { return list_serial_; }  // grows when the list is read again
  std::filesystem::path file_of(DatasetId dataset, const std::string& path) const;
  std::optional<std::size_t> index_of(ImageId image) const;

  const std::optional<CurrentImage>& current() const { return current_; }
  int face_index() const { return face_index_; }
  const FaceView* face() const;  // the current face; null if there is none
  const Scheme& scheme() const;  // of the current face; the project's if there is none
  const std::vector<Revision>& revisions() const { return revisions_; }  // of it, newest first
  const std::optional<Corrections>& corrections() const { return corrections_; }  // of it
  const PointSelection& selection() const { return selection_; }
  int selected_point() const { return selection_.primary(); }  // the last one chosen; -1: none
  // What a command without a selection is about: every point.
  std::vector<int> selected_or_all() const;
  // The revision before the current one; null: there is none.
  const Revision* previous() const;
  const Keypoints* previous_points() const;  // of it
  // What a model proposes beside the current face's label, or proposed before the label was made of
  // it; null: nothing.
  const Keypoints* proposed_points() const;

  const Viewport& viewport() const { return viewport_; }
  const ShowOptions& show() const { return show_; }
  Tool tool() const { return tool_; }
  const std::optional<Gesture>& gesture() const { return gesture_; }
  // The points that a gesture would leave; null: no gesture that changes points.
  const Keypoints* preview() const;

  const std::optional<Change>& undoable() const { return undoable_; }
  const std::optional<Change>& redoable() const { return redoable_; }

  // Remembered until the next reload. Throws Error(kNotFound) for an image that is gone.
  const PictureSource& picture_source(ImageId image) const;

  // --- for Editor only ---
  // An invalid text is kept with its error and the list stays as it was.
  void set_filter(const std::string& text);
  void reload();          // list, current image and history, after others wrote
  void reload_current();  // current image and history, after an own change
  void reload_saved_queries();
  void reload_vocabulary() { vocabulary_ = query_vocabulary(project_); }
  void faces_came_or_went() { ++list_serial_; }  // who lists faces reads them again
  void reload_images(
      const std::vector<ImageId>& images);  // these and history; none leaves the list
  void show_image(ImageId image);
  void select_face(FaceId face);
  void select_points(const std::vector<int>& points, SelectMode mode);
  void fit_image();
  void fit_face(const Keypoints* also = nullptr);  // with these points, if they are not null
  void reveal_face();  // changes the view only if the face is not wholly in it
  Viewport& mutable_viewport() { return viewport_; }
  ShowOptions& mutable_show() { return show_; }
  std::optional<Gesture>& mutable_gesture() { return gesture_; }
  void set_tool(Tool tool) { tool_ = tool; }

 private:
  void load_list();
  void count_list();
  void load_current(ImageId image);
  void load_revisions();
  void load_history();
  void refresh_summary();
  void refit();

  mutable Project project_;
  std::string filter_text_;
  std::string filter_error_;
  Query query_;
  std::vector<std::string> saved_queries_;
  QueryVocabulary vocabulary_;
  std::vector<ImageSummary> list_;
  std::unordered_map<ImageId, std::size_t> index_;
  ListCounts counts_;
  std::int64_t total_images_ = 0;
  std::int64_t list_serial_ = 0;
  std::unordered_map<DatasetId, Dataset> datasets_;
  mutable std::unordered_map<ImageId, PictureSource> sources_;

  std::optional<CurrentImage> current_;
  int face_index_ = 0;
  std::vector<Revision> revisions_;
  std::optional<Corrections> corrections_;
  PointSelection selection_;

  Viewport viewport_;
  bool prefer_face_ = false;  // what a new image is fitted to
  ShowOptions show_;
  Tool tool_ = Tool::kSelect;
  std::optional<Gesture> gesture_;

  std::optional<Change> undoable_;
  std::optional<Change> redoable_;
};

}  // namespace facepoint
