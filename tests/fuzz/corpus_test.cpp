// Reads again what the fuzzer kept: files that each reach other code of a parser, and those on
// which one once failed. `./dev fuzz` adds to them.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "fuzz/parsers.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

class Corpus : public testing::TestWithParam<std::string> {};

TEST_P(Corpus, IsReadOrRefusedAsPromised) {
  const fuzz::Parser* parser = fuzz::find_parser(GetParam());
  ASSERT_NE(parser, nullptr);
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(test::source_dir() / "tests" /
                                                              "fuzz" / "corpus" / parser->name)) {
    ++files;
    try {
      parser->run(read_file(file.path()));
    } catch (const fuzz::BrokenPromise& broken) {
      ADD_FAILURE() << file.path().filename() << ": " << broken.what();
    }
  }
  EXPECT_GE(files, 10) << "a corpus as good as empty tests nothing";
}

std::vector<std::string> parser_names() {
  std::vector<std::string> names;
  for (const fuzz::Parser& parser : fuzz::parsers()) names.push_back(parser.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Parsers, Corpus, testing::ValuesIn(parser_names()),
                         [](const testing::TestParamInfo<std::string>& parser) {
                           std::string name = parser.param;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace facepoint
