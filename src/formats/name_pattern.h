// Who is in a picture, and from which clip, by its file name. Any thread.
#pragma once

#include <regex>
#include <string>

namespace facepoint {

struct NameParts {
  std::string identity;  // empty: the name does not say
  std::string clip;
};

class NamePattern {
 public:
  // An ECMAScript regular expression over the whole base name. The identity is the group named
  // `(?<identity>...)` or else the first, the clip the group `(?<clip>...)` or else the second.
  // Throws Error(kInvalidInput).
  explicit NamePattern(const std::string& pattern);

  NameParts parse(const std::string& base_name) const;

 private:
  std::regex regex_;
  std::size_t identity_group_ = 1;
  std::size_t clip_group_ = 2;
};

// Identity_VF.jpg of the YouTube-Faces set: one digit for the clip, then the frame.
inline constexpr const char* kYoutubeFacesPattern = R"(^(.+)_(\d)(\d+)\.\w+$)";

}  // namespace facepoint
