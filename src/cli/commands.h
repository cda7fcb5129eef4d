// The subcommands of `facepoint`. Each function adds one to `app`; its callback runs on the main
// thread, does the work through one task, prints the result on standard output, and reports
// progress to program.job. A failure is thrown; see main.cpp for the exit codes.
#pragma once

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "base/job.h"

namespace facepoint::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitSomeFailed = 3;  // done, but some items failed
inline constexpr int kExitCancelled = 130;

struct Program {
  JobContext& job;          // progress goes to standard error, SIGINT and SIGTERM cancel
  int exit_code = kExitOk;  // a callback sets kExitSomeFailed; failures are thrown
};

// Options that contradict themselves are a wrong use of the program: exit code 2, not 1.
template <class Options>
void check_usage(const Options& options) {
  try {
    options.check();
  } catch (const Error& error) {
    throw CLI::ValidationError(error.what());
  }
}

using AddCommand = void (*)(CLI::App& app, Program& program);

void add_import_command(CLI::App& app, Program& program);
void add_video_command(CLI::App& app, Program& program);
void add_export_command(CLI::App& app, Program& program);
void add_duplicates_command(CLI::App& app, Program& program);
void add_split_command(CLI::App& app, Program& program);
void add_check_command(CLI::App& app, Program& program);
void add_mend_command(CLI::App& app, Program& program);
void add_tag_command(CLI::App& app, Program& program);
void add_snapshot_command(CLI::App& app, Program& program);
void add_snapshots_command(CLI::App& app, Program& program);
void add_diff_command(CLI::App& app, Program& program);
void add_restore_command(CLI::App& app, Program& program);
void add_annotators_command(CLI::App& app, Program& program);
void add_agreement_command(CLI::App& app, Program& program);
void add_info_command(CLI::App& app, Program& program);
void add_edit_command(CLI::App& app, Program& program);
void add_annotate_command(CLI::App& app, Program& program);
void add_predict_command(CLI::App& app, Program& program);
void add_train_command(CLI::App& app, Program& program);
void add_runs_command(CLI::App& app, Program& program);
void add_cross_predict_command(CLI::App& app, Program& program);
void add_evaluate_command(CLI::App& app, Program& program);
void add_bench_command(CLI::App& app, Program& program);
void add_bench_annotate(CLI::App& bench, Program& program);
void add_bench_corrections(CLI::App& bench, Program& program);
void add_bench_findings(CLI::App& bench, Program& program);
void add_report_command(CLI::App& app, Program& program);
void add_learn_suspicion_command(CLI::App& app, Program& program);
void add_models_command(CLI::App& app, Program& program);

}  // namespace facepoint::cli
