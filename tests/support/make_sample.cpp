// Draws data/sample anew, or a larger set of exactly labelled faces to train on:
//   make_sample OUT_DIR [--seed N] [--count N]
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "support/sample_builder.h"

int main(int argc, char** argv) {
  using namespace facepoint::test;
  const std::string usage = "usage: make_sample OUT_DIR [--seed N] [--count N]\n";
  std::string directory;
  std::uint64_t seed = 1;
  int count = 0;
  try {
    for (int i = 1; i < argc; ++i) {
      const std::string argument = argv[i];
      if (argument == "--seed" && i + 1 < argc) {
        seed = std::stoull(argv[++i]);
      } else if (argument == "--count" && i + 1 < argc) {
        count = std::stoi(argv[++i]);
      } else if (directory.empty() && !argument.starts_with("--")) {
        directory = argument;
      } else {
        std::cerr << usage;
        return 2;
      }
    }
    if (directory.empty()) {
      std::cerr << usage;
      return 2;
    }
    const auto recipes = count > 0 ? training_recipes(seed, count) : sample_recipes(seed);
    write_dataset(directory, recipes, [](int done, int total) {
      if (done % 50 == 0 || done == total) std::cout << done << " of " << total << std::endl;
    });
  } catch (const std::exception& error) {
    std::cerr << "make_sample: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
