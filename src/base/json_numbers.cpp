#include "base/json_numbers.h"

#include <charconv>
#include <system_error>

namespace facepoint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Where the number ends (RFC 8259, section 6); 0: there is none. from_chars alone takes more.
std::size_t end_of_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = at;
  at = digits_from(text, at);
  if (at == whole || (text[whole] == '0' && at > whole + 1)) return 0;
  const auto part = [&](std::size_t start) {
    const std::size_t end = digits_from(text, start);
    const bool any = end > start;
    at = end;
    return any;
  };
  if (at < text.size() && text[at] == '.' && !part(at + 1)) return 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t start = at + 1;
    if (start < text.size() && (text[start] == '+' || text[start] == '-')) ++start;
    if (!part(start)) return 0;
  }
  return at;
}

}  // namespace

std::optional<double> take_json_number(std::string_view& text) {
  const std::size_t end = end_of_number(text);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + end, value);
  if (end == 0 || result.ec != std::errc()) return std::nullopt;
  text.remove_prefix(end);
  return value;
}

}  // namespace facepoint
