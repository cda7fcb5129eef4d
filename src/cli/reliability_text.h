// What expected errors are worth, as commands print it. Pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "landmark/metrics.h"

namespace facepoint::cli {

// A row a bin; errors are parts of the box side.
std::string reliability_table(const std::vector<ReliabilityBin>& bins);
nlohmann::ordered_json reliability_json(const std::vector<ReliabilityBin>& bins);

}  // namespace facepoint::cli
