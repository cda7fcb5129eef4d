#include "store/saved_queries.h"

#include <algorithm>
#include <sstream>

#include "store/database.h"
#include "store/settings.h"

namespace facepoint {
namespace {

// One a line: a query is one line.
constexpr const char* kSetting = "saved_queries";

void put(Project& project, const std::vector<std::string>& queries) {
  std::string lines;
  for (const std::string& query : queries) lines += query + "\n";
  set_setting(project, kSetting,
              queries.empty() ? std::nullopt : std::optional<std::string>(lines));
}

}  // namespace

std::vector<std::string> saved_queries(Project& project) {
  std::istringstream lines(setting(project, kSetting).value_or(""));
  std::vector<std::string> queries;
  for (std::string line; std::getline(lines, line);) queries.push_back(line);
  return queries;
}

void keep_query(Project& project, const std::string& text) {
  Transaction transaction(project.database());
  std::vector<std::string> queries = saved_queries(project);
  if (std::find(queries.begin(), queries.end(), text) == queries.end()) {
    queries.push_back(text);
    put(project, queries);
  }
  transaction.commit();
}

void forget_query(Project& project, const std::string& text) {
  Transaction transaction(project.database());
  std::vector<std::string> queries = saved_queries(project);
  if (std::erase(queries, text) > 0) put(project, queries);
  transaction.commit();
}

}  // namespace facepoint
