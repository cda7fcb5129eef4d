// Private to tasks: what an exported split says of itself, so that it can be made again and
// checked.
#pragma once

#include <nlohmann/json.hpp>

#include "tasks/split.h"

namespace facepoint {

// `where`: further fields of the export; `parts`: the files. Group links name which groups are tied
// by the same bytes or near-duplicates; the leak check gives counts and every pair.
nlohmann::ordered_json split_manifest(Project& project, const SplitReport& split,
                                      const nlohmann::ordered_json& where,
                                      const nlohmann::ordered_json& parts);

}  // namespace facepoint
