#include "formats/pts.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace facepoint {
namespace {

TEST(Pts, CountsFromZeroWhereTheFileCountsFromOne) {
  const PtsFile file = parse_pts("version: 1\nn_points: 2\n{\n1 1\n10.5 20.25\n}\n");
  ASSERT_FALSE(file.bad);
  EXPECT_EQ(file.points, (std::vector<Point>{{0, 0}, {9.5, 19.25}}));
}

TEST(Pts, ReadsVersionedHeaderlessSpacedAndCarriageReturnVariants) {
  for (const std::string text : {"version: 1\nn_points:  2\n{\n1 2 \n3 4\n}\n",
                                 "version: 1\r\nn_points: 2\r\n{\r\n1 2\r\n3 4\r\n}\r\n",
                                 "1 2\n3 4\n", "  1\t2\n\n3 4", "n_points: 2\n{\n1 2\n3 4\n}"}) {
    const PtsFile file = parse_pts(text);
    ASSERT_FALSE(file.bad) << text << file.bad->reason;
    EXPECT_EQ(file.points, (std::vector<Point>{{0, 1}, {2, 3}})) << text;
    EXPECT_EQ(file.header + file.body, text);
  }
}

TEST(Pts, OfVeryManyLinesTakesTheTimeOfItsLength) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += "1\n";
  EXPECT_EQ(parse_pts(text).bad->reason, "1 numbers instead of x and y");
}

TEST(Pts, SaysWhereABadFileIsBad) {
  const auto bad = [](const std::string& text) { return *parse_pts(text).bad; };
  EXPECT_EQ(bad("version: 1\nn_points: 2\n{\n1 2\n3 x\n}\n").line, 5);
  EXPECT_EQ(bad("version: 1\nn_points: 2\n{\n1 2\n3 x\n}\n").column, 3);
  EXPECT_EQ(bad("version: 1\nn_points: 2\n{\n1 2\n3\n}\n").reason, "1 numbers instead of x and y");
  EXPECT_EQ(bad("version: 1\nn_points: 3\n{\n1 2\n3 4\n}\n").reason,
            "2 points, but n_points says 3");
  EXPECT_EQ(bad("version: 1\nn_points: 1\n{\n1 nan\n}\n").line, 4);
  EXPECT_EQ(bad("n_points: 1\n{\n1 2\n").reason, "the closing brace is missing");
  EXPECT_EQ(bad("n_points: 1\n{\n1 2\n}\nmore\n").line, 5);
  EXPECT_TRUE(parse_pts("").bad);
  EXPECT_TRUE(parse_pts("<html>").bad);
}

TEST(Pts, WhatItWritesReadsBackAndKeepsThreeDecimals) {
  const std::string text = pts_header(2) + "166.833 92.745\n274 1.5\n}\n";
  const PtsFile file = parse_pts(text);
  ASSERT_FALSE(file.bad);
  EXPECT_EQ(pts_header(2) + pts_body(file.points), text);
  EXPECT_EQ(pts_body(file.points, true), "166.833 92.745\n274 1.5\n");
}

TEST(Pts, ACorrectedPointChangesItsOwnNumbersOnly) {
  const std::string body = "166.8330 92.745 \r\n274 1.50\r\n}";
  std::vector<Point> points = parse_pts("n_points: 2\n{\n" + body).points;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(pts_body_with_points(body, points), body);
  points[1].x = 299;
  EXPECT_EQ(pts_body_with_points(body, points), "166.8330 92.745 \r\n300 1.50\r\n}");
  EXPECT_THROW(pts_body_with_points(body, {{1, 2}, {1, 2}, {1, 2}}), Error);
}

}  // namespace
}  // namespace facepoint
