#include "curate/stratified_places.h"

#include <map>

namespace facepoint {

StratifiedPlaces::StratifiedPlaces(std::vector<double> ratios,
                                   const std::vector<std::vector<std::string>>& strata)
    : ratios_(std::move(ratios)) {
  std::map<std::string, std::size_t> number_of;
  for (const std::vector<std::string>& kinds : strata) {
    for (const std::string& kind : kinds) number_of.emplace(kind, number_of.size());
  }
  const std::size_t any = number_of.size();  // every image is of this kind: parts fill by number
  total_.assign(any + 1, 0);
  for (const std::vector<std::string>& kinds : strata) {
    std::vector<std::size_t> numbers;
    numbers.reserve(kinds.size() + 1);
    for (const std::string& kind : kinds) numbers.push_back(number_of.at(kind));
    numbers.push_back(any);
    for (const std::size_t number : numbers) total_[number] += 1;
    kinds_of_.push_back(std::move(numbers));
  }
  count_.assign(ratios_.size(), std::vector<double>(total_.size(), 0));
}

void StratifiedPlaces::add(const std::vector<std::size_t>& images, int part) {
  for (const std::size_t image : images) {
    for (const std::size_t kind : kinds_of_[image]) count_[part][kind] += 1;
  }
}

int StratifiedPlaces::place(const std::vector<std::size_t>& images) {
  std::map<std::size_t, double> group;
  for (const std::size_t image : images) {
    for (const std::size_t kind : kinds_of_[image]) group[kind] += 1;
  }
  int best = -1;
  double best_lack = 0;
  for (std::size_t part = 0; part < ratios_.size(); ++part) {
    if (ratios_[part] <= 0) continue;
    // How much nearer to its due the part would come: rare kinds weigh as much as frequent ones,
    // and a part that is over its due counts against it.
    double lack = 0;
    for (const auto& [kind, images_of_kind] : group) {
      const double due = ratios_[part] * total_[kind];
      lack += images_of_kind / total_[kind] * (due - count_[part][kind] - images_of_kind / 2) / due;
    }
    if (best < 0 || lack > best_lack) {
      best = static_cast<int>(part);
      best_lack = lack;
    }
  }
  add(images, best);
  return best;
}

}  // namespace facepoint
