#include "formats/xml_text.h"

#include <algorithm>
#include <charconv>

namespace facepoint {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

void append_utf8(std::string& text, unsigned code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | (code >> 6));
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | (code >> 12));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    text += static_cast<char>(0xF0 | (code >> 18));
    text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// "&#65;" and "&#x41;" too; what is no entity stays as it is.
std::string unescaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t stop = text[0] == '&' ? text.substr(0, 12).find(';') : std::string_view::npos;
    if (stop == std::string_view::npos) {
      result += text[0];
      text.remove_prefix(1);
      continue;
    }
    const std::string_view name = text.substr(1, stop - 1);
    unsigned code = 0;
    if (name == "amp") code = '&';
    if (name == "lt") code = '<';
    if (name == "gt") code = '>';
    if (name == "quot") code = '"';
    if (name == "apos") code = '\'';
    if (name.starts_with('#')) {
      const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
      const std::string_view digits = name.substr(hex ? 2 : 1);
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    }
    if (code == 0) {  // no entity: dlib's own files hold ampersands as they are
      result += text[0];
      text.remove_prefix(1);
      continue;
    }
    append_utf8(result, code);
    text.remove_prefix(stop + 1);
  }
  return result;
}

}  // namespace

const XmlAttribute* XmlTag::attribute(std::string_view called) const {
  for (const XmlAttribute& one : attributes) {
    if (one.name == called) return &one;
  }
  return nullptr;
}

std::string XmlTag::value_of(std::string_view called) const {
  const XmlAttribute* found = attribute(called);
  return found == nullptr ? std::string() : found->value;
}

bool XmlTags::skip_past(std::string_view end, const char* what) {
  const std::size_t found = text_.find(end, at_);
  if (found == std::string_view::npos) {
    problem_ = std::string(what) + " is opened and never closed";
    return false;
  }
  at_ = found + end.size();
  return true;
}

std::optional<XmlTag> XmlTags::fail(std::string problem) {
  problem_ = std::move(problem);
  return std::nullopt;
}

// Leaves `at_` behind the attribute's closing quote.
bool XmlTags::read_attribute(XmlTag& tag) {
  const std::size_t stop = text_.find_first_of("= \t\r\n/><\"'", at_);
  if (stop == std::string_view::npos || stop == at_) return false;
  XmlAttribute attribute;
  attribute.name = text_.substr(at_, stop - at_);
  const std::size_t equals = text_.find_first_not_of(kSpaces, stop);
  if (equals == std::string_view::npos || text_[equals] != '=') return false;
  const std::size_t quote = text_.find_first_not_of(kSpaces, equals + 1);
  if (quote == std::string_view::npos || (text_[quote] != '"' && text_[quote] != '\''))
    return false;
  attribute.begin = quote + 1;
  attribute.end = text_.find(text_[quote], attribute.begin);
  if (attribute.end == std::string_view::npos) return false;
  attribute.value = unescaped(text_.substr(attribute.begin, attribute.end - attribute.begin));
  at_ = attribute.end + 1;
  tag.attributes.push_back(std::move(attribute));
  return true;
}

std::optional<XmlTag> XmlTags::next() {
  for (;;) {
    const std::size_t open = text_.find('<', at_);
    if (open == std::string_view::npos) {
      at_ = text_.size();
      return std::nullopt;
    }
    at_ = open;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      if (!skip_past("-->", "a comment")) return std::nullopt;
    } else if (rest.starts_with("<![CDATA[")) {
      if (!skip_past("]]>", "a CDATA section")) return std::nullopt;
    } else if (rest.starts_with("<?")) {
      if (!skip_past("?>", "a declaration")) return std::nullopt;
    } else if (rest.starts_with("<!")) {
      if (!skip_past(">", "a declaration")) return std::nullopt;
    } else {
      break;
    }
  }
  XmlTag tag;
  tag.begin = at_++;
  const bool closes = at_ < text_.size() && text_[at_] == '/';
  if (closes) ++at_;
  const std::size_t stop = text_.find_first_of(" \t\r\n/><", at_);
  if (stop == std::string_view::npos || stop == at_) return fail("a tag has no name or no end");
  tag.name = text_.substr(at_, stop - at_);
  at_ = stop;
  for (;;) {
    at_ = std::min(text_.find_first_not_of(kSpaces, at_), text_.size());
    if (at_ >= text_.size()) return fail("a tag <" + tag.name + " has no end");
    if (text_[at_] == '>') break;
    if (text_[at_] == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '>') {
      tag.kind = XmlTag::Kind::kEmpty;
      ++at_;
      break;
    }
    if (!read_attribute(tag))
      return fail("an attribute of <" + tag.name + "> is not NAME=\"VALUE\"");
  }
  tag.end = ++at_;
  if (closes) tag.kind = XmlTag::Kind::kClose;
  return tag;
}

std::string xml_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (c == '\'') {
      result += "&apos;";
    } else if (c == '\t' || c == '\n' || c == '\r') {  // as they are they mean a blank
      result += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace facepoint
