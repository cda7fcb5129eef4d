#include "tasks/label_text.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "base/files.h"
#include "formats/csv_dialect.h"

namespace facepoint {
namespace {

// Passes a file's bytes on in blocks, telling how many there were.
class WatchedFile : public std::streambuf {
 public:
  WatchedFile(const std::filesystem::path& path, std::function<void(std::int64_t)> watch)
      : file_(path, std::ios::binary), watch_(std::move(watch)), block_(1UL << 20U) {}
  bool opened() const { return file_.is_open(); }

 protected:
  int_type underflow() override {
    if (watch_) watch_(read_);
    file_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    const std::streamsize got = file_.gcount();
    read_ += got;
    setg(block_.data(), block_.data(), block_.data() + got);
    return got == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }
  // Back to the beginning, to read it once more; nowhere else.
  pos_type seekpos(pos_type place, std::ios_base::openmode /*which*/) override {
    if (place != pos_type(0)) return pos_type(off_type(-1));
    file_.clear();
    file_.seekg(0);
    setg(block_.data(), block_.data(), block_.data());
    return place;
  }

 private:
  std::ifstream file_;
  std::function<void(std::int64_t)> watch_;
  std::vector<char> block_;
  std::int64_t read_ = 0;
};

class WatchedStream : public std::istream {
 public:
  WatchedStream(const std::filesystem::path& path, std::function<void(std::int64_t)> watch)
      : std::istream(nullptr), buffer_(path, std::move(watch)) {
    rdbuf(&buffer_);
    if (buffer_.opened()) {
      exceptions(std::ios::badbit);  // what `watch` throws passes through
    } else {
      setstate(std::ios::failbit);
    }
  }

 private:
  WatchedFile buffer_;
};

}  // namespace

std::unique_ptr<std::istream> open_label_text(const std::filesystem::path& file, bool mend,
                                              std::function<void(std::int64_t)> watch) {
  std::error_code error;
  if (mend && file.extension() == ".csv" && std::filesystem::is_regular_file(file, error)) {
    const std::string text = read_file(file);
    const CsvDialect dialect = dialect_of(text);
    if (dialect.needs_mending()) {
      return std::make_unique<std::istringstream>(plain_csv(text, dialect));
    }
  }
  return std::make_unique<WatchedStream>(file, std::move(watch));
}

}  // namespace facepoint
