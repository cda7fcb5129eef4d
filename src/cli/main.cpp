// The program `facepoint`: finds the subcommand, runs it, and turns its outcome into an exit code.
#include <iostream>

#include "base/error.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "image/process.h"

namespace facepoint::cli {
namespace {

// In the order of the help.
constexpr AddCommand kCommands[] = {
    add_import_command,
    add_video_command,
    add_info_command,
    add_annotate_command,
    add_predict_command,
    add_check_command,
    add_mend_command,
    add_tag_command,
    add_duplicates_command,
    add_split_command,
    add_export_command,
    add_train_command,
    add_runs_command,
    add_models_command,
    add_cross_predict_command,
    add_evaluate_command,
    add_annotators_command,
    add_agreement_command,
    add_snapshot_command,
    add_snapshots_command,
    add_diff_command,
    add_restore_command,
    add_learn_suspicion_command,
    add_report_command,
    add_edit_command,
    add_bench_command,
};

int run(int argc, char** argv) {
  use_one_thread_a_picture();
  const CancelOnSignal signals;
  ProgressLine progress_line;
  JobContext job([&](const Progress& progress) { progress_line.show(progress); }, signals.token());
  set_log_sink([&](LogLevel level, const std::string& message) {
    progress_line.end_line();
    std::cerr << (level == LogLevel::kInfo      ? ""
                  : level == LogLevel::kWarning ? "warning: "
                                                : "error: ")
              << message << std::endl;
  });

  Program program{job};
  CLI::App app("Curates facial landmark datasets: import, pre-annotate, correct, export, retrain.");
  app.name("facepoint");
  app.set_version_flag("--version", "facepoint " FACEPOINT_VERSION);
  app.require_subcommand(1);
  for (const AddCommand add : kCommands) add(app, program);

  const auto say = [&](const std::string& message) {
    progress_line.end_line();
    std::cerr << "facepoint: " << message << std::endl;
  };
  try {
    app.parse(argc, argv);
    return program.exit_code;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  } catch (const Cancelled&) {
    say("cancelled; what was finished is kept");
    return kExitCancelled;
  } catch (const std::exception& error) {
    say(error.what());
    return kExitFailed;
  }
}

}  // namespace
}  // namespace facepoint::cli

int main(int argc, char** argv) { return facepoint::cli::run(argc, argv); }
