// Numbers in texts: reading them, writing the shortest that reads back the same, and replacing some
// bytes of a text while all others stay. Pure, any thread.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Collects replacements in the order of their places.
class TextEdits {
 public:
  explicit TextEdits(std::string_view text) : text_(text) {}
  void replace(std::size_t begin, std::size_t end, std::string_view with);
  std::string finish() const;

 private:
  std::string_view text_;
  std::string done_;
  std::size_t copied_ = 0;
};

// A finite number and nothing else but blanks around it.
std::optional<double> finite_number(std::string_view text);
std::optional<int> whole_number(std::string_view text);
// The shortest text that reads back as the same number, without exponent: "45", "45.25".
std::string plain_number(double value);
// Moves by shifts and scales cost the last bits: rounds to a thousandth of a millionth.
double without_noise(double value);

struct TextToken {
  std::size_t begin = 0;
  std::string_view text;
  std::size_t end() const { return begin + text.size(); }
};
// Split at blanks and tabs (and a carriage return).
std::vector<TextToken> tokens_of(std::string_view line);

// A path as Windows has it, "..\\a.jpg", with slashes.
std::string with_slashes(std::string path);

// All of a file that is of one picture, and so short; none where it is longer than kLongestWhole.
constexpr std::size_t kLongestWhole = 64UL << 20U;
inline constexpr const char* kTooLongForOnePicture =
    "it is longer than the 64 MB that the labels of one picture may take";
std::optional<std::string> read_whole(std::istream& in);
// One line with its line end as it is in the file; false at the end of the file.
bool read_line_with_end(std::istream& in, std::string& line);
// Without "\n", "\r\n".
std::string_view without_line_end(std::string_view line);

// Line (from 1) and column (from 1) of a place in a text whose first line has the number `first`.
struct TextPlace {
  std::int64_t line = 1;
  std::int64_t column = 1;
};
TextPlace place_in(std::string_view text, std::size_t offset, std::int64_t first = 1);

}  // namespace facepoint
