#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/text.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/images.h"
#include "tasks/report/gather.h"

namespace facepoint::report {
namespace {

std::vector<Count> most_frequent_first(const std::map<std::string, std::int64_t>& counts) {
  std::vector<Count> sorted;
  sorted.reserve(counts.size());
  for (const auto& [name, count] : counts) sorted.push_back({name, count});
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Count& a, const Count& b) { return a.count > b.count; });
  return sorted;
}

constexpr int kLongerSides[] = {128, 256, 512, 1024, 2048, 4096};  // of pictures, pixels

std::vector<Count> longer_sides(const Chosen& chosen) {
  std::vector<Count> counts;
  counts.reserve(std::size(kLongerSides) + 1);
  for (const int side : kLongerSides) counts.push_back({"up to " + with_thousands(side), 0});
  counts.push_back({"larger", 0});
  for (const Image& image : chosen.images) {
    if (!image.decode_error.empty()) continue;
    const auto* stretch = std::lower_bound(std::begin(kLongerSides), std::end(kLongerSides),
                                           std::max(image.width, image.height));
    ++counts[static_cast<std::size_t>(stretch - std::begin(kLongerSides))].count;
  }
  while (counts.size() > 1 && counts.back().count == 0) counts.pop_back();
  return counts;
}

struct FacesOfImage {
  std::int64_t faces = 0;
  std::int64_t labels = 0;
  std::int64_t proposals = 0;  // without a label
};
using FacesByImage = std::unordered_map<ImageId, FacesOfImage>;

FacesByImage faces_by_image(const Chosen& chosen) {
  FacesByImage by_image;
  for (const FaceSummary& face : chosen.faces) {
    ++by_image[face.image].faces;
    if (face.current) ++by_image[face.image].labels;
    if (face.status == FaceStatus::kProposed) ++by_image[face.image].proposals;
  }
  return by_image;
}

std::vector<std::string> label_formats(Project& project, DatasetId dataset) {
  std::set<std::string> formats;
  for (const SourceFile& file : source_files(project, dataset)) formats.insert(file.format);
  return {formats.begin(), formats.end()};
}

DatasetFigures figures_of(Project& project, const Chosen& chosen, const Dataset& dataset,
                          const FacesByImage& faces) {
  DatasetFigures figures;
  figures.name = dataset.name;
  figures.scheme = SchemeLibrary::standard().get(dataset.scheme).title;
  figures.label_formats = label_formats(project, dataset.id);
  std::set<std::string> people;
  std::set<std::pair<std::string, std::string>> clips;
  for (const Image& image : chosen.images) {
    if (image.dataset != dataset.id) continue;
    ++figures.images;
    figures.bytes += image.bytes;
    if (!image.decode_error.empty()) ++figures.unreadable;
    if (!image.identity.empty()) people.insert(image.identity);
    if (!image.clip.empty()) clips.emplace(image.identity, image.clip);
    const auto here = faces.find(image.id);
    if (here == faces.end() || here->second.labels == 0) ++figures.unlabelled;
    if (here == faces.end()) continue;
    figures.labels += here->second.labels;
    figures.proposals += here->second.proposals;
  }
  figures.people = static_cast<std::int64_t>(people.size());
  figures.clips = static_cast<std::int64_t>(clips.size());
  return figures;
}

void count_faces(const Chosen& chosen, DataFigures& data) {
  std::map<FaceStatus, std::int64_t> statuses;
  std::map<std::string, std::int64_t> schemes;
  for (const FaceSummary& face : chosen.faces) {
    ++statuses[face.status];
    ++schemes[SchemeLibrary::standard().get(face.scheme).title];
    if (face.current) ++data.labels;
  }
  for (const FaceStatus status : kFaceStatuses) {
    data.statuses.push_back({to_text(status), statuses[status]});
  }
  data.schemes = most_frequent_first(schemes);
  data.faces = static_cast<std::int64_t>(chosen.faces.size());
}

void count_images(const Chosen& chosen, const FacesByImage& faces, DataFigures& data) {
  std::map<std::string, std::int64_t> formats;
  std::map<std::string, std::int64_t> official;
  std::map<std::int64_t, std::int64_t> with_faces;
  for (const Image& image : chosen.images) {
    const auto here = faces.find(image.id);
    ++with_faces[here == faces.end() ? 0 : std::min<std::int64_t>(here->second.faces, 4)];
    ++official[image.official_split.empty() ? "in no published part" : image.official_split];
    if (!image.decode_error.empty()) {
      ++formats["unreadable"];
      continue;
    }
    ++formats[image.format];
  }
  data.images = static_cast<std::int64_t>(chosen.images.size());
  data.formats = most_frequent_first(formats);
  data.sizes = longer_sides(chosen);
  data.official = most_frequent_first(official);
  for (const auto& [count, images] : with_faces) {
    data.images_a_face.push_back(
        {count == 4 ? "4 faces or more" : count_of(count, "face"), images});
  }
}

}  // namespace

Histogram::Histogram(std::vector<double> bin_edges)
    : edges(std::move(bin_edges)), counts(edges.empty() ? 0 : edges.size() - 1) {}

void Histogram::add(double value) {
  const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, value);
  ++counts[static_cast<std::size_t>(above - edges.begin() - 1)];
}

std::int64_t Histogram::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) sum += count;
  return sum;
}

const std::string& Chosen::dataset_name(DatasetId id) const {
  static const std::string unknown;
  const auto found = std::find_if(datasets.begin(), datasets.end(),
                                  [&](const Dataset& dataset) { return dataset.id == id; });
  return found == datasets.end() ? unknown : found->name;
}

Chosen choose(Project& project, const std::string& where) {
  Chosen chosen;
  chosen.query = parse_query(where);
  chosen.datasets = datasets(project);
  chosen.images = images(project, chosen.query);
  chosen.faces = face_summaries(project, chosen.query);
  for (const Image& image : chosen.images) chosen.image_of.emplace(image.id, &image);
  for (const FaceSummary& face : chosen.faces) chosen.face_ids.insert(face.face);
  return chosen;
}

DataFigures data_figures(Project& project, const Chosen& chosen) {
  DataFigures data;
  const FacesByImage faces = faces_by_image(chosen);
  for (const Dataset& dataset : chosen.datasets) {
    DatasetFigures figures = figures_of(project, chosen, dataset, faces);
    if (figures.images > 0) data.datasets.push_back(std::move(figures));
  }
  count_faces(chosen, data);
  count_images(chosen, faces, data);
  return data;
}

}  // namespace facepoint::report
