// Keeps from std::cerr what OpenCV writes there itself about a picture that it cannot decode: our
// error says so, and names the file. Any thread; others' words pass meanwhile.
#pragma once

namespace facepoint {

// As long as it lives, nothing that this thread writes to std::cerr comes out.
class QuietCerr {
 public:
  QuietCerr();
  QuietCerr(const QuietCerr&) = delete;
  QuietCerr& operator=(const QuietCerr&) = delete;
  ~QuietCerr();
};

}  // namespace facepoint
