// Whether pixels are counted from 0 or from 1, told from coordinates at the images' edges or from a
// second source. A part of label_layout.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>

#include "curate/label_layout.h"

namespace facepoint {

// `layout`: everything but the origin. A finding that differs says the other one, one that
// doesn't that nothing tells; nullopt: as in the layout, or no pixels.
std::optional<LayoutFinding> origin_finding(const LabelLayout& layout, const Scheme& scheme,
                                            std::span<const FaceNumbers> faces);

}  // namespace facepoint
