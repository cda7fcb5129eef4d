// Editor: files that come from outside the window.
#include "base/error.h"
#include "edit/dropped.h"
#include "edit/editor.h"
#include "edit/long_jobs.h"

namespace facepoint {

void Editor::carry_out(const DropFiles& action) {
  const Dropped dropped = understand_drop(action.paths);
  switch (dropped.kind) {
    case Dropped::Kind::kProject:
      return ask_for_project(dropped.paths.front());
    case Dropped::Kind::kDataset: {
      ImportOptions options;
      options.sources = dropped.paths;
      return carry_out(StartImport{options});
    }
    case Dropped::Kind::kVideo: {
      VideoOptions options;
      options.videos = dropped.paths;
      return start_job("Video", video_job(session_.project().path(), options));
    }
    case Dropped::Kind::kUnsure:
      suggested_import_ = dropped.paths.front();
      open_dialog(Dialog::kImport);
      return say(StatusKind::kInfo, dropped.why);
    case Dropped::Kind::kNothing:
      return say(StatusKind::kWarning, dropped.why);
  }
}

void Editor::carry_out(const StartImport& action) {
  for (const std::filesystem::path& source : action.options.sources) {
    std::error_code ignored;
    if (std::filesystem::exists(source, ignored) || ignored) continue;
    throw Error(ErrorCode::kNotFound, "There is no such file or folder.", source.string());
  }
  const auto question = std::make_shared<ImportQuestion>();
  start_job("Import", import_job(session_.project().path(), action, question), [this, question] {
    if (question->examinations.empty()) {
      if (last_result_.kind == JobResult::Kind::kDoneWithProblems) return;  // was told
      return toasts_.add({StatusKind::kDone, status_.text, status_.serial, {}, false},
                         std::chrono::steady_clock::now());
    }
    import_question_ = *question;
    open_dialog(Dialog::kExamined);
  });
}

void Editor::carry_out(const ChooseRemedies& action) {
  if (import_question_) import_question_->choice = action.choice;
}

void Editor::carry_out(const AnswerImport& action) {
  if (!import_question_) return;
  const RemedyChoice choice = action.mended ? import_question_->choice : RemedyChoice{};
  const StartImport start{
      with_remedies(import_question_->options, import_question_->examinations, choice), true};
  carry_out(start);
  import_question_.reset();
}

void Editor::ask_for_file(std::filesystem::path file) {
  file_asked_ = std::move(file);
  ++files_asked_;
}

// Beside the project, where a person looks for it.
void Editor::write_report() {
  std::filesystem::path out = session_.project().path();
  out.replace_filename(out.stem().string() + "-report.html");
  start_job("Report", report_job(session_.project().path(), out),
            [this, out] { ask_for_file(out); });
}

void Editor::ask_for_project(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::equivalent(path, session_.project().path(), ignored)) {
    return say(StatusKind::kInfo, path.filename().string() + " is open already.");
  }
  if (jobs_.running()) {
    throw Error(ErrorCode::kConflict, jobs_.title() +
                                          " is running: cancel it or wait for its end, then open "
                                          "the other project.");
  }
  project_asked_ = path;
}

}  // namespace facepoint
