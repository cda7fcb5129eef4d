// Editor: work in the background, what it says when it ends, and where its results are shown.
#include <chrono>
#include <utility>

#include "base/error.h"
#include "edit/editor.h"
#include "edit/long_jobs.h"

namespace facepoint {

void Editor::start_job(const std::string& title, JobRunner::Work work, std::function<void()> then) {
  jobs_.start(title, std::move(work), [this, then = std::move(then)](const JobResult& result) {
    end_what_nobody_holds();
    if (!in_hand()) return show_end_of_job(result, then);
    ended_jobs_.push_back([this, result, then] { show_end_of_job(result, then); });
  });
  dialog_ = Dialog::kNone;
  say(StatusKind::kInfo, title + " has started; you can go on working.");
}

bool Editor::show_ended_jobs() {
  if (ended_jobs_.empty() || in_hand()) return false;
  for (const auto& show : std::exchange(ended_jobs_, {})) show();
  return true;
}

void Editor::show_end_of_job(const JobResult& result, const std::function<void()>& then) {
  last_result_ = result;
  using Kind = JobResult::Kind;
  const StatusKind kind = result.kind == Kind::kDone     ? StatusKind::kDone
                          : result.kind == Kind::kFailed ? StatusKind::kError
                                                         : StatusKind::kWarning;
  last_reload_ = {};
  poll();
  say(kind, result.title + ": " + result.summary);
  const bool has_report = !result.details.empty();
  if (!then || has_report) {
    toasts_.add({kind, status_.text, status_.serial, {}, has_report},
                std::chrono::steady_clock::now());
  }
  try {
    refresh_workspace();
    if (!then || (result.kind != Kind::kDone && result.kind != Kind::kDoneWithProblems)) return;
    then();
    refresh_workspace();
  } catch (const std::exception& error) {
    say(StatusKind::kError, error.what());
  }
}

void Editor::propose(const ProposeOptions& options) {
  options.check();
  // A face that was drawn comes after those that were there.
  auto show = [this, options] {
    const auto& current = session_.current();
    if (!options.box || !current || current->image.id != options.image) return;
    if (!current->faces.empty()) session_.select_face(current->faces.back().face.id);
    session_.faces_came_or_went();
    if (session_.undoable()) {
      tell_done("Added a face; its points are a proposal.", session_.undoable()->id);
    }
  };
  start_job("Proposal",
            propose_job(session_.project().path(), session_.project().person(), options), show);
}

void Editor::carry_out(const StartAnnotate& action) {
  start_job("Annotate", annotate_job(session_.project().path(), action));
}

void Editor::carry_out(const StartSplit& action) {
  splits_.follow(action.options.name);
  start_job("Split", split_job(session_.project().path(), action));
}

void Editor::carry_out(const StartExport& action) {
  start_job("Export", export_job(session_.project().path(), action));
}

}  // namespace facepoint
