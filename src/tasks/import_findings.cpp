#include "tasks/import_findings.h"

#include <filesystem>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "image/codec.h"

namespace facepoint {
namespace {

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string digest_of_points(const Keypoints& points) {
  std::vector<Point> positions;
  for (const Landmark& point : points) positions.push_back(point.position);
  return digest_of(
      {reinterpret_cast<const char*>(positions.data()), positions.size() * sizeof(Point)});
}

}  // namespace

void examine_rows(const std::vector<ParsedLabels>& labels, const ImagesByPath& images,
                  ImportReport& report) {
  std::map<std::string, std::string> first_place;  // digest of the points -> row
  for (const ParsedLabels& file : labels) {
    for (const ParsedRow& row : file.rows) {
      if (row.points.empty()) continue;
      ++report.rows;
      ++report.faces;
      const Keypoints& points = row.points;
      const auto image = images.find(row.image_path);
      if (image != images.end() && image->second.width > 0) {
        const int outside = points_outside(points, image->second.width, image->second.height);
        if (outside > 0) {
          report.findings.push_back({ImportFindingKind::kPointsOutside, row.place,
                                     count_of(outside, "point") + " outside " + row.image_path,
                                     outside});
        }
      }
      if (const int coincident = coincident_points(points); coincident > 0) {
        report.findings.push_back({ImportFindingKind::kCoincidentPoints, row.place,
                                   count_of(coincident, "point") + " at the place of another",
                                   coincident});
      }
      const auto [first, is_first] = first_place.emplace(digest_of_points(row.points), row.place);
      if (!is_first) {
        report.findings.push_back({ImportFindingKind::kRepeatedRow, row.place,
                                   row.image_name + " has the labels of " + first->second});
      }
    }
  }
}

void examine_images(const ImagesByPath& images, ImportReport& report) {
  std::map<std::string, std::vector<std::string>> by_digest;
  std::map<std::string, std::vector<std::string>> by_name;
  for (const auto& [path, image] : images) {
    by_name[std::filesystem::path(path).filename().string()].push_back(path);
    if (!image.digest.empty()) by_digest[image.digest].push_back(path);
    if (!image.format.empty() && !extension_agrees(path, image.format)) {
      report.findings.push_back(
          {ImportFindingKind::kWrongExtension, path, "its content is " + image.format});
    }
    if (!image.decode_error.empty() && !image.digest.empty()) {
      report.findings.push_back({ImportFindingKind::kUnreadableImage, path, image.decode_error});
    }
  }
  for (const auto& [digest, paths] : by_digest) {
    if (paths.size() < 2) continue;
    std::set<std::string> splits;
    for (const std::string& path : paths) splits.insert(images.at(path).official_split);
    report.findings.push_back({ImportFindingKind::kIdenticalImages, paths.front(),
                               "the same bytes: " + listed(paths) +
                                   (splits.size() > 1 ? " (across the published split)" : ""),
                               static_cast<std::int64_t>(paths.size())});
  }
  for (const auto& [name, paths] : by_name) {
    if (paths.size() < 2) continue;
    report.findings.push_back({ImportFindingKind::kRepeatedName, name, listed(paths),
                               static_cast<std::int64_t>(paths.size())});
  }
}

}  // namespace facepoint
