// JSON as text: the objects of a file's arrays one by one, however long the file is, and the bytes
// of single values, so that they can be replaced while all else stays. One thread each.
#pragma once

#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/label_format.h"

namespace facepoint {

struct JsonPiece {
  bool is_element = false;  // an object of a wanted array; else the text between
  std::string array;        // whose element it is
  std::string text;
  std::int64_t line = 1;  // of its first byte
  std::int64_t column = 1;
};

// Splits a text at the objects of some arrays of its top-level object ("annotations"), or of the
// array that the text is (""). All pieces together are the text. Only what is read of an object at
// a time is kept in memory.
class JsonPieces {
 public:
  JsonPieces(std::istream& in, std::vector<std::string> arrays)
      : in_(in), arrays_(std::move(arrays)) {}

  std::optional<JsonPiece> next();  // none at the end
  // After the end: what is wrong with the text as a whole.
  std::optional<BadLine> problem() const;

 private:
  void pass_plain_bytes();
  void pass_byte();
  void take(char c);
  void open(char c);
  void close(char c);
  bool piece_ready() const { return ready_.has_value(); }
  void finish(bool is_element);
  bool refill();  // false at the end of the file
  bool in_wanted_array() const { return array_depth_ != 0 && depth() == array_depth_; }
  std::size_t depth() const { return nesting_.size(); }

  std::istream& in_;
  std::string buffer_;
  std::size_t at_ = 0;  // in the buffer
  std::vector<std::string> arrays_;
  std::string nesting_;  // '{' and '['
  std::string key_;      // the last text at depth 1
  bool in_string_ = false;
  bool escaped_ = false;
  bool in_element_ = false;
  std::size_t array_depth_ = 0;  // of the wanted array that is open; 0: none
  std::string array_;
  std::string text_;
  std::int64_t line_ = 1;  // of the next byte
  std::int64_t column_ = 1;
  std::int64_t piece_line_ = 1;
  std::int64_t piece_column_ = 1;
  std::optional<JsonPiece> ready_;
  std::optional<BadLine> problem_;
  bool opened_ = false;
};

// The values of one piece; what is wrong with it is left in `bad`.
std::optional<nlohmann::json> parse_piece(const JsonPiece& piece, BadLine& bad);

// A value with its bytes; `path` as in "shapes.3.points.0.1", where a dot in a key is a slash.
struct JsonPlace {
  std::string path;
  std::size_t begin = 0;
  std::size_t end = 0;
};
struct JsonPlaces {
  std::vector<JsonPlace> scalars;  // texts, numbers, true, false and null, in order
  std::vector<JsonPlace> objects;  // in the order of their ends
};
// Of a text that is known to be JSON. Throws Error(kInternal) if it is not.
JsonPlaces json_places(std::string_view text);
std::vector<JsonPlace> json_scalars(std::string_view text);

// Whether a JSON file, of which `head` is the beginning, is an object ('{') or a list ('[').
bool begins_with(std::string_view head, char bracket);

// "\"a\\\"b\"".
std::string json_text(std::string_view text);
// A finite number; none for null and everything else.
std::optional<double> json_number(const nlohmann::json& value);
// The member, or null where there is none or `object` is none.
const nlohmann::json& member(const nlohmann::json& object, const char* name);

}  // namespace facepoint
