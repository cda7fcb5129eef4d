// What YOLO's labels of a dataset have in common beside their form: where they lie, their class,
// and how many numbers a point has. Pure, any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/label_format.h"

namespace facepoint {

inline constexpr const char* kYoloPose = "yolo-pose";

// Where its trainer looks for the labels of a picture, both without extension: in labels/ for the
// last images/ of the path, else beside it.
std::string yolo_labels_of(const std::string& picture);

// The format, with faces written like this row of a dataset: of its class, and of two numbers a
// point where all points of the file can be told so.
std::unique_ptr<LabelFormat> yolo_like(std::string row);

// One face's row; none: the numbers of such rows cannot tell all of its points.
std::optional<std::string> yolo_row_like(std::string_view row, const WriteFace& face,
                                         const Scheme& scheme);

}  // namespace facepoint
