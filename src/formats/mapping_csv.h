// A user's own CSV, described by a small JSON file:
//   {"image": "file", "x": "p{}_x", "y": "p{}_y", "occluded": "p{}_occ", "first": 1,
//    "origin": 1, "unit": "pixel", "delimiter": ";", "decimal": ",", "header": true,
//    "missing": ["", "-1"]}
// `{}` stands for the point's number, counted from `first`; `{name}` for its name in the scheme.
// Columns may be given by their place from 0 instead: "image": 0, "x": {"first": 1, "step": 2}.
// All but image, x and y may be left out. Immutable, any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/label_format.h"

namespace facepoint {

inline constexpr const char* kMappingCsv = "mapping-csv";

// Throws Error(kInvalidInput) that says which key is wrong; `context` names the file.
std::unique_ptr<LabelFormat> make_mapping_csv(std::string_view json, const std::string& context);

}  // namespace facepoint
