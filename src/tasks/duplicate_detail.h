// A closer look at pairs of pictures that are alike in small: their faces, aligned, or the whole
// pictures where no face is known; and how their labels compare. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/job.h"
#include "landmark/keypoints.h"

namespace facepoint {

struct PictureToCompare {
  std::filesystem::path file;
  int width = 0;
  int height = 0;
  Keypoints points =
      {};  // of the largest face, in image pixels: its label or proposal; none: empty
};

struct PairToCompare {
  std::size_t a = 0;  // indices of pictures
  std::size_t b = 0;
  // What is found: how alike the same place is, -1 to 1; none: a picture cannot be read, or is too
  // even there.
  std::optional<double> detail = {};
};

// Fills in the pairs' detail, by `threads` threads; pairs that share pictures are best given in
// order. Returns how many pictures were decoded. Throws Cancelled.
std::int64_t compare_in_detail(const std::vector<PictureToCompare>& pictures,
                               std::vector<PairToCompare>& pairs, int threads, JobContext& job);

// Whether labels of two pictures differ: of the same bytes by where the points are, on average by
// more than 2 % of the box side; of near-duplicates by the shape, since the face may have moved, by
// more than 4 %. None: a label is missing, or they have other numbers of points.
std::optional<bool> labels_differ(const Keypoints& a, const Keypoints& b, bool identical);

}  // namespace facepoint
