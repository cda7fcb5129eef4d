// facepoint bench
#include "cli/commands.h"

namespace facepoint::cli {

void add_bench_command(CLI::App& app, Program& program) {
  CLI::App* bench = app.add_subcommand(
      "bench", "Measures how fast facepoint is, how much work it saves, and what it finds");
  bench->require_subcommand(1);
  add_bench_annotate(*bench, program);
  add_bench_corrections(*bench, program);
  add_bench_findings(*bench, program);
}

}  // namespace facepoint::cli
