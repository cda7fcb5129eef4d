// What the import of a source and its examination beforehand (import_doctor.h) share: the dataset
// that the project has already, and how remedies change what was scanned. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "store/project.h"
#include "tasks/import.h"
#include "tasks/import_scan.h"

namespace facepoint {

std::optional<KnownDataset> known_dataset(Project& project, const std::filesystem::path& source,
                                          const ImportOptions& options);

// Rows whose picture is not where they lead to are of the image that the project has their faces
// on: it may have moved since. Gives the images that are gone, by path, while their rows lead to
// another picture: it has moved there.
std::map<std::string, std::string> follow_known_images(Project& project, const KnownDataset& known,
                                                       ScannedSource& scanned, JobContext& job);

// Rows that lead to an image's old path lead to the new one.
void move_images(ScannedSource& scanned, const std::map<std::string, std::string>& moved);

// Reads a face's numbers by `layout`. Of the images width and height are used; a row that cannot be
// read without them loses its points, and is added to `findings`. The row no longer stands for the
// bytes of its file: an export writes the mended numbers.
void read_row_as(const LabelLayout& layout, const SourceImages& images, const std::string& file,
                 ParsedRow& row, ImportFindings& findings);

}  // namespace facepoint
