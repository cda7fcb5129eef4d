// Which images show the same picture, and what that is told from. Made by tasks/duplicates.h; no
// part of the journal, since it can be found again. See project.h for threads and errors.
#pragma once

#include <unordered_map>

#include "store/project.h"

namespace facepoint {

// Replaces all pairs. `state`: of the images that they were found among, to be known again.
void save_duplicates(Project& project, const std::vector<Duplicate>& pairs,
                     const std::string& state);
// In the order of the images' dataset and path.
std::vector<Duplicate> duplicates(Project& project);
// That the pairs were found at; empty: they never were.
std::string duplicates_state(Project& project);

// How an image looks in small: see image/look.h.
struct ImageLook {
  ImageId image;
  std::string digest;  // of the bytes that look so
  std::string look;
};
void save_looks(Project& project, const std::vector<ImageLook>& looks);
// Of the images whose bytes are still those.
std::unordered_map<ImageId, std::string> image_looks(Project& project);

}  // namespace facepoint
