// Datasets and the label files they came from. See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

DatasetId add_dataset(Project& project, const Dataset& dataset);
std::vector<Dataset> datasets(Project& project);
std::optional<Dataset> find_dataset(Project& project, const std::string& name);
void set_dataset_root(Project& project, DatasetId id, const std::string& root);

SourceFileId add_source_file(Project& project, const SourceFile& file);
std::vector<SourceFile> source_files(Project& project, DatasetId dataset);
std::optional<SourceFile> find_source_file(Project& project, DatasetId dataset,
                                           const std::string& path);
void add_source_rows(Project& project, SourceFileId file, const std::vector<SourceRow>& rows);
std::vector<SourceRow> source_rows(Project& project, SourceFileId file);
// Replaces the header, line end and all rows of a file that was imported again.
void replace_source_rows(Project& project, const SourceFile& file,
                         const std::vector<SourceRow>& rows);

}  // namespace facepoint
