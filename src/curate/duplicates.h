// Which images show the same picture: candidates by perceptual hash, what makes a candidate a
// near-duplicate, and the groups that pairs form. Without pixels; pure, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "curate/split_plan.h"

namespace facepoint {

// Perceptual hashes of near-duplicates differ in at most this many of 64 bits. On the YouTube-Faces
// set and 300-W every pair that looks the same is within; of strangers one in 20,000 pairs is, too:
// a hash alone proves nothing.
inline constexpr int kCandidateBits = 12;

using ImagePair = std::pair<std::size_t, std::size_t>;  // indices, first < second

// Images with the same bytes: each with the first of them.
std::vector<ImagePair> identical_pairs(const std::vector<SplitImage>& images);

// Pairs of images, of those with the same bytes only the first, whose hashes are near enough that
// they may be near-duplicates; sorted. However often a hash occurs, an image is in a bounded number
// of pairs: with the hash's first images and its neighbours in the order given, where the frames of
// a clip lie side by side.
std::vector<ImagePair> duplicate_candidates(const std::vector<SplitImage>& images);

// What the images of a pair have in common by their names.
enum class Kinship : std::uint8_t {
  kClip,       // frames of one clip
  kMaybe,      // of the same person, or nobody knows
  kStrangers,  // of people with different names
};
Kinship kinship(const SplitImage& a, const SplitImage& b);

// How alike two pictures must look in small (see image/look.h) to be near-duplicates. Frames of one
// clip are related anyway; people with different names only when the pictures are nearly the same,
// since a wrong link would tie all their images together. Of 14,000 pairs of strangers among
// YouTube-Faces whose hashes differ in at most 16 bits none comes to 0.9.
double least_likeness(Kinship kinship);
// How alike the same place must look, at finer detail, where names do not say that it is one clip:
// the face, or the picture where none is known. Of aligned faces of strangers one in 250 is above
// 0.8, none above 0.9.
inline constexpr double kLeastDetail = 0.8;
// As alike as this in small, a pair needs no finer look where too many would have to be decoded.
inline constexpr double kSurelyAlike = 0.99;

// Connected groups of at least two images, each sorted, in order of their first image.
std::vector<std::vector<std::size_t>> duplicate_groups(std::size_t images,
                                                       const std::vector<ImagePair>& pairs);

}  // namespace facepoint
