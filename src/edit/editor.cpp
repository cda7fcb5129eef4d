#include "edit/editor.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace facepoint {
namespace {

// What a key may do while the mouse holds something: nothing to the labels, nor what is shown.
bool may_interrupt(const ActionInfo& info) {
  return info.id == ActionId::kCancel || info.id == ActionId::kScreenshot ||
         info.group == ActionGroup::kView || info.id == ActionId::kToggleFollowing ||
         info.id == ActionId::kReachFarther || info.id == ActionId::kReachNearer;
}

// The answer of a dialog's form, which stays open until it can be done.
bool is_of_form(const Action& action) {
  return std::holds_alternative<StartImport>(action) ||
         std::holds_alternative<StartAnnotate>(action) ||
         std::holds_alternative<StartSplit>(action) ||
         std::holds_alternative<StartExport>(action) ||
         std::holds_alternative<TakeSnapshot>(action);
}

using Clock = std::chrono::steady_clock;

std::string quoted(const std::string& text) { return "“" + text + "”"; }

// What of a project is seen: an export or a snapshot, for one, changes nothing of it.
struct ShownState {
  std::int64_t images = 0;
  std::size_t listed = 0;
  ListCounts counts;
  ChangeId undoable;
  ChangeId redoable;
  ProposalId proposal;  // of the current face
  friend bool operator==(const ShownState&, const ShownState&) = default;
};

ShownState state_of(const Session& session) {
  const FaceView* face = session.face();
  return {session.total_images(),
          session.list().size(),
          session.counts(),
          session.undoable() ? session.undoable()->id : ChangeId{},
          session.redoable() ? session.redoable()->id : ChangeId{},
          face != nullptr && face->proposal ? face->proposal->id : ProposalId{}};
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

Editor::Editor(Project project, MainQueue& queue, Preferences preferences,
               std::filesystem::path keys_file, CorrectorFactory corrector)
    : session_(std::move(project)),
      preferences_(std::move(preferences)),
      keys_file_(std::move(keys_file)),
      training_(session_.project(), queue),
      splits_(session_.project(), queue),
      correction_model_(&kNoCorrectionModel),
      corrector_(queue, std::move(corrector),
                 [this](CorrectionAnswer answer) { receive(std::move(answer)); }),
      jobs_(queue) {
  if (!preferences_.author().empty()) session_.project().set_person(preferences_.author());
  seen_version_ = session_.project().data_version();
  reload_keys_if_changed();
  pace_ = facepoint::pace(session_.project());
  refresh_corrections();
  watch_face();
}

Editor::~Editor() {
  end_what_nobody_holds();
  try {
    note_work();
  } catch (const std::exception&) {
    // The pace is a convenience.
  }
}

void Editor::perform(const Action& action) {
  const bool of_form = dialog_ != Dialog::kNone && is_of_form(action);
  if (of_form) form_error_.text.clear();
  try {
    end_gesture_before(action);
    std::visit([this](const auto& concrete) { carry_out(concrete); }, action);
    refresh_workspace();
    watch_face();
  } catch (const Error& error) {
    if (of_form && dialog_ != Dialog::kNone) {
      form_error_ = {StatusKind::kError, error.what(), form_error_.serial + 1};
      return;
    }
    say(StatusKind::kError, error.what());
    if (error.code() != ErrorCode::kConflict) return;
    // What is shown is out of date; a failing reload has nothing to add to the message.
    try {
      session_.reload();
      refresh_workspace();
    } catch (const std::exception&) {
    }
  } catch (const std::exception& error) {
    say(StatusKind::kError, error.what());
  }
}

void Editor::say(StatusKind kind, std::string text) {
  status_ = {kind, std::move(text), status_.serial + 1};
  if (kind == StatusKind::kInfo || kind == StatusKind::kDone) return;
  toasts_.add({kind, status_.text, status_.serial, {}}, Clock::now());
}

void Editor::tell_done(std::string text, ChangeId change) {
  say(StatusKind::kDone, std::move(text));
  // Where the same face was changed again, an earlier change alone can't be taken back any more.
  for (const Toasts::Shown& each : std::vector(toasts_.shown())) {
    const auto earlier = each.toast.change;
    if (earlier && !why_not_revert(session_.project(), *earlier).empty()) toasts_.settle(*earlier);
  }
  toasts_.add({StatusKind::kDone, status_.text, status_.serial, change}, Clock::now());
}

bool Editor::poll() {
  const bool expired = toasts_.expire(Clock::now());
  const bool other_keys = reload_keys_if_changed();
  const bool ended = end_rested_gesture();
  const bool reloaded = reload_if_changed();
  return show_ended_jobs() || reloaded || expired || other_keys || ended;
}

bool Editor::reload_if_changed() {
  if (in_hand()) return false;
  // Jobs commit in small batches: a long list is read again less often than it takes to read.
  if (seconds_since(last_reload_) < 20 * reload_seconds_) return false;
  try {
    const std::int64_t version = session_.project().data_version();
    if (version == seen_version_) return false;
    const auto start = Clock::now();
    const ShownState before = state_of(session_);
    session_.reload();
    refresh_workspace();
    seen_version_ = version;
    last_reload_ = Clock::now();
    reload_seconds_ = seconds_since(start);
    if (!jobs_.running() && state_of(session_) != before) {
      say(StatusKind::kInfo, "The project was changed by another program; showing its new state.");
    }
    return true;
  } catch (const std::exception& error) {
    last_reload_ = Clock::now();
    reload_seconds_ = std::max(reload_seconds_, 0.1);
    say(StatusKind::kError, error.what());
    return true;
  }
}

std::string Editor::why_not(ActionId id) const {
  const ActionInfo& info = info_of(id);
  if (!usable_in(info.group, workspace_)) {
    const int workspace = static_cast<int>(*workspace_of(info.group));
    const int shows_it = static_cast<int>(ActionId::kShowEdit) + workspace;
    return std::string("only in ") + info_of(static_cast<ActionId>(shows_it)).title + ".";
  }
  const char* why = info.why_not(*this);
  return why != nullptr ? why : "";
}

void Editor::carry_out(ActionId id) {
  if (mouse_holds() && id == ActionId::kUndo) return cancel();
  if (mouse_holds() && !may_interrupt(info_of(id))) {
    return say(StatusKind::kInfo, "Let go of the mouse first, or press Esc to give the drag up.");
  }
  if (const std::string why = why_not(id); !why.empty()) {
    std::string title = info_of(id).title;
    if (title.ends_with("…")) title.resize(title.size() - std::string_view("…").size());
    return say(StatusKind::kInfo, title + ": " + why);
  }
  if (perform_on_points(id) || perform_on_comparison(id) || perform_on_faces(id)) return;
  if (perform_on_history(id) || perform_on_patches(id) || perform_on_light(id)) return;
  if (perform_on_training(id) || perform_on_following(id) || perform_on_findings(id)) return;
  if (perform_on_splits(id) || perform_on_view(id)) return;
  switch (id) {
    case ActionId::kShowEdit:
      return show_workspace(Workspace::kEdit);
    case ActionId::kShowLibrary:
      return show_workspace(Workspace::kLibrary);
    case ActionId::kShowPatches:
      return show_workspace(Workspace::kPatches);
    case ActionId::kShowReview:
      return show_workspace(Workspace::kReview);
    case ActionId::kShowHistory:
      return show_workspace(Workspace::kHistory);
    case ActionId::kShowCompare:
      return show_workspace(Workspace::kCompare);
    case ActionId::kShowTrain:
      return show_workspace(Workspace::kTrain);
    case ActionId::kShowSplits:
      return show_workspace(Workspace::kSplits);
    case ActionId::kToggleTheme:
      return toggle_theme();
    case ActionId::kOpenProject:
      start_page_asked_ = true;
      return;
    case ActionId::kImport:
      suggested_import_.clear();
      return open_dialog(Dialog::kImport);
    case ActionId::kAnnotate:
      return open_dialog(Dialog::kAnnotate);
    case ActionId::kSplit:
      return open_dialog(Dialog::kSplit);
    case ActionId::kExport:
      faces_to_export_.clear();
      return open_dialog(Dialog::kExport);
    case ActionId::kWriteReport:
      return write_report();
    case ActionId::kTakeSnapshot:
      return open_dialog(Dialog::kSnapshot);
    case ActionId::kSetAuthor:
      return open_dialog(Dialog::kAuthor);
    case ActionId::kPalette:
      return open_dialog(Dialog::kPalette);
    case ActionId::kSchemes:
      return show_schemes();
    case ActionId::kEditKeys:
      return edit_keys();
    case ActionId::kHelp:
      return open_dialog(dialog_ == Dialog::kHelp ? Dialog::kNone : Dialog::kHelp);
    case ActionId::kReport:
      return open_dialog(Dialog::kReport);
    case ActionId::kCancelJob:
      jobs_.cancel();
      return say(StatusKind::kInfo, "Cancelling " + quoted(jobs_.title()) + " …");
    case ActionId::kScreenshot:
      ++screenshots_asked_;
      return;
    case ActionId::kQuit:
      quit_asked_ = true;
      return;
    case ActionId::kUndo:
      return undo_or_redo(false);
    case ActionId::kRedo:
      return undo_or_redo(true);
    case ActionId::kCancel:
      return cancel();
    case ActionId::kTagFaces:
      tagging_ = tagging_ ? std::nullopt : std::optional<std::string>("");
      return;
    case ActionId::kAssignFaces:
      tagging_ = "@";
      return;
    case ActionId::kAcceptProposal:
      return accept_proposal();
    case ActionId::kRejectProposal:
      return reject_proposal();
    case ActionId::kApproveAndNext:
      return approve(true);
    case ActionId::kApprove:
      return approve(false);
    case ActionId::kRejectFace:
      return reject_face();
    case ActionId::kDeleteFace:
      return delete_face();
    default:
      return;
  }
}

void Editor::show_workspace(Workspace workspace) {
  session_.mutable_gesture().reset();
  patches_.end_drag();
  if (workspace == Workspace::kCompare) compare_.forget();
  // What was looked at in one face is looked at in all.
  if (workspace == Workspace::kPatches && workspace_ == Workspace::kEdit &&
      session_.selected_point() >= 0) {
    patches_.show_landmark(session_.selected_point());
  }
  workspace_ = workspace;
  asked_.reset();
  tagging_.reset();
  if (workspace == Workspace::kTrain) training_.data_changed();
  if (workspace == Workspace::kReview) {
    review_.refresh();
    if (review_.position()) show_suspect(*review_.position());
  }
  if (workspace == Workspace::kSplits) splits_.data_changed();
  if (workspace != Workspace::kLibrary) return;
  refresh_library();
  if (session_.face() != nullptr) library_.set_cursor(session_.face()->face.id);
}

void Editor::refresh_workspace() {
  refresh_library();
  if (workspace_ == Workspace::kPatches) {
    patches_.refresh(session_.query(), session_.scheme(), session_.list_serial());
  }
  if (workspace_ == Workspace::kHistory) history_.refresh();
  if (workspace_ == Workspace::kReview) refresh_review();
  if (workspace_ == Workspace::kTrain) {
    training_.refresh(session_.list_serial(), jobs_.running());
  }
  if (workspace_ == Workspace::kSplits) splits_.refresh(session_.list_serial());
  refresh_corrections();
}

void Editor::open_dialog(Dialog dialog) {
  dialog_ = dialog;
  form_error_.text.clear();
}

void Editor::cancel() {
  // What waits to be stored is older than a dialog.
  if (in_hand() && !(waits() && dialog_ != Dialog::kNone)) {
    session_.mutable_gesture().reset();
    forget_unstored(std::exchange(unstored_, {}));
    patches_.end_drag();
    return say(StatusKind::kInfo, "The gesture was cancelled; nothing changed.");
  }
  if (dialog_ != Dialog::kNone) {
    dialog_ = Dialog::kNone;
    if (import_question_) say(StatusKind::kInfo, "Nothing was imported.");
    import_question_.reset();
    return;
  }
  if (tagging_) return tagging_.reset();
  if (asked_) {
    asked_.reset();
    return say(StatusKind::kInfo, "Nothing was changed.");
  }
  if (workspace_ == Workspace::kLibrary) return library_.select_none();
  if (session_.tool() != Tool::kSelect) return choose_tool(Tool::kSelect);
  session_.select_points({}, SelectMode::kReplace);
}

void Editor::toggle_theme() {
  const bool dark = preferences_.appearance() == Appearance::kDark;
  preferences_.set_appearance(dark ? Appearance::kLight : Appearance::kDark);
}

void Editor::undo_or_redo(bool redo) {
  session_.mutable_gesture().reset();
  const Change change =
      redo ? facepoint::redo(session_.project()) : facepoint::undo(session_.project());
  show_taken_back(redo ? "Redone: " : "Undone: ", change);
}

void Editor::carry_out(const TakeBack& action) {
  session_.mutable_gesture().reset();
  show_taken_back("Undone: ", revert(session_.project(), action.change));
}

void Editor::carry_out(const DismissToast& action) {
  toasts_.dismiss(action.serial);
  toasts_.hold(false, Clock::now());
}

void Editor::carry_out(const HoldToasts& action) { toasts_.hold(action.held, Clock::now()); }

void Editor::carry_out(const CloseTagLine& /*action*/) { tagging_.reset(); }

void Editor::show_taken_back(const char* verb, const Change& change) {
  toasts_.forget(change.id);
  const std::vector<FaceId> faces = faces_of_change(session_.project(), change.id);
  std::string said = verb + change.label;
  if (!faces.empty()) {
    const ImageId image = get_face(session_.project(), faces.front()).image;
    // Only a picture that isn't shown yet is turned to: the view stays where the eye is.
    if (!session_.current() || session_.current()->image.id != image) session_.show_image(image);
    session_.select_face(faces.front());
    said += ", in " + session_.current()->image.path;
    if (faces.size() > 1) said += " and " + with_thousands(faces.size() - 1) + " more faces";
  }
  const auto came_or_went = [](const ChangedFace& face) {
    return (face.status_before == FaceStatus::kDeleted) !=
           (face.status_after == FaceStatus::kDeleted);
  };
  const auto changed = changed_faces(session_.project(), change.id);
  if (std::any_of(changed.begin(), changed.end(), came_or_went)) session_.faces_came_or_went();
  faces_changed(faces);
  say(StatusKind::kDone, said + ".");
}

}  // namespace facepoint
