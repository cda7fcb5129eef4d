#include "formats/udacity_csv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "base/error.h"

namespace facepoint {
namespace {

// Two points a row keep the texts readable; the format is the same for 68.
std::vector<UdacityRow> read_rows(const std::string& text) {
  std::istringstream in(text);
  UdacityCsvReader reader(in, "test.csv");
  std::vector<UdacityRow> rows;
  while (auto row = reader.next()) rows.push_back(std::move(*row));
  return rows;
}

const std::string kHeader = ",0,1,2,3\n";

TEST(UdacityCsv, IsRecognisedByItsHeaderAlone) {
  EXPECT_EQ(points_of_udacity_header(",0,1,2,3"), 2);
  EXPECT_EQ(points_of_udacity_header("\xEF\xBB\xBF,0,1,2,3\r\n"), 2);
  EXPECT_EQ(points_of_udacity_header("\"\",\"0\",\"1\""), 1);
  EXPECT_EQ(points_of_udacity_header(udacity_header(68)), 68);
  EXPECT_EQ(points_of_udacity_header("Unnamed: 0,0,1"), 1);  // saved again by pandas
  EXPECT_FALSE(points_of_udacity_header("image,0,1,2,3"));
  EXPECT_FALSE(points_of_udacity_header(",0,1,2"));
  EXPECT_FALSE(points_of_udacity_header(",0,2,1,3"));
  EXPECT_FALSE(points_of_udacity_header(""));
}

TEST(UdacityCsv, ReadsNamesAndPointsInImagePixels) {
  const auto rows = read_rows(kHeader + "A_01.jpg,45.0,-3.0,1.25,1e2\n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].bad);
  EXPECT_EQ(rows[0].image_name, "A_01.jpg");
  EXPECT_EQ(rows[0].points, (std::vector<Point>{{45, -3}, {1.25, 100}}));
}

TEST(UdacityCsv, KeepsTheBytesOfEveryLineWhateverItsLineEnd) {
  const std::string text = kHeader + "a,1,2,3,4\r\nb,1,2,3,4\n\"c,d\",1,2,3,4";
  std::string again = kHeader;
  std::vector<std::string> names;
  for (const UdacityRow& row : read_rows(text)) {
    EXPECT_FALSE(row.bad) << row.raw;
    again += row.raw + row.line_end;
    names.push_back(row.image_name);
  }
  EXPECT_EQ(again, text);
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "c,d"}));
}

struct BadCase {
  std::string line;
  std::int64_t column;
  std::string reason;
};

TEST(UdacityCsv, NamesLineColumnAndReasonOfEveryBadLineAndGoesOn) {
  const std::vector<BadCase> cases = {
      {"a,1,2,3", 8, "4 cells instead of 5"},
      {"a,1,2,3,4,5", 11, "6 cells instead of 5"},
      {"a,1,x,3,4", 5, "cell 3 is not a number: x"},
      {"a,1,2px,3,4", 5, "cell 3 is not a number: 2px"},
      {"a,1,2,nan,4", 7, "cell 4 is not a finite number: nan"},
      {"a,inf,2,3,4", 3, "cell 2 is not a finite number: inf"},
      {"a,1,2,3,", 9, "cell 5 is empty, expected a number"},
      {",1,2,3,4", 1, "the file name is empty"},
      {"", 1, "the line is empty"},
      {"\"a,1,2,3,4", 1, "a quote is opened and never closed"},
      {"\"a\"b,1,2,3,4", 4, "text follows a closing quote"},
  };
  for (const BadCase& bad : cases) {
    const auto rows = read_rows(kHeader + bad.line + "\ngood,1,2,3,4\n");
    ASSERT_EQ(rows.size(), 2U) << bad.line;
    ASSERT_TRUE(rows[0].bad) << bad.line;
    EXPECT_EQ(rows[0].bad->line, 2) << bad.line;
    EXPECT_EQ(rows[0].bad->column, bad.column) << bad.line;
    EXPECT_EQ(rows[0].bad->reason, bad.reason);
    EXPECT_TRUE(rows[0].points.empty());
    EXPECT_EQ(rows[0].raw, bad.line);
    EXPECT_FALSE(rows[1].bad);
  }
}

TEST(UdacityCsv, RefusesAFileOfAnotherForm) {
  std::istringstream other("image,x,y\n");
  std::istringstream empty("");
  EXPECT_THROW(UdacityCsvReader(other, "other.csv"), Error);
  EXPECT_THROW(UdacityCsvReader(empty, "empty.csv"), Error);
}

TEST(UdacityCsv, WritesNumbersAsTheDatasetDoes) {
  EXPECT_EQ(udacity_number(45), "45.0");
  EXPECT_EQ(udacity_number(-3), "-3.0");
  EXPECT_EQ(udacity_number(45.25), "45.25");
  EXPECT_EQ(udacity_number(0.1), "0.1");
  EXPECT_EQ(udacity_number(1e21), "1000000000000000000000.0");
  for (const double value : {1.0 / 3, 123.456789, 1e-7, 98765.4321}) {
    EXPECT_EQ(std::stod(udacity_number(value)), value);
  }
}

TEST(UdacityCsv, WhatItWritesReadsBackTheSame) {
  const std::vector<Point> points = {{45, 98.5}, {-1.0 / 3, 1e-7}};
  for (const std::string name : {"A_01.jpg", "with,comma.jpg", "with\"quote.jpg"}) {
    const auto rows = read_rows(kHeader + udacity_row(name, points) + "\n");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].image_name, name);
    EXPECT_EQ(rows[0].points, points);
  }
}

TEST(UdacityCsv, ACorrectedPointChangesItsOwnNumbersOnly) {
  const std::string raw = "\"a\", 45.00 ,98,\"47.0\",1e2";
  EXPECT_EQ(udacity_row_with_points(raw, {{45, 98}, {47, 100}}), raw);
  EXPECT_EQ(udacity_row_with_points(raw, {{45, 99.5}, {47, 100}}),
            "\"a\", 45.00 ,99.5,\"47.0\",1e2");
  EXPECT_EQ(udacity_row_with_points(raw, {{46, 98}, {48, 101}}), "\"a\",46.0,98,48.0,101.0");
}

TEST(UdacityCsv, RefusesToPutOtherPointsIntoARow) {
  EXPECT_THROW(udacity_row_with_points("a,1,2,3,4", {{1, 2}}), Error);
}

}  // namespace
}  // namespace facepoint
