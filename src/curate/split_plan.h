// Which part of a split an image belongs to: by its group, so that a person (or a clip) is in one
// part only, and by a rule that looks at nothing but seed and group, so that images that are added
// later move nobody. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

// What planning and leak finding look at.
struct SplitImage {
  std::string key;       // dataset and path: unique
  std::string identity;  // empty: not known
  std::string clip;
  std::string digest;  // of the bytes; empty: not readable
  std::uint64_t perceptual_hash = 0;
};

enum class SplitGroup : std::uint8_t { kIdentity, kClip, kImage };
std::string to_text(SplitGroup group);
SplitGroup split_group(std::string_view text);  // Error(kInvalidInput) naming the known ones

inline constexpr const char* kSplitParts[] = {"train", "val", "test"};
inline constexpr int kSplitPartCount = 3;
inline constexpr const char* kSplitRule = "hash-threshold-1";

// "80/10/10" or "8:1:1" as shares that sum to 1. Throws Error(kInvalidInput).
std::vector<double> parse_ratios(std::string_view text);

struct SplitAssignment {
  std::vector<int> part;           // one an image, index into the ratios
  std::vector<std::string> group;  // one an image; equal groups are in one part
};

// Rule hash-threshold-1: a group's place in [0, 1) is the first 52 bits of XXH3-128 of
// "SEED\nGROUP", and its part the first whose cumulated ratio is above. The group of an image is
// its identity, identity and clip, or key (also for an image whose identity is not known); images
// with the same bytes share the smallest of their groups.
SplitAssignment plan_split(const std::vector<SplitImage>& images, SplitGroup group_by,
                           const std::vector<double>& ratios, std::uint64_t seed);

}  // namespace facepoint
