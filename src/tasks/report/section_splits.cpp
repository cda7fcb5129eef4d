#include <iterator>

#include "base/text.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"

namespace facepoint::report {
namespace {

std::string part_table(const SplitReport& split) {
  Table rows{{"part", "images", "of all", "wanted", "with label", "faces", "groups"}, {}};
  for (const SplitPartCounts& part : split.parts) {
    rows.rows.push_back({part.part + (part.locked ? " (locked)" : ""), with_thousands(part.images),
                         percent(part.ratio, 1), percent(part.wanted, 1),
                         with_thousands(part.labelled_images), with_thousands(part.faces),
                         with_thousands(part.groups)});
  }
  return table(rows);
}

std::string of(std::int64_t shared, std::int64_t all) {
  return with_thousands(shared) + " of " + with_thousands(all);
}

std::string leak_table(const SplitReport& split) {
  Table rows{
      {"shared by parts", "this plan"},
      {{"people", of(split.leaks.shared_identities, split.leaks.identities)},
       {"clips", of(split.leaks.shared_clips, split.leaks.clips)},
       {"byte-identical images", with_thousands(split.leaks.shared_identical)},
       {"images with a near-duplicate", of(split.leaks.near_duplicates, split.leaks.images)}}};
  if (split.published) {
    const LeakReport& leaks = *split.published;
    rows.head.emplace_back("published split");
    rows.rows[0].push_back(of(leaks.shared_identities, leaks.identities));
    rows.rows[1].push_back(of(leaks.shared_clips, leaks.clips));
    rows.rows[2].push_back(with_thousands(leaks.shared_identical));
    rows.rows[3].push_back(of(leaks.near_duplicates, leaks.images));
  }
  return table(rows);
}

std::string verdict(const SplitReport& split) {
  const LeakReport& leaks = split.leaks;
  const bool tight =
      leaks.shared_identities == 0 && leaks.shared_clips == 0 && leaks.shared_identical == 0;
  std::string text = tight ? "Nobody, no clip and no picture is in two parts."
                           : "The parts share people, clips or pictures: what is measured on one "
                             "of them is too good to be true.";
  if (leaks.near_duplicates > 0) {
    text += " " + counted(leaks.near_duplicates, "image") +
            (leaks.near_duplicates == 1 ? " looks" : " look") + " nearly like one in another part.";
  }
  if (split.published && split.published->shared_identities > 0) {
    text += " The published split has " +
            counted(split.published->shared_identities, "person", "people") +
            " on more than one side.";
  }
  if (!split.left_out.empty()) {
    text += " " + counted(std::ssize(split.left_out), "image") +
            (split.left_out.size() == 1 ? " is" : " are") + " left out of this plan.";
  }
  return paragraph(text);
}

std::string plan(const SplitReport& split) {
  return heading(split.name + ", by " + split.plan.group_by + ", seed " +
                 std::to_string(split.plan.seed) +
                 (split.plan.stratify.empty() ? "" : ", even in " + split.plan.stratify)) +
         verdict(split) + columns({part_table(split), leak_table(split)});
}

}  // namespace

std::string splits_section(const Report& report) {
  if (report.splits.empty()) {
    return section("splits", "Splits and leaks",
                   hint("There is no split plan yet. This makes one in which nobody is in two "
                        "parts:",
                        "facepoint split " + project_file(report) +
                            " --name main --ratios 80/10/10 --group identity"));
  }
  std::string html;
  for (const SplitReport& split : report.splits) html += plan(split);
  return section("splits", "Splits and leaks", html);
}

}  // namespace facepoint::report
