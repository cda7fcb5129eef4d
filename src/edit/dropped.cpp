#include "edit/dropped.h"

#include <algorithm>

#include "image/codec.h"
#include "image/video.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;

constexpr int kEntriesToLookAt = 2000;  // a dataset shows itself soon

// Of many pictures, as a rule.
bool is_dataset_file(const fs::path& path) {
  return path.extension() == ".csv" || path.extension() == ".json" || path.extension() == ".xml";
}

// A .txt may be anything.
bool is_label_file(const fs::path& path) {
  return is_dataset_file(path) || path.extension() == ".pts" || path.extension() == ".ljson";
}

// A picture or label file in it, or in the folders right below.
bool looks_like_dataset(const fs::path& folder) {
  std::error_code failed;
  int seen = 0;
  for (fs::recursive_directory_iterator it(folder, failed), end;
       !failed && it != end && seen < kEntriesToLookAt; it.increment(failed), ++seen) {
    if (it.depth() >= 1) it.disable_recursion_pending();
    if (is_label_file(it->path()) || has_picture_extension(it->path())) return true;
  }
  return false;
}

std::string quoted_name(const fs::path& path) { return "“" + path.filename().string() + "”"; }

}  // namespace

Dropped understand_drop(const std::vector<fs::path>& paths) {
  if (!paths.empty() && std::all_of(paths.begin(), paths.end(), is_video)) {
    return {Dropped::Kind::kVideo, paths, {}};
  }
  Dropped datasets{Dropped::Kind::kDataset, {}, {}};
  for (const fs::path& path : paths) {
    std::error_code ignored;
    if (path.extension() == ".facepoint" && paths.size() == 1) {
      return {Dropped::Kind::kProject, {path}, {}};
    }
    if (is_dataset_file(path) || looks_like_dataset(path)) {
      datasets.paths.push_back(path);
    } else if (fs::is_directory(path, ignored)) {
      return {Dropped::Kind::kUnsure,
              {path},
              "There are neither pictures nor label files in " + quoted_name(path) + "."};
    } else if (is_video(path)) {
      return {Dropped::Kind::kNothing, {}, "Drop videos by themselves, without other files."};
    } else if (has_picture_extension(path) || is_label_file(path)) {
      return {Dropped::Kind::kUnsure,
              {path.parent_path()},
              "Pictures are imported with their folder; that of " + quoted_name(path) +
                  " is filled in."};
    } else {
      return {
          Dropped::Kind::kNothing,
          {},
          "Nothing was done with " + quoted_name(path) +
              ": drop a folder with pictures, a label file, videos, or one .facepoint project."};
    }
  }
  if (datasets.paths.empty()) datasets.kind = Dropped::Kind::kNothing;
  return datasets;
}

}  // namespace facepoint
