// The files of Kaggle's Facial Keypoints challenge. training.csv: named columns of coordinates (an
// empty cell: missing), then `Image`, 96x96 grey values separated by spaces. test.csv:
// ImageId,Image. IdLookupTable.csv: RowId,ImageId,FeatureName,Location; a submission is
// RowId,Location of each of its rows. Pure, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "formats/label_format.h"

namespace facepoint {

inline constexpr int kKaggleSide = 96;  // of its pictures

// What the picture of a row is called: its number among the rows (training, from 1) or its ImageId.
std::string kaggle_picture_name(std::int64_t id);

struct KagglePicture {
  std::string name;
  std::vector<std::uint8_t> grey;  // rows from top to bottom
};
// Every picture of a training.csv or test.csv that is whole, in order; the others are told by
// read().
void read_kaggle_pictures(std::istream& in, const std::string& context,
                          const std::function<void(KagglePicture)>& take);

struct KaggleLookup {
  std::int64_t row = 0;
  std::int64_t image = 0;
  int coordinate = 0;  // 2 * point, or 2 * point + 1 for y
};
// Throws Error that names line and column.
std::vector<KaggleLookup> read_kaggle_lookup(std::istream& in, const Scheme& scheme,
                                             const std::string& context);

// Points of a test picture; an empty list: not known.
using KagglePoints = std::function<Keypoints(std::int64_t image)>;
struct KaggleSubmission {
  std::string text;
  std::int64_t rows = 0;
  std::int64_t guessed = 0;  // rows without a point: the mean of the others stands for it
  std::int64_t clipped = 0;  // coordinates outside the picture, which a submission cannot hold
};
KaggleSubmission kaggle_submission(const std::vector<KaggleLookup>& lookup,
                                   const KagglePoints& points_of);

}  // namespace facepoint
