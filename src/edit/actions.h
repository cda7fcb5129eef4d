// Everything a person can do in the editor: commands without arguments (edit/action_table.h), and
// gestures and choices, which carry theirs. Views append actions, Editor::perform carries them out.
// Values, UI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/geometry.h"
#include "base/id.h"
#include "edit/action_table.h"
#include "edit/library.h"
#include "edit/point_selection.h"
#include "edit/schemes_page.h"
#include "edit/tools.h"
#include "edit/training_question.h"
#include "image/light.h"
#include "tasks/annotate.h"
#include "tasks/export.h"
#include "tasks/import.h"
#include "tasks/import_doctor.h"
#include "tasks/split.h"

namespace facepoint {

// Actions with arguments.
struct ShowImage {
  ImageId image;
};
struct SelectFace {
  FaceId face;
};
struct SelectPoints {
  std::vector<int> points;
  SelectMode mode = SelectMode::kReplace;
};
// What Compare shows, by its position in compare_choices().
struct ChooseCompared {
  bool right = false;
  int choice = 0;
};
// Where Compare draws, and the part of the picture that is worth seeing there.
struct ShowCompared {
  Rect screen;
  Rect in_image;
};
struct SetFilter {
  std::string text;
};
struct SetCanvasArea {
  Rect screen;
};
struct ZoomAt {
  Point screen;
  double factor = 1;
};
struct PanBy {
  Point screen_delta;
};
struct SetLight {
  Light light;
};
// Gestures on the current face's points: a preview until EndDrag. Dragging one of several selected
// points drags them all. `alone`: no other point follows, until the gesture ends.
struct BeginDrag {
  int point = 0;
  Point pointer_in_image;
  bool alone = false;
};
// Turning or scaling the selected points.
struct BeginTransform {
  DragKind kind = DragKind::kTurn;
  Point pointer_in_image;
  bool alone = false;
};
// With the tool that is chosen: selecting points by a rectangle or a lasso, or redrawing a region.
struct BeginSweep {
  Point pointer_in_image;
  bool add = false;
};
struct DragTo {
  Point pointer_in_image;
  std::vector<Point> way = {};  // where it went between, for what is drawn
  bool alone = false;
};
struct EndDrag {};
// How far points follow: one of kReaches.
struct SetReach {
  double reach = 0;  // sides of the face's box
};

// The grid of the library. Positions are those of its order.
struct PickFace {
  std::size_t position = 0;
  Pick how = Pick::kOnly;
};
struct SortFaces {
  FaceSort by = FaceSort::kName;
  bool descending = false;
};
struct SetTileSize {
  int side = 0;  // screen pixels at scale 1
};
struct SetGrid {
  int columns = 1;
  int rows = 1;
};
// Of faces on the screen that the library has no points of yet.
struct ReadPoints {
  std::vector<FaceId> faces;
};
struct MeasureFaces {};  // some more of those that the order waits for
// What the line of tags says: words to put on the faces, and to take off with a minus.
struct TagFaces {
  std::string text;
};
// Whether the text of the filter is kept for another day.
struct KeepQuery {
  std::string text;
  bool keep = true;
};

// In the Patches workspace. Positions are those of the tiles.
struct ShowLandmark {
  int landmark = 0;
};
struct SelectPatch {
  std::size_t position = 0;
};
struct SetPatchColumns {
  int columns = 1;
};
// Dragging a tile moves its face's landmark: a preview until EndPatchDrag.
struct BeginPatchDrag {
  std::size_t position = 0;
  Point pointer_in_image;
};
struct DragPatchTo {
  Point pointer_in_image;
};
struct EndPatchDrag {};

// In the History workspace.
struct SelectEdit {
  std::int64_t position = 0;  // in the list
};
struct SelectEditFace {
  std::size_t index = 0;  // in the preview
};
struct SearchHistory {
  std::string text;
};
struct SelectSnapshot {
  std::size_t position = 0;  // in the list
};
// Of the labels as they are now.
struct TakeSnapshot {
  std::string name;
  std::string note;
};
// Who makes the changes from now on; empty: the login name.
struct SetAuthor {
  std::string name;
};

// In the Review workspace.
struct SelectSuspect {
  std::size_t position = 0;  // in its list
};
// Says that a source is read rightly, whatever was found; or takes that back.
struct DismissSource {
  std::size_t index = 0;  // in Review::sources()
  bool dismissed = true;
};
// Lists what a rule has found: faces in Library, pictures that cannot be read in Edit.
struct ListFound {
  std::string rule;
};

// In the Train workspace.
struct FillTrainForm {
  TrainForm form;
};
struct SelectRun {
  TrainingRunId run;
};
struct OpenMiss {
  std::size_t index = 0;  // of the faces that the selected run misses most
};
struct SelectModel {
  std::size_t index = 0;
};
struct ChooseModel {
  std::filesystem::path file;
  bool chosen = true;
};
struct AddModelFile {
  std::filesystem::path file;
};
struct ChooseComparison {
  Comparison comparison;
};

// In the Splits workspace.
struct SelectPlan {
  std::string plan;
};
struct SelectEvidence {
  std::size_t index = 0;  // of the pairs of the selected plan
};
// Shows a picture of the pair under the cursor.
struct OpenEvidence {
  bool second = false;
};
struct LockPart {
  std::string part;  // of the selected plan
  bool locked = true;
};

// On the page of landmark schemes.
struct ShowScheme {
  std::string scheme;  // by name
};
struct ChooseSchemePoint {
  int point = -1;  // -1: none
};
struct SetSchemeView {
  SchemeView view;
};

// The long operations, started from their dialogs. They run beside the editor and use the same
// tasks as the command line.
struct StartImport {
  ImportOptions options;
  bool answered = false;  // how its sources are to be read; else they are examined first
};
// Of the import that waits for an answer.
struct ChooseRemedies {
  RemedyChoice choice;
};
struct AnswerImport {
  bool mended = true;  // by the choice; false: as it is
};
struct StartAnnotate {
  AnnotateOptions options;
};
struct StartSplit {
  SplitOptions options;
};
struct StartExport {
  ExportOptions options;
};

// Files or folders from outside the window: see edit/dropped.h for what becomes of them.
struct DropFiles {
  std::vector<std::filesystem::path> paths;
};

// Of a toast: undoes its change and nothing else.
struct TakeBack {
  ChangeId change;
};
struct DismissToast {
  std::int64_t serial = 0;
};
struct HoldToasts {
  bool held = false;
};
struct CloseTagLine {};  // without what was typed

using Action = std::variant<
    ActionId, ChooseCompared, ShowCompared, ShowImage, SelectFace, SelectPoints, SetFilter,
    SetCanvasArea, ZoomAt, PanBy, SetLight, BeginDrag, BeginTransform, BeginSweep, DragTo, EndDrag,
    SetReach, PickFace, SortFaces, SetTileSize, SetGrid, ReadPoints, MeasureFaces, TagFaces,
    KeepQuery, ShowLandmark, SelectPatch, SetPatchColumns, BeginPatchDrag, DragPatchTo,
    EndPatchDrag, SelectEdit, SelectEditFace, SearchHistory, SelectSuspect, DismissSource,
    ListFound, SelectSnapshot, TakeSnapshot, SetAuthor, FillTrainForm, SelectRun, OpenMiss,
    SelectModel, ChooseModel, AddModelFile, ChooseComparison, SelectPlan, SelectEvidence,
    OpenEvidence, LockPart, ShowScheme, ChooseSchemePoint, SetSchemeView, StartImport,
    ChooseRemedies, AnswerImport, StartAnnotate, StartSplit, StartExport, DropFiles, TakeBack,
    DismissToast, HoldToasts, CloseTagLine>;

}  // namespace facepoint
