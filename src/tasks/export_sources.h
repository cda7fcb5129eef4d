// Writes the label files of a dataset again as they were imported, with the labels of today.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "store/datasets.h"
#include "store/faces.h"
#include "tasks/export_files.h"

namespace facepoint {

// Faces by id; what the query left out is not in it.
using FacesById = std::map<FaceId, const LabelledFace*>;

// Whose label files, and as of when.
struct SourcesOf {
  DatasetId dataset;
  std::optional<Snapshot> snapshot;  // none: now
  std::string scheme;                // the dataset's
};

// `only_matching`: rows without a face in `faces` are left out. The faces that have a row are added
// to `written`.
std::vector<OutputFile> rewrite_sources(Project& project, const SourcesOf& sources,
                                        const FacesById& faces, bool only_matching,
                                        LabelWriter& writer, std::set<FaceId>& written);

}  // namespace facepoint
