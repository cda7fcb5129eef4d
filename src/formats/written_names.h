// Names of pictures that a kind of file has no way to hold. They throw Error(kInvalidInput). Pure,
// any thread.
#pragma once

#include <string>

namespace facepoint {

void check_json_name(const std::string& name);  // must be UTF-8
void check_xml_name(const std::string& name);   // and without control characters but blanks

}  // namespace facepoint
