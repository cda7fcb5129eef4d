// Things that belong together, found link by link: the connected components of a graph over the
// indices 0 to size - 1. A value, any thread.
#pragma once

#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace facepoint {

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  // The smallest index of the group, the same for all its members.
  std::size_t find(std::size_t index) {
    while (parent_[index] != index) {
      parent_[index] = parent_[parent_[index]];
      index = parent_[index];
    }
    return index;
  }
  // False: they were together before.
  bool join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a == b) return false;
    if (b < a) std::swap(a, b);
    parent_[b] = a;
    return true;
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace facepoint
