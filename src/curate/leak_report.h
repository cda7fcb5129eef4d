// What the parts of a split share and should not: people, clips, pictures. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "curate/split_plan.h"

namespace facepoint {

// Perceptual hashes that differ in at most this many of 64 bits are near-duplicates.
inline constexpr int kNearDuplicateBits = 4;

struct LeakReport {
  std::int64_t images = 0;  // that are in a part
  std::int64_t identities = 0;
  std::int64_t shared_identities = 0;  // in more than one part
  std::int64_t clips = 0;
  std::int64_t shared_clips = 0;
  std::int64_t shared_identical = 0;  // distinct pictures whose bytes are in more than one part
  std::int64_t near_duplicates = 0;   // images with a near-duplicate in another part
};

// `part` names each image's part; images with an empty one are left out.
LeakReport find_leaks(const std::vector<SplitImage>& images, const std::vector<std::string>& part);

}  // namespace facepoint
