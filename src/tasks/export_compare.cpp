#include "tasks/export_compare.h"

#include <cmath>

#include "base/text.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

std::string in_quotes(const std::string& name) { return "“" + name + "”"; }

std::string words_of(const Landmark& point) {
  if (!point.present()) return "absent";
  const std::string at =
      "(" + plain_number(point.position.x) + ", " + plain_number(point.position.y) + ")";
  return at + (point.visibility == Visibility::kOccluded ? ", occluded" : "");
}

// Empty: they are the same.
std::string difference_of(const Keypoints& wanted, const Keypoints& read, double tolerance) {
  if (wanted.size() != read.size()) {
    return "a face of " + count_of(std::ssize(wanted), "point") + " reads as one of " +
           std::to_string(read.size());
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Point apart = read[i].position - wanted[i].position;
    const bool is_same_kind = wanted[i].visibility == read[i].visibility;
    const bool is_near = std::abs(apart.x) <= tolerance && std::abs(apart.y) <= tolerance;
    if (is_same_kind && (!wanted[i].present() || is_near)) continue;
    std::string what = "point " + std::to_string(i) + " is " + words_of(wanted[i]) +
                       " and reads as " + words_of(read[i]);
    if (!wanted[i].present() || !read[i].present() || is_near) return what;
    return what + ", " + plain_number(std::hypot(apart.x, apart.y)) + " px away";
  }
  return {};
}

}  // namespace

ComparedFaces::ComparedFaces(const WriteFaces& expected, const FormatTraits& traits)
    : expected_(expected),
      tolerance_(traits.tolerance),
      named_(traits.file_per == FilePer::kDataset) {
  if (!named_) return;
  by_image_ = expected.by_image();
  for (std::uint32_t i = 0; i < by_image_.size(); ++i) {
    if (expected.image_of(by_image_[i]) == next_.size()) next_.push_back(i);
  }
  first_ = next_;
}

void ComparedFaces::bad(BadLine bad, std::string_view) {
  if (!bad_) bad_ = std::move(bad);
}

void ComparedFaces::take(ReadFace face) {
  if (named_ && !expected_.image_called(face.image_name)) {
    if (other_name_.empty()) other_name_ = face.image_name;
    return;
  }
  ++read_;
  const std::optional<std::size_t> is = expected_face(face.image_name);
  if (!wrong_.empty()) return;
  if (!is) {
    wrong_ = "more faces are read than were written";
    if (named_) wrong_ += ", the first in " + in_quotes(face.image_name);
    return;
  }
  const WriteFace wanted = expected_.at(*is);
  const std::string differs = difference_of(wanted.points, face.points, tolerance_);
  if (!differs.empty()) wrong_ = "in " + in_quotes(wanted.image_name) + " " + differs;
}

std::optional<std::size_t> ComparedFaces::expected_face(const std::string& image_name) {
  if (!named_) return read_ <= expected_.size() ? std::optional(read_ - 1) : std::nullopt;
  const std::size_t image = *expected_.image_called(image_name);
  const std::uint32_t place = next_[image]++;
  if (place >= by_image_.size() || expected_.image_of(by_image_[place]) != image) {
    return std::nullopt;
  }
  return by_image_[place];
}

std::string ComparedFaces::difference() const {
  if (!wrong_.empty()) return wrong_;
  return read_ == expected_.size() ? std::string() : what_is_missing();
}

std::string ComparedFaces::what_is_missing() const {
  for (std::uint32_t image = 0; image < next_.size(); ++image) {
    const std::uint32_t place = next_[image];
    if (place == by_image_.size() || expected_.image_of(by_image_[place]) != image) continue;
    const std::string name = expected_.at(by_image_[place]).image_name;
    if (place == first_[image]) return why_none_of(name);
    return "one of the faces in " + in_quotes(name) + " is not read";
  }
  return std::to_string(read_) + " of " + count_of(std::ssize(expected_), "face") + " are read";
}

std::string ComparedFaces::why_none_of(const std::string& image_name) const {
  std::string why = "no face in " + in_quotes(image_name) + " is read";
  if (bad_) why += " (line " + std::to_string(bad_->line) + ": " + bad_->reason + ")";
  if (other_name_.empty()) return why;
  return why + ", but one in " + in_quotes(other_name_) +
         ". The format may not hold such a name: rename the picture, or leave it out (--where)";
}

}  // namespace facepoint
