// Content digests (XXH3, 128 bit): to tell whether two files are byte for byte the same, not
// for security. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace facepoint {

// 32 lower-case hexadecimal digits.
std::string digest_of(std::string_view bytes);

}  // namespace facepoint
