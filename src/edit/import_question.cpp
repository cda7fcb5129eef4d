#include "edit/import_question.h"

#include <algorithm>

namespace facepoint {

bool ImportQuestion::is_wrong() const {
  return std::any_of(examinations.begin(), examinations.end(), [](const SourceExamination& each) {
    return !left_open(each, RemedyChoice{}).empty();
  });
}

bool ImportQuestion::is_open() const {
  const auto is_harmful = [](const SourceFinding& finding) { return finding.harmful; };
  return std::any_of(examinations.begin(), examinations.end(), [&](const SourceExamination& each) {
    return std::any_of(each.findings.begin(), each.findings.end(), is_harmful);
  });
}

std::vector<ImportQuestion::Sample> ImportQuestion::samples() const {
  std::vector<Sample> found;
  for (std::size_t i = 0; i < examinations.size(); ++i) {
    for (std::size_t k = 0; k < examinations[i].samples.size(); ++k) found.push_back({i, k});
  }
  return found;
}

}  // namespace facepoint
