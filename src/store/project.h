// The project file, NAME.facepoint: one SQLite database, reached through SOCI. One Project is one
// connection and belongs to one thread; open another for another thread. Every failure is an Error
// that names the file. Nothing in it is overwritten: revisions and changes are append-only.
// Never open the file by other means in the same program: closing it would drop SQLite's locks.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/query.h"
#include "store/records.h"

namespace facepoint {

class Database;  // store/database.h, private to store

class Project {
 public:
  // Fails if the file exists / does not exist. `open` upgrades an older file (a copy is kept beside
  // it), refuses a newer one, a damaged one, a locked one and files of other programs.
  static Project create(const std::filesystem::path& path);
  static Project open(const std::filesystem::path& path);
  static Project open_or_create(const std::filesystem::path& path);

  Project(Project&&) noexcept;
  Project& operator=(Project&&) noexcept;
  ~Project();

  const std::filesystem::path& path() const;
  int schema_version() const;
  // Changes when another connection has committed (PRAGMA data_version).
  std::int64_t data_version() const;
  // Runs `work` in one transaction (BEGIN IMMEDIATE): all of it or, when it throws, nothing.
  // Calls may nest; the outermost decides.
  void transaction(const std::function<void()>& work);

  // Who changes what is changed through this connection; by default base/person.h's.
  const std::string& person() const { return person_; }
  void set_person(std::string name) { person_ = std::move(name); }

  Database& database() const { return *database_; }

 private:
  explicit Project(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
  std::string person_;
};

// While it lives, a transaction waits so long for another program that writes, before it is an
// Error(kLocked); without one, five seconds.
class Patience {
 public:
  Patience(Project& project, std::chrono::milliseconds patience);
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  ~Patience();

 private:
  Project& project_;
  std::chrono::milliseconds before_;
};

}  // namespace facepoint
