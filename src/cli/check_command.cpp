// facepoint check PROJECT
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/training_text.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/query.h"
#include "tasks/check.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
  std::string project;
  CheckOptions options;
  int top = 20;
  std::string where;
  bool no_network = false;
  bool json = false;

  void check() const {
    options.check();
    parse_query(where);
  }
};

using DatasetNames = std::map<DatasetId, std::string>;

DatasetNames dataset_names(Project& project) {
  DatasetNames names;
  for (const Dataset& dataset : datasets(project)) names.emplace(dataset.id, dataset.name);
  return names;
}

std::vector<SuspectFace> listed_suspects(Project& project, const std::string& where) {
  std::vector<SuspectFace> suspects = suspect_faces(project);
  if (where.empty()) return suspects;
  std::set<FaceId> wanted;
  for (const LabelledFace& face : labelled_faces(project, parse_query(where))) {
    wanted.insert(face.face.id);
  }
  std::erase_if(suspects, [&](const SuspectFace& face) { return !wanted.contains(face.face); });
  return suspects;
}

void print_json(Project& project, const CheckReport& report, const std::string& where) {
  Json json{{"faces", report.faces},
            {"with_prediction", report.with_prediction},
            {"out_of_fold", report.out_of_fold},
            {"model", report.model},
            {"expected_wrong", report.expected_wrong},
            {"judged", report.judged},
            {"by_rule", report.by_rule}};
  DatasetNames names = dataset_names(project);
  Json& faces = json["suspects"] = Json::array();
  for (const SuspectFace& suspect : listed_suspects(project, where)) {
    Json findings = Json::array();
    for (const Finding& finding : findings_of(project, suspect.face)) {
      findings.push_back({{"rule", finding.rule},
                          {"score", finding.score},
                          {"points", finding.points},
                          {"reason", finding.reason},
                          {"remedy", finding.remedy}});
    }
    if (findings.empty()) continue;
    faces.push_back({{"face", suspect.face.value},
                     {"dataset", names[suspect.dataset]},
                     {"image", suspect.path},
                     {"suspicion", suspect.suspicion},
                     {"findings", findings}});
  }
  Json& others = json["others"] = Json::array();
  for (const Finding& finding : findings(project)) {
    if (finding.face) continue;
    others.push_back({{"rule", finding.rule},
                      {"dataset", names[finding.dataset]},
                      {"image", finding.image.value},
                      {"reason", finding.reason},
                      {"remedy", finding.remedy}});
  }
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

void print_counts(const CheckReport& report) {
  std::cout << with_thousands(report.faces) << " labels judged, "
            << with_thousands(report.with_prediction) << " of them beside the CNN's points";
  if (!report.model.empty()) std::cout << " (" << report.model << ")";
  if (report.out_of_fold > 0) {
    std::cout << ", " << with_thousands(report.out_of_fold)
              << " by a network that never saw the person";
  }
  std::cout << "\nAbout " << fixed(report.expected_wrong, 0)
            << " labels that nobody has judged are expected to be wrong";
  if (report.judged > 0) {
    std::cout << "; " << with_thousands(report.judged) << " suspicious ones were said to be right";
  }
  std::cout << "\n";
  std::vector<std::pair<std::string, std::int64_t>> rows(report.by_rule.begin(),
                                                         report.by_rule.end());
  std::cout << table_of_counts(rows);
}

void print_suspects(Project& project, int top, const std::string& where) {
  for (const WholeSourceFinding& source : source_findings(project)) {
    if (source.dismissed) continue;
    std::cout << "\n" << source.dataset << ": " << source.finding.reason << "\n";
    if (source.finding.remedy.empty()) continue;
    std::cout << "  `facepoint mend PROJECT --rule " << source.finding.rule << " --least "
              << fixed(std::floor(source.finding.score * 100) / 100, 2) << " --where 'source=\""
              << source.dataset << "\"'` mends its labels.\n";
  }
  std::cout << "\nMost suspicious\n";
  DatasetNames names = dataset_names(project);
  int shown = 0;
  for (const SuspectFace& suspect : listed_suspects(project, where)) {
    if (shown == top) break;
    const std::vector<Finding> reasons = findings_of(project, suspect.face);
    if (reasons.empty()) continue;
    ++shown;
    // Paths are those in a dataset: where there are several, its name comes first.
    const std::string folder = names.size() > 1 ? names[suspect.dataset] + "/" : "";
    std::cout << "  " << fixed(suspect.suspicion * 100, 0) << " %  " << folder << suspect.path
              << "  " << reasons.front().reason << "\n";
  }
  if (shown == 0) std::cout << "  none\n";
}

}  // namespace

void add_check_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("check", "Looks for wrong labels and says why");
  command->footer(
      "Every label is compared with what the CNN sees in the whole picture, with the shapes that\n"
      "faces have and with its neighbours in a clip, and examined for exchanged sides, other "
      "units\n"
      "and origins, and for what is wrong with its picture. What is found is kept in the project,\n"
      "for the Review workspace of the editor. Where `facepoint cross-predict` was run, faces are\n"
      "judged by networks that never saw their person. Labels that somebody has said to be right\n"
      "stay quiet until they change.");
  auto arguments = std::make_shared<Arguments>();
  CheckOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file")->required();
  command->add_option("--model", options.model, "A model's weights file (default: the project's)");
  command->add_flag("--no-network", arguments->no_network,
                    "Don't ask the CNN; what it said before counts");
  command->add_option("--threads", options.threads, "Processor threads to use")
      ->capture_default_str();
  command->add_option("--top", arguments->top, "Print so many of the most suspicious faces")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--where", arguments->where,
                      "List only faces that match this query; all are looked at");
  command->add_flag("--json", arguments->json, "Print one JSON object, with every finding");
  command->callback([arguments, &program] {
    arguments->options.network = !arguments->no_network;
    check_usage(*arguments);
    Project project = Project::open(arguments->project);
    const CheckReport report = run_check(project, arguments->options, program.job);
    if (arguments->json) {
      print_json(project, report, arguments->where);
    } else {
      print_counts(report);
      print_suspects(project, arguments->top, arguments->where);
    }
    print_skipped(report.skipped, program);
  });
}

}  // namespace facepoint::cli
