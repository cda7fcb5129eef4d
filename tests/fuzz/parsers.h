// What reads other programs' files, each as a function that takes any bytes: for the fuzzer, which
// makes bytes up, and for the test that reads again what it once found.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint::fuzz {

struct Parser {
  std::string name;  // "coco", "scheme"
  // Returns where the bytes are read, or refused by an Error that says why; throws BrokenPromise
  // where the parser does not do as it promises. Everything else that it throws is a bug as well.
  std::function<void(const std::string& bytes)> run;
};

class BrokenPromise {
 public:
  explicit BrokenPromise(std::string what) : what_(std::move(what)) {}
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

const std::vector<Parser>& parsers();
// Null if there is none of this name.
const Parser* find_parser(std::string_view name);

}  // namespace facepoint::fuzz
