#include "tasks/moved_images.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "tasks/import_files.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostLookedAt = 50;  // images that share a tail
constexpr std::size_t kMostNamed = 5;

// The parts of a path from its end, each with a slash, without extension and in lower case: paths
// with the same tail begin alike.
std::string from_the_end(const std::string& path) {
  const fs::path whole = fs::path(lower_case(path)).replace_extension();
  std::vector<fs::path> parts(whole.begin(), whole.end());
  std::string text;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) text += part->string() + "/";
  return text;
}

// The length of the first parts of both that agree, slashes included.
std::size_t common_tail(const std::string& a, const std::string& b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  const auto length = static_cast<std::size_t>(differ - a.begin());
  return length == 0 ? 0 : a.rfind('/', length - 1) + 1;  // npos + 1 is 0
}

std::ptrdiff_t parts_of(std::string_view tail) { return std::count(tail.begin(), tail.end(), '/'); }

bool has_same_extension(const std::string& a, const std::string& b) {
  const auto plain = [](const std::string& path) {
    const std::string extension = lower_case(fs::path(path).extension().string());
    if (extension == ".jpeg") return std::string(".jpg");
    return extension == ".tiff" ? std::string(".tif") : extension;
  };
  return plain(a) == plain(b);
}

// Which parts of a published split the path's folders and file are called like.
std::set<std::string> splits_named_in(const fs::path& path) {
  std::set<std::string> splits;
  for (const fs::path& part : path) {
    const std::string name = lower_case(part.string());
    const bool validates = name.starts_with("val") || name.starts_with("dev");
    const std::string split = validates ? "validation" : official_split_of(name);
    if (!split.empty()) splits.insert(split);
  }
  return splits;
}

struct FreeFile {
  std::string tail;  // from_the_end of its path
  std::string path;
  bool operator<(const FreeFile& other) const {
    return std::tie(tail, path) < std::tie(other.tail, other.path);
  }
};
using FreeFiles = std::set<FreeFile>;

// The one that shares most of the tail; there is one.
FreeFiles::const_iterator nearest(const FreeFiles& files, const std::string& tail) {
  const auto next = files.lower_bound({tail, {}});
  if (next == files.begin()) return next;
  const auto before = std::prev(next);
  if (next == files.end()) return before;
  return common_tail(before->tail, tail) > common_tail(next->tail, tail) ? before : next;
}

class Search {
 public:
  Search(const ScannedSource& scanned, const std::map<std::string, PictureBytes>& known,
         JobContext& job)
      : scanned_(scanned), known_(known), job_(job) {}

  MovedImages run() {
    std::size_t labelled = 0;
    for (const auto& [path, image] : scanned_.images) {
      if (!image.labelled) continue;
      ++labelled;
      if (!is_there(scanned_, path)) missing_.push_back(path);
    }
    result_.missing = std::ssize(missing_);
    if (missing_.empty()) return std::move(result_);
    most_moved_ = 2 * missing_.size() >= labelled;
    list_free();
    find_by_digest();
    find_by_name();
    refuse_shared();
    return std::move(result_);
  }

 private:
  void list_free();
  void find_by_digest();
  void pair_up(std::vector<std::string> paths, FreeFiles files);
  void find_by_name();
  std::vector<std::string> alike(const std::string& path, std::string_view tail) const;
  bool is_sure(const std::string& path, const std::string& file, std::string_view tail) const;
  bool is_of_another_split(const std::string& file) const;
  void refuse_shared();

  const ScannedSource& scanned_;
  const std::map<std::string, PictureBytes>& known_;
  JobContext& job_;
  std::vector<std::string> missing_;
  bool most_moved_ = false;
  FreeFiles free_;
  MovedImages result_;
};

void Search::list_free() {
  for (const std::string& file : all_files(scanned_.root)) {
    if (!has_picture_extension(file)) continue;
    const auto image = scanned_.images.find(file);
    if (image != scanned_.images.end() && image->second.labelled) continue;
    free_.insert({from_the_end(file), file});
  }
}

void Search::find_by_digest() {
  std::unordered_map<std::string, std::vector<std::string>> wanted;
  std::set<std::int64_t> sizes;
  for (const std::string& path : missing_) {
    const auto known = known_.find(path);
    if (known == known_.end() || known->second.digest.empty()) continue;
    wanted[known->second.digest].push_back(path);
    sizes.insert(known->second.bytes);
  }
  if (wanted.empty()) return;
  const auto total = static_cast<std::int64_t>(free_.size());
  job_.begin_stage("Looking for moved pictures", total);
  std::unordered_map<std::string, FreeFiles> found;
  std::int64_t done = 0;
  for (const FreeFile& file : free_) {
    job_.progress(++done, total);
    std::error_code error;
    const auto bytes = fs::file_size(scanned_.root / file.path, error);
    if (error || !sizes.contains(static_cast<std::int64_t>(bytes))) continue;
    try {
      const std::string digest = digest_of(read_file(scanned_.root / file.path));
      if (wanted.contains(digest)) found[digest].insert(file);
    } catch (const Error&) {  // an unreadable file is nobody's picture
    }
  }
  for (auto& [digest, files] : found) pair_up(std::move(wanted[digest]), std::move(files));
}

// Pictures of the same bytes, one to one: those first whose paths share most.
void Search::pair_up(std::vector<std::string> paths, FreeFiles files) {
  std::ptrdiff_t least = 0;
  for (const std::string& path : paths) least = std::max(least, parts_of(from_the_end(path)));
  for (; least >= 0; --least) {
    std::erase_if(paths, [&](const std::string& path) {
      if (files.empty()) return false;
      const std::string tail = from_the_end(path);
      const auto file = nearest(files, tail);
      const std::size_t common = common_tail(file->tail, tail);
      if (parts_of(std::string_view(tail).substr(0, common)) < least) return false;
      result_.found.emplace(path, file->path);
      ++result_.by_digest;
      free_.erase(*file);
      files.erase(file);
      return true;
    });
  }
}

// Those that share this tail; of several the only one that is written like `path`, if there is one.
std::vector<std::string> Search::alike(const std::string& path, std::string_view tail) const {
  std::vector<std::string> files;
  for (auto file = free_.lower_bound({std::string(tail), {}});
       file != free_.end() && file->tail.starts_with(tail) && files.size() < kMostLookedAt;
       ++file) {
    files.push_back(file->path);
  }
  const std::string name = fs::path(path).filename().string();
  const std::string place = from_the_end(path);
  const auto only = [&](const auto& fits) {
    if (files.size() < 2 || std::count_if(files.begin(), files.end(), fits) != 1) return;
    files = {*std::find_if(files.begin(), files.end(), fits)};
  };
  only([&](const std::string& file) { return from_the_end(file) == place; });
  only([&](const std::string& file) { return fs::path(file).filename() == name; });
  only([&](const std::string& file) { return has_same_extension(file, path); });
  return files;
}

bool Search::is_of_another_split(const std::string& file) const {
  const std::set<std::string> of_file = splits_named_in(fs::path(file).parent_path());
  if (of_file.empty()) return false;
  return std::any_of(scanned_.labels.begin(), scanned_.labels.end(),
                     [&](const ScannedLabels& labels) {
                       const std::set<std::string> of_rows = splits_named_in(labels.file.path);
                       return labels.image_folder.empty() && !of_rows.empty() && of_rows != of_file;
                     });
}

bool Search::is_sure(const std::string& path, const std::string& file,
                     std::string_view tail) const {
  if (from_the_end(path) == from_the_end(file)) return true;
  if (!has_same_extension(path, file)) return false;
  if (parts_of(tail) >= 2) return true;
  const bool names_no_folder = path.find('/') == std::string::npos;
  return names_no_folder && most_moved_ && !is_of_another_split(file);
}

void Search::find_by_name() {
  for (const std::string& path : missing_) {
    job_.throw_if_cancelled();
    if (free_.empty() || result_.found.contains(path)) continue;
    const std::string whole = from_the_end(path);
    const std::size_t common = common_tail(nearest(free_, whole)->tail, whole);
    if (common == 0) continue;
    const std::string_view tail = std::string_view(whole).substr(0, common);
    std::vector<std::string> files = alike(path, tail);
    if (files.size() == 1 && is_sure(path, files.front(), tail)) {
      result_.found.emplace(path, files.front());
    } else {
      files.resize(std::min(files.size(), kMostNamed));
      result_.unclear.emplace(path, std::move(files));
    }
  }
}

// One picture cannot be two images.
void Search::refuse_shared() {
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

}  // namespace

MovedImages find_moved_images(const ScannedSource& scanned,
                              const std::map<std::string, PictureBytes>& known, JobContext& job) {
  return Search(scanned, known, job).run();
}

}  // namespace facepoint
