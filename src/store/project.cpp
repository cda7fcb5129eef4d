#include "store/project.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/log.h"
#include "store/database.h"
#include "store/migrations.h"

namespace facepoint {
namespace fs = std::filesystem;

namespace {

// Reads the file's first bytes before SQLite sees it, so that a file of another program is neither
// locked nor recovered by us. Layout: https://www.sqlite.org/fileformat.html, "The Database
// Header".
void check_is_project(const fs::path& path) {
  const auto refuse = [&](ErrorCode code, const std::string& message) {
    throw Error(code, message, path.string());
  };
  if (!fs::exists(path)) refuse(ErrorCode::kNotFound, "There is no such project file.");
  if (!fs::is_regular_file(path)) refuse(ErrorCode::kUnsupported, "This is not a file.");
  if (::access(path.c_str(), R_OK | W_OK) != 0) {
    refuse(ErrorCode::kUnreadable, "You may not read and write this file. Change its permissions.");
  }
  std::array<char, 72> header{};
  std::ifstream file(path, std::ios::binary);
  file.read(header.data(), header.size());
  const std::string_view begin(header.data(), static_cast<std::size_t>(file.gcount()));
  if (begin.empty()) {
    refuse(ErrorCode::kDamaged, "The file is empty. Delete it, or take a copy of the project.");
  }
  if (begin.substr(0, 16) != std::string_view("SQLite format 3\0", 16)) {
    refuse(ErrorCode::kUnsupported,
           "This is not a facepoint project. Name a .facepoint file, or a new name to make one.");
  }
  if (begin.size() < header.size()) refuse(ErrorCode::kDamaged, "The file is cut off.");
  std::uint32_t application = 0;
  for (const char c : begin.substr(68, 4)) {
    application = application << 8U | static_cast<unsigned char>(c);
  }
  if (application != kApplicationId) {
    refuse(ErrorCode::kUnsupported, "This is a database of another program, not a project.");
  }
}

// A commit is on the disk when it returns (FULL), and readers never wait for a writer (WAL).
void configure(Database& database) {
  database.run("PRAGMA foreign_keys = ON");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
}

fs::path unused_name(const fs::path& wish) {
  fs::path name = wish;
  for (int i = 2; fs::exists(name); ++i) name = wish.string() + "-" + std::to_string(i);
  return name;
}

void upgrade(Database& database, int version) {
  if (database.text("PRAGMA quick_check(1)") != "ok") {
    throw database.error(ErrorCode::kDamaged,
                         "The project file is damaged and was not upgraded. Take a copy of it that "
                         "is whole, or save what is left with `sqlite3 FILE .recover`.");
  }
  const fs::path copy =
      unused_name(database.path().string() + ".version-" + std::to_string(version));
  Statement(database, "VACUUM INTO :copy").use(copy.string()).run();
  log(LogLevel::kInfo,
      "Upgrading " + database.path().string() + "; the old one is kept as " + copy.string() + ".");
  migrate(database, migrations());
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
  if (fs::exists(path)) {
    throw Error(ErrorCode::kInvalidInput, "This file exists already. Choose another name.",
                path.string());
  }
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
    }
    rename_to_new(fresh, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    throw;
  }
  return open(path);
}

Project Project::open(const fs::path& path) {
  check_is_project(path);
  auto database = std::make_unique<Database>(path);
  configure(*database);
  const int version = facepoint::schema_version(*database);
  const int known = static_cast<int>(migrations().size());
  if (version > known) {
    throw Error(ErrorCode::kNewerVersion,
                "This project was written by a newer facepoint (version " +
                    std::to_string(version) + " of the file, this program knows " +
                    std::to_string(known) + "). Install the newer facepoint to open it.",
                path.string());
  }
  if (version < known) upgrade(*database, version);
  return Project(std::move(database));
}

Project Project::open_or_create(const fs::path& path) {
  return fs::exists(path) ? open(path) : create(path);
}

Project::Project(std::unique_ptr<Database> database) : database_(std::move(database)) {}
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

}  // namespace facepoint
