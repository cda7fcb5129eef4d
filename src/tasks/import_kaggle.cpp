#include "tasks/import_kaggle.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/error.h"
#include "base/files.h"
#include "formats/kaggle.h"
#include "image/codec.h"
#include "tasks/import_files.h"
#include "tasks/label_text.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

using PictureTaker = std::function<void(const std::string& name, const Picture& picture)>;

void each_picture(const CellPictures& cells, JobContext& job, const PictureTaker& take) {
  const auto in = open_label_text(cells.csv, cells.mending);
  read_kaggle_pictures(*in, cells.csv.string(), [&](KagglePicture grey) {
    job.throw_if_cancelled();
    take(grey.name, Picture{kKaggleSide, kKaggleSide, 1, std::move(grey.grey)});
  });
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  throw Error(ErrorCode::kUnreadable,
              "the file's pictures cannot be written here; name another folder with --images",
              folder.string());
}

// Another encoder may have written the same pixels.
bool holds(const fs::path& file, const Picture& grey) {
  const std::string bytes = read_file(file);
  if (bytes == encode_png(grey)) return true;
  try {
    const Picture there = decode_picture(bytes, file.string());
    if (there.width != grey.width || there.height != grey.height) return false;
    for (int y = 0; y < grey.height; ++y) {
      for (int x = 0; x < grey.width * there.channels; ++x) {
        if (there.row(y)[x] != grey.row(y)[x / there.channels]) return false;
      }
    }
    return true;
  } catch (const Error&) {  // no picture at all
    return false;
  }
}

void refuse_to_replace(const CellPictures& cells, const fs::path& folder, JobContext& job) {
  each_picture(cells, job, [&](const std::string& name, const Picture& picture) {
    const fs::path file = folder / name;
    if (!fs::exists(file) || holds(file, picture)) return;
    throw Error(ErrorCode::kConflict,
                "this file is in the place of a picture of " + cells.csv.filename().string() +
                    " and holds something else; nothing was replaced: name another folder for the "
                    "pictures with --images",
                file.string());
  });
}

}  // namespace

std::vector<std::string> kaggle_picture_names(const CellPictures& cells, JobContext& job) {
  std::vector<std::string> names;
  each_picture(cells, job, [&](const std::string& name, const Picture&) { names.push_back(name); });
  return names;
}

void extract_kaggle_pictures(const CellPictures& cells, const fs::path& root, JobContext& job) {
  const fs::path folder = root / cells.folder;
  refuse_to_replace(cells, folder, job);
  make_folder(folder);
  each_picture(cells, job, [&](const std::string& name, const Picture& picture) {
    const fs::path file = folder / name;
    if (!fs::exists(file)) write_file_atomically(file, encode_png(picture));
  });
}

std::shared_ptr<const fs::path> copy_of_cells(const ScannedSource& source,
                                              const std::set<std::string>& images,
                                              JobContext& job) {
  if (source.cells.empty()) return nullptr;
  std::string name = (fs::temp_directory_path() / "facepoint-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw Error(ErrorCode::kUnreadable, "no folder can be made here", name);
  }
  const std::shared_ptr<const fs::path> copies(new fs::path(name), [](const fs::path* folder) {
    std::error_code stays;
    fs::remove_all(*folder, stays);
    delete folder;
  });
  for (const CellPictures& cells : source.cells) {
    make_folder(*copies / cells.folder);
    each_picture(cells, job, [&](const std::string& picture_name, const Picture& picture) {
      const std::string key = joined(cells.folder, picture_name);
      if (images.contains(key)) save_picture(*copies / key, picture);
    });
  }
  return copies;
}

}  // namespace facepoint
