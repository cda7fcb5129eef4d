// Pieces of an HTML page. Whatever is called `text` is escaped here, whatever is called `html` has
// been. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/report/values.h"

namespace facepoint::report {

// For text and for attributes in either quotes. Bytes that are no UTF-8 become U+FFFD.
std::string escaped(std::string_view text);
std::string base64(std::string_view bytes);

// "4,792 faces", "1 face".
std::string counted(std::int64_t n, std::string_view singular, std::string_view plural = {});
// "4.01 %" for 0.0401 and two digits.
std::string percent(double share, int digits);
// Of `all`; "0 %" where there is nothing, "< 0.1 %" where it isn't nothing but would be told as 0.
std::string share_text(std::int64_t part, std::int64_t all);
std::string bytes_text(std::int64_t bytes);  // "4.2 MB"

std::string paragraph(std::string_view text, std::string_view css_class = {});
std::string heading(std::string_view text);       // of a part of a section
std::string command_line(std::string_view text);  // to be typed, on a line of its own
// "There is nothing here yet", and the command that changes it.
std::string hint(std::string_view text, std::string_view command);

// The first column is of words, the others are of numbers. Cells are texts.
struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};
std::string table(const Table& table);

// Names with bars, counts and shares of `all`. `title` may be empty.
std::string bars(std::string_view title, const std::vector<Count>& counts, std::int64_t all);

std::string section(std::string_view id, std::string_view title, std::string_view html);
std::string columns(const std::vector<std::string>& html);  // side by side where there is room
std::string figure(std::string_view title, std::string_view html, std::string_view note = {});

}  // namespace facepoint::report
