// Labels spoiled on purpose, to measure what finds and mends wrong ones. Pure functions, any
// thread.
#pragma once

#include <cstdint>
#include <string>

#include "landmark/scheme.h"

namespace facepoint {

enum class PlantedError : std::uint8_t {
  kPoint,      // one point, 7 to 20 % of the box side (see box_side) away
  kRegion,     // one region, moved as a whole by 7 to 15 %
  kShift,      // the whole face, moved by 7 to 15 %
  kSwap,       // left and right exchanged
  kOtherFace,  // another face's points, brought to this one's place and size
};
std::string to_text(PlantedError kind);  // "point", "region", "shift", "swap", "other face"

inline constexpr PlantedError kPlantedErrors[] = {PlantedError::kPoint, PlantedError::kRegion,
                                                  PlantedError::kShift, PlantedError::kSwap,
                                                  PlantedError::kOtherFace};
// Those that move points and keep their numbers.
inline constexpr PlantedError kPlantedMoves[] = {PlantedError::kPoint, PlantedError::kRegion,
                                                 PlantedError::kShift};

// What is moved, how far and where to follows from `seed` alone; absent points stay. `other`: the
// other face's label, for kOtherFace only.
Keypoints with_planted_error(const Scheme& scheme, const Keypoints& label, PlantedError kind,
                             std::uint64_t seed, const Keypoints& other = {});

}  // namespace facepoint
