// Keeps an export from destroying files that are not its own: an imported label file is the only
// other copy of the labels as they came. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/datasets.h"
#include "store/exported_files.h"

namespace facepoint {

// Throws Error(kInvalidInput) where `out` is the folder that a dataset was imported from, or lies
// in it.
void refuse_to_export_into_dataset(Project& project, const std::filesystem::path& out);
// The same where label files of any dataset lie in `out`.
void refuse_to_export_over_imports(Project& project, const std::filesystem::path& out);
// `folder`, or, where it lies in the folder of a dataset, the nearest above that doesn't.
std::filesystem::path outside_datasets(Project& project, const std::filesystem::path& folder);

// The files in the folder of an export, by their paths in it. A file is an export's own if its
// bytes are those that the project wrote there last.
class ExportedFiles {
 public:
  ExportedFiles(Project& project, const std::filesystem::path& folder);
  ExportedFiles(const ExportedFiles&) = delete;
  ExportedFiles& operator=(const ExportedFiles&) = delete;
  ~ExportedFiles();  // notes what was not yet; where that fails, the next export keeps more

  // Lets `commit` put a file of these bytes in its place. What is there, if it is neither an
  // export's own nor the same, gets the name PATH.old (PATH.old-2, ...). Throws Error, and what was
  // there before stays.
  void put_in_place(const std::string& path, const std::string& digest,
                    const std::function<void()>& commit);
  // Takes away the files below `folder` with this extension (".pts") that were not written by this
  // object: an export's own for good, others as above. How many of its own there were.
  std::int64_t remove_leftovers(const std::string& folder, const std::filesystem::path& extension);
  // Takes away those of an export's own files that are as it wrote them, were not written by this
  // object and are asked for by their path. How many.
  std::int64_t remove_own(const std::function<bool(const std::string& path)>& is_wanted);
  // That were not an export's own: the names they have now, by the path in the folder. The log has
  // those that are not taken.
  std::vector<std::string> take_put_aside() { return std::exchange(put_aside_, {}); }

 private:
  std::string absolute(const std::string& path) const { return (folder_ / path).string(); }
  bool is_own(const std::string& path, const std::string& digest) const;
  std::string put_aside(const std::string& path);
  void note();

  Project& project_;
  std::filesystem::path folder_;
  std::set<std::string> written_;
  std::vector<ExportedFile> to_note_;
  std::vector<std::string> put_aside_;
};

}  // namespace facepoint
