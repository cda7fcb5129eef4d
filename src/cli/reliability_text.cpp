#include "cli/reliability_text.h"

#include "cli/terminal.h"

namespace facepoint::cli {

std::string reliability_table(const std::vector<ReliabilityBin>& bins) {
  std::vector<std::vector<std::string>> rows = {{"points", "expected error", "true error"}};
  for (const ReliabilityBin& bin : bins) {
    rows.push_back({with_thousands(bin.count), fixed(bin.expected * 100, 2) + " %",
                    fixed(bin.observed * 100, 2) + " %"});
  }
  return text_table(rows);
}

nlohmann::ordered_json reliability_json(const std::vector<ReliabilityBin>& bins) {
  auto json = nlohmann::ordered_json::array();
  for (const ReliabilityBin& bin : bins) {
    json.push_back({{"expected", bin.expected}, {"observed", bin.observed}, {"points", bin.count}});
  }
  return json;
}

}  // namespace facepoint::cli
