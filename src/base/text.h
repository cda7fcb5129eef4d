// Small pieces of text that people read, said the same way everywhere. Any thread.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace facepoint {

// "3 files", "1 file"; `plural` where it isn't the singular with an s.
std::string count_of(std::int64_t n, std::string_view singular, std::string_view plural = {});

// Without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

// "4,975".
std::string with_thousands(std::int64_t n);

// "3.14" for two digits.
std::string fixed(double value, int digits);

// "+3", "-3", "0".
std::string with_sign(int value);

// "45 s", "3 min 20 s", "1 h 05 min".
std::string duration_text(double seconds);

// UTC, "2026-11-22T21:55:03Z".
std::string utc_now();

// Such a time as the clock on the wall shows it: "today 14:05", "yesterday 14:05", "12 Nov 14:05"
// this year, "2025-11-12 14:05" before; as it is where it cannot be read.
std::string when_text(const std::string& utc, std::time_t now);

}  // namespace facepoint
