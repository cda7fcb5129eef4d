#include "cli/import_doctor_text.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "tasks/import_preview.h"

namespace facepoint::cli {
namespace {

constexpr int kPreviewFaces = 8;

std::vector<int> order_from(const std::string& file) {
  const std::string text = read_file(file);
  std::vector<int> order;
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (at != end) {
    if (*at < '0' || *at > '9') {
      ++at;
      continue;
    }
    int number = 0;
    at = std::from_chars(at, end, number).ptr;
    order.push_back(number);
  }
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] == static_cast<int>(i)) continue;
    throw Error(ErrorCode::kInvalidInput,
                "an order names every point of the source once, counted from 0, in the order of "
                "the scheme",
                file);
  }
  return order;
}

RemedyChoice choice_of(const DoctorArguments& arguments) {
  RemedyChoice choice;
  choice.proposed = arguments.yes;
  if (arguments.unit == "pixel") choice.unit = CoordinateUnit::kPixel;
  if (arguments.unit == "percent") choice.unit = CoordinateUnit::kPercent;
  if (arguments.unit == "unit") choice.unit = CoordinateUnit::kUnitSquare;
  if (!arguments.origin.empty()) choice.origin = arguments.origin == "1" ? 1 : 0;
  if (!arguments.axes.empty()) choice.y_first = arguments.axes == "yx";
  if (!arguments.vertical.empty()) choice.y_up = arguments.vertical == "up";
  if (!arguments.horizontal.empty()) choice.x_from_right = arguments.horizontal == "right";
  if (arguments.grouped) choice.grouped = true;
  if (arguments.mirror_names) choice.sides_exchanged = true;
  choice.order_inferred = arguments.order == "inferred";
  if (!arguments.order.empty() && !choice.order_inferred)
    choice.order = order_from(arguments.order);
  return choice;
}

// The option that says by hand what a finding proposes; empty where none does.
std::string option_for(const SourceFinding& finding, const LabelLayout& layout) {
  const std::string& about = finding.about;
  if (about == "unit") return "--unit " + to_text(layout.unit);
  if (about == "origin") return "--origin " + std::to_string(layout.origin);
  if (about == "axes") return std::string("--axes ") + (layout.y_first ? "yx" : "xy");
  if (about == "vertical") return std::string("--vertical ") + (layout.y_up ? "up" : "down");
  if (about == "horizontal")
    return std::string("--horizontal ") + (layout.x_from_right ? "right" : "left");
  if (about == "grouping") return layout.grouped ? "--grouped" : "";
  if (about == "sides") return layout.sides_exchanged ? "--mirror-names" : "";
  if (about == "order") return layout.order.empty() ? "" : "--order inferred";
  if (about == "scheme") return layout.scheme.empty() ? "" : "--scheme " + layout.scheme;
  return {};
}

// As `option_for`, where following it is what the finding asks for.
std::string proposed_option(const SourceFinding& finding, const SourceExamination& examination) {
  const bool proposes =
      std::any_of(examination.verdict.findings.begin(), examination.verdict.findings.end(),
                  [&](const LayoutFinding& each) {
                    return each.differs && to_text(each.aspect) == finding.about &&
                           each.reason == finding.reason;
                  });
  return proposes ? option_for(finding, examination.verdict.layout) : std::string();
}

// 'y', 'n' or 'q'.
char asked() {
  while (true) {
    std::cout << "Take these remedies? [y]es, [n]o, as it is, [q]uit: " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return 'q';
    for (const char answer : {'y', 'n', 'q'}) {
      if (!line.empty() && (line[0] | 0x20) == answer) return answer;
    }
  }
}

std::string how_sure(const SourceFinding& finding) {
  const auto percent = [](double share) { return fixed(share * 100, 0) + " % sure"; };
  if (finding.is_sure()) return percent(finding.sure);
  std::string unsure = "unsure (" + percent(finding.sure) + ")";
  if (!finding.is_certainly_wrong()) return unsure;
  return "wrong as it is (" + percent(finding.wrong) + "), how it is meant " + unsure;
}

}  // namespace

std::string findings_text(const SourceExamination& examination) {
  if (examination.findings.empty()) return {};
  std::string text = "Examined " + examination.source.string() + " (" +
                     count_of(examination.verdict.faces, "face") + " looked at)\n";
  for (const SourceFinding& finding : examination.findings) {
    text += "  " + finding.about + ", " + how_sure(finding) + ": " + finding.reason + "\n";
    if (finding.remedy.empty()) continue;
    if (finding.is_sure()) {
      text += "    remedy: " + finding.remedy + "\n";
      continue;
    }
    const std::string by_hand = proposed_option(finding, examination);
    text += by_hand.empty() ? "    what would help: " + finding.remedy + "\n"
                            : "    not proposed, since unsure: " + finding.remedy +
                                  " By hand: " + by_hand + "\n";
  }
  return text;
}

std::string refusal_text(const std::vector<SourceExamination>& examinations,
                         const RemedyChoice& choice) {
  bool any_sure = false;
  std::string by_hand;
  for (const SourceExamination& examination : examinations) {
    for (const SourceFinding& finding : left_open(examination, choice)) {
      any_sure = any_sure || finding.is_sure();
      const std::string option =
          finding.is_sure() ? std::string() : proposed_option(finding, examination);
      if (option.empty() || by_hand.find(option) != std::string::npos) continue;
      by_hand += (by_hand.empty() ? "" : " ") + option;
    }
  }
  std::string text = "nothing was imported, since labels would be wrong: ";
  if (any_sure) text += "take what is proposed with --yes, ";
  if (!by_hand.empty()) text += "take what is not sure by hand with " + by_hand + ", ";
  return text +
         "import them as they are with --as-is, or say how they are meant (see --help); --preview "
         "draws both";
}

void add_doctor_options(CLI::App& command, DoctorArguments& arguments) {
  const char* group = "How labels are read (examined before anything is stored)";
  const auto option = [&](const char* name, std::string& value, const char* help) {
    return command.add_option(name, value, help)->group(group);
  };
  CLI::Option* yes =
      command.add_flag("--yes", arguments.yes, "Take the remedies that are proposed")->group(group);
  command.add_flag("--as-is", arguments.as_is, "Take none, and ask nothing")
      ->group(group)
      ->excludes(yes);
  option("--unit", arguments.unit, "Of coordinates: pixel, percent, unit (0 to 1)")
      ->check(CLI::IsMember({"pixel", "percent", "unit"}));
  option("--origin", arguments.origin, "The number of the first pixel: 0 or 1")
      ->check(CLI::IsMember({"0", "1"}));
  option("--axes", arguments.axes, "The order of coordinates: xy or yx")
      ->check(CLI::IsMember({"xy", "yx"}));
  option("--vertical", arguments.vertical, "Where y grows: down or up")
      ->check(CLI::IsMember({"down", "up"}));
  option("--horizontal", arguments.horizontal, "From which edge x counts: left or right")
      ->check(CLI::IsMember({"left", "right"}));
  command.add_flag("--grouped", arguments.grouped, "First all x, then all y")->group(group);
  command
      .add_flag("--mirror-names", arguments.mirror_names,
                "Exchange left and right in the numbers of the points")
      ->group(group);
  option("--order", arguments.order,
         "inferred: by where points lie on the faces; or a file that\n"
         "names for each point of the scheme the source's, counted from 0");
  option("--preview", arguments.preview,
         "Draw some faces with and without the remedies into this\n"
         ".html file or folder, and import nothing");
}

namespace {

// Asks where something is open that a remedy is sure for. Throws Error where an import would be
// wrong all the same.
void settle(const std::vector<SourceExamination>& examinations, RemedyChoice& choice) {
  bool any_open = false;
  bool any_sure = false;
  for (const SourceExamination& examination : examinations) {
    for (const SourceFinding& finding : left_open(examination, choice)) {
      any_open = true;
      any_sure = any_sure || finding.is_sure();
    }
  }
  if (!any_open) return;
  const bool can_ask = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  const char answer = any_sure && can_ask ? asked() : 'q';
  if (answer == 'n') return;
  const std::string refusal = refusal_text(examinations, choice);
  if (answer == 'y') choice.proposed = true;
  const bool is_settled =
      answer == 'y' && std::all_of(examinations.begin(), examinations.end(), [&](const auto& each) {
        return left_open(each, choice).empty();
      });
  if (!is_settled) throw Error(ErrorCode::kInvalidInput, refusal);
}

// What --as-is makes of a source. What is chosen by hand is about what the file says, so that what
// its format's reader made of that has to be known.
SourceExamination unexamined(Project* project, const std::filesystem::path& source,
                             const ImportOptions& options, const RemedyChoice& choice,
                             JobContext& job) {
  SourceExamination nothing;
  nothing.source = source;
  nothing.claimed_scheme = options.scheme;
  nothing.verdict.layout.scheme = options.scheme;
  if (choice == RemedyChoice{}) return nothing;
  SourceExamination examined = examine_source(project, source, options, job);
  nothing.verdict.layout.written = examined.verdict.layout.written;
  nothing.verdict.layout.order = std::move(examined.verdict.layout.order);
  return nothing;
}

}  // namespace

void examine_sources(Project* project, const DoctorArguments& arguments, ImportOptions& options,
                     JobContext& job) {
  RemedyChoice choice = choice_of(arguments);
  std::vector<SourceExamination> examinations;
  for (const std::filesystem::path& source : options.sources) {
    if (arguments.as_is) {
      examinations.push_back(unexamined(project, source, options, choice, job));
      continue;
    }
    examinations.push_back(examine_source(project, source, options, job));
    std::cout << findings_text(examinations.back());
  }
  const bool previews = !arguments.preview.empty();
  if (!previews) settle(examinations, choice);
  if (previews) choice.proposed = true;
  options = with_remedies(std::move(options), examinations, choice);
  if (previews) {
    write_import_preview(examinations, options.remedies, arguments.preview, kPreviewFaces);
  }
}

}  // namespace facepoint::cli
