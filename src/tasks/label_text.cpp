#include "tasks/label_text.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "tasks/import_files.h"

namespace facepoint {
namespace {

constexpr std::size_t kBlock = 1UL << 20U;
constexpr std::size_t kEnoughForDialect = 32UL << 20U;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Those whose readers know a byte order mark, which is written again where they are exported.
bool keeps_byte_order_mark(const std::filesystem::path& file) {
  const std::string extension = lower_case(file.extension().string());
  return extension == ".csv" || extension == ".xml" || extension == ".pts" ||
         extension == ".json" || extension == ".ljson";
}

// Passes a file's bytes on in blocks, telling how many there were. By `dialect`, if there is one,
// as plain CSV; or with LF for every CR. Zero bytes, which a power failure leaves at the end of a
// file, become spaces: nothing that is stored may hold them.
class WatchedFile : public std::streambuf {
 public:
  WatchedFile(const std::filesystem::path& path, std::optional<CsvDialect> dialect, bool lf_for_cr,
              std::function<void(std::int64_t)> watch)
      : file_(path, std::ios::binary),
        dialect_(dialect),
        lf_for_cr_(lf_for_cr),
        keeps_mark_(keeps_byte_order_mark(path)),
        watch_(std::move(watch)) {}
  bool opened() const { return file_.is_open(); }

 protected:
  int_type underflow() override {
    bool more = true;
    for (block_.clear(); block_.empty() && more;) {
      more = read_block();
      std::replace(block_.begin(), block_.end(), '\0', ' ');
      if (dialect_) mend_block(!more);
      if (lf_for_cr_) std::replace(block_.begin(), block_.end(), '\r', '\n');
    }
    setg(block_.data(), block_.data(), block_.data() + block_.size());
    return block_.empty() ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }
  // Back to the beginning, to read it once more; nowhere else.
  pos_type seekpos(pos_type place, std::ios_base::openmode /*which*/) override {
    if (place != pos_type(0)) return pos_type(off_type(-1));
    file_.clear();
    file_.seekg(0);
    block_.clear();
    begun_.clear();
    at_header_ = true;
    at_start_ = true;
    setg(block_.data(), block_.data(), block_.data());
    return place;
  }

 private:
  bool read_block() {  // false at the end of the file
    if (watch_) watch_(read_);
    block_.resize(kBlock);
    file_.read(block_.data(), static_cast<std::streamsize>(kBlock));
    block_.resize(static_cast<std::size_t>(file_.gcount()));
    read_ += file_.gcount();
    const bool more = !block_.empty();
    if (at_start_ && !keeps_mark_ && block_.starts_with(kByteOrderMark)) {
      block_.erase(0, kByteOrderMark.size());
    }
    at_start_ = false;
    return more;
  }
  void mend_block(bool is_last) {
    begun_ += block_;
    const std::size_t whole = is_last ? begun_.size() : whole_lines(begun_);
    block_ = plain_csv(std::string_view(begun_).substr(0, whole), *dialect_, at_header_);
    at_header_ = at_header_ && whole == 0;
    begun_.erase(0, whole);
  }

  std::ifstream file_;
  std::optional<CsvDialect> dialect_;
  bool lf_for_cr_;
  bool keeps_mark_;
  std::function<void(std::int64_t)> watch_;
  std::string block_;
  std::string begun_;  // a line that the next block goes on with
  bool at_header_ = true;
  bool at_start_ = true;
  std::int64_t read_ = 0;
};

class WatchedStream : public std::istream {
 public:
  WatchedStream(const std::filesystem::path& path, std::optional<CsvDialect> dialect,
                bool lf_for_cr, std::function<void(std::int64_t)> watch)
      : std::istream(nullptr), buffer_(path, dialect, lf_for_cr, std::move(watch)) {
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

CsvDialect dialect_of_file(const std::filesystem::path& csv) {
  std::ifstream in(csv, std::ios::binary);
  if (!in) throw Error(ErrorCode::kUnreadable, "the file cannot be read", csv.string());
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(csv, unknown);
  std::string text(std::min<std::uintmax_t>(size, kEnoughForDialect), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (size > kEnoughForDialect) text.resize(whole_lines(text));
  return dialect_of(text);
}

std::unique_ptr<std::istream> open_label_text(const std::filesystem::path& file,
                                              TextMending mending,
                                              std::function<void(std::int64_t)> watch) {
  std::error_code error;
  std::optional<CsvDialect> dialect;
  bool lf_for_cr = false;
  const bool may_mend =
      mending == TextMending::kLineEnds ||
      (mending == TextMending::kCsv && lower_case(file.extension().string()) == ".csv");
  if (may_mend && std::filesystem::is_regular_file(file, error)) {
    dialect = dialect_of_file(file);
    lf_for_cr = mending == TextMending::kLineEnds && dialect->only_cr();
    if (mending != TextMending::kCsv || !dialect->needs_mending()) dialect.reset();
  }
  return std::make_unique<WatchedStream>(file, dialect, lf_for_cr, std::move(watch));
}

}  // namespace facepoint
