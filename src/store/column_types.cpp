#include "store/column_types.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/json_numbers.h"

namespace facepoint {
namespace {

// A list as to_base writes it; nullopt: it is written otherwise.
std::optional<std::vector<double>> plainly_written(std::string_view json) {
  std::vector<double> values;
  char before = '[';
  while (json.starts_with(before)) {
    json.remove_prefix(1);
    const auto value = take_json_number(json);
    if (!value) return std::nullopt;
    values.push_back(*value);
    before = ',';
  }
  if (json != "]") return std::nullopt;
  return values;
}

}  // namespace

std::optional<std::string> ColumnType<std::vector<double>>::to_base(
    const std::vector<double>& values) {
  for (const double value : values) ColumnType<double>::to_base(value);
  return nlohmann::json(values).dump();
}

std::vector<double> ColumnType<std::vector<double>>::from_base(const std::string& json) {
  if (auto plain = plainly_written(json)) return *std::move(plain);
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) throw_bad_column("text where a list of numbers must be");
  std::vector<double> values;
  values.reserve(list.size());
  for (const auto& entry : list) {
    if (!entry.is_number()) throw_bad_column("a list with something else than numbers");
    values.push_back(entry.get<double>());
  }
  return values;
}

std::optional<std::string> ColumnType<std::vector<int>>::to_base(const std::vector<int>& values) {
  return nlohmann::json(values).dump();
}

std::vector<int> ColumnType<std::vector<int>>::from_base(const std::string& json) {
  std::vector<int> values;
  for (const double value : ColumnType<std::vector<double>>::from_base(json)) {
    const bool whole = value >= 0 && value <= std::numeric_limits<int>::max();
    if (!whole || value != std::floor(value))
      throw_bad_column("a list with something else than indices");
    values.push_back(static_cast<int>(value));
  }
  return values;
}

std::optional<std::string> ColumnType<std::vector<std::string>>::to_base(
    const std::vector<std::string>& words) {
  return nlohmann::json(words).dump();
}

std::vector<std::string> ColumnType<std::vector<std::string>>::from_base(const std::string& json) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  const bool words = list.is_array() && std::all_of(list.begin(), list.end(), [](const auto& word) {
                       return word.is_string();
                     });
  if (!words) throw_bad_column("text where a list of words must be");
  return list.get<std::vector<std::string>>();
}

}  // namespace facepoint
