// libFuzzer's entry. FACEPOINT_PARSER names the parser that gets the bytes it makes up.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/parsers.h"

namespace {

const facepoint::fuzz::Parser& chosen_parser() {
  const char* name = std::getenv("FACEPOINT_PARSER");
  const auto* parser = facepoint::fuzz::find_parser(name == nullptr ? "" : name);
  if (parser != nullptr) return *parser;
  std::fputs("FACEPOINT_PARSER must name a parser:", stderr);
  for (const auto& known : facepoint::fuzz::parsers()) {
    std::fprintf(stderr, " %s", known.name.c_str());
  }
  std::fputs("\n", stderr);
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const facepoint::fuzz::Parser& parser = chosen_parser();
  try {
    parser.run(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const facepoint::fuzz::BrokenPromise& broken) {
    std::fprintf(stderr, "%s: %s\n", parser.name.c_str(), broken.what().c_str());
    std::abort();
  }
  return 0;
}
