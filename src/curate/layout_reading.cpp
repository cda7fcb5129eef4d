#include "curate/layout_reading.h"

#include <algorithm>

#include "curate/layout_shape.h"

namespace facepoint {
namespace {

constexpr double kClearly = 0.3;     // a face, by its shape error
constexpr double kClearlyNot = 0.5;  // a face
constexpr double kMostFaces = 0.8;
// Shares of the faces that may ask for another way of reading.
constexpr double kFewOthers = 0.05;
constexpr double kFewTurned = 0.2;
constexpr std::size_t kLeastTurned = 3;

int exchanges(const LabelLayout& layout) {
  return static_cast<int>(layout.y_first) + static_cast<int>(layout.y_up) +
         static_cast<int>(layout.sides_exchanged);
}

}  // namespace

std::vector<Keypoints> faces_as(const Scheme& scheme, const LabelLayout& layout,
                                std::span<const FaceNumbers> faces) {
  std::vector<Keypoints> read;
  read.reserve(faces.size());
  for (const FaceNumbers& face : faces) {
    read.push_back(read_as(layout, scheme, face.numbers, face.image_width, face.image_height));
  }
  return read;
}

Readings::Readings(const std::vector<const Scheme*>& schemes, std::span<const FaceNumbers> faces,
                   const LabelLayout& as_read)
    : best_of_(faces.size(), kNoReading) {
  for (const Scheme* scheme : schemes) {
    for (unsigned way = 0; way < 16; ++way) {
      Reading reading{as_read, scheme, {}, 0};
      reading.layout.scheme = scheme->name;
      reading.layout.grouped = (way & 8U) != 0;
      reading.layout.y_first = (way & 4U) != 0;
      reading.layout.y_up = (way & 2U) != 0;
      reading.layout.sides_exchanged = (way & 1U) != 0;
      for (const Keypoints& face : faces_as(*scheme, reading.layout, faces)) {
        reading.errors.push_back(shape_error(face, scheme->typical_shape));
      }
      all_.push_back(std::move(reading));
    }
  }
  for (std::size_t face = 0; face < faces.size(); ++face) {
    const auto best = std::min_element(
        all_.begin(), all_.end(),
        [face](const Reading& a, const Reading& b) { return a.errors[face] < b.errors[face]; });
    if (best->errors[face] >= 1) continue;
    ++best->votes;
    best_of_[face] = static_cast<std::size_t>(best - all_.begin());
  }
  const auto most =
      std::max_element(all_.begin(), all_.end(),
                       [](const Reading& a, const Reading& b) { return a.votes < b.votes; });
  most_voted_ = static_cast<std::size_t>(most - all_.begin());
}

bool Readings::are_faces() const {
  if (median(most_voted().errors) <= kUnknownShape) return true;
  std::size_t clear = 0;
  for (std::size_t face = 0; face < best_of_.size(); ++face) {
    if (best_of_[face] == kNoReading) continue;
    if (all_[best_of_[face]].errors[face] < kClearly) ++clear;
  }
  return static_cast<double>(clear) >= kMostFaces * static_cast<double>(best_of_.size());
}

std::vector<Readings::Others> Readings::others(const Reading& than) const {
  std::vector<Others> found;
  for (std::size_t face = 0; face < best_of_.size(); ++face) {
    if (best_of_[face] == kNoReading || than.errors[face] < kClearlyNot) continue;
    const Reading& best = all_[best_of_[face]];
    if (best.errors[face] > kClearly) continue;
    const auto known = std::find_if(found.begin(), found.end(),
                                    [&](const Others& others) { return others.reading == &best; });
    if (known == found.end()) {
      found.push_back({&best, 1});
    } else {
      ++known->faces;
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Others& a, const Others& b) { return a.faces > b.faces; });
  return found;
}

bool differ_by_turning(const LabelLayout& a, const LabelLayout& b) {
  return a.grouped == b.grouped && (exchanges(a) - exchanges(b)) % 2 == 0;
}

Agreement agreement(const std::vector<Readings::Others>& others, const Reading& than,
                    std::size_t faces) {
  const auto share = [faces](std::size_t some) {
    return static_cast<double>(some) / static_cast<double>(faces);
  };
  std::size_t turned = 0;
  std::size_t wrong = 0;
  std::size_t ways_turned = 0;
  for (const Readings::Others& each : others) {
    if (differ_by_turning(each.reading->layout, than.layout)) {
      turned += each.faces;
      ways_turned += share(each.faces) > kFewOthers ? 1 : 0;
    } else {
      wrong += each.faces;
    }
  }
  const bool few = wrong < 2 || share(wrong) <= kFewOthers;
  if (turned < kLeastTurned || share(turned) <= kFewTurned) {
    return few ? Agreement::kSame : Agreement::kMixed;
  }
  return few && ways_turned > 1 ? Agreement::kTurnedAnyhow : Agreement::kMixed;
}

std::string way_text(const LabelLayout& layout) {
  std::string text;
  const auto add = [&](bool said, const char* what) {
    if (said) text += (text.empty() ? "" : ", ") + std::string(what);
  };
  add(layout.grouped, "read as all first and then all second coordinates");
  add(layout.y_first, "read as (y, x)");
  add(layout.y_up, "with y from the lower edge");
  add(layout.sides_exchanged, "with left and right exchanged");
  return text.empty() ? "as they are" : text;
}

LayoutAspect differing_aspect(const LabelLayout& a, const LabelLayout& b) {
  if (a.grouped != b.grouped) return LayoutAspect::kGrouping;
  if (a.y_first != b.y_first) return LayoutAspect::kAxes;
  if (a.y_up != b.y_up) return LayoutAspect::kVertical;
  if (a.sides_exchanged != b.sides_exchanged) return LayoutAspect::kSides;
  return LayoutAspect::kScheme;
}

}  // namespace facepoint
