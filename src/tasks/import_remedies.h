// What the import of a source and its examination beforehand (import_doctor.h) share: the dataset
// that the project has already, and how remedies change what was scanned. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "store/project.h"
#include "tasks/import.h"
#include "tasks/import_findings.h"
#include "tasks/import_scan.h"

namespace facepoint {

std::optional<KnownDataset> known_dataset(Project& project, const std::filesystem::path& source,
                                          const ImportOptions& options);

// Rows that lead to an image's old path lead to the new one.
void move_images(ScannedSource& scanned, const std::map<std::string, std::string>& moved);

// Reads every row's numbers by `layout`. `images` by path, of which width and height are used; a
// row that cannot be read without them becomes a bad one, and is added to `findings`. The rows no
// longer stand for the bytes of their file: an export writes the mended numbers.
void read_rows_as(const LabelLayout& layout, const ImagesByPath& images,
                  std::vector<ParsedLabels>& labels, std::vector<ImportFinding>& findings);

}  // namespace facepoint
