// Which faces of a picture are which, of two lists of labels: as they were and as they are now.
// Pure, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

// What is kept of a face to know it again: of very many there is no room for the points.
struct FaceTrace {
  std::uint64_t points = 0;    // their digest; 0: none
  std::array<float, 4> box{};  // x, y, width, height
};
FaceTrace trace_of(const Keypoints& points);
double overlap(const FaceTrace& a, const FaceTrace& b);  // of their boxes, over the union

// For each face of now the index of the one before that it is: those with equal points first, then
// those that overlap, most first, then what is left, in order.
std::vector<std::optional<std::size_t>> match_faces(const std::vector<FaceTrace>& before,
                                                    const std::vector<FaceTrace>& now);

}  // namespace facepoint
