#include <optional>

#include "base/text.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

constexpr std::size_t kDaysShown = 30;

std::string seconds_text(double seconds, std::int64_t faces) {
  if (faces == 0) return "none";
  return fixed(seconds / static_cast<double>(faces), 1) + " s";
}

std::string moved_text(const std::optional<double>& moved) {
  return moved ? fixed(*moved, 1) : "none";
}

std::string comparison(const PaceFigures& figures) {
  WorkDay all;
  for (const WorkDay& day : figures.days) {
    all.faces += day.faces;
    all.seconds += day.seconds;
    all.faces_with_proposal += day.faces_with_proposal;
    all.seconds_with_proposal += day.seconds_with_proposal;
  }
  const std::int64_t without = all.faces - all.faces_with_proposal;
  return table({{"began with", "faces", "time a face", "points moved a face, lately"},
                {{"a proposal of the CNN", with_thousands(all.faces_with_proposal),
                  seconds_text(all.seconds_with_proposal, all.faces_with_proposal),
                  moved_text(figures.pace.moved_with_proposal)},
                 {"a label", with_thousands(without),
                  seconds_text(all.seconds - all.seconds_with_proposal, without),
                  moved_text(figures.pace.moved_without)}}});
}

std::string days_bars(const std::vector<WorkDay>& days) {
  std::vector<Count> counts;
  std::int64_t all = 0;
  const std::size_t first = days.size() > kDaysShown ? days.size() - kDaysShown : 0;
  for (std::size_t i = first; i < days.size(); ++i) {
    counts.push_back({days[i].day, days[i].faces});
    all += days[i].faces;
  }
  return bars(first > 0 ? "Faces a day, the last days of work" : "Faces a day", counts, all);
}

}  // namespace

std::string pace_section(const Report& report) {
  const Pace& pace = report.pace.pace;
  if (pace.faces == 0) {
    return section("pace", "Pace of the work",
                   hint("Nobody has worked at a face in the editor yet:",
                        "facepoint edit " + project_file(report)));
  }
  std::string lead = "Of the last " + counted(pace.faces, "face") + ", half took less than " +
                     fixed(pace.median_seconds, 1) + " s; that is " +
                     with_thousands(static_cast<std::int64_t>(pace.faces_an_hour)) +
                     " faces an hour of work.";
  if (pace.untouched) {
    lead += " " + percent(*pace.untouched, 0) + " of the proposals were right as they were.";
  }
  return section(
      "pace", "Pace of the work",
      paragraph(lead, "lead") + columns({comparison(report.pace), days_bars(report.pace.days)}));
}

}  // namespace facepoint::report
