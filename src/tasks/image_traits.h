// What the images of a project are like, in words: to share them out to parts and to compare the
// parts. One thread, the project's connection.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "store/project.h"

namespace facepoint {

struct Trait {
  std::string name;                // "pose", "size", "status", "source"
  std::vector<std::string> words;  // in order; "no face" is the last but for "source"
};

class ImageTraits {
 public:
  explicit ImageTraits(Project& project);

  const std::vector<Trait>& traits() const { return traits_; }
  // Index into the trait's words; of an image's largest face that is listed.
  int word_of(const Image& image, std::size_t trait) const;

 private:
  struct Words {
    int pose = 0;
    int size = 0;
    int status = 0;
    double side = 0;
  };
  std::vector<Trait> traits_;
  std::unordered_map<ImageId, Words> of_image_;
  std::unordered_map<DatasetId, int> source_;
};

// "pose,size,source" as the names of traits that images can be shared out by, in that order, each
// once; throws Error(kInvalidInput) that names them.
std::vector<std::string> parse_stratify(const std::string& text);

}  // namespace facepoint
