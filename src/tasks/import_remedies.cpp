#include "tasks/import_remedies.h"

#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/source_rows.h"
#include "tasks/import_rows.h"

namespace facepoint {
std::optional<KnownDataset> known_dataset(Project& project, const std::filesystem::path& source,
                                          const ImportOptions& options) {
  const std::string name = !options.name.empty() ? options.name : default_dataset_name(source);
  const std::optional<Dataset> dataset = find_dataset(project, name);
  if (!dataset) return std::nullopt;
  KnownDataset known{*dataset, {}};
  for (const SourceFile& file : source_files(project, dataset->id)) {
    known.label_files.push_back(file.path);
  }
  return known;
}

std::map<std::string, std::string> follow_known_images(Project& project, const KnownDataset& known,
                                                       ScannedSource& scanned, JobContext& job) {
  std::map<std::string, const ScannedLabels*> files;
  for (const ScannedLabels& labels : scanned.labels) files.emplace(labels.file.path, &labels);
  std::map<std::string, std::string> known_elsewhere;
  std::map<std::string, std::string> moved_here;
  RowReader rows(scanned, job);
  each_row_image(project, known.dataset.id, [&](const RowImage& row) {
    const auto labels = files.find(row.file);
    if (labels == files.end()) return;
    const std::string& path = rows.picture_of(*labels->second, row.image_name);
    if (path == row.image_path || !scanned.images.contains(path)) return;
    if (!is_there(scanned, path)) {
      known_elsewhere.emplace(path, row.image_path);
    } else if (!is_there(scanned, row.image_path)) {
      moved_here.emplace(row.image_path, path);
    }
  });
  move_images(scanned, known_elsewhere);
  return moved_here;
}

void move_images(ScannedSource& scanned, const std::map<std::string, std::string>& moved) {
  for (auto& [from, to] : scanned.moved) {  // where an image has moved to has moved once more
    const auto further = moved.find(to);
    if (further != moved.end()) to = further->second;
  }
  for (const auto& [from, to] : moved) {
    const auto image = scanned.images.find(from);
    if (image == scanned.images.end() || !image->second.labelled) continue;
    scanned.images.erase(image);
    scanned.images[to].labelled = true;
    scanned.moved.emplace(from, to);
  }
}

void read_row_as(const LabelLayout& layout, const SourceImages& images, const std::string& file,
                 ParsedRow& row, ImportFindings& findings) {
  if (row.points.empty()) return;
  const SourceImage& image = images.at(row.image_path);
  if (needs_image_size(layout) && image.width == 0) {
    row.points.clear();
    findings.add({ImportFindingKind::kBadLine, place_of(file, row.line),
                  "its numbers cannot be read as pixels without the image " + row.image_path});
    return;
  }
  const Scheme& scheme = SchemeLibrary::standard().get(layout.scheme);
  row.points = read_as(layout, scheme, row.points, image.width, image.height);
  row.raw.reset();
}

}  // namespace facepoint
