#include "formats/written_names.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/error.h"

namespace facepoint {
namespace {

bool is_utf8(const std::string& text) {
  try {
    nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
}

[[noreturn]] void refuse(const std::string& name, const char* why) {
  throw Error(ErrorCode::kInvalidInput,
              std::string("the picture's name ") + why + "; rename it, or leave it out (--where)",
              name);
}

}  // namespace

void check_json_name(const std::string& name) {
  if (!is_utf8(name)) refuse(name, "is not UTF-8, as a JSON file has to be");
}

void check_xml_name(const std::string& name) {
  if (!is_utf8(name)) refuse(name, "is not UTF-8, as an XML file has to be");
  if (std::any_of(name.begin(), name.end(), is_control)) {
    refuse(name, "holds a control character, which no XML file can");
  }
}

}  // namespace facepoint
