#include "tasks/import_kaggle.h"

#include "base/error.h"
#include "base/files.h"
#include "formats/kaggle.h"
#include "image/codec.h"

namespace facepoint {

std::vector<std::string> extract_kaggle_pictures(const std::filesystem::path& csv,
                                                 TextMending mending,
                                                 const std::filesystem::path& folder,
                                                 JobContext& job) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw Error(ErrorCode::kUnreadable,
                "the file's pictures cannot be written here; name another folder with --images",
                folder.string());
  }
  const auto in = open_label_text(csv, mending);
  std::vector<std::string> names;
  read_kaggle_pictures(*in, csv.string(), [&](KagglePicture grey) {
    job.throw_if_cancelled();
    const Picture picture{kKaggleSide, kKaggleSide, 1, std::move(grey.grey)};
    const std::string png = encode_png(picture);
    const std::filesystem::path file = folder / grey.name;
    names.push_back(grey.name);
    if (std::filesystem::exists(file) && read_file(file) == png) return;
    write_file_atomically(file, png);
  });
  return names;
}

}  // namespace facepoint
