// What every view is given: the editor to read, a place to append actions, and what only views
// know. Views change nothing else. UI thread, good for one frame.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "edit/editor.h"
#include "ui/label_places.h"
#include "ui/recorder.h"
#include "ui/texture_cache.h"
#include "ui/theme.h"

namespace facepoint {

// Inputs of the dialogs as they are typed.
struct DialogInputs {
  Dialog shown = Dialog::kNone;  // whose inputs these are
  std::string path;
  std::string folder;     // that the browser lists
  std::string suggested;  // that these began with
  std::int64_t told = 0;  // serial of the last error that was seen
  std::string name;
  std::string where;
  std::string weights;
  std::string ratios;
  std::string stratify;
  int folds = 0;
  int seed = 1;
  int choice = 0;
  int format = 0;
  int sample = 0;  // of an import's faces, shown
  bool again = false;
  bool labelled = false;
  std::string snapshot;              // by name; empty: the labels as they are
  bool merge = false;                // labels of several people
  std::vector<std::string> sources;  // that an export may be of, the first stands for all
  std::vector<std::string> schemes;  // that labels may leave in, the first stands for their own
  int source = 0;
  int scheme = 0;
  std::string format_file;  // that the format needs
  bool allow_leaks = false;
  std::string plan;              // that is there by this name, and whose settings were taken over
  std::set<std::string> locked;  // parts
  bool anew = false;
  bool enter = false;  // was pressed in this frame, and nothing else took it
};

// How the grid of the library lay in the last frame.
struct GridState {
  int columns = 0;
  float row_height = 0;
  FaceId revealed;  // the face under the cursor that was scrolled to, and where it was
  std::size_t revealed_at = 0;
};

// The line that tags are typed in, while it is there.
struct TagLine {
  std::string text;
  std::vector<std::string> present;  // on one of the faces
  std::string preview;               // what Enter would do
  int choice = 0;                    // of the words offered
  bool focused = false;
  bool to_end = false;
};

// The labels of a scheme's drawing as they were placed for what is said here.
struct SchemeLabels {
  std::string scheme;
  Rect area;
  SchemeView view;
  std::vector<std::string> texts;  // one a point, empty where there is none
  std::optional<LabelPlaces> places;
};

// Of the page of schemes.
struct SchemesState {
  int pointed = -1;       // the point under the pointer, in the drawing or the list
  bool by_mouse = false;  // the pointer moved last, not the cursor keys
  int revealed = -1;      // point that was scrolled to
  SchemeLabels labels;
};

// What lasts from frame to frame but is nobody's business outside the views.
struct UiState {
  std::string filter;  // as typed
  int filter_focus_seen = 0;
  bool filter_entered = false;  // with Enter, and nobody has said yet whether it can be read
  int completion = 0;           // of those offered for it
  ImageId listed;               // scrolled to
  Light light_drawn;            // of the canvas, until the picture is there in another
  int hovered_point = -1;       // of the current face, for the panel and the canvas
  // Tooltips cover what is beside the pointer: they wait until it rests, and go with the next key.
  double rests_since = 0;
  bool key_since = false;
  bool tooltip_waits = false;
  bool panning = false;
  GridState grid;
  TagLine tags;
  std::optional<std::pair<int, std::size_t>> patch_shown;  // landmark and tile scrolled to
  bool patch_pressed = false;   // a tile, and it was neither dragged nor released since
  bool patch_dragging = false;  // until the release, also where Esc has ended the drag
  std::string history_search;   // as typed
  std::optional<std::int64_t> history_shown;    // scrolled to
  std::optional<std::size_t> review_shown;      // likewise
  float outlook_height = 200;                   // of what a training would do, as it was drawn last
  std::string model_path;                       // to add to the compared models, as typed
  std::optional<std::size_t> split_pair_shown;  // scrolled to
  std::string export_folder;                    // of the last export
  SchemesState schemes;
  DialogInputs dialog;
};

struct Frame {
  const Editor& editor;
  const Session& session;
  const Theme& theme;
  TextureCache& textures;
  Recorder& record;
  UiState& state;
  const std::vector<Point>& moves;  // the pointer's since the last frame, in window pixels
  std::vector<Action>& actions;

  void act(Action action) { actions.push_back(std::move(action)); }
};

}  // namespace facepoint
