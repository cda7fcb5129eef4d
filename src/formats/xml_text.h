// XML as text: its tags in order with the bytes of each and of its attributes' values, so that they
// can be replaced while all else stays. No document is built. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

struct XmlAttribute {
  std::string name;
  std::string value;      // with entities replaced
  std::size_t begin = 0;  // of the value's bytes, without quotes
  std::size_t end = 0;
};

struct XmlTag {
  enum class Kind : std::uint8_t { kOpen, kClose, kEmpty };  // <a>, </a>, <a/>
  Kind kind = Kind::kOpen;
  std::string name;
  std::vector<XmlAttribute> attributes;
  std::size_t begin = 0;
  std::size_t end = 0;

  const XmlAttribute* attribute(std::string_view called) const;
  // Empty if there is none of this name.
  std::string value_of(std::string_view called) const;
};

// Comments, declarations and CDATA are passed over.
class XmlTags {
 public:
  explicit XmlTags(std::string_view text) : text_(text) {}
  std::optional<XmlTag> next();  // none at the end, or where the text is no XML
  // Why it ended: empty, or what is wrong at offset().
  const std::string& problem() const { return problem_; }
  std::size_t offset() const { return at_; }

 private:
  bool skip_past(std::string_view end, const char* what);
  std::optional<XmlTag> fail(std::string problem);
  bool read_attribute(XmlTag& tag);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

// As the value of an attribute.
std::string xml_escaped(std::string_view text);

}  // namespace facepoint
