#include "edit/prefetch.h"

#include <cstdint>

namespace facepoint {

std::vector<std::size_t> positions_to_prefetch(std::size_t size, std::size_t current, int direction,
                                               int ahead) {
  std::vector<std::size_t> positions;
  const auto add = [&](std::int64_t position) {
    if (position >= 0 && position < static_cast<std::int64_t>(size)) {
      positions.push_back(static_cast<std::size_t>(position));
    }
  };
  const int step = direction < 0 ? -1 : 1;
  const auto here = static_cast<std::int64_t>(current);
  add(here);
  add(here + step);
  add(here - step);
  for (int i = 2; i <= ahead; ++i) add(here + i * step);
  return positions;
}

}  // namespace facepoint
