#include "store/column_types.h"

#include <nlohmann/json.hpp>

namespace facepoint {

std::optional<std::string> ColumnType<std::vector<double>>::to_base(
    const std::vector<double>& values) {
  for (const double value : values) ColumnType<double>::to_base(value);
  return nlohmann::json(values).dump();
}

std::vector<double> ColumnType<std::vector<double>>::from_base(const std::string& json) {
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

}  // namespace facepoint
