#include "tasks/import_files.h"

#include <algorithm>
#include <set>

namespace facepoint {

namespace fs = std::filesystem;

fs::path clean_absolute(const fs::path& path) {
  fs::path result = fs::absolute(path).lexically_normal();
  return result.has_filename() ? result : result.parent_path();
}

std::string relative_text(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return {};
  return relative == "." ? std::string() : relative.generic_string();
}

namespace {

// Files below `folder` (links to folders are followed, but not in circles; hidden ones are not
// entered), relative to `root`, in no order.
void list_files(const fs::path& folder, const fs::path& root, std::set<fs::path>& ancestors,
                std::vector<std::string>& files) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (error || !ancestors.insert(real).second) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().native().starts_with('.')) continue;
    if (entry.is_directory(error)) {
      list_files(entry.path(), root, ancestors, files);
    } else if (entry.is_regular_file(error)) {
      files.push_back(relative_text(entry.path(), root));
    }
  }
  ancestors.erase(real);
}

}  // namespace

std::vector<std::string> all_files(const fs::path& folder) {
  std::set<fs::path> ancestors;
  std::vector<std::string> files;
  list_files(folder, folder, ancestors, files);
  std::sort(files.begin(), files.end());
  return files;
}

bool may_hold_labels(const std::string& path) {
  static const std::set<std::string> kExtensions = {".csv", ".tsv",  ".txt",  ".pts",
                                                    ".xml", ".json", ".ljson"};
  return kExtensions.contains(lower_case(fs::path(path).extension().string()));
}

std::string image_folder_of(const fs::path& csv, const fs::path& root) {
  const std::string stem = csv.stem().string();
  for (std::size_t end = stem.size(); end != std::string::npos && end > 0;
       end = stem.find_last_of("_-.", end - 1)) {
    const fs::path folder = csv.parent_path() / stem.substr(0, end);
    std::error_code error;
    if (fs::is_directory(folder, error)) return relative_text(folder, root);
  }
  return relative_text(csv.parent_path(), root);
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

}  // namespace facepoint
