// bench_duplicates [FOLDER [IMAGES]]: finding the duplicates of a project of 100,000 images that
// are made of a folder's pictures: blends of two, which resemble others only by chance, each with
// some near-duplicates, and blank ones. Half have names that tell clips, the others names that tell
// nothing. Making and importing them is not timed.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>
#include <vector>

#include "bench/timing.h"
#include "image/codec.h"
#include "image/process.h"
#include "support/temp_dir.h"
#include "tasks/duplicates.h"
#include "tasks/import.h"

namespace {
namespace fs = std::filesystem;
using namespace facepoint;

constexpr int kThreads = 2;
constexpr int kSide = 128;
constexpr int kAlike = 5;        // images of one blend
constexpr int kBlankShare = 20;  // one in so many is blank

std::vector<Picture> pictures_of(const fs::path& folder) {
  std::vector<Picture> pictures;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !has_picture_extension(entry.path())) continue;
    try {
      pictures.push_back(resize(load_picture(entry.path()), kSide, kSide));
    } catch (const std::exception&) {
      // Broken pictures are part of a dataset.
    }
  }
  return pictures;
}

Picture made(const std::vector<Picture>& sources, int number) {
  std::mt19937 blend(static_cast<unsigned>(number / kAlike));
  std::mt19937 alter(static_cast<unsigned>(number) + 7919U);
  Picture picture = sources[blend() % sources.size()];
  const Picture& other = sources[blend() % sources.size()];
  const Picture mirrored = blend() % 2 == 0 ? other : mirror_horizontally(other);
  const unsigned share = 64 + blend() % 128;
  const bool blank = number % kBlankShare == 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const unsigned mixed = (picture.pixels[i] * share + mirrored.pixels[i] * (256 - share)) / 256;
    picture.pixels[i] = static_cast<std::uint8_t>(blank ? 128 : mixed);
  }
  const auto shift = [&] { return static_cast<double>(alter() % 5) - 2; };
  return adjust(warp(picture, {1, 0, shift(), shift()}, kSide, kSide), 0.9 + shift() / 20,
                shift() * 4);
}

void make_images(const std::vector<Picture>& sources, const fs::path& folder, int count) {
  fs::create_directories(folder);
  std::atomic<int> next = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < count; i = next++) {
        const int person = i / 40;
        const std::string name = i % (2 * kAlike) < kAlike
                                     ? "Person" + std::to_string(person) + "_" +
                                           std::to_string(i / kAlike % 8) + std::to_string(i)
                                     : "picture" + std::to_string(i);
        std::ofstream(folder / (name + ".jpg"), std::ios::binary)
            << encode_jpeg(made(sources, i), 85);
      }
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  use_one_thread_a_picture();
  const fs::path folder = argc > 1 ? fs::path(argv[1]) : test::source_dir() / "data" / "sample";
  const int count = argc > 2 ? std::atoi(argv[2]) : 100'000;
  const test::TempDir dir;
  make_images(pictures_of(folder), dir / "made", count);
  Project project = Project::create(dir / "bench.facepoint");
  JobContext job;
  ImportOptions options;
  options.sources = {dir / "made"};
  options.threads = kThreads;
  const double import = bench::seconds([&] { run_import(project, options, job); });
  DuplicateReport report;
  const double found = bench::seconds([&] { report = run_duplicates(project, kThreads, job); });
  std::printf("import %10.1f s\nduplicates %6.1f s, two threads\n", import, found);
  std::printf("%lld images, %lld candidates, %lld decoded, %lld pairs not verified\n",
              static_cast<long long>(report.images), static_cast<long long>(report.candidates),
              static_cast<long long>(report.decoded), static_cast<long long>(report.not_verified));
  std::printf("%lld near pairs in %zu groups\n", static_cast<long long>(report.near()),
              report.groups.size());
}
