#include "tasks/image_traits.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/error.h"
#include "store/datasets.h"
#include "store/splits.h"

namespace facepoint {
namespace {

constexpr const char* kNoFace = "no face";
constexpr const char* kToShareOutBy[] = {"pose", "size", "source"};

// The bounds are those between which aligned faces look alike: to 15 degrees both eyes are seen
// alike, from 40 on the far one is hidden.
int pose_of(std::optional<double> yaw) {
  if (!yaw) return 3;
  return std::abs(*yaw) < 15 ? 0 : std::abs(*yaw) < 40 ? 1 : 2;
}

int size_of(double side) { return side < 64 ? 0 : side < 128 ? 1 : side < 256 ? 2 : 3; }

}  // namespace

ImageTraits::ImageTraits(Project& project) {
  traits_ = {{"pose", {"frontal", "half turned", "turned far", "not known", kNoFace}},
             {"size", {"below 64 px", "64 to 128 px", "128 to 256 px", "256 px and more", kNoFace}},
             {"status", {}},
             {"source", {}}};
  for (const FaceStatus status : kFaceStatuses) traits_[2].words.push_back(to_text(status));
  traits_[2].words.emplace_back(kNoFace);
  for (const Dataset& dataset : datasets(project)) {
    source_.emplace(dataset.id, static_cast<int>(traits_[3].words.size()));
    traits_[3].words.push_back(dataset.name);
  }
  for (const FaceFacts& facts : face_facts(project)) {
    const auto status = std::find(std::begin(kFaceStatuses), std::end(kFaceStatuses), facts.status);
    const Words words{pose_of(facts.yaw), size_of(facts.side),
                      static_cast<int>(status - std::begin(kFaceStatuses)), facts.side};
    const auto [known, is_first] = of_image_.emplace(facts.image, words);
    if (!is_first && facts.side > known->second.side) known->second = words;
  }
}

int ImageTraits::word_of(const Image& image, std::size_t trait) const {
  if (trait == 3) return source_.at(image.dataset);
  const auto words = of_image_.find(image.id);
  if (words == of_image_.end()) return static_cast<int>(traits_[trait].words.size()) - 1;
  return trait == 0 ? words->second.pose : trait == 1 ? words->second.size : words->second.status;
}

std::vector<std::string> parse_stratify(const std::string& text) {
  std::vector<std::string> asked;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) asked.push_back(word);
  std::vector<std::string> names;
  for (const char* name : kToShareOutBy) {
    const auto at = std::find(asked.begin(), asked.end(), name);
    if (at == asked.end()) continue;
    names.emplace_back(name);
    asked.erase(at);
  }
  if (asked.empty()) return names;
  throw Error(ErrorCode::kInvalidInput, "a split cannot be stratified by \"" + asked.front() +
                                            "\"; say pose, size, source or some of them, joined "
                                            "by commas");
}

}  // namespace facepoint
