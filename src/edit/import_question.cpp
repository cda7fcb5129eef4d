#include "edit/import_question.h"

#include <algorithm>

#include "landmark/scheme.h"

namespace facepoint {

bool ImportQuestion::is_open() const {
  return std::any_of(examinations.begin(), examinations.end(), [](const SourceExamination& each) {
    return !left_open(each, RemedyChoice{}).empty();
  });
}

std::vector<ImportQuestion::Sample> ImportQuestion::samples() const {
  std::vector<Sample> found;
  for (std::size_t i = 0; i < examinations.size(); ++i) {
    for (std::size_t k = 0; k < examinations[i].samples.size(); ++k) found.push_back({i, k});
  }
  return found;
}

std::optional<SamplePoints> sample_points(const SourceExamination& examination,
                                          const SampleFace& sample, const RemedyChoice& choice) {
  LabelLayout layout;
  layout.scheme = examination.claimed_scheme;
  const ImportRemedy remedy = remedy_for(examination, choice);
  if (remedy.layout) layout = *remedy.layout;
  const Scheme& scheme = SchemeLibrary::standard().get(layout.scheme);
  if (static_cast<int>(sample.numbers.size()) != scheme.size()) return std::nullopt;
  return SamplePoints{layout.scheme,
                      read_as(layout, scheme, sample.numbers, sample.width, sample.height)};
}

}  // namespace facepoint
