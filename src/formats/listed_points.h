// Faces of a file that lists their points one by one, each with a label and perhaps a group. Pure,
// any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace facepoint {

struct ListedPoint {
  std::string group;
  std::size_t point = 0;  // of the scheme
};

// The face of each, numbered in the order of their first points. Several faces of one group are
// told by labels that come again: the n-th of a label is the n-th face's where all faces have the
// same points, else faces lie one behind the other. None for the points of a group whose order fits
// more than one way of dividing it.
std::vector<std::optional<std::size_t>> faces_of(const std::vector<ListedPoint>& points);

inline constexpr const char* kNotToldWhose =
    "these are points of several faces, of which some are missing, and their order does not tell "
    "whose they are";

}  // namespace facepoint
