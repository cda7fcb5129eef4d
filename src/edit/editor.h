// The editor without a screen. `perform` is the only entry that changes anything, and where every
// error ends as a message in the status line; views read the session. Order of an edit: the store
// first, then what is shown, so that a failed write changes nothing. UI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/main_queue.h"
#include "edit/actions.h"
#include "edit/compare.h"
#include "edit/correction_worker.h"
#include "edit/corrections.h"
#include "edit/decisions.h"
#include "edit/doubts.h"
#include "edit/history.h"
#include "edit/import_question.h"
#include "edit/job_runner.h"
#include "edit/key_map.h"
#include "edit/library.h"
#include "edit/patches.h"
#include "edit/preferences.h"
#include "edit/review.h"
#include "edit/schemes_page.h"
#include "edit/session.h"
#include "edit/splits.h"
#include "edit/stopwatch.h"
#include "edit/toasts.h"
#include "edit/training.h"
#include "store/pace.h"
#include "tasks/propose.h"

namespace facepoint {

struct Status {
  StatusKind kind = StatusKind::kInfo;
  std::string text;
  std::int64_t serial = 0;  // grows with each message
};

std::string describe(const Light& light);  // "brightness +20, grey"; empty for plain light

enum class Dialog : std::uint8_t {
  kNone,
  kImport,
  kExamined,
  kAnnotate,
  kSplit,
  kExport,
  kSnapshot,
  kAuthor,
  kSchemes,
  kPalette,
  kHelp,
  kReport,
};

// How a change is told: a drag or a nudge is seen where it was made, and one follows the other.
enum class Telling : std::uint8_t { kStatusLine, kToast };

class Editor {
 public:
  // `keys_file`: the person's own keys; empty: those of the action table. `corrector`: opens the
  // network that lets points follow by what the picture shows, on a thread of its own, when it is
  // first asked; empty: there is none.
  Editor(Project project, MainQueue& queue, Preferences preferences = {},
         std::filesystem::path keys_file = {}, CorrectorFactory corrector = {});
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;
  ~Editor();

  const Session& session() const { return session_; }
  const Compare& compare() const { return compare_; }
  const Library& library() const { return library_; }  // up to date while its workspace is shown
  const History& history() const { return history_; }
  const Patches& patches() const { return patches_; }
  const Review& review() const { return review_; }        // up to date while its workspace is shown
  const Training& training() const { return training_; }  // likewise
  const Splits& splits() const { return splits_; }        // likewise
  const SchemesPage& schemes() const { return schemes_; }
  const JobRunner& jobs() const { return jobs_; }
  bool training_here() const;  // a training is the running job
  // Something is still to come in the background.
  bool working() const {
    return jobs_.running() || training_.reading() || splits_.reading() || !corrector_.idle();
  }
  const KeyMap& keys() const { return keys_; }  // in force
  const std::filesystem::path& keys_file() const { return keys_file_; }
  const Pace& pace() const { return pace_; }  // the person's, lately
  const Preferences& preferences() const { return preferences_; }
  // Where to look first in the current face, while the Edit workspace shows it.
  const Doubts& doubts() const { return doubts_; }
  // Why no point would follow one that is moved now; empty: points do.
  std::string why_nothing_follows() const;
  // Why points follow only by how errors hang together; empty: they don't, or nobody was asked yet.
  const std::string& why_no_picture_is_looked_at() const { return corrector_error_; }
  bool pins_matter() const;  // in the current face points can follow, if they are let
  const Status& status() const { return status_; }  // the last message
  const Toasts& toasts() const { return toasts_; }
  Dialog dialog() const { return dialog_; }
  // Why what the dialog's form says cannot be done; empty: it was not tried, or it can.
  const Status& form_error() const { return form_error_; }
  // A decision about many faces that waits for a yes: the same key or Enter; Esc is no.
  const std::optional<Decision>& asked() const { return asked_; }
  // The line that tags are typed in, without the view's text: what it began with.
  const std::optional<std::string>& tagging() const { return tagging_; }
  std::vector<FaceSummary> faces_to_tag() const;  // in Library the chosen, in Edit the current one
  // What the export dialog is about; empty: not some faces.
  const std::vector<FaceId>& faces_to_export() const { return faces_to_export_; }
  const JobResult& last_result() const { return last_result_; }  // shown by Dialog::kReport
  int direction() const { return direction_; }                   // of the last move in the list

  // What the import dialog starts with; empty: nothing in particular.
  const std::filesystem::path& suggested_import() const { return suggested_import_; }

  // The import that waits for an answer, while Dialog::kExamined is shown.
  const std::optional<ImportQuestion>& import_question() const { return import_question_; }

  // Another project to open instead of this one.
  const std::optional<std::filesystem::path>& project_asked() const { return project_asked_; }
  void forget_asked_project() { project_asked_.reset(); }

  // What only a window can do, as counters that grow with each request.
  int screenshots_asked() const { return screenshots_asked_; }
  // A file to be opened by whatever the desktop opens it with.
  int files_asked() const { return files_asked_; }
  const std::filesystem::path& file_asked() const { return file_asked_; }
  int filter_focus_asked() const { return filter_focus_asked_; }
  bool start_page_asked() const { return start_page_asked_; }
  bool quit_asked() const { return quit_asked_; }

  // The gesture goes on until the mouse is let go; others end by themselves.
  bool mouse_holds() const;
  Workspace workspace() const { return workspace_; }
  bool enabled(ActionId id) const { return why_not(id).empty(); }
  std::string why_not(ActionId id) const;  // what stands in the way of an action; empty: nothing

  // The person moved the mouse or pressed a key, whatever came of it.
  void sign_of_life();
  // Never throws; of an action that cannot be done now it is said why.
  void perform(const Action& action);
  // Notices what other programs (and our own jobs) wrote, ends nudging by keys that rest, stores
  // what could not be stored before, and lets toasts go whose time is over.
  // True if something looks different now.
  bool poll();
  void say(StatusKind kind, std::string text);  // what went wrong as a toast too

 private:
  void carry_out(ActionId id);
  void carry_out(const ChooseCompared& action);
  void carry_out(const ShowCompared& action);
  void carry_out(const ShowImage& action);
  void carry_out(const SelectFace& action);
  void carry_out(const SelectPoints& action);
  void carry_out(const SetFilter& action);
  void carry_out(const SetCanvasArea& action);
  void carry_out(const ZoomAt& action);
  void carry_out(const PanBy& action);
  void carry_out(const SetLight& action);
  void carry_out(const BeginDrag& action);
  void carry_out(const BeginTransform& action);
  void carry_out(const BeginSweep& action);
  void carry_out(const DragTo& action);
  void carry_out(const EndDrag& action);
  void carry_out(const SetReach& action);
  void carry_out(const PickFace& action);
  void carry_out(const SortFaces& action);
  void carry_out(const SetTileSize& action);
  void carry_out(const SetGrid& action);
  void carry_out(const ReadPoints& action);
  void carry_out(const MeasureFaces& action);
  void carry_out(const TagFaces& action);
  void carry_out(const KeepQuery& action);
  void carry_out(const ShowLandmark& action);
  void carry_out(const SelectPatch& action);
  void carry_out(const SetPatchColumns& action);
  void carry_out(const BeginPatchDrag& action);
  void carry_out(const DragPatchTo& action);
  void carry_out(const EndPatchDrag& action);
  void carry_out(const SelectEdit& action);
  void carry_out(const SelectEditFace& action);
  void carry_out(const SearchHistory& action);
  void carry_out(const SelectSuspect& action);
  void carry_out(const DismissSource& action);
  void carry_out(const ListFound& action);
  void carry_out(const SelectSnapshot& action);
  void carry_out(const TakeSnapshot& action);
  void carry_out(const SetAuthor& action);
  void carry_out(const FillTrainForm& action);
  void carry_out(const SelectRun& action);
  void carry_out(const OpenMiss& action);
  void carry_out(const SelectModel& action);
  void carry_out(const ChooseModel& action);
  void carry_out(const AddModelFile& action);
  void carry_out(const ChooseComparison& action);
  void carry_out(const SelectPlan& action);
  void carry_out(const SelectEvidence& action);
  void carry_out(const OpenEvidence& action);
  void carry_out(const LockPart& action);
  void carry_out(const ShowScheme& action);
  void carry_out(const ChooseSchemePoint& action);
  void carry_out(const SetSchemeView& action);
  void carry_out(const StartImport& action);
  void carry_out(const ChooseRemedies& action);
  void carry_out(const AnswerImport& action);
  void carry_out(const StartAnnotate& action);
  void carry_out(const StartSplit& action);
  void carry_out(const StartExport& action);
  void carry_out(const DropFiles& action);
  void carry_out(const TakeBack& action);
  void carry_out(const DismissToast& action);
  void carry_out(const HoldToasts& action);
  void carry_out(const CloseTagLine& action);

  void show_workspace(Workspace workspace);
  void refresh_workspace();              // what only one workspace shows, while it is shown
  bool perform_on_patches(ActionId id);  // false: not one of them
  void move_landmark(const PatchFace& face, Point to, Telling telling);
  bool perform_on_history(ActionId id);   // false: not one of them
  bool perform_on_training(ActionId id);  // false: not one of them
  bool perform_on_splits(ActionId id);    // false: not one of them
  bool perform_on_view(ActionId id);      // false: not one of them
  void open_evidence(bool second);
  // Of editor_findings.cpp.
  bool perform_on_findings(ActionId id);  // false: not one of them
  void show_suspect(std::size_t position);
  void next_suspect();
  void refresh_review();
  void fit_face();
  void mend_source();
  void judge_suspect(const std::string& label, FaceEdit edit, const std::string& said);
  void train(const TrainOptions& options);
  void measure_models();
  void use_model();
  void open_miss(std::size_t index);
  void take_right_side();  // of Compare
  void compare_snapshot();
  void restore_snapshot();
  void revert_edit();
  void open_edit();
  void open_face(ImageId image, FaceId face, int point);  // in the Edit workspace
  void open_dialog(Dialog dialog);
  void show_schemes();  // of the face at hand
  void ask_for_project(const std::filesystem::path& path);
  void cancel();
  void go_by(std::int64_t steps);
  void go_to(std::size_t position);
  void turn_to_face(FaceId face);
  void next_face(int step);
  void next_point(int step);
  void toggle(bool ShowOptions::*option, const char* what);
  void next_number_mode();
  void toggle_theme();
  // Of editor_gestures.cpp.
  void finish(const PointsDrag& drag);
  void finish(const Sweep& sweep);
  void finish(const Stroke& stroke);
  void begin(PointsDrag drag, bool alone);
  void begin_gesture(Gesture gesture);
  void begin_stroke(Point pointer);
  void choose_tool(Tool tool);
  // Keys that nudge are one gesture until they rest or something else is done.
  bool nudge(ActionId id);  // false: does not
  bool nudging() const;
  // A gesture that could not be stored waits until it can be, or is given up.
  bool end_rested_gesture();
  bool store_unstored();  // false: it still can't be
  bool waits() const { return in_hand() && !unstored_.empty(); }
  // Nothing may be shown or read anew: the person has something in hand, or it waits.
  bool in_hand() const { return session_.gesture() || patches_.drag(); }
  void end_in_hand();
  void end_what_nobody_holds();  // keys were struck just now, or it waits
  // What is done of a face by hand, seen with this status. What can't be stored now waits.
  void store_or_keep(FaceId face, FaceStatus shown, const std::function<void()>& store,
                     const std::function<void()>& keep);
  void refuse_if_decided_otherwise(FaceId face, FaceStatus shown) const;
  void forget_unstored(const std::string& said);
  void end_gesture_before(const Action& action);
  void propose(const ProposeOptions& options);
  // Of editor_points.cpp: new points for the current face as one change. `did` is a verb with its
  // object in the past ("Moved point 30"), `label` in the imperative ("Move point 30").
  struct NewPoints {
    Keypoints points;
    std::vector<int> set;  // those that a person has set from now on
    int followed = 0;      // of those that moved
  };
  void change_points(const std::string& label, const std::string& did, const NewPoints& now,
                     Telling telling = Telling::kToast);
  bool perform_on_points(ActionId id);  // false: not one of them
  // Of editor_following.cpp. `after`: where a gesture left the points, of which it moved `by_hand`.
  void change_by_hand(const std::string& label, const std::string& did, const Keypoints& after,
                      const std::vector<int>& by_hand, Telling telling = Telling::kToast);
  // For a gesture that moves these points of the current face; none: nothing follows.
  std::optional<Following> following_of(const std::vector<int>& by_hand) const;
  const CorrectionModel& face_correction_model() const;  // of faces like the current one
  bool perform_on_following(ActionId id);                // false: not one of them
  void pin(bool hold);
  void show_next_doubt();
  void ask_about_gesture();
  void refresh_corrections();  // what is known of the current face's errors, once it is another
  void receive(CorrectionAnswer answer);
  bool perform_on_light(ActionId id);       // false: not one of them
  bool perform_on_comparison(ActionId id);  // false: not one of them
  Viewport& viewport_at_hand();             // of the workspace
  void swap_sides();
  void reset_to_previous();
  void select_region();
  void copy_from_clip(bool with_the_picture);

  void accept_proposal();
  void reject_proposal();
  void approve(bool and_next);
  void reject_face();
  void delete_face();
  void undo_or_redo(bool redo);
  void apply(const std::string& label, const FaceEdit& edit, const std::string& said,
             Telling telling = Telling::kToast);
  void tell_done(std::string text, ChangeId change);  // as a toast that can take it back
  bool reload_if_changed();
  bool reload_keys_if_changed();
  void watch_face();  // that the person works at now
  void note_work();
  void edit_keys();
  void write_report();
  void ask_for_file(std::filesystem::path file);  // to be opened outside
  void show_taken_back(const char* verb, const Change& change);
  bool perform_on_faces(ActionId id);  // false: not one of them
  void refresh_library();
  void faces_changed(const std::vector<FaceId>& faces);
  void open_face();
  void sort_by_next();
  void decide(Decision decision);
  void make_decision(Decision decision);
  void change_faces(const DecisionPlan& plan);
  void export_chosen();
  // `then` runs on the UI thread after the work has succeeded and is shown.
  void start_job(const std::string& title, JobRunner::Work work, std::function<void()> then = {});
  void show_end_of_job(const JobResult& result, const std::function<void()>& then);
  bool show_ended_jobs();  // that ended while something was in hand; false: none

  Session session_;
  Preferences preferences_;
  std::filesystem::path keys_file_;
  std::optional<std::filesystem::file_time_type> keys_written_;
  KeyMap keys_;
  Stopwatch stopwatch_;
  Pace pace_;
  Compare compare_;
  Library library_;
  std::int64_t library_shows_ = -1;  // Session::list_serial it was read at
  Patches patches_{session_.project()};
  History history_{session_.project()};
  Review review_{session_.project()};
  Training training_;
  Splits splits_;
  SchemesPage schemes_;
  // Of the current face, as long as it, its revision and its proposal stay these.
  struct FaceState {
    FaceId face;
    RevisionId revision;
    ProposalId proposal;
    friend bool operator==(const FaceState&, const FaceState&) = default;
  };
  FaceState corrected_;
  CorrectionModels correction_models_;
  const CorrectionModel* correction_model_;  // of the current face's proposal, never null
  std::vector<double> expected_at_start_;    // as its proposal expects them; empty: not known
  Doubts doubts_;
  std::int64_t questions_ = 0;       // that were asked of the network
  std::string corrector_error_;      // why it could not be opened
  std::int64_t doubt_question_ = 0;  // of these, the one about the face as it is stored
  std::int64_t gesture_began_ = 0;   // questions before
  FaceId gesture_face_;              // that was shown then
  Point nudged_by_;                  // of a gesture by keys: all of them
  std::chrono::steady_clock::time_point nudged_at_;
  std::string unstored_;  // why the gesture, which is over, could not be stored; empty: it goes on
  std::chrono::steady_clock::time_point tried_at_;
  Status status_;
  Toasts toasts_;
  Dialog dialog_ = Dialog::kNone;
  Status form_error_{StatusKind::kError, {}, 0};
  std::optional<Decision> asked_;
  std::optional<std::string> tagging_;
  std::vector<FaceId> faces_to_export_;
  Workspace workspace_ = Workspace::kEdit;
  JobResult last_result_;
  std::vector<std::function<void()>> ended_jobs_;  // that wait to be shown
  std::filesystem::path suggested_import_;
  std::optional<ImportQuestion> import_question_;
  std::optional<std::filesystem::path> project_asked_;
  std::int64_t seen_version_ = 0;
  double reload_seconds_ = 0;
  std::chrono::steady_clock::time_point last_reload_;
  int direction_ = 1;
  int screenshots_asked_ = 0;
  int filter_focus_asked_ = 0;
  int files_asked_ = 0;
  std::filesystem::path file_asked_;
  bool start_page_asked_ = false;
  bool quit_asked_ = false;
  CorrectionWorker corrector_;
  JobRunner jobs_;  // last: stopped first
};

}  // namespace facepoint
