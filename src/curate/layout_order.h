// Which order the points of faces have, where it is none that is known. A part of label_layout.h.
// Pure functions, any thread.
#pragma once

#include <optional>

#include "curate/layout_reading.h"

namespace facepoint {

// Whether some points of faces that are otherwise read right stand in each other's places. The
// finding's order is in `layout`, which is the reading's.
struct OrderFinding {
  LabelLayout layout;
  LayoutFinding finding;
};
std::optional<OrderFinding> exchanged_points(const Reading& reading,
                                             std::span<const FaceNumbers> faces);

// Where points lie on average tells which they are, in which way of reading. `as_read`: see
// Readings.
std::optional<OrderFinding> order_by_place(const std::vector<const Scheme*>& schemes,
                                           std::span<const FaceNumbers> faces,
                                           const LabelLayout& as_read);

}  // namespace facepoint
