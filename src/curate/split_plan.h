// Which part of a split an image belongs to: by its group, so that a person (or a clip) is in one
// part only, and by a rule that looks at nothing but seed and group, so that images that are added
// later move nobody. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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
// How groups get their parts: see plan_split. Stored plans name their rule.
inline constexpr const char* kSplitRule = "hash-threshold-1";

inline constexpr const char* kStratifiedRule = "stratified-1";

// The parts of a plan: train, val and test, or fold-1 to fold-K.
std::vector<std::string> split_parts(int folds);

// "80/10/10" or "8:1:1" as shares that sum to 1. Throws Error(kInvalidInput).
std::vector<double> parse_ratios(std::string_view text);

// One an image: the group that all that belongs together with it bears, the smallest of the groups
// by name, by the same bytes and by `links`, which are pairs of near-duplicates.
std::vector<std::string> split_groups(
    const std::vector<SplitImage>& images, SplitGroup group_by,
    const std::vector<std::pair<std::size_t, std::size_t>>& links);

struct SplitRequest {
  SplitGroup group_by = SplitGroup::kIdentity;
  std::vector<double> ratios = {};  // one a part; sum to 1
  std::uint64_t seed = 1;
  // Pairs of images that stay together whatever their names: near-duplicates.
  std::vector<std::pair<std::size_t, std::size_t>> links = {};
  // One an image: the part that it is in already and stays in, -1: none. Empty: all are new.
  std::vector<int> stays = {};
  std::vector<bool> locked = {};  // one a part: nobody comes in; empty: none is
  // One an image: what it is like, each word to be shared out by the ratios. Empty: by hash alone.
  std::vector<std::vector<std::string>> strata = {};
  // For messages.
  std::vector<std::string> part_names = split_parts(0);
};

struct SplitAssignment {
  std::vector<int> part;              // one an image, index into the ratios; -1: left out
  std::vector<std::string> group;     // one an image, as split_groups
  std::vector<std::string> left_out;  // one an image: why it is in no part; empty: it is in one
};

// Images belong together by their group (identity, identity and clip, or key; where the identity is
// not known the clip, else the key), by the same bytes, and by links. All that belongs together
// gets one part, under the smallest of its groups' names:
// - images that stay keep their part, and new ones that belong to them come into it. One that
//   belongs to two parts, directly or through other new ones, is left out, since either part would
//   leak; so is one that belongs to a locked part.
// - others by rule hash-threshold-1: a group's place in [0, 1) is the first 52 bits of XXH3-128 of
//   "SEED\nGROUP", and its part the first whose cumulated ratio is above. A group whose part is
//   locked is placed once more among the parts that are not.
// - with strata by rule stratified-1: groups from the largest, in order of their place among
// equals,
//   each into the part that lacks most of what the group's images are like.
// Throws Error(kInvalidInput) without ratios or where every part is locked.
SplitAssignment plan_split(const std::vector<SplitImage>& images, const SplitRequest& request);

}  // namespace facepoint
