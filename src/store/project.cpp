#include "store/project.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "base/person.h"
#include "store/database.h"
#include "store/migrations.h"

namespace facepoint {
namespace fs = std::filesystem;

namespace {

// By its name only. Opening the file ourselves would be a trap: closing it again drops every lock
// that SQLite holds on it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
void check_is_file(const fs::path& path) {
  const auto refuse = [&](ErrorCode code, const std::string& message) {
    throw Error(code, message, path.string());
  };
  if (!fs::exists(path)) refuse(ErrorCode::kNotFound, "There is no such project file.");
  if (!fs::is_regular_file(path)) refuse(ErrorCode::kUnsupported, "This is not a file.");
  if (::access(path.c_str(), R_OK | W_OK) != 0) {
    refuse(ErrorCode::kUnreadable, "You may not read and write this file. Change its permissions.");
  }
  if (fs::file_size(path) == 0) {
    refuse(ErrorCode::kDamaged, "The file is empty. Delete it, or take a copy of the project.");
  }
}

void check_is_project(Database& database) {
  if (database.number("PRAGMA application_id") != kApplicationId) {
    throw database.error(ErrorCode::kUnsupported,
                         "This is a database of another program, not a facepoint project.");
  }
  const int version = schema_version(database);
  const int known = static_cast<int>(migrations().size());
  if (version > known) {
    throw database.error(ErrorCode::kNewerVersion,
                         "This project was written by a newer facepoint (version " +
                             std::to_string(version) + " of the file; this program knows " +
                             std::to_string(known) + "). Open it with the newer facepoint.");
  }
}

// Of a file's 255 bytes the names of its journals and copies need some.
constexpr std::size_t kLongestName = 200;

// A commit is on the disk when it returns (FULL), and readers never wait for a writer (WAL).
void configure(Database& database) {
  database.run("PRAGMA foreign_keys = ON");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
}

bool has_journal(const fs::path& path) {
  std::error_code none;
  const auto bytes = fs::file_size(path.string() + "-wal", none);
  return !none && bytes > 0;
}

enum class Damage { kNone, kOrphans, kBroken };

Damage damage_of(Database& database) {
  try {
    if (database.text("PRAGMA integrity_check(1)") != "ok") return Damage::kBroken;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kDamaged) throw;
    return Damage::kBroken;
  }
  std::string table;
  const bool orphans = Statement(database, "PRAGMA foreign_key_check").into(table).single();
  return orphans ? Damage::kOrphans : Damage::kNone;
}

// Of the file with its journal. None: it is whole, or it is open elsewhere, so nobody was killed.
Damage damage_after_a_kill(const fs::path& path) {
  Database alone(path);
  alone.keep_journal(true);
  alone.set_patience(std::chrono::milliseconds(0));
  try {
    alone.run("PRAGMA locking_mode = EXCLUSIVE");
    alone.number("SELECT count(*) FROM sqlite_schema");
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kLocked) return Damage::kNone;
    if (error.code() == ErrorCode::kDamaged) return Damage::kBroken;
    throw;
  }
  check_is_project(alone);
  return damage_of(alone);
}

// A journal stays beside a project that was killed. SQLite takes it for that of any file that gets
// the project's name, such as a copy of it from before, mixes the pages of both, and writes them
// into the file when it is closed. So the project is looked at as a whole before anything is
// written.
void check_journal(const fs::path& path) {
  const Damage found = damage_after_a_kill(path);
  if (found == Damage::kNone) return;
  Database alone = Database::without_journal(path);
  const bool by_journal = damage_of(alone) == Damage::kNone;
  if (!by_journal && found == Damage::kOrphans) return;  // it has lived with them
  const std::string name = path.filename().string();
  const std::string advice = "Beside it lies a journal, " + name +
                             "-wal, which may be another file's: if this is a copy that was put in "
                             "a project's place, move " +
                             name + "-wal and " + name +
                             "-shm to another folder and open it again. Nothing was changed.";
  throw alone.error(ErrorCode::kDamaged,
                    "The project file is damaged: its records do not fit together. " +
                        (by_journal ? advice
                                    : "Take a copy of it that is whole, or save what is left with "
                                      "`sqlite3 FILE .recover`."));
}

// SQLite would take the journal of a project that was moved away for one of the new project. It may
// hold that project's last changes, so it is not for us to delete.
void check_no_leftovers(const fs::path& path) {
  for (const char* suffix : {"-wal", "-journal"}) {
    const fs::path journal = path.string() + suffix;
    if (!fs::exists(journal) || fs::file_size(journal) == 0) continue;
    throw Error(
        ErrorCode::kInvalidInput,
        "Beside this name lies the journal of an earlier project, " + journal.filename().string() +
            ". Put that project's file back, or delete the journal, or choose another name.",
        path.string());
  }
}

void remove_with_journals(const fs::path& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    fs::remove(path.string() + suffix, ignored);
  }
}

// Moves `from` to `to` unless that exists.
void rename_to_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return;
  if (errno == EINVAL && !fs::exists(to)) {  // a file system without RENAME_NOREPLACE
    fs::rename(from, to);
    return;
  }
  throw Error(errno == EEXIST ? ErrorCode::kInvalidInput : ErrorCode::kUnreadable,
              "The project file cannot be made: " + std::generic_category().message(errno) + ".",
              to.string());
}

}  // namespace

// Made beside and renamed when it is complete, so that no half-made project ever has the name.
Project Project::create(const fs::path& path) {
  if (path.filename().string().size() > kLongestName) {
    throw Error(ErrorCode::kInvalidInput,
                "This name is too long: its journals' names need room, too. Choose a shorter one.",
                path.string());
  }
  if (fs::exists(path)) {
    throw Error(ErrorCode::kInvalidInput, "This file exists already. Choose another name.",
                path.string());
  }
  check_no_leftovers(path);
  const fs::path fresh = path.string() + ".new-" + std::to_string(::getpid());
  if (!std::ofstream(fresh, std::ios::binary)) {
    throw Error(ErrorCode::kUnreadable,
                "The project file cannot be made here. See that the folder exists and may be "
                "written to.",
                path.string());
  }
  try {
    {
      Database database(fresh);
      configure(database);
      migrate(database, migrations());
      // Into the file that gets the name; its journal would be left behind.
      database.number("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    rename_to_new(fresh, path);
  } catch (const Error& error) {
    remove_with_journals(fresh);
    throw Error(error.code(), error.message(), path.string());
  } catch (...) {
    remove_with_journals(fresh);
    throw;
  }
  return open(path);
}

Project Project::open(const fs::path& path) {
  check_is_file(path);
  if (has_journal(path)) check_journal(path);
  auto database = std::make_unique<Database>(path);
  check_is_project(*database);
  configure(*database);
  const auto version = static_cast<std::size_t>(facepoint::schema_version(*database));
  if (version < migrations().size()) upgrade(*database, migrations());
  return Project(std::move(database));
}

Project Project::open_or_create(const fs::path& path) {
  std::error_code unknown;  // such as a name that is too long
  if (!fs::exists(path, unknown)) {
    try {
      return create(path);
    } catch (const Error&) {
      if (!fs::exists(path, unknown)) throw;
      // Another program made it at the same moment.
    }
  }
  return open(path);
}

Project::Project(std::unique_ptr<Database> database)
    : database_(std::move(database)), person_(person_name()) {}
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&&) noexcept = default;
Project::~Project() = default;

const fs::path& Project::path() const { return database_->path(); }

int Project::schema_version() const { return facepoint::schema_version(*database_); }

std::int64_t Project::data_version() const { return database_->number("PRAGMA data_version"); }

void Project::transaction(const std::function<void()>& work) {
  Transaction transaction(*database_);
  work();
  transaction.commit();
}

Patience::Patience(Project& project, std::chrono::milliseconds patience)
    : project_(project), before_(project.database().patience()) {
  project_.database().set_patience(patience);
}

Patience::~Patience() { project_.database().set_patience(before_); }

}  // namespace facepoint
