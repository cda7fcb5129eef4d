#include "tasks/import_photos.h"

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "tasks/import_rows.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

void fold_same_photos(const std::vector<std::size_t>& members, ScannedSource& source,
                      JobContext& job) {
  constexpr double kSameFace = 0.5;  // overlap of the points' boxes
  struct Photo {
    std::string image;
    std::vector<Rect> faces;
  };
  std::map<std::string, Photo> photos;  // by digest
  RowReader rows(source, job);
  for (const std::size_t i : members) {
    const std::string& image = source.labels[i].picture;
    std::error_code error;
    if (!fs::is_regular_file(source.root / image, error)) continue;
    Rect face;
    rows.read_again(source.labels[i],
                    [&](const ParsedRow& row) { face = bounding_box(row.points); });
    Photo& photo = photos[digest_of(read_file(source.root / image))];
    if (photo.image.empty()) photo.image = image;
    const bool another_face = std::none_of(
        photo.faces.begin(), photo.faces.end(),
        [&](const Rect& other) { return intersection_over_union(face, other) > kSameFace; });
    if (!another_face) continue;
    photo.faces.push_back(face);
    if (photo.image == image) continue;
    source.images.erase(image);
    source.moved.emplace(image, photo.image);
  }
  for (const auto& [digest, photo] : photos) {
    const auto files = static_cast<std::int64_t>(photo.faces.size());
    if (files < 2) continue;
    source.findings.add({ImportFindingKind::kRepeatedPhoto, photo.image,
                         "stands for " + count_of(files, "file") + " of the same photo", files});
  }
}

}  // namespace

void fold_repeated_photos(ScannedSource& source, JobContext& job) {
  std::map<std::string, std::vector<std::size_t>> numbered;  // "X" -> labels
  for (std::size_t i = 0; i < source.labels.size(); ++i) {
    const std::string stem =
        fs::path(source.labels[i].picture).replace_extension().generic_string();
    const std::size_t digits = stem.find_last_not_of("0123456789");
    if (digits == std::string::npos || digits + 1 == stem.size() || stem[digits] != '_') continue;
    numbered[stem.substr(0, digits)].push_back(i);
  }
  for (const auto& [stem, members] : numbered) {
    if (members.size() > 1) fold_same_photos(members, source, job);
  }
}

}  // namespace facepoint
