// Private to store: the database's layout, as the steps that lead to it. A new file runs the same
// steps as an old one. user_version is the number of steps done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/database.h"

namespace facepoint {

// "FCPT", which tells our files from those of other programs.
constexpr std::uint32_t kApplicationId = 0x46435054;

// The statements of one step.
using Migration = std::vector<std::string>;

// Append only: a step that was released never changes.
const std::vector<Migration>& migrations();

int schema_version(Database& database);

// Runs the steps that are missing, each with its number in one transaction: a step that fails
// leaves the file at the step before.
void migrate(Database& database, const std::vector<Migration>& steps);

// The same for a file with a person's work in it: refuses a damaged one, and keeps a copy of the
// old one beside it, FILE.version-N. Returns the copy's path.
std::filesystem::path upgrade(Database& database, const std::vector<Migration>& steps);

}  // namespace facepoint
