// facepoint duplicates PROJECT
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <unordered_map>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "store/datasets.h"
#include "store/images.h"
#include "tasks/duplicate_page.h"
#include "tasks/duplicates.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;
using Keys = std::unordered_map<ImageId, std::string>;

constexpr std::size_t kGroupsShown = 10;
constexpr std::size_t kImagesShown = 4;  // of a group

Keys keys_of(Project& project) {
  const std::vector<Image> all = images(project);
  const std::vector<SplitImage> named = split_images(project, all);
  Keys keys;
  for (std::size_t i = 0; i < all.size(); ++i) keys.emplace(all[i].id, named[i].key);
  return keys;
}

void print_groups(const DuplicateReport& report, const Keys& keys) {
  std::cout << "\n";
  for (std::size_t g = 0; g < std::min(kGroupsShown, report.groups.size()); ++g) {
    const std::vector<ImageId>& group = report.groups[g];
    std::cout << "group " << g + 1 << ", "
              << count_of(static_cast<std::int64_t>(group.size()), "image") << ":";
    for (std::size_t i = 0; i < std::min(kImagesShown, group.size()); ++i) {
      std::cout << (i == 0 ? " " : ", ") << keys.at(group[i]);
    }
    std::cout << (group.size() > kImagesShown ? ", ...\n" : "\n");
  }
  if (report.groups.size() > kGroupsShown) {
    std::cout << "... and "
              << count_of(static_cast<std::int64_t>(report.groups.size() - kGroupsShown), "group")
              << " more; --json lists all, --out FILE.html shows them\n";
  }
}

void print_report(const DuplicateReport& report, const Keys& keys) {
  std::cout << table_of_counts(
      {{"images", report.images},
       {"unreadable", report.unreadable + report.gone},
       {"groups of duplicates", static_cast<std::int64_t>(report.groups.size())},
       {"byte-identical pairs", report.identical()},
       {"nearly identical pairs", report.near()},
       {"pairs whose labels differ", report.labels_differ()},
       {"pictures decoded to tell", report.decoded}});
  if (report.not_verified > 0) {
    std::cout << "Not told apart, and left out: " << with_thousands(report.not_verified)
              << " similar pairs, since too many pictures were to be decoded\n";
  }
  if (!report.groups.empty()) print_groups(report, keys);
}

void print_json(const DuplicateReport& report, const Keys& keys) {
  std::unordered_map<ImageId, std::size_t> group_of;
  Json groups = Json::array();
  for (std::size_t g = 0; g < report.groups.size(); ++g) {
    Json members = Json::array();
    for (const ImageId image : report.groups[g]) {
      group_of.emplace(image, g);
      members.push_back(keys.at(image));
    }
    groups.push_back({{"images", std::move(members)}, {"pairs", Json::array()}});
  }
  for (const Duplicate& pair : report.pairs) {
    groups[group_of.at(pair.a)]["pairs"].push_back(
        {{"images", {keys.at(pair.a), keys.at(pair.b)}},
         {"kind", pair.identical ? "identical" : "near-duplicate"},
         {"similarity", pair.similarity},
         {"labels_differ", pair.labels_differ ? Json(*pair.labels_differ) : Json()}});
  }
  const Json json = {{"images", report.images},
                     {"unreadable", report.unreadable + report.gone},
                     {"identical_pairs", report.identical()},
                     {"near_duplicate_pairs", report.near()},
                     {"labels_differ", report.labels_differ()},
                     {"not_verified", report.not_verified},
                     {"groups", std::move(groups)}};
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

struct Options {
  std::string project;
  bool json = false;
  std::filesystem::path out;
  std::int64_t most = 300;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
};

}  // namespace

void add_duplicates_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("duplicates", "Finds images that are the same, byte for byte or nearly");
  command->footer(
      "Similar perceptual hashes only suggest a pair. It counts where the small grey pictures "
      "agree,\n"
      "and, unless the names say that both are frames of one clip, the faces at full detail too.\n"
      "The pairs are kept in the project: splits keep them together, whatever they are called.");
  auto options = std::make_shared<Options>();
  command->add_option("project", options->project, "The project file")->required();
  command->add_flag("--json", options->json, "Every group and pair, as JSON");
  command->add_option("--out", options->out, "Also show the pairs beside each other: an HTML file");
  command->add_option("--most", options->most, "Pairs in that file at most")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->add_option("--threads", options->threads, "Processor threads to use")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->callback([options, &program] {
    Project project = Project::open(options->project);
    const DuplicateReport report = run_duplicates(project, options->threads, program.job);
    const Keys keys = keys_of(project);
    if (options->json) {
      print_json(report, keys);
    } else {
      print_report(report, keys);
    }
    if (options->out.empty()) return;
    const DuplicatePage page =
        write_duplicate_page(project, report, options->out, options->most, program.job);
    std::cerr << "Written to " << options->out.string() << ": " << with_thousands(page.pairs)
              << " of " << count_of(page.of, "pair") << "\n";
  });
}

}  // namespace facepoint::cli
