#include "formats/csv_dialect.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

constexpr const char* kPlain = ",0,1,2,3\na.jpg,1.5,2.0,-3.25,4.0\n\"b,c.jpg\",1.0,2.0,3.0,4.0\n";

std::string mended(std::string_view text) { return plain_csv(text, dialect_of(text)); }

TEST(CsvDialect, FindsNothingToMendInPlainText) {
  const CsvDialect dialect = dialect_of(kPlain);
  EXPECT_FALSE(dialect.needs_mending());
  EXPECT_FALSE(dialect.is_unclear);
  EXPECT_FALSE(dialect.mixed_line_ends());
  EXPECT_EQ(plain_csv(kPlain, dialect), kPlain);
  EXPECT_FALSE(dialect_of("").needs_mending());
  EXPECT_EQ(plain_csv("", {}), "");
}

TEST(CsvDialect, MendsSemicolonsTabsAndDecimalCommas) {
  EXPECT_EQ(mended(";0;1;2;3\na.jpg;1.5;2.0;-3.25;4.0\nb,c.jpg;1.0;2.0;3.0;4.0\n"), kPlain);
  EXPECT_EQ(mended("\t0\t1\t2\t3\na.jpg\t1.5\t2.0\t-3.25\t4.0\nb,c.jpg\t1.0\t2.0\t3.0\t4.0\n"),
            kPlain);
  EXPECT_EQ(mended(";0;1;2;3\na.jpg;1,5;2,0;-3,25;4,0\nb,c.jpg;1,0;2,0;3,0;4,0\n"), kPlain);
  EXPECT_EQ(
      mended(",0,1,2,3\na.jpg,\"1,5\",\"2,0\",\"-3,25\",\"4,0\"\n\"b,c.jpg\",1.0,2.0,3.0,4.0\n"),
      kPlain);
}

TEST(CsvDialect, MendsANumberInTheFirstCellButNoName) {
  EXPECT_EQ(mended("a_x;a_y;Image\n66,5;39;1 2\n;;3 4\n"), "a_x,a_y,Image\n66.5,39,1 2\n,,3 4\n");
  EXPECT_EQ(mended(";0;1\n1,5;2;3\n1,6;4;5\n"), ",0,1\n\"1,5\",2,3\n\"1,6\",4,5\n");
  EXPECT_EQ(mended("image;x;y\n1,5;2;3\nb.jpg;4;5\n"), "image,x,y\n\"1,5\",2,3\nb.jpg,4,5\n");
}

TEST(CsvDialect, JoinsNumbersThatDecimalCommasSplit) {
  const std::string text = ",0,1,2,3\na.jpg,1,5,2,0,-3,25,4,0\n\"b,c.jpg\",1,0,2,0,3,0,4,0\n";
  EXPECT_TRUE(dialect_of(text).split_numbers);
  EXPECT_EQ(mended(text), kPlain);
}

TEST(CsvDialect, SaysWhereSplitNumbersCannotBeToldApart) {
  const CsvDialect dialect = dialect_of(",0,1,2,3\na.jpg,1,5,2,-3,25,4\nb.jpg,1,2,5,3,4\n");
  EXPECT_TRUE(dialect.is_unclear);
  EXPECT_FALSE(dialect.split_numbers);
}

TEST(CsvDialect, KnowsWhichLinesAreWholeWhereATextIsCutAnywhere) {
  EXPECT_EQ(whole_lines("a\nb"), 2U);
  EXPECT_EQ(whole_lines("a\r\nb\r\n"), 6U);
  EXPECT_EQ(whole_lines("a\r\nb\r"), 3U);  // an LF may follow
  EXPECT_EQ(whole_lines("a\rb\rc"), 4U);
  EXPECT_EQ(whole_lines("a"), 0U);
  EXPECT_EQ(whole_lines(""), 0U);
}

TEST(CsvDialect, CountsLineEndsAndByteOrderMarks) {
  const CsvDialect mixed = dialect_of("\xEF\xBB\xBF,0,1\r\na,1,2\nb,1,2\n");
  EXPECT_TRUE(mixed.byte_order_mark);
  EXPECT_TRUE(mixed.mixed_line_ends());
  EXPECT_FALSE(mixed.needs_mending());
  EXPECT_EQ(mixed.crlf, 1);
  EXPECT_EQ(mixed.lf, 2);
  EXPECT_EQ(mended(",0,1\ra,1,2\rb,3,4\r"), ",0,1\na,1,2\nb,3,4\n");
  EXPECT_TRUE(dialect_of(",0,1\ra,1,2\r").needs_mending());
}

}  // namespace
}  // namespace facepoint
