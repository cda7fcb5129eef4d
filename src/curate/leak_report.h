// What the parts of a split share and should not: people, clips, pictures; and which images show
// it. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curate/duplicates.h"
#include "curate/split_plan.h"

namespace facepoint {

enum class LeakKind : std::uint8_t { kIdentity, kClip, kIdentical, kNearDuplicate };
std::string to_text(LeakKind kind);  // "identity", "clip", "identical", "near-duplicate"

// Two images in different parts that should be in one.
struct LeakPair {
  LeakKind kind = LeakKind::kIdentity;
  std::size_t a = 0;  // indices of images
  std::size_t b = 0;
  std::string
      shared;  // who or what: the identity, "IDENTITY, clip CLIP", "clip CLIP"; empty for pictures
};

struct LeakReport {
  std::int64_t images = 0;  // that are in a part
  std::int64_t identities = 0;
  std::int64_t shared_identities = 0;  // in more than one part
  std::int64_t clips = 0;
  std::int64_t shared_clips = 0;
  std::int64_t shared_clips_of_nobody = 0;  // of these, whose identity is not known
  std::int64_t shared_identical = 0;  // distinct pictures whose bytes are in more than one part
  std::int64_t near_duplicates = 0;   // images with a near-duplicate in another part
  // Of every identity, clip and content the first image of each part with the first of all; of
  // near-duplicates each pair. In the order of LeakKind, then of the images.
  std::vector<LeakPair> pairs;

  // People or pictures: what is tested would have been trained on.
  bool leaks() const {
    return shared_identities > 0 || shared_clips_of_nobody > 0 || separates_pictures();
  }
  // Pictures, which no way of grouping may separate.
  bool separates_pictures() const { return shared_identical > 0 || near_duplicates > 0; }
};

// `part` names each image's part; images with an empty one are left out. `near`: the pairs of
// near-duplicates among the images.
LeakReport find_leaks(const std::vector<SplitImage>& images, const std::vector<std::string>& part,
                      const std::vector<ImagePair>& near);

// "3 people, 1 clip of nobody known, 1 identical picture and 2 near-duplicates", of those that
// are shared.
std::string leaks_text(const LeakReport& leaks);

}  // namespace facepoint
