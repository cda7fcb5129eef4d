#include "base/json_numbers.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

TEST(JsonNumbers, AreTakenOffTheTextThatTheyBegin) {
  std::string_view text = "-12.5e+1,3";
  EXPECT_EQ(take_json_number(text), -125);
  EXPECT_EQ(text, ",3");
  for (const auto& [written, value] :
       {std::pair{"0", 0.0}, {"-0.25", -0.25}, {"7E2", 700.0}, {"0.1", 0.1}, {"10", 10.0}}) {
    std::string_view whole = written;
    EXPECT_EQ(take_json_number(whole), value) << written;
    EXPECT_EQ(whole, "") << written;
  }
}

TEST(JsonNumbers, WhatOtherReadersTakeBesideIsNone) {
  for (const char* text : {"", "-", ".5", "+1", "01", "1.", "1.e5", "1e", "1e+", "nan", "inf",
                           "-inf", "1e999", " 1", "x"}) {
    std::string_view rest = text;
    EXPECT_EQ(take_json_number(rest), std::nullopt) << text;
    EXPECT_EQ(rest, text) << "and nothing is taken";
  }
}

}  // namespace
}  // namespace facepoint
