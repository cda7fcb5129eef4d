// facepoint diff PROJECT A [B]
#include <algorithm>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/diff.h"

namespace facepoint::cli {
namespace {

constexpr std::size_t kFacesShown = 20;

std::string percent(double share) { return fixed(share * 100, 1) + " %"; }

void print_regions(const MovementTally& tally) {
  std::vector<std::vector<std::string>> rows = {
      {"region", "points moved", "mean px", "of the box", "largest px", "of the box"}};
  const auto add = [&](const std::string& title, const MovedPoints& moved) {
    rows.push_back({title, with_thousands(moved.points), fixed(moved.mean_pixels(), 2),
                    percent(moved.mean_share()), fixed(moved.largest_pixels, 1),
                    percent(moved.largest_share)});
  };
  const Scheme& scheme = tally.scheme();
  for (std::size_t i = 0; i < scheme.regions.size(); ++i) {
    if (tally.by_region()[i].points > 0) add(scheme.regions[i].title, tally.by_region()[i]);
  }
  add("all", tally.all());
  std::cout << "\n" << text_table(rows);
}

void print_faces(const DiffReport& report) {
  std::cout << "\n";
  for (std::size_t i = 0; i < std::min(report.faces.size(), kFacesShown); ++i) {
    const FaceDifference& at = report.faces[i].face;
    std::string people;
    for (const std::string& each : at.people) people += (people.empty() ? "" : ", ") + each;
    std::cout << "  " << at.path << ", face " << at.face.value << ": "
              << what_changed(report.faces[i]) << (people.empty() ? "" : ", by " + people) << "\n";
  }
  if (report.faces.size() <= kFacesShown) return;
  std::cout << "  and "
            << count_of(static_cast<std::int64_t>(report.faces.size() - kFacesShown), "more face")
            << "; --json lists all\n";
}

void print_report(const DiffReport& report) {
  std::cout << "From " << report.from << " to " << report.to << ": "
            << count_of(static_cast<std::int64_t>(report.faces.size()), "face")
            << (report.faces.size() == 1 ? " differs\n" : " differ\n");
  if (report.faces.empty()) return;
  std::cout << table_of_counts({{"added", report.added},
                                {"removed", report.removed},
                                {"points moved", report.with_points_moved},
                                {"status changed", report.with_status_changed},
                                {"tags changed", report.with_tags_changed}});
  for (const auto& [person, faces] : report.faces_by_person) {
    std::cout << "  by " << person << ": " << count_of(faces, "face") << "\n";
  }
  for (const MovementTally& tally : report.movements) {
    if (tally.all().points > 0) print_regions(tally);
  }
  print_faces(report);
}

}  // namespace

void add_diff_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("diff", "Says what changed between two snapshots");
  command->footer(
      "Faces that came, went or are different: how far their points lie from where they were, in\n"
      "pixels and in per cent of the face's box, status and tags, and who changed them. The page\n"
      "of --out shows the faces moved farthest, before and after; it needs no other file.");
  auto options = std::make_shared<DiffOptions>();
  auto project_file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("from", options->from, "A snapshot's name, or now")->required();
  command->add_option("to", options->to, "A snapshot's name, or now")->capture_default_str();
  command->add_flag("--json", *json, "Print JSON, with every face");
  command->add_option("--out", options->out, "Write a page with pictures, FILE.html");
  command->add_option("--pictures", options->pictures, "Faces shown on the page")
      ->capture_default_str();
  command->callback([options, project_file, json, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const DiffReport report = run_diff(project, *options, program.job);
    if (*json) {
      std::cout << to_json_text(report) << "\n";
      return;
    }
    print_report(report);
    if (!options->out.empty()) std::cout << "Page: " << options->out.string() << "\n";
  });
}

}  // namespace facepoint::cli
