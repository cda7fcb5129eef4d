#include "formats/name_pattern.h"

#include "base/error.h"

namespace facepoint {
namespace {

// std::regex knows no named groups: takes the names out, and says which group had the name.
struct PlainPattern {
  std::string text;
  std::size_t identity_group = 0;
  std::size_t clip_group = 0;
  std::size_t groups = 0;
};

PlainPattern without_names(const std::string& pattern) {
  constexpr std::string_view kIdentity = "?<identity>";
  constexpr std::string_view kClip = "?<clip>";
  PlainPattern plain;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    plain.text += c;
    if (c == '\\' && i + 1 < pattern.size()) {
      plain.text += pattern[++i];
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '(' && !in_class) {
      if (pattern.compare(i + 1, kIdentity.size(), kIdentity) == 0) {
        plain.identity_group = ++plain.groups;
        i += kIdentity.size();
      } else if (pattern.compare(i + 1, kClip.size(), kClip) == 0) {
        plain.clip_group = ++plain.groups;
        i += kClip.size();
      } else if (i + 1 >= pattern.size() || pattern[i + 1] != '?') {
        ++plain.groups;
      }
    }
  }
  return plain;
}

}  // namespace

NamePattern::NamePattern(const std::string& pattern) {
  const PlainPattern plain = without_names(pattern);
  try {
    regex_ = std::regex(plain.text, std::regex::ECMAScript | std::regex::optimize);
  } catch (const std::regex_error& error) {
    throw Error(ErrorCode::kInvalidInput,
                std::string("this is not a regular expression: ") + error.what(), pattern);
  }
  if (plain.groups == 0) {
    throw Error(ErrorCode::kInvalidInput,
                "an identity pattern needs a group in parentheses, as in ^(.+)_\\d+\\.\\w+$",
                pattern);
  }
  if (plain.identity_group != 0 || plain.clip_group != 0) {
    identity_group_ = plain.identity_group;
    clip_group_ = plain.clip_group;
  }
}

NameParts NamePattern::parse(const std::string& base_name) const {
  std::smatch match;
  if (!std::regex_match(base_name, match, regex_)) return {};
  const auto group = [&](std::size_t index) {
    return index != 0 && index < match.size() ? match[index].str() : std::string();
  };
  return {group(identity_group_), group(clip_group_)};
}

}  // namespace facepoint
