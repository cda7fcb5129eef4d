// bench_import [FOLDER]: what importing a dataset costs beside reading its pictures, which it
// cannot avoid. Both are timed in this run, in turns, with the same number of threads.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/error.h"
#include "bench/timing.h"
#include "image/codec.h"
#include "support/temp_dir.h"
#include "tasks/import.h"

namespace {
namespace fs = std::filesystem;
using namespace facepoint;
using bench::median;
using bench::seconds;

constexpr int kThreads = 2;
constexpr int kTurns = 3;

void decode_all(const std::vector<fs::path>& pictures) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < pictures.size(); i = next++) {
        try {
          load_picture(pictures[i]);
        } catch (const Error&) {
          // Broken pictures cost what they cost.
        }
      }
    });
  }
}

void import_all(const fs::path& folder) {
  const test::TempDir dir;
  Project project = Project::create(dir / "bench.facepoint");
  ImportOptions options;
  options.sources = {folder};
  options.threads = kThreads;
  JobContext job;
  run_import(project, options, job);
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path folder = argc > 1 ? fs::path(argv[1]) : test::source_dir() / "data" / "sample";
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && has_picture_extension(entry.path())) {
      pictures.push_back(entry.path());
    }
  }
  if (pictures.empty()) {
    std::fprintf(stderr, "bench_import: no pictures in %s\n", folder.c_str());
    return 1;
  }
  decode_all(pictures);  // warms the file cache
  std::vector<double> decode;
  std::vector<double> import;
  for (int turn = 0; turn < kTurns; ++turn) {
    decode.push_back(seconds([&] { decode_all(pictures); }));
    import.push_back(seconds([&] { import_all(folder);
  }));
}
std::printf("pictures %zu, threads %d, median of %d\n", pictures.size(), kThreads, kTurns);
std::printf(
    "reading the pictures  %.2f s\nimport                %.2f s\nratio                 %.2f\n",
    median(decode), median(import), median(import) / median(decode));
return 0;
}
