#include "formats/json_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

constexpr std::size_t kTextBetween = 64 * 1024;     // passed on in parts of this size
constexpr std::size_t kLongestObject = 32UL << 20;  // longer ones are no label
constexpr std::size_t kDeepest = 500;               // brackets within brackets

constexpr std::array<bool, 256> table_of(std::string_view bytes) {
  std::array<bool, 256> table{};
  for (const char c : bytes) table[static_cast<unsigned char>(c)] = true;
  return table;
}
// Bytes that mean something, in texts and outside of them.
constexpr std::array<bool, 256> kInText = table_of("\"\\\n");
constexpr std::array<bool, 256> kOutsideText = table_of("\"{}[]\n");

}  // namespace

void JsonPieces::finish(bool is_element) {
  if (text_.empty()) return;
  ready_ = JsonPiece{is_element, is_element ? array_ : std::string(), std::move(text_), piece_line_,
                     piece_column_};
  text_.clear();
  piece_line_ = line_;
  piece_column_ = column_;
}

bool JsonPieces::refill() {
  buffer_.resize(kTextBetween);
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.resize(static_cast<std::size_t>(in_.gcount()));
  at_ = 0;
  return !buffer_.empty();
}

void JsonPieces::open(char c) {
  if (depth() >= kDeepest && !problem_) {
    problem_ = BadLine{line_, column_, "more than 500 brackets lie within each other"};
  }
  const bool wanted =
      c == '[' && array_depth_ == 0 &&
      ((depth() == 1 && nesting_[0] == '{' &&
        std::find(arrays_.begin(), arrays_.end(), key_) != arrays_.end()) ||
       (depth() == 0 && std::find(arrays_.begin(), arrays_.end(), "") != arrays_.end()));
  opened_ = true;
  nesting_ += c;
  if (!wanted) return;
  array_depth_ = depth();
  array_ = depth() == 1 ? std::string() : key_;
}

void JsonPieces::close(char c) {
  const char expected = c == '}' ? '{' : '[';
  if (nesting_.empty() || nesting_.back() != expected) {
    if (!problem_) problem_ = BadLine{line_, column_, std::string("a ") + c + " without its start"};
    return;
  }
  if (depth() == array_depth_) array_depth_ = 0;
  nesting_.pop_back();
}

void JsonPieces::take(char c) {
  if (in_string_) {
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_string_ = false;
    }
    if (in_string_ && depth() == 1 && key_.size() < 100) key_ += c;
  } else if (c == '"') {
    in_string_ = true;
    if (depth() == 1) key_.clear();
  } else if (c == '{' || c == '[') {
    if (c == '{' && in_wanted_array()) {
      finish(false);
      in_element_ = true;
    }
    open(c);
  } else if (c == '}' || c == ']') {
    close(c);
  }
}

// All bytes up to the next that `take` has to see.
void JsonPieces::pass_plain_bytes() {
  if (escaped_ || (in_string_ && depth() == 1)) return;  // a key
  const std::array<bool, 256>& means_something = in_string_ ? kInText : kOutsideText;
  const std::size_t begin = at_;
  while (at_ < buffer_.size() && !means_something[static_cast<unsigned char>(buffer_[at_])]) ++at_;
  text_.append(buffer_, begin, at_ - begin);
  column_ += static_cast<std::int64_t>(at_ - begin);
}

void JsonPieces::pass_byte() {
  const char c = buffer_[at_++];
  take(c);  // may finish the text before `c`
  text_ += c;
  ++column_;
  if (c == '\n') {
    ++line_;
    column_ = 1;
  }
  if (in_element_ && c == '}' && !in_string_ && depth() == array_depth_) {
    in_element_ = false;
    finish(true);
  }
}

std::optional<JsonPiece> JsonPieces::next() {
  ready_.reset();
  while (!piece_ready() && !problem_ && (at_ < buffer_.size() || refill())) {
    pass_plain_bytes();
    if (at_ < buffer_.size()) pass_byte();
    if (!in_element_ && !piece_ready() && text_.size() >= kTextBetween) {
      finish(false);
    }
    if (text_.size() > kLongestObject) {
      problem_ = BadLine{piece_line_, piece_column_, "an object is longer than 32 MB"};
    }
  }
  if (piece_ready()) return std::move(ready_);
  if (problem_ && (at_ < buffer_.size() || refill())) {  // the rest is passed on as it is
    text_.append(buffer_, at_);
    at_ = buffer_.size();
  }
  finish(false);
  if (piece_ready()) return std::move(ready_);
  return std::nullopt;
}

std::optional<BadLine> JsonPieces::problem() const {
  if (problem_) return problem_;
  if (!nesting_.empty() || in_string_) {
    return BadLine{line_, column_,
                   "the file ends inside of " +
                       std::string(in_string_               ? "a text"
                                   : nesting_.back() == '{' ? "an object"
                                                            : "a list") +
                       "; it may have been cut off"};
  }
  if (!opened_) return BadLine{1, 1, "this is no JSON object or list"};
  return std::nullopt;
}

std::optional<nlohmann::json> parse_piece(const JsonPiece& piece, BadLine& bad) {
  try {
    return nlohmann::json::parse(piece.text);
  } catch (const nlohmann::json::parse_error& error) {
    const TextPlace place = place_in(piece.text, error.byte == 0 ? 0 : error.byte - 1, piece.line);
    bad.line = place.line;
    bad.column = place.column + (place.line == piece.line ? piece.column - 1 : 0);
    const std::string what = error.what();
    const std::size_t colon = what.rfind("; ");
    bad.reason = "this is no JSON: " + (colon == std::string::npos ? what : what.substr(colon + 2));
  } catch (const nlohmann::json::out_of_range&) {  // 1e999
    bad = {piece.line, piece.column, "a number in it is too large"};
  }
  return std::nullopt;
}

namespace {

// Goes through JSON that has been read once already, for the places of its values.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}
  JsonPlaces run() {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    value(0);
    return std::move(found_);
  }

 private:
  [[noreturn]] static void fail() {
    throw Error(ErrorCode::kInternal, "a text was taken for JSON that is none");
  }
  void spaces() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::string_view string();
  void value(std::size_t depth);
  void members(std::size_t depth, char end);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string path_;
  JsonPlaces found_;
};

std::string_view Walk::string() {
  const std::size_t begin = at_++;
  while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
  if (at_ >= text_.size()) fail();
  ++at_;
  return text_.substr(begin, at_ - begin);
}

void Walk::members(std::size_t depth, char end) {
  ++at_;
  const std::size_t length = path_.size();
  for (std::size_t index = 0;; ++index) {
    spaces();
    if (here() == end) break;
    std::string name = std::to_string(index);
    if (end == '}') {
      if (here() != '"') fail();
      const std::string_view key = string();
      name = key.substr(1, key.size() - 2);
      std::replace(name.begin(), name.end(), '.', '/');
      spaces();
      if (here() != ':') fail();
      ++at_;
    }
    if (length != 0) path_ += '.';
    path_ += name;
    value(depth + 1);
    path_.resize(length);
    spaces();
    if (here() == ',') {
      ++at_;
    } else if (here() != end) {
      fail();
    }
  }
  ++at_;
}

void Walk::value(std::size_t depth) {
  spaces();
  if (depth > kDeepest) fail();
  const std::size_t begin = at_;
  if (here() == '{') {
    members(depth, '}');
    return found_.objects.push_back({path_, begin, at_});
  }
  if (here() == '[') return members(depth, ']');
  if (here() == '"') {
    string();
  } else {
    at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
  }
  if (at_ == begin) fail();
  found_.scalars.push_back({path_, begin, at_});
}

}  // namespace

JsonPlaces json_places(std::string_view text) { return Walk(text).run(); }

std::vector<JsonPlace> json_scalars(std::string_view text) { return json_places(text).scalars; }

bool begins_with(std::string_view head, char bracket) {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  return trimmed(head).starts_with(bracket);
}

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<double> json_number(const nlohmann::json& value) {
  if (!value.is_number()) return std::nullopt;
  const auto number = value.get<double>();
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

const nlohmann::json& member(const nlohmann::json& object, const char* name) {
  static const nlohmann::json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

}  // namespace facepoint
