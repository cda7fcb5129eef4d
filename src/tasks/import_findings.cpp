#include "tasks/import_findings.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "image/codec.h"
#include "store/images.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostListed = 50;
constexpr double kSameFace = 0.5;                // overlap of the points' boxes
constexpr std::ptrdiff_t kMostCompared = 2'000;  // rows of one picture

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), kMostListed); ++i) {
    text += (i == 0 ? "" : ", ") + items[i];
  }
  if (items.size() > kMostListed) {
    text += " and " + std::to_string(items.size() - kMostListed) + " more";
  }
  return text;
}

std::uint64_t digest_of_points(const Keypoints& points) {
  std::vector<Point> positions;
  positions.reserve(points.size());
  for (const Landmark& point : points) positions.push_back(point.position);
  return std::hash<std::string_view>{}(
      {reinterpret_cast<const char*>(positions.data()), positions.size() * sizeof(Point)});
}

}  // namespace

void RowExamination::grow() {
  std::vector<Seen> before = std::exchange(seen_, {});
  seen_.resize(std::max<std::size_t>(1024, before.size() * 2));
  used_ = 0;
  for (const Seen& one : before) {
    if (one.digest != 0) first_with(one.digest, one);
  }
}

// Null: there was none, and now `otherwise` is it.
const RowExamination::Seen* RowExamination::first_with(std::uint64_t digest,
                                                       const Seen& otherwise) {
  if (4 * used_ >= 3 * seen_.size()) grow();
  std::size_t at = digest % seen_.size();
  for (; seen_[at].digest != 0; at = (at + 1) % seen_.size()) {
    if (seen_[at].digest == digest) return &seen_[at];
  }
  seen_[at] = otherwise;
  ++used_;
  return nullptr;
}

void RowExamination::take(const std::string& file, const ParsedRow& row) {
  ++report_.rows;
  ++report_.faces;
  if (files_.empty() || files_.back() != file) files_.push_back(file);
  const std::string place = place_of(file, row.line);
  const SourceImage& image = images_.at(row.image_path);
  if (image.missing) {
    report_.findings.add(
        {ImportFindingKind::kMissingImage, place, row.image_path + " is not there"});
  }
  const int outside = image.width > 0 ? points_outside(row.points, image.width, image.height) : 0;
  if (outside > 0) {
    report_.findings.add({ImportFindingKind::kPointsOutside, place,
                          count_of(outside, "point") + " outside " + row.image_path, outside});
  }
  if (const int coincident = coincident_points(row.points); coincident > 0) {
    report_.findings.add({ImportFindingKind::kCoincidentPoints, place,
                          count_of(coincident, "point") + " at the place of another", coincident});
  }
  const std::uint64_t digest = std::max<std::uint64_t>(1, digest_of_points(row.points));
  const Seen here{digest, static_cast<std::uint32_t>(files_.size() - 1),
                  static_cast<std::uint32_t>(row.line)};
  if (const Seen* first = first_with(digest, here)) {
    report_.findings.add(
        {ImportFindingKind::kRepeatedRow, place,
         row.image_name + " has the labels of " + place_of_row(first->file, first->line)});
  }
  placed_.push_back({image.id, trace_of(row.points), here.file, here.line});
}

std::string RowExamination::place_of_row(std::uint32_t file, std::uint32_t line) const {
  return place_of(files_[file], line);
}

// Rows of one picture, in order.
void RowExamination::compare(const Placed* first, const Placed* last) {
  for (const Placed* row = first; row != last; ++row) {
    const Placed* same = std::find_if(first, row, [&](const Placed& before) {
      return before.face.points != row->face.points && overlap(before.face, row->face) > kSameFace;
    });
    if (same == row) continue;
    report_.findings.add({ImportFindingKind::kContradictingRow, place_of_row(row->file, row->line),
                          "another label of the face that " + place_of_row(same->file, same->line) +
                              " is of; both came in, as two faces of one image"});
  }
}

void RowExamination::finish() {
  const auto by_image = [](const Placed& a, const Placed& b) { return a.image < b.image; };
  std::stable_sort(placed_.begin(), placed_.end(), by_image);
  const Placed* end = placed_.data() + placed_.size();
  for (const Placed* first = placed_.data(); first != end;) {
    const Placed* last = std::upper_bound(first, end, *first, by_image);
    if (last - first <= kMostCompared) compare(first, last);
    first = last;
  }
}

namespace {

using ImageEntry = SourceImages::value_type;

// Groups of neighbours that `same` says belong together, of two and more.
template <class Item, class Same>
void each_group(const std::vector<Item>& sorted, const Same& same,
                const std::function<void(std::size_t begin, std::size_t end)>& take) {
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin + 1;
    while (end < sorted.size() && same(sorted[begin], sorted[end])) ++end;
    if (end - begin > 1) take(begin, end);
    begin = end;
  }
}

std::string_view name_of(const ImageEntry* image) {
  const std::string_view path = image->first;
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

void examine_names(const SourceImages& images, ImportReport& report) {
  std::vector<const ImageEntry*> by_name;
  by_name.reserve(images.size());
  for (const ImageEntry& image : images) by_name.push_back(&image);
  std::stable_sort(by_name.begin(), by_name.end(),
                   [](const auto* a, const auto* b) { return name_of(a) < name_of(b); });
  const auto same = [](const auto* a, const auto* b) { return name_of(a) == name_of(b); };
  each_group(by_name, same, [&](std::size_t begin, std::size_t end) {
    std::vector<std::string> paths;
    for (std::size_t i = begin; i < end; ++i) paths.push_back(by_name[i]->first);
    report.findings.add({ImportFindingKind::kRepeatedName, std::string(name_of(by_name[begin])),
                         listed(paths), std::ssize(paths)});
  });
}

}  // namespace

void examine_images(Project& project, DatasetId dataset, const SourceImages& images,
                    ImportReport& report) {
  struct Known {
    std::string digest;
    const ImageEntry* image;
    std::string official_split;
  };
  std::vector<Known> by_digest;
  each_image_of(project, dataset, [&](const Image& image) {
    const auto entry = images.find(image.path);
    if (entry == images.end()) return;
    if (!image.digest.empty()) by_digest.push_back({image.digest, &*entry, image.official_split});
    if (!image.format.empty() && !extension_agrees(image.path, image.format)) {
      report.findings.add(
          {ImportFindingKind::kWrongExtension, image.path, "its content is " + image.format});
    }
    if (!image.decode_error.empty() && !image.digest.empty()) {
      report.findings.add({ImportFindingKind::kUnreadableImage, image.path, image.decode_error});
    }
  });
  std::stable_sort(by_digest.begin(), by_digest.end(),
                   [](const Known& a, const Known& b) { return a.digest < b.digest; });
  const auto same = [](const Known& a, const Known& b) { return a.digest == b.digest; };
  each_group(by_digest, same, [&](std::size_t begin, std::size_t end) {
    std::vector<std::string> paths;
    std::set<std::string> splits;
    for (std::size_t i = begin; i < end; ++i) {
      paths.push_back(by_digest[i].image->first);
      splits.insert(by_digest[i].official_split);
    }
    report.findings.add({ImportFindingKind::kIdenticalImages, paths.front(),
                         "the same bytes: " + listed(paths) +
                             (splits.size() > 1 ? " (across the published split)" : ""),
                         std::ssize(paths)});
  });
  examine_names(images, report);
}

}  // namespace facepoint
