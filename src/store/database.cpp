#include "store/database.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <cctype>
#include <string_view>

namespace facepoint {
namespace {

constexpr std::chrono::milliseconds kPatience(5000);
// Queries make statements of their own, so what is kept prepared has a limit.
constexpr std::size_t kMostIdle = 100;

constexpr const char* kFull =
    "The disk is full; nothing of this step was saved. Free some space and repeat it.";
constexpr std::uintmax_t kLeastRoom = 256 * 1024;  // bytes

bool is_full(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto room = std::filesystem::space(std::filesystem::absolute(file).parent_path(), unknown);
  return !unknown && room.capacity > 0 && room.available < kLeastRoom;
}

// SOCI's own connection string cannot hold every path and lets SQLite create a missing file;
// SQLite's URI form has neither trouble.
std::string connection_string(const std::filesystem::path& path, const std::string& mode) {
  static const std::string_view kPlain = "/-_.~";
  static const std::string_view kHex = "0123456789ABCDEF";
  std::string uri = "dbname=file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return uri + mode;
}

// Ends the run of a statement, which SOCI itself does only before the next run. The library does
// not export the type information that a sanitizer needs to check the cast, here and below.
__attribute__((no_sanitize("vptr"))) void reset(soci::statement& statement) {
  auto& backend = static_cast<soci::sqlite3_statement_backend&>(*statement.get_backend());
  sqlite_api::sqlite3_reset(backend.stmt_);
  backend.databaseReady_ = true;
}

__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3* connection_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend&>(*session.get_backend()).conn_;
}

}  // namespace

Database::Database(const std::filesystem::path& path) : Database(path, "?mode=rw") {}

Database::Database(const std::filesystem::path& path, const std::string& mode) : path_(path) {
  if (sqlite_api::sqlite3_compileoption_used("USE_URI") == 0) {
    throw error(ErrorCode::kUnsupported, "This SQLite library is built without USE_URI.");
  }
  guard([&] {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connection_string(path, mode));
    set_patience(kPatience);
  });
}

// Prepared statements go before the session they belong to.
Database::~Database() { idle_.clear(); }

void Database::set_patience(std::chrono::milliseconds patience) {
  patience_ = patience;
  sqlite_api::sqlite3_busy_timeout(connection_of(*session_), static_cast<int>(patience.count()));
}

void Database::keep_journal(bool keep) {
  sqlite_api::sqlite3_db_config(connection_of(*session_), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                                keep ? 1 : 0, nullptr);
}

void Database::run(const std::string& sql) { Statement(*this, sql).run(); }

std::int64_t Database::number(const std::string& sql) {
  std::int64_t result = 0;
  Statement(*this, sql).into(result).single();
  return result;
}

std::string Database::text(const std::string& sql) {
  std::string result;
  Statement(*this, sql).into(result).single();
  return result;
}

Error Database::error(ErrorCode code, const std::string& message) const {
  return {code, message, path_.string()};
}

Error Database::no_such(const std::string& what, std::int64_t id) const {
  return error(ErrorCode::kNotFound, "There is no " + what + " " + std::to_string(id) + ".");
}

Error Database::translated(const soci::soci_error& failure) const {
  const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&failure);
  const std::string said = failure.get_error_message();
  if (known == nullptr) return error(ErrorCode::kInternal, "The database refused: " + said + ".");
  switch (known->result() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorCode::kLocked,
                   "Another program is writing to this project. Wait until it has finished, or "
                   "close it, and try again.");
    case SQLITE_FULL:
      return error(ErrorCode::kUnreadable, kFull);
    case SQLITE_NOTADB:
      return error(ErrorCode::kUnsupported,
                   "This is not a facepoint project. Name a .facepoint file, or a new name to make "
                   "one.");
    case SQLITE_CORRUPT:
      return error(ErrorCode::kDamaged,
                   "The project file is damaged (" + said +
                       "). Take a copy of it that is whole, or save what is left with `sqlite3 "
                       "FILE .recover`.");
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      // Its journal and index are files beside it, also for whoever only reads.
      if (is_full(path_)) return error(ErrorCode::kUnreadable, kFull);
      [[fallthrough]];
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return error(ErrorCode::kUnreadable,
                   "The project file cannot be read and written (" + said +
                       "). See that the file and its folder may be written to.");
    case SQLITE_CONSTRAINT:
      return error(ErrorCode::kInvalidInput, "This does not fit into the project: " + said + ".");
    default:
      return error(ErrorCode::kInternal, "The database refused: " + said + ".");
  }
}

bool Database::in_transaction() const {
  return sqlite_api::sqlite3_get_autocommit(connection_of(*session_)) == 0;
}

void Database::check_transaction_is_alive() const {
  if (transaction_depth_ > 0 && !in_transaction()) {
    throw error(ErrorCode::kUnreadable,
                "An earlier failure has undone this step. Repeat it from its beginning.");
  }
}

Database::Prepared Database::take(const std::string& sql) {
  if (auto node = idle_.extract(sql)) return std::move(node.mapped());
  auto statement = std::make_unique<soci::statement>(*session_);
  guard([&] {
    statement->alloc();
    statement->prepare(sql);
  });
  return statement;
}

void Database::give_back(const std::string& sql, Prepared statement) {
  if (idle_.size() < kMostIdle) idle_.emplace(sql, std::move(statement));
}

Statement::Statement(Database& database, std::string sql)
    : database_(database), sql_(std::move(sql)), prepared_(database.take(sql_)) {}

Statement::~Statement() {
  if (failed_) return;  // destroying what was prepared ends it, too
  reset(*prepared_);
  prepared_->bind_clean_up();
  database_.give_back(sql_, std::move(prepared_));
}

bool Statement::step() {
  bool got_row = false;
  failed_ = true;
  if (!started_) database_.check_transaction_is_alive();
  database_.guard([&] {
    if (started_) {
      got_row = prepared_->fetch();
    } else {
      started_ = true;
      prepared_->define_and_bind();
      got_row = prepared_->execute(true);
    }
  });
  failed_ = false;
  return got_row;
}

bool Statement::next() {
  if (!step()) return false;
  database_.guard([&] {
    for (const auto& read : readers_) read();
  });
  return true;
}

bool Statement::single() {
  const bool got_row = next();
  // A write is complete, and its failure known, only at the end.
  while (got_row && step()) {
  }
  return got_row;
}

long long Statement::run() {
  while (step()) {
  }
  return prepared_->get_affected_rows();
}

Transaction::Transaction(Database& database)
    : database_(database), depth_(database.transaction_depth_) {
  database.check_transaction_is_alive();
  database.run(depth_ == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT " + savepoint());
  ++database.transaction_depth_;
}

Transaction::~Transaction() {
  if (!open_) return;
  --database_.transaction_depth_;
  if (!database_.in_transaction()) return;  // SQLite has already rolled back by itself
  const std::string sql =
      depth_ == 0 ? "ROLLBACK" : "ROLLBACK TO " + savepoint() + "; RELEASE " + savepoint();
  sqlite_api::sqlite3_exec(connection_of(*database_.session_), sql.c_str(), nullptr, nullptr,
                           nullptr);
}

void Transaction::commit() {
  database_.check_transaction_is_alive();
  database_.run(depth_ == 0 ? "COMMIT" : "RELEASE " + savepoint());
  --database_.transaction_depth_;
  open_ = false;
}

std::string Transaction::savepoint() const { return "level_" + std::to_string(depth_); }

}  // namespace facepoint
