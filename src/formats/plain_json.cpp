#include "formats/plain_json.h"

#include <algorithm>

#include "base/json_numbers.h"

namespace facepoint {
namespace {

constexpr int kDeepest = 50;  // brackets within brackets

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void PlainJson::pass_blanks() {
  std::size_t at = 0;
  while (at < text_.size() &&
         (text_[at] == ' ' || text_[at] == '\n' || text_[at] == '\r' || text_[at] == '\t')) {
    ++at;
  }
  text_.remove_prefix(at);
}

bool PlainJson::take(char c) {
  pass_blanks();
  if (!text_.starts_with(c)) return false;
  text_.remove_prefix(1);
  return true;
}

bool PlainJson::at_end() {
  pass_blanks();
  return text_.empty();
}

std::optional<std::string_view> PlainJson::text() {
  if (!take('"')) return std::nullopt;
  const std::size_t end = text_.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view found = text_.substr(0, end);
  const auto is_plain = [](char c) { return c >= ' ' && c < '\x7f' && c != '\\'; };
  if (!std::all_of(found.begin(), found.end(), is_plain)) return std::nullopt;
  text_.remove_prefix(end + 1);
  return found;
}

std::optional<double> PlainJson::number() {
  pass_blanks();
  const bool negative = text_.starts_with('-');
  const std::optional<double> value = take_json_number(text_);
  if (negative && value == 0.0) return std::nullopt;  // "-0" is 0 to the general reader
  return value;
}

std::optional<std::string_view> PlainJson::whole_number() {
  constexpr std::ptrdiff_t kMostDigits = 18;
  pass_blanks();
  const auto end = std::find_if_not(text_.begin(), text_.end(), is_digit);
  const std::ptrdiff_t digits = end - text_.begin();
  if (digits == 0 || digits > kMostDigits || (digits > 1 && text_.front() == '0')) {
    return std::nullopt;
  }
  const std::string_view found = text_.substr(0, static_cast<std::size_t>(digits));
  if (end != text_.end() && (*end == '.' || *end == 'e' || *end == 'E')) return std::nullopt;
  text_.remove_prefix(found.size());
  return found;
}

bool PlainJson::skip_value() { return skip_value(0); }

bool PlainJson::skip_value(int depth) {
  pass_blanks();
  if (text_.empty() || depth > kDeepest) return false;
  if (text_.front() == '{') {
    return object([&](std::string_view) { return skip_value(depth + 1); });
  }
  if (take('[')) {
    if (take(']')) return true;
    do {
      if (!skip_value(depth + 1)) return false;
    } while (take(','));
    return take(']');
  }
  if (text_.front() == '"') return text().has_value();
  for (const std::string_view word : {"null", "true", "false"}) {
    if (!text_.starts_with(word)) continue;
    text_.remove_prefix(word.size());
    return true;
  }
  return number().has_value();
}

}  // namespace facepoint
