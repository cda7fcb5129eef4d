// Editor: the Review workspace.
#include "base/text.h"
#include "curate/remedies.h"
#include "edit/editor.h"
#include "edit/long_jobs.h"

namespace facepoint {
namespace {

// More are no place to look at.
constexpr std::size_t kMostMarked = 24;

}  // namespace

void Editor::carry_out(const SelectSuspect& action) { show_suspect(action.position); }

// On the canvas, with the points that are concerned selected, so that they are seen and moved at
// once.
void Editor::show_suspect(std::size_t position) {
  review_.move_to(position);
  const ReviewEntry* entry = review_.current();
  if (entry == nullptr) return;
  session_.show_image(entry->face.image);
  session_.select_face(entry->face.face);
  if (session_.face() == nullptr) return;
  session_.select_points({}, SelectMode::kReplace);
  if (!review_.findings().empty() && !entry->judged()) {
    const std::vector<int>& points = review_.findings().front().points;
    if (!points.empty() && points.size() <= kMostMarked) {
      session_.select_points(points, SelectMode::kReplace);
    }
  }
  fit_face();
}

// In Review with what would mend it.
void Editor::fit_face() {
  const bool mended = workspace_ == Workspace::kReview && review_.shows_mended() &&
                      review_.mended() && session_.face() != nullptr &&
                      review_.find(session_.face()->face.id) == review_.position();
  session_.fit_face(mended ? &*review_.mended() : nullptr);
}

// The canvas shows the current one when the workspace opens and after a check. Where a person has
// gone to another face, or undo has, the list follows the canvas.
void Editor::refresh_review() {
  const bool loads = review_.refresh();
  if (review_.current() == nullptr) return;
  if (loads) return show_suspect(*review_.position());
  const FaceView* shown = session_.face();
  if (shown == nullptr || shown->face.id == review_.current()->face.face) return;
  if (const auto found = review_.find(shown->face.id)) review_.move_to(*found);
}

void Editor::next_suspect() {
  review_.refresh();
  const auto next = review_.next_open();
  if (next) return show_suspect(*next);
  const std::int64_t skipped = review_.skipped();
  say(StatusKind::kDone,
      skipped == 0 ? "That was the last suspicious label; check again to look for more."
                   : "That was the last one, but for " + count_of(skipped, "skipped label") + ".");
}

void Editor::mend_source() {
  const WholeSourceFinding source = *review_.open_source();
  const auto report = std::make_shared<MendReport>();
  MendOptions options;
  options.rules = {source.finding.rule};
  options.least = source.finding.score;
  options.where = "source=\"" + source.dataset + "\"";
  const std::string what =
      remedy_title(session_.scheme(), source.finding.remedy) + " in all of " + source.dataset;
  start_job(
      "Mend", mend_job(session_.project().path(), session_.project().person(), options, report),
      [this, what, report] {
        if (!report->change) {
          return say(StatusKind::kInfo, "Nothing to mend: people have set these labels.");
        }
        tell_done(what + ": " + count_of(report->faces, "label") + " mended.", *report->change);
      });
}

void Editor::carry_out(const DismissSource& action) {
  const WholeSourceFinding source = review_.sources().at(action.index);
  dismiss_source_finding(session_.project(), source.finding.dataset, source.finding.rule,
                         action.dismissed);
  review_.read_sources();
  say(StatusKind::kDone, action.dismissed
                             ? source.dataset + " is said to be right; no check asks again."
                             : source.dataset + " is in question again.");
}

void Editor::carry_out(const ListFound& action) {
  if (action.rule == "unreadable") {  // pictures without faces
    show_workspace(Workspace::kEdit);
    return carry_out(SetFilter{"has:error"});
  }
  show_workspace(Workspace::kLibrary);
  carry_out(SetFilter{"finding=\"" + action.rule + "\""});
}

void Editor::judge_suspect(const std::string& label, FaceEdit edit, const std::string& said) {
  edit.face = review_.current()->face.face;
  apply(label, edit, said);
  next_suspect();
}

bool Editor::perform_on_findings(ActionId id) {
  switch (id) {
    case ActionId::kCheckLabels:
      start_job("Checking labels", check_job(session_.project().path()),
                [this] { review_.forget(); });
      return true;
    case ActionId::kFindingsMend: {
      FaceEdit edit;
      edit.points = review_.mended();
      edit.status = FaceStatus::kCorrected;
      const std::string title = remedy_title(session_.scheme(), review_.remedy());
      judge_suspect("Mend: " + title, edit, "Mended: " + title + ".");
      return true;
    }
    case ActionId::kFindingsRight: {
      FaceEdit edit;
      edit.verdict = Verdict::kRight;
      judge_suspect("Say that the label is right", edit,
                    "Said to be right; it stays quiet until it changes.");
      return true;
    }
    case ActionId::kFindingsReject: {
      FaceEdit edit;
      edit.status = FaceStatus::kRejected;
      edit.verdict = Verdict::kWrong;
      judge_suspect("Reject face", edit, "Rejected this face; undo brings it back.");
      return true;
    }
    case ActionId::kFindingsNext:
      review_.skip();
      next_suspect();
      return true;
    case ActionId::kFindingsDown:
      show_suspect(*review_.position() + 1);
      return true;
    case ActionId::kFindingsUp:
      if (*review_.position() > 0) show_suspect(*review_.position() - 1);
      return true;
    case ActionId::kFindingsMendSource:
      mend_source();
      return true;
    case ActionId::kFindingsSourceRight: {
      const auto index = review_.open_source() - review_.sources().data();
      carry_out(DismissSource{static_cast<std::size_t>(index), true});
      return true;
    }
    case ActionId::kFindingsPreview:
      review_.toggle_mended();
      return true;
    default:
      return false;
  }
}

}  // namespace facepoint
