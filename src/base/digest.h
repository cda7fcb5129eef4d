// Content digests (XXH3, 128 bit): to tell whether two files are byte for byte the same, not
// for security. Any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace facepoint {

// 32 lower-case hexadecimal digits.
std::string digest_of(std::string_view bytes);

// The same of bytes that come in pieces. One thread.
class Digest {
 public:
  Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  ~Digest();
  void add(std::string_view bytes);
  std::string text() const;  // of what was added so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace facepoint
