#include "formats/xml_stream.h"

namespace facepoint {
namespace {

constexpr std::size_t kLongText = 64UL << 10U;

}  // namespace

std::string_view XmlStream::rest(std::size_t begin) const {
  return std::string_view(window_).substr(begin - begin_);
}

std::string_view XmlStream::text(std::size_t begin, std::size_t end) const {
  return rest(begin).substr(0, end - begin);
}

bool XmlStream::read_more() {
  let_go();
  const std::size_t before = window_.size();
  window_.resize(before + block_);
  in_.read(window_.data() + before, static_cast<std::streamsize>(block_));
  window_.resize(before + static_cast<std::size_t>(in_.gcount()));
  return window_.size() > before;
}

// What has been passed on and counted, and is not looked through any more.
void XmlStream::let_go() {
  place(passed_);
  window_.erase(0, passed_ - begin_);
  begin_ = passed_;
}

std::optional<XmlTag> XmlStream::next() {
  for (;;) {
    XmlTags tags(rest(at_));
    std::optional<XmlTag> tag = tags.next();
    if (tag) {
      tag->begin += at_;
      tag->end += at_;
      for (XmlAttribute& attribute : tag->attributes) {
        attribute.begin += at_;
        attribute.end += at_;
      }
      at_ = tag->end;
      return tag;
    }
    // It may only have been cut off.
    const bool too_long = rest(at_).size() > kLongestTag;
    if (!too_long && read_more()) continue;
    problem_ = tags.problem();
    if (too_long && problem_.empty()) problem_ = "no tag follows for 32 MB";
    at_ += tags.offset();
    return std::nullopt;
  }
}

TextPlace XmlStream::place(std::size_t offset) {
  if (offset > counted_) {
    const std::string_view skipped = text(counted_, offset);
    for (std::size_t i = 0; i < skipped.size(); ++i) {
      if (skipped[i] != '\n') continue;
      ++line_;
      line_begin_ = counted_ + i + 1;
    }
    counted_ = offset;
  }
  return {line_, static_cast<std::int64_t>(offset - line_begin_) + 1};
}

void XmlStream::pass_text(std::size_t end) {
  sink_.text(text(passed_, end));
  passed_ = end;
}

void XmlStream::pass_long_text(std::size_t end) {
  if (end - passed_ >= kLongText) pass_text(end);
}

void XmlStream::skip_to(std::size_t end) { passed_ = end; }

void XmlStream::finish(const std::string& open) {
  const TextPlace end = place(at_);
  do {
    pass_text(begin_ + window_.size());
  } while (read_more());
  std::string problem = problem_;
  if (problem.empty() && !open.empty()) {
    problem = "the file ends inside of " + open + "; it may have been cut off";
  }
  if (!problem.empty()) sink_.bad({end.line, end.column, std::move(problem)}, {});
}

namespace {

class NoSink : public LabelSink {
 public:
  void text(std::string_view) override {}
  void bad(BadLine, std::string_view) override {}

 private:
  void take(ReadFace) override {}
};

}  // namespace

void look_at_tags(std::istream& in, const std::function<bool(const XmlTag&)>& goes_on) {
  NoSink sink;
  XmlStream xml(in, sink);
  while (const std::optional<XmlTag> tag = xml.next()) {
    if (!goes_on(*tag)) break;
    xml.pass_long_text(tag->begin);
  }
  in.clear();
  in.seekg(0);
}

}  // namespace facepoint
