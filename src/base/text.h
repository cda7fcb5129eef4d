// Small pieces of text that people read, said the same way everywhere. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace facepoint {

// "3 files", "1 file"; `plural` where it isn't the singular with an s.
std::string count_of(std::int64_t n, std::string_view singular, std::string_view plural = {});

// "45 s", "3 min 20 s", "1 h 05 min".
std::string duration_text(double seconds);

// UTC, "2026-11-22T21:55:03Z".
std::string utc_now();

}  // namespace facepoint
