// Reads JSON that is written plainly, as nearly all is, many times as quickly as a general reader:
// no escapes in texts, ASCII only. Whatever is not plain, or wrong, is refused, and left to the
// general reader, which also says what is wrong with it. Pure, any thread.
#pragma once

#include <optional>
#include <string_view>

namespace facepoint {

class PlainJson {
 public:
  explicit PlainJson(std::string_view text) : text_(text) {}

  // Each takes what comes next, after blanks; none or false: something else comes.
  bool take(char c);
  std::optional<std::string_view> text();          // without quotes
  std::optional<double> number();                  // finite
  std::optional<std::string_view> whole_number();  // as it is written, from 0 to 18 digits
  bool skip_value();
  bool at_end();

  // The members of one object: `member` takes the value and says whether it could.
  template <class Member>
  bool object(const Member& member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      const std::optional<std::string_view> name = text();
      if (!name || !take(':') || !member(*name)) return false;
    } while (take(','));
    return take('}');
  }

 private:
  void pass_blanks();
  bool skip_value(int depth);

  std::string_view text_;  // what is left
};

}  // namespace facepoint
