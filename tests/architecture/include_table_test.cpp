// Keeps src/README.md's table true: every #include in src is checked against it.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "support/temp_dir.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;

using Table = std::map<std::string, std::set<std::string>>;

// Reads the rows "| `folder` | `a`, `b` |" of src/README.md.
Table allowed_folders() {
  Table table;
  std::ifstream readme(test::source_dir() / "src" / "README.md");
  const std::regex row(R"(^\| `(\w+)` \|([^|]*)\|.*)");
  const std::regex name(R"(`(\w+)`)");
  std::string line;
  std::smatch match;
  while (std::getline(readme, line)) {
    if (!std::regex_match(line, match, row)) continue;
    const std::string cell = match[2];
    auto& allowed = table[match[1]];
    allowed.insert(match[1]);
    for (std::sregex_iterator it(cell.begin(), cell.end(), name), end; it != end; ++it) {
      allowed.insert((*it)[1]);
    }
  }
  return table;
}

// Which folder alone may use a library, by what its includes begin with.
const std::map<std::string, std::set<std::string>> kLibraryOwners{
    {"opencv2/", {"image"}},    {"soci", {"store"}}, {"sqlite3", {"store"}},
    {"torch/", {"nn"}},         {"dnnl", {"nn"}},    {"Eigen/", {"landmark", "curate"}},
    {"ATen/", {"nn"}},          {"c10/", {"nn"}},    {"imgui", {"ui", "app"}},
    {"GLFW/", {"app"}},         {"GL/", {"app"}},    {"CLI/", {"cli"}},
    {"onnx/", {"image", "nn"}},
};

struct Include {
  std::string file;
  std::string folder;
  std::string target;
};

std::vector<Include> includes_of_sources() {
  std::vector<Include> includes;
  const fs::path src = test::source_dir() / "src";
  const std::regex directive(R"(^\s*#\s*include\s*["<]([^">]+)[">].*)");
  for (const auto& entry : fs::recursive_directory_iterator(src)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
    const fs::path relative = entry.path().lexically_relative(src);
    std::ifstream file(entry.path());
    std::string line;
    std::smatch match;
    while (std::getline(file, line)) {
      if (std::regex_match(line, match, directive)) {
        includes.push_back({relative.string(), relative.begin()->string(), match[1]});
      }
    }
  }
  return includes;
}

TEST(Architecture, EveryFolderOfSrcHasARowInTheTable) {
  const Table table = allowed_folders();
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "src")) {
    if (entry.is_directory()) {
      EXPECT_TRUE(table.contains(entry.path().filename().string())) << entry.path();
    }
  }
}

TEST(Architecture, FoldersIncludeOnlyWhatTheTableAllows) {
  const Table table = allowed_folders();
  const auto includes = includes_of_sources();
  ASSERT_GT(includes.size(), 50U) << "the scan found too little to mean anything";
  for (const Include& include : includes) {
    const std::string target = include.target.substr(0, include.target.find('/'));
    if (!table.contains(target) || include.target.find('/') == std::string::npos) continue;
    EXPECT_TRUE(table.at(include.folder).contains(target))
        << "src/" << include.file << " includes " << include.target << "; src/README.md says "
        << include.folder << " may not include " << target;
  }
}

TEST(Architecture, EachBigLibraryHasOneHome) {
  for (const Include& include : includes_of_sources()) {
    for (const auto& [prefix, owners] : kLibraryOwners) {
      if (include.target.rfind(prefix, 0) != 0) continue;
      EXPECT_TRUE(owners.contains(include.folder))
          << "src/" << include.file << " includes " << include.target;
    }
  }
}

}  // namespace
}  // namespace facepoint
