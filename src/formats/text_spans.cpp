#include "formats/text_spans.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "base/error.h"
#include "base/text.h"

namespace facepoint {

void TextEdits::replace(std::size_t begin, std::size_t end, std::string_view with) {
  if (begin < copied_ || end < begin || end > text_.size()) {
    throw Error(ErrorCode::kInternal, "replacements of a text must come in order");
  }
  done_ += text_.substr(copied_, begin - copied_);
  done_ += with;
  copied_ = end;
}

std::string TextEdits::finish() const { return done_ + std::string(text_.substr(copied_)); }

std::optional<double> finite_number(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int> whole_number(std::string_view text) {
  text = trimmed(text);
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string plain_number(double value) {
  if (value == 0) return "0";  // no minus zero
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  return {buffer.data(), end};
}

double without_noise(double value) { return std::round(value * 1e9) / 1e9; }

std::vector<TextToken> tokens_of(std::string_view line) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::vector<TextToken> tokens;
  std::size_t at = line.find_first_not_of(kSpaces);
  while (at != std::string_view::npos) {
    const std::size_t stop = std::min(line.find_first_of(kSpaces, at), line.size());
    tokens.push_back({at, line.substr(at, stop - at)});
    at = line.find_first_not_of(kSpaces, stop);
  }
  return tokens;
}

std::string with_slashes(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  return path;
}

std::optional<std::string> read_whole(std::istream& in) {
  constexpr std::size_t kBlock = 64UL << 10U;
  std::string text;
  std::size_t got = kBlock;
  while (got == kBlock) {
    const std::size_t before = text.size();
    if (before > kLongestWhole) return std::nullopt;
    text.resize(before + kBlock);
    in.read(text.data() + before, static_cast<std::streamsize>(kBlock));
    got = static_cast<std::size_t>(in.gcount());
    text.resize(before + got);
  }
  return text;
}

bool read_line_with_end(std::istream& in, std::string& line) {
  if (!std::getline(in, line)) return false;
  if (!in.eof()) line += '\n';
  return !line.empty();
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

TextPlace place_in(std::string_view text, std::size_t offset, std::int64_t first) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t newline = before.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  return {first + std::count(before.begin(), before.end(), '\n'),
          static_cast<std::int64_t>(before.size() - begin) + 1};
}

}  // namespace facepoint
