#include "tasks/moved_images.h"

#include <algorithm>
#include <filesystem>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "tasks/import_files.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

std::string stem_of(const std::string& path) { return fs::path(path).stem().string(); }

// How many parts of two paths agree, from the end; extensions don't count.
int common_tail(const std::string& a, const std::string& b) {
  const fs::path first = fs::path(a).replace_extension();
  const fs::path second = fs::path(b).replace_extension();
  std::vector<fs::path> parts_a(first.begin(), first.end());
  std::vector<fs::path> parts_b(second.begin(), second.end());
  int common = 0;
  while (!parts_a.empty() && !parts_b.empty() && parts_a.back() == parts_b.back()) {
    parts_a.pop_back();
    parts_b.pop_back();
    ++common;
  }
  return common;
}

class Search {
 public:
  Search(const ScannedSource& scanned, const std::map<std::string, std::string>& digests)
      : scanned_(scanned), digests_(digests) {}

  MovedImages run() {
    std::vector<const std::string*> missing;
    std::size_t labelled = 0;
    for (const auto& [path, image] : scanned_.images) {
      if (!image.labelled) continue;
      ++labelled;
      if (!image.is_cell && !is_there(path)) missing.push_back(&path);
    }
    result_.missing = std::ssize(missing);
    if (missing.empty()) return std::move(result_);
    for (const std::string& file : all_files(scanned_.root)) {
      if (!has_picture_extension(file) || is_labelled(file)) continue;
      free_.push_back(file);
      by_stem_[stem_of(file)].push_back(file);
    }
    const bool most_moved = 2 * missing.size() >= labelled;
    for (const std::string* path : missing) place(*path, most_moved);
    refuse_shared();
    return std::move(result_);
  }

 private:
  bool is_there(const std::string& path) const {
    std::error_code error;
    return fs::is_regular_file(scanned_.root / path, error);
  }
  bool is_labelled(const std::string& path) const {
    const auto image = scanned_.images.find(path);
    return image != scanned_.images.end() && image->second.labelled;
  }
  void place(const std::string& path, bool most_moved) {
    const auto digest = digests_.find(path);
    if (digest != digests_.end() && !digest->second.empty()) {
      for (const std::string& file : free_) {
        if (digest_of_file(file) != digest->second) continue;
        result_.found.emplace(path, file);
        ++result_.by_digest;
        return;
      }
    }
    const auto named = by_stem_.find(stem_of(path));
    if (named == by_stem_.end()) return;
    int longest = 0;
    std::vector<std::string> best;
    for (const std::string& file : named->second) {
      const int tail = common_tail(path, file);
      if (tail > longest) best.clear();
      if (tail >= longest) best.push_back(file);
      longest = std::max(longest, tail);
    }
    if (best.size() == 1 && (longest >= 2 || most_moved)) {
      result_.found.emplace(path, best.front());
    } else {
      result_.unclear.emplace(path, best);
    }
  }

  // One picture cannot be two images.
  void refuse_shared() {
    std::map<std::string, std::vector<std::string>> from;
    for (const auto& [path, file] : result_.found) from[file].push_back(path);
    for (const auto& [file, paths] : from) {
      if (paths.size() < 2) continue;
      for (const std::string& path : paths) {
        result_.found.erase(path);
        result_.unclear[path].push_back(file);
      }
    }
  }

  const std::string& digest_of_file(const std::string& file) {
    const auto [found, is_new] = file_digests_.emplace(file, std::string());
    if (is_new) {
      try {
        found->second = digest_of(read_file(scanned_.root / file));
      } catch (const Error&) {  // an unreadable file is nobody's picture
        found->second = std::string(1, '-');
      }
    }
    return found->second;
  }

  const ScannedSource& scanned_;
  const std::map<std::string, std::string>& digests_;
  std::vector<std::string> free_;
  std::map<std::string, std::vector<std::string>> by_stem_;
  std::map<std::string, std::string> file_digests_;
  MovedImages result_;
};

}  // namespace

MovedImages find_moved_images(const ScannedSource& scanned,
                              const std::map<std::string, std::string>& digests) {
  return Search(scanned, digests).run();
}

}  // namespace facepoint
