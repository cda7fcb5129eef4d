#include "tasks/diff.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "landmark/movement.h"
#include "tasks/diff_page.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

std::string decimals(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

MovementTally& tally_of(DiffReport& report, const std::string& scheme) {
  for (MovementTally& tally : report.movements) {
    if (tally.scheme().name == scheme) return tally;
  }
  return report.movements.emplace_back(SchemeLibrary::standard().get(scheme));
}

DiffFace measured(Project& project, DiffReport& report, FaceDifference difference) {
  DiffFace face{std::move(difference), {}, -1};
  const FaceDifference& at = face.face;
  if (!at.points_differ || !at.revision_before || !at.revision_after) return face;
  const Keypoints before = get_revision(project, at.revision_before).points;
  const Keypoints after = get_revision(project, at.revision_after).points;
  face.moved = tally_of(report, at.scheme).add(before, after);
  face.farthest_point = movement(before, after).largest_point;
  return face;
}

void count(DiffReport& report, const FaceDifference& face) {
  if (!face.before) ++report.added;
  if (!face.after) ++report.removed;
  for (const std::string& person : face.people) ++report.faces_by_person[person];
  if (!face.before || !face.after) return;
  if (face.points_differ) ++report.with_points_moved;
  if (face.status_before != face.status_after) ++report.with_status_changed;
  if (!face.tags_added.empty() || !face.tags_removed.empty()) ++report.with_tags_changed;
}

Json to_json(const MovedPoints& moved) {
  return {{"points", moved.points},
          {"mean_px", moved.mean_pixels()},
          {"mean_percent_of_box", moved.mean_share() * 100},
          {"largest_px", moved.largest_pixels},
          {"largest_percent_of_box", moved.largest_share * 100}};
}

Json to_json(const DiffFace& face) {
  const FaceDifference& at = face.face;
  Json json = {
      {"face", at.face.value}, {"image", at.path}, {"in_from", at.before}, {"in_to", at.after}};
  if (at.before) json["status_from"] = to_text(at.status_before);
  if (at.after) json["status_to"] = to_text(at.status_after);
  json["points_differ"] = at.points_differ;
  json["moved"] = to_json(face.moved);
  json["farthest_point"] = face.farthest_point < 0 ? Json() : Json(face.farthest_point);
  json["tags_added"] = at.tags_added;
  json["tags_removed"] = at.tags_removed;
  json["by"] = at.people;
  return json;
}

}  // namespace

void DiffOptions::check() const {
  if (from.empty() || to.empty()) {
    throw Error(ErrorCode::kInvalidInput, "name two snapshots, or one and 'now'");
  }
  if (pictures < 0) {
    throw Error(ErrorCode::kInvalidInput, "the number of pictures must not be negative");
  }
}

DiffReport run_diff(Project& project, const DiffOptions& options, JobContext& job) {
  options.check();
  DiffReport report;
  report.from = options.from;
  report.to = options.to;
  job.begin_stage("Comparing versions");
  std::vector<FaceDifference> differences = face_differences(
      project, find_version(project, options.from), find_version(project, options.to));
  const auto total = static_cast<std::int64_t>(differences.size());
  job.begin_stage("Measuring", total);
  for (FaceDifference& difference : differences) {
    count(report, difference);
    report.faces.push_back(measured(project, report, std::move(difference)));
    job.progress(static_cast<std::int64_t>(report.faces.size()), total);
  }
  std::stable_sort(report.faces.begin(), report.faces.end(),
                   [](const DiffFace& a, const DiffFace& b) {
                     return a.moved.largest_share > b.moved.largest_share;
                   });
  if (!options.out.empty()) {
    const std::string page = diff_page(project, report, options.pictures, job);
    write_file_atomically(options.out, page);
  }
  job.finish_stage();
  return report;
}

std::string to_json_text(const DiffReport& report) {
  Json regions = Json::array();
  Json points = Json::array();
  for (const MovementTally& tally : report.movements) {
    const Scheme& scheme = tally.scheme();
    for (std::size_t i = 0; i < scheme.regions.size(); ++i) {
      Json row = to_json(tally.by_region()[i]);
      row["scheme"] = scheme.name;
      row["region"] = scheme.regions[i].name;
      regions.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < tally.by_point().size(); ++i) {
      Json row = to_json(tally.by_point()[i]);
      row["scheme"] = scheme.name;
      row["point"] = i;
      points.push_back(std::move(row));
    }
  }
  Json faces = Json::array();
  for (const DiffFace& face : report.faces) faces.push_back(to_json(face));
  const Json json = {{"from", report.from},
                     {"to", report.to},
                     {"added", report.added},
                     {"removed", report.removed},
                     {"points_moved", report.with_points_moved},
                     {"status_changed", report.with_status_changed},
                     {"tags_changed", report.with_tags_changed},
                     {"faces_by_person", report.faces_by_person},
                     {"regions", std::move(regions)},
                     {"points", std::move(points)},
                     {"faces", std::move(faces)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string what_changed(const DiffFace& face) {
  const FaceDifference& at = face.face;
  if (!at.before) return "added, " + to_text(at.status_after);
  if (!at.after) return "removed, was " + to_text(at.status_before);
  std::string text;
  const auto say = [&](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  const MovedPoints& moved = face.moved;
  if (moved.points > 0) {
    const std::string farthest = decimals(moved.largest_pixels, 1) + " px (" +
                                 decimals(moved.largest_share * 100, 1) + " % of the box, point " +
                                 std::to_string(face.farthest_point) + ")";
    say(moved.points == 1 ? "1 point moved by " + farthest
                          : count_of(moved.points, "point") + " moved, mean " +
                                decimals(moved.mean_pixels(), 1) + " px, largest " + farthest);
  } else if (at.points_differ) {
    say(!at.revision_before  ? "labelled"
        : !at.revision_after ? "label taken away"
                             : "points hidden or shown");
  }
  if (at.status_before != at.status_after) {
    say(to_text(at.status_before) + " → " + to_text(at.status_after));
  }
  for (const std::string& tag : at.tags_added) say("+ " + tag);
  for (const std::string& tag : at.tags_removed) say("− " + tag);
  return text;
}

}  // namespace facepoint
