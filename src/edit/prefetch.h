// Which pictures will be wanted next. Pure, any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace facepoint {

// Positions in a list of `size` in the order of likely need: the current one, then those ahead in
// the direction a person is moving (+1 or -1), with the nearest one behind in between.
std::vector<std::size_t> positions_to_prefetch(std::size_t size, std::size_t current, int direction,
                                               int ahead);

}  // namespace facepoint
