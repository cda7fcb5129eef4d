// The tags of an XML file of any length, with the bytes and places of what has not been let go. One
// thread.
#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "formats/label_format.h"
#include "formats/text_spans.h"
#include "formats/xml_text.h"

namespace facepoint {

// Offsets are those in the file. What has been passed to the sink is let go; the rest is kept, so
// pass on what lies outside of the element that is being read.
class XmlStream {
 public:
  static constexpr std::size_t kBlock = 1UL << 20U;        // bytes read at a time
  static constexpr std::size_t kLongestTag = 32UL << 20U;  // bytes, of a comment likewise

  XmlStream(std::istream& in, LabelSink& sink, std::size_t block = kBlock)
      : in_(in), sink_(sink), block_(block) {}

  // None at the end, where the text is no XML, or where no tag ends for kLongestTag.
  std::optional<XmlTag> next();
  // The bytes from `begin` on, which is not before passed(), to `end`, which is in what was read.
  std::string_view text(std::size_t begin, std::size_t end) const;
  TextPlace place(std::size_t offset);   // asked in order
  void pass_text(std::size_t end);       // gives the sink the text up to `end`
  void pass_long_text(std::size_t end);  // likewise, once it is worth it
  void skip_to(std::size_t end);         // the sink is given the bytes by the caller
  std::size_t passed() const { return passed_; }
  // After the last tag: gives the sink all that is left, and says what is wrong with the text as a
  // whole. `open`: what it ended inside of; empty: nothing.
  void finish(const std::string& open);

 private:
  bool read_more();  // false at the end of the file
  void let_go();
  std::string_view rest(std::size_t begin) const;

  std::istream& in_;
  LabelSink& sink_;
  std::size_t block_;
  std::string window_;
  std::size_t begin_ = 0;   // of the window
  std::size_t at_ = 0;      // where the next tag is looked for
  std::size_t passed_ = 0;  // to the sink
  std::string problem_;
  // Lines up to counted_.
  std::size_t counted_ = 0;
  std::size_t line_begin_ = 0;
  std::int64_t line_ = 1;
};

// Goes through the tags of a file, as far as `goes_on`, and back to its beginning. Most files tell
// in their first face what is looked for, so this counts as no pass over them.
void look_at_tags(std::istream& in, const std::function<bool(const XmlTag&)>& goes_on);

}  // namespace facepoint
