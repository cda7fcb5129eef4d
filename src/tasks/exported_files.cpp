#include "tasks/exported_files.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "base/log.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAtOnce = 1000;  // files noted

// Empty: it cannot be read.
std::string digest_of_file(const fs::path& path) {
  try {
    Digest digest;
    read_pieces(path, [&](std::string_view piece) { digest.add(piece); });
    return digest.text();
  } catch (const Error&) {
    return {};
  }
}

// Without links, `.` and `..`.
fs::path real_path(const fs::path& path) {
  std::error_code unknown;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, unknown), unknown);
  return real.has_filename() ? real : real.parent_path();
}

bool is_in(const fs::path& path, const fs::path& folder) {
  return (path / "").string().starts_with((folder / "").string());
}

}  // namespace

void refuse_to_export_into_dataset(Project& project, const fs::path& out) {
  const fs::path folder = real_path(out);
  for (const Dataset& dataset : datasets(project)) {
    if (!is_in(folder, real_path(dataset.root))) continue;
    throw Error(ErrorCode::kInvalidInput,
                "this folder lies in that of the dataset " + dataset.name + " (" + dataset.root +
                    "), whose next import would take exported files for more labels; name one "
                    "outside, such as " +
                    (outside_datasets(project, folder) / (dataset.name + "-export")).string(),
                out.string());
  }
}

void refuse_to_export_over_imports(Project& project, const fs::path& out) {
  const fs::path folder = real_path(out);
  std::error_code unknown;
  for (const Dataset& dataset : datasets(project)) {
    const fs::path root = real_path(dataset.root);
    for (const SourceFile& file : source_files(project, dataset.id)) {
      const fs::path imported = root / file.path;
      if (!is_in(imported, folder) || !fs::exists(imported, unknown)) continue;
      throw Error(ErrorCode::kInvalidInput,
                  "labels of " + dataset.name + " were imported from this folder (" +
                      imported.lexically_relative(folder).string() +
                      ") and might be overwritten; name another folder",
                  out.string());
    }
  }
}

fs::path outside_datasets(Project& project, const fs::path& folder) {
  fs::path outside = real_path(folder);
  const std::vector<Dataset> all = datasets(project);
  for (std::size_t i = 0; i < all.size(); ++i) {  // folders of datasets may lie in each other's
    for (const Dataset& dataset : all) {
      const fs::path root = real_path(dataset.root);
      if (is_in(outside, root)) outside = root.parent_path();
    }
  }
  return outside;
}

ExportedFiles::ExportedFiles(Project& project, const fs::path& folder)
    : project_(project), folder_(real_path(folder)) {}

ExportedFiles::~ExportedFiles() {
  note();
  for (const std::string& aside : put_aside_) {
    log(LogLevel::kWarning, "A file in the way was kept as " + absolute(aside) + ".");
  }
}

bool ExportedFiles::is_own(const std::string& path, const std::string& digest) const {
  return !digest.empty() && exported_digest(project_, absolute(path)) == digest;
}

std::string ExportedFiles::put_aside(const std::string& path) {
  std::string aside = path + ".old";
  for (int n = 2; fs::exists(fs::symlink_status(folder_ / aside)); ++n) {
    aside = path + ".old-" + std::to_string(n);
  }
  std::error_code failure;
  fs::rename(folder_ / path, folder_ / aside, failure);
  if (failure) {
    throw Error(ErrorCode::kUnreadable,
                "the file that is there cannot be kept as " + aside + " (" + failure.message() +
                    "); name another folder",
                absolute(path));
  }
  put_aside_.push_back(aside);
  return aside;
}

void ExportedFiles::put_in_place(const std::string& path, const std::string& digest,
                                 const std::function<void()>& commit) {
  std::error_code unknown;
  const fs::file_status there = fs::symlink_status(folder_ / path, unknown);
  std::string aside;
  if (fs::exists(there) && !fs::is_directory(there)) {  // writing tells of a directory
    const std::string old = digest_of_file(folder_ / path);
    if (old != digest && !written_.contains(path) && !is_own(path, old)) aside = put_aside(path);
  }
  try {
    commit();
  } catch (...) {
    if (!aside.empty()) {
      fs::rename(folder_ / aside, folder_ / path, unknown);
      if (!unknown) put_aside_.pop_back();
    }
    throw;
  }
  written_.insert(path);
  to_note_.push_back({absolute(path), digest});
  if (to_note_.size() % kAtOnce == 0) note();
}

// An export doesn't end because somebody else is writing to the project.
void ExportedFiles::note() {
  try {
    if (!to_note_.empty()) keep_exported(project_, to_note_);
    to_note_.clear();
  } catch (const std::exception& failure) {
    log(LogLevel::kWarning,
        std::string("What was exported could not be noted in the project: ") + failure.what());
  }
}

std::int64_t ExportedFiles::remove_leftovers(const std::string& folder, const fs::path& extension) {
  std::error_code error;
  std::vector<std::string> leftovers;
  for (fs::recursive_directory_iterator file(folder_ / folder, error), end; !error && file != end;
       file.increment(error)) {
    std::string path = file->path().lexically_relative(folder_).generic_string();
    if (file->is_regular_file(error) && file->path().extension() == extension &&
        !written_.contains(path)) {
      leftovers.push_back(std::move(path));
    }
  }
  std::int64_t removed = 0;
  for (const std::string& path : leftovers) {
    if (is_own(path, digest_of_file(folder_ / path))) {
      removed += fs::remove(folder_ / path, error) ? 1 : 0;
    } else {
      put_aside(path);
    }
  }
  return removed;
}

std::int64_t ExportedFiles::remove_own(
    const std::function<bool(const std::string& path)>& is_wanted) {
  std::int64_t removed = 0;
  std::error_code error;
  for (const ExportedFile& file : exported_below(project_, folder_.string())) {
    const fs::path at = file.path;
    const std::string path = file.path.substr((folder_ / "").string().size());
    if (written_.contains(path) || !fs::is_regular_file(fs::symlink_status(at, error))) continue;
    if (!is_wanted(path) || digest_of_file(at) != file.digest) continue;
    removed += fs::remove(at, error) ? 1 : 0;
  }
  return removed;
}

}  // namespace facepoint
