// Keeps freed memory in the process while a training runs: the same large tensors are needed again
// in each step, and handing their pages back and forth took up to half of the time (measured:
// naimish 19 faces a second without, 33 with this). One at a time.
#pragma once

namespace facepoint::nn {

class MemoryKeeper {
 public:
  MemoryKeeper();
  MemoryKeeper(const MemoryKeeper&) = delete;
  MemoryKeeper& operator=(const MemoryKeeper&) = delete;
  ~MemoryKeeper();  // gives it back
};

}  // namespace facepoint::nn
