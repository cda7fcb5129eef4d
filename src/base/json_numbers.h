// Numbers of a JSON text, for the few lists that are read by the hundred thousand, many times as
// quickly as by a general reader. Pure functions, any thread.
#pragma once

#include <optional>
#include <string_view>

namespace facepoint {

// The number that `text` begins with, which is then taken off; nullopt: it begins with none.
std::optional<double> take_json_number(std::string_view& text);

}  // namespace facepoint
