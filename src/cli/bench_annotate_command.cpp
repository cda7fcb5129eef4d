// facepoint bench annotate DIR
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/bench_annotate.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
  BenchAnnotateOptions options;
  bool json = false;
};

std::vector<std::pair<std::string, double>> stages_of(const StageSeconds& cpu) {
  return {{"decode", cpu.decode},
          {"detect", cpu.detect},
          {"crop", cpu.crop},
          {"predict", cpu.predict},
          {"store", cpu.store}};
}

void print_json(const BenchAnnotateReport& report) {
  Json stages;
  Json cpu;
  for (const auto& [name, seconds] : stages_of(report.cpu)) {
    stages[name] = seconds > 0 ? static_cast<double>(report.images) / seconds : 0;
    cpu[name] = seconds;
  }
  Json json{{"model", report.model},
            {"threads", report.threads},
            {"cores", report.cores},
            {"images", report.images},
            {"failures", report.failures},
            {"faces", report.faces},
            {"images_per_second", report.images_per_second()},
            {"stages", stages},
            {"cpu_seconds", cpu},
            {"wall_seconds", report.wall},
            {"decode_wall_seconds", report.decode_wall},
            {"overlap", report.overlap()},
            {"ratio_to_decode", report.ratio_to_decode()}};
  for (const BenchAnnotateReport::Peer& peer : report.peers) {
    json["ratio_to_" + peer.name] = report.ratio_to(peer);
    json[peer.name] = {
        {"faces", peer.faces}, {"wall_seconds", peer.wall}, {"cpu_seconds", peer.cpu}};
  }
  std::cout << json.dump(2) << "\n";
}

void print_tables(const BenchAnnotateReport& report) {
  const auto images = static_cast<double>(report.images);
  std::cout << with_thousands(report.images) << " pictures, " << with_thousands(report.faces)
            << " faces, " << report.threads << " threads, model " << report.model << "\n";
  std::vector<std::vector<std::string>> rows = {
      {"stage", "images a second and core", "CPU seconds"}};
  for (const auto& [name, seconds] : stages_of(report.cpu)) {
    rows.push_back({name, seconds > 0 ? fixed(images / seconds, 1) : "-", fixed(seconds, 2)});
  }
  std::cout << text_table(rows);
  rows = {{"whole", "images a second", "seconds", "CPU seconds", "faces", "annotate beside it"}};
  rows.push_back({"annotate", fixed(report.images_per_second(), 1), fixed(report.wall, 2),
                  fixed(sum(report.cpu), 2), with_thousands(report.faces), "1.00"});
  rows.push_back({"decoding alone", fixed(images / report.decode_wall, 1),
                  fixed(report.decode_wall, 2), "", "", fixed(report.ratio_to_decode(), 2)});
  for (const BenchAnnotateReport::Peer& peer : report.peers) {
    rows.push_back({peer.name, fixed(images / peer.wall, 1), fixed(peer.wall, 2),
                    fixed(peer.cpu, 2), with_thousands(peer.faces),
                    fixed(report.ratio_to(peer), 2)});
  }
  std::cout << text_table(rows) << "Wall time is " << fixed(report.overlap(), 2)
            << " times the stages' CPU time on " << report.cores << " cores\n";
  if (report.failures > 0) {
    std::cout << with_thousands(report.failures) << " pictures could not be read\n";
  }
}

}  // namespace

void add_bench_annotate(CLI::App& bench, Program& program) {
  CLI::App* command =
      bench.add_subcommand("annotate", "Annotates a folder's pictures and keeps nothing");
  command->footer(
      "Stages are in images a second of one core's time. Decoding alone and the peer are measured\n"
      "in the same run, on the same pictures, with the same number of threads; a ratio is this\n"
      "program's images a second divided by theirs. dlib is given the pictures at twice their "
      "size, "
      "as in\nits own example, since its detector looks for faces of 80 pixels and more; "
      "dlib_plain "
      "is given\nthem as they are, and misses the smaller ones.");
  auto arguments = std::make_shared<Arguments>();
  BenchAnnotateOptions& options = arguments->options;
  command->add_option("folder", options.folder, "Pictures, also in folders below")->required();
  command->add_option("--model", options.model,
                      "A model's weights file (default: the shipped one)");
  command->add_option("--detector", options.detector, kDetectorHelp)->capture_default_str();
  command->add_option("--peer", options.peer,
                      "Also measure this: dlib (HOG detector and 68-point predictor)");
  command->add_option("--threads", options.threads, "Pictures worked on at once")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->callback([arguments, &program] {
    check_usage(arguments->options);
    const BenchAnnotateReport report = run_bench_annotate(arguments->options, program.job);
    if (arguments->json) {
      print_json(report);
    } else {
      print_tables(report);
    }
    if (report.failures > 0) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
