#include "store/settings.h"

#include "store/database.h"

namespace facepoint {

std::optional<std::string> setting(Project& project, const std::string& name) {
  std::string value;
  const bool known = Statement(project.database(), "SELECT value FROM setting WHERE name = :name")
                         .use(name)
                         .into(value)
                         .single();
  if (!known) return std::nullopt;
  return value;
}

void set_setting(Project& project, const std::string& name,
                 const std::optional<std::string>& value) {
  Database& database = project.database();
  if (!value) {
    Statement(database, "DELETE FROM setting WHERE name = :name").use(name).run();
    return;
  }
  Statement(database,
            "INSERT INTO setting (name, value) VALUES (:name, :value) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .use(name, *value)
      .run();
}

}  // namespace facepoint
