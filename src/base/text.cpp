#include "base/text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace facepoint {

std::string count_of(std::int64_t n, std::string_view singular, std::string_view plural) {
  std::string text = with_thousands(n) + " ";
  if (n == 1) return text.append(singular);
  if (!plural.empty()) return text.append(plural);
  return text.append(singular).append("s");
}

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string with_thousands(std::int64_t n) {
  const std::string digits = std::to_string(n);
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const std::size_t left = digits.size() - at;
    if (!text.empty() && text != "-" && left % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string with_sign(int value) { return (value > 0 ? "+" : "") + std::to_string(value); }

std::string duration_text(double seconds) {
  const auto whole = std::llround(seconds);
  std::array<char, 48> text{};
  if (whole < 60) {
    std::snprintf(text.data(), text.size(), "%lld s", whole);
  } else if (whole < 3600) {
    std::snprintf(text.data(), text.size(), "%lld min %02lld s", whole / 60, whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld h %02lld min", whole / 3600, whole / 60 % 60);
  }
  return text.data();
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  const std::size_t n = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), n};
}

std::string when_text(const std::string& utc, std::time_t now) {
  std::tm parsed{};
  if (std::sscanf(utc.c_str(), "%d-%d-%dT%d:%d:%d", &parsed.tm_year, &parsed.tm_mon,
                  &parsed.tm_mday, &parsed.tm_hour, &parsed.tm_min, &parsed.tm_sec) != 6) {
    return utc;
  }
  parsed.tm_year -= 1900;
  parsed.tm_mon -= 1;
  const std::time_t seconds = timegm(&parsed);
  std::tm local{};
  std::tm today{};
  std::tm yesterday{};
  localtime_r(&seconds, &local);
  localtime_r(&now, &today);
  std::tm noon = today;  // a day before noon is yesterday, also where a day has 23 or 25 hours
  noon.tm_hour = 12;
  const std::time_t day_before = std::mktime(&noon) - std::time_t{24} * 3600;
  localtime_r(&day_before, &yesterday);
  const auto is_day = [&](const std::tm& day) {
    return local.tm_year == day.tm_year && local.tm_yday == day.tm_yday;
  };
  const char* format = is_day(today)                    ? "today %H:%M"
                       : is_day(yesterday)              ? "yesterday %H:%M"
                       : local.tm_year == today.tm_year ? "%e %b %H:%M"
                                                        : "%Y-%m-%d %H:%M";
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), format, &local);
  return text[0] == ' ' ? text.data() + 1 : text.data();
}

}  // namespace facepoint
