// Shares groups of images out to parts so that each part gets its ratio of every kind of image, as
// far as groups allow. Sechidis, Tsoumakas and Vlahavas, "On the stratification of multi-label
// data" (ECML 2011), with groups in place of single examples. A value, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace facepoint {

class StratifiedPlaces {
 public:
  // `strata`: the kinds of each image. A part of ratio 0 gets nothing.
  StratifiedPlaces(std::vector<double> ratios, const std::vector<std::vector<std::string>>& strata);

  // These are in the part.
  void add(const std::vector<std::size_t>& images, int part);
  // Adds a group to the part that lacks most of what its images are, and returns it; among equals
  // the first part.
  int place(const std::vector<std::size_t>& images);

 private:
  std::vector<double> ratios_;
  std::vector<std::vector<std::size_t>> kinds_of_;  // one an image
  std::vector<double> total_;                       // one a kind; the last: images
  std::vector<std::vector<double>> count_;          // one a part, of these
};

}  // namespace facepoint
