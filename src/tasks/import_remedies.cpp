#include "tasks/import_remedies.h"

#include <set>

#include "landmark/scheme.h"
#include "store/datasets.h"

namespace facepoint {
namespace {

bool is_line_format(const std::string& format) {
  return format == "udacity-csv" || format == "pts";
}

// Its text is of other numbers than ours now: such a file is written anew.
void drop_bytes(ParsedLabels& labels) {
  labels.file.header.clear();
  std::erase_if(labels.rows, [](const ParsedRow& row) { return row.points.empty(); });
}

}  // namespace

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

void move_images(ScannedSource& scanned, const std::map<std::string, std::string>& moved) {
  if (moved.empty()) return;
  std::set<std::string> images(scanned.images.begin(), scanned.images.end());
  for (ParsedLabels& file : scanned.labels) {
    for (ParsedRow& row : file.rows) {
      const auto to = moved.find(row.image_path);
      if (to == moved.end()) continue;
      images.erase(row.image_path);
      images.insert(to->second);
      row.image_path = to->second;
    }
  }
  scanned.images.assign(images.begin(), images.end());
}

void read_rows_as(const LabelLayout& layout, const ImagesByPath& images,
                  std::vector<ParsedLabels>& labels, std::vector<ImportFinding>& findings) {
  const Scheme& scheme = SchemeLibrary::standard().get(layout.scheme);
  const LabelLayout plain{layout.scheme, {}, 0, false, false, false, false, {}};
  if (layout == plain) return;
  const bool needs_size = layout.unit != CoordinateUnit::kPixel || layout.y_up;
  for (ParsedLabels& file : labels) {
    for (ParsedRow& row : file.rows) {
      if (row.points.empty()) continue;
      const auto image = images.find(row.image_path);
      const bool has_size = image != images.end() && image->second.width > 0;
      if (needs_size && !has_size) {
        row.points.clear();
        findings.push_back(
            {ImportFindingKind::kBadLine, row.place,
             "its numbers cannot be read as pixels without the image " + row.image_path});
        continue;
      }
      row.points = read_as(layout, scheme, row.points, has_size ? image->second.width : 0,
                           has_size ? image->second.height : 0);
      row.raw.reset();
    }
    if (!is_line_format(file.file.format)) drop_bytes(file);
  }
}

}  // namespace facepoint
