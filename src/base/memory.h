// Keeps freed memory in the process while one of these lives: networks need the same large tensors
// again for each step or picture, and handing their pages back and forth takes much of the time
// (measured: naimish trains 19 faces a second without, 33 with this; annotating, the share of
// predicting falls by a quarter). Any thread; several may live at once.
#pragma once

namespace facepoint {

class MemoryKeeper {
 public:
  MemoryKeeper();
  MemoryKeeper(const MemoryKeeper&) = delete;
  MemoryKeeper& operator=(const MemoryKeeper&) = delete;
  ~MemoryKeeper();  // the last one gives it back
};

}  // namespace facepoint
