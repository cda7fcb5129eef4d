#include "formats/xml_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "collected.h"

namespace facepoint {
namespace {

using test::Collected;

const std::string kText =
    "<?xml version='1.0'?>\n<a><!-- <no> -->\n  <b x='1 &lt; 2' y=\"'>'\"/>\n"
    "<![CDATA[<no>]]><c\n d='e'>text</c ></a>\n<!DOCTYPE x>\n";

struct Seen {
  std::string name;
  std::string bytes;
  std::string value;
  std::int64_t line = 0;
  std::int64_t column = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> tags_in(const std::string& text, std::size_t block, Collected& sink) {
  std::istringstream in(text);
  XmlStream xml(in, sink, block);
  std::vector<Seen> seen;
  while (const std::optional<XmlTag> tag = xml.next()) {
    const TextPlace place = xml.place(tag->begin);
    seen.push_back(
        {tag->name, std::string(xml.text(tag->begin, tag->end)), {}, place.line, place.column});
    for (const XmlAttribute& attribute : tag->attributes) {
      seen.back().value += xml.text(attribute.begin, attribute.end);
    }
    xml.pass_text(tag->begin);
  }
  xml.finish("");
  return seen;
}

TEST(XmlStream, SeesTheSameTagsHoweverTheFileIsCutIntoBlocks) {
  Collected whole;
  const std::vector<Seen> expected = tags_in(kText, 1 << 20, whole);
  ASSERT_EQ(expected.size(), 5U);
  EXPECT_EQ(expected[1], (Seen{"b", "<b x='1 &lt; 2' y=\"'>'\"/>", "1 &lt; 2'>'", 3, 3}));
  EXPECT_EQ(whole.bytes, kText);
  for (std::size_t block = 1; block < kText.size(); ++block) {
    Collected sink;
    EXPECT_EQ(tags_in(kText, block, sink), expected) << block;
    EXPECT_EQ(sink.bytes, kText) << block;
    EXPECT_TRUE(sink.bad_lines.empty());
  }
}

TEST(XmlStream, SaysWhereAFileIsNoXmlAndPassesItOnAllTheSame) {
  const std::string text = kText + "\n <broken 1/>\n" + kText;
  for (const std::size_t block : {1, 7, 1000}) {
    Collected sink;
    EXPECT_EQ(tags_in(text, block, sink).size(), 5U);
    EXPECT_EQ(sink.bytes, text);
    ASSERT_EQ(sink.bad_lines.size(), 1U);
    EXPECT_EQ(sink.bad_lines[0].line, 8);
  }
}

TEST(XmlStream, NeedsNoMoreMemoryForALongerFile) {
  struct Longest : LabelSink {
    void text(std::string_view bytes) override { longest = std::max(longest, bytes.size()); }
    void take(ReadFace) override { ++faces; }
    void bad(BadLine, std::string_view) override {}
    std::size_t longest = 0;
    int faces = 0;
  };
  std::string text = "<dataset><images>";
  for (int i = 0; i < 100'000; ++i) {
    text += "<image file='a.jpg'><box top='1' left='2' width='3' height='4'/></image>\n";
  }
  text += "<image file='b.jpg'><box top='1'><part name='0' x='1' y='2'/></box></image></images>";
  std::istringstream in(text);
  ReadContext context;
  context.scheme = &test::small_scheme();
  Longest sink;
  find_label_format("dlib-xml")->read(in, context, sink);
  EXPECT_EQ(sink.faces, 1);
  EXPECT_LT(sink.longest, 1U << 17U);
}

}  // namespace
}  // namespace facepoint
