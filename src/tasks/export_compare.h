// Compares the faces of a file that was written with what they should be: in the order of the file;
// where it names images, in the order of each image. Images that no face of ours is in are those of
// rows that are kept as they came although no face could be made of them. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/label_format.h"

namespace facepoint {

class ComparedFaces : public LabelSink {
 public:
  ComparedFaces(const WriteFaces& expected, const FormatTraits& traits);

  void text(std::string_view) override {}
  void bad(BadLine bad, std::string_view) override;
  // After reading: what differs first, in words; empty: nothing.
  std::string difference() const;

 private:
  void take(ReadFace face) override;
  std::optional<std::size_t> expected_face(const std::string& image_name);
  std::string what_is_missing() const;
  std::string why_none_of(const std::string& image_name) const;

  const WriteFaces& expected_;
  double tolerance_;
  bool named_;
  std::vector<std::uint32_t> by_image_;
  std::vector<std::uint32_t> first_;  // of each image, the place in `by_image_`
  std::vector<std::uint32_t> next_;   // likewise, of the face to be read next
  std::size_t read_ = 0;
  std::string wrong_;           // the first face that is not what it should be
  std::string other_name_;      // the first that no face of ours has
  std::optional<BadLine> bad_;  // the first
};

}  // namespace facepoint
