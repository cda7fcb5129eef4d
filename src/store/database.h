// Private to store: one connection to a project file. SOCI is used here and nowhere else; what
// bites in SOCI 4.0.3 is dealt with here and has a test each in tests/unit/store/database_test.cpp.
// Belongs to one thread. Every failure is an Error with the file's path as context.
#pragma once

#include <soci/soci.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "store/column_types.h"

namespace facepoint {

class Database {
 public:
  // Opens an existing SQLite file for reading and writing; never creates one.
  explicit Database(const std::filesystem::path& path);
  // Reads the file as if no journal were beside it. For a look at a file that may be changed by
  // nobody meanwhile.
  static Database without_journal(const std::filesystem::path& path) {
    return {path, "?mode=ro&immutable=1"};
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  const std::filesystem::path& path() const { return path_; }
  // How long a write waits for another writer before Error(kLocked).
  std::chrono::milliseconds patience() const { return patience_; }
  void set_patience(std::chrono::milliseconds patience);
  // Whether closing the last connection brings the journal (-wal) into the file, as it does at
  // first, or leaves both as they are.
  void keep_journal(bool keep);
  // Runs one statement that needs no values.
  void run(const std::string& sql);
  // The first column of the first row, of a statement that always has one.
  std::int64_t number(const std::string& sql);
  std::string text(const std::string& sql);

  Error error(ErrorCode code, const std::string& message) const;
  Error no_such(const std::string& what, std::int64_t id) const;  // kNotFound
  // Calls `work`, turns what SOCI throws into our Error, and says which file it is about.
  template <class Work>
  void guard(Work&& work) {
    try {
      work();
    } catch (const soci::soci_error& failure) {
      throw translated(failure);
    } catch (const Error& failure) {
      if (!failure.context().empty()) throw;
      throw error(failure.code(), failure.message());
    }
  }

 private:
  Database(const std::filesystem::path& path, const std::string& mode);

  friend class Statement;
  friend class Transaction;

  using Prepared = std::unique_ptr<soci::statement>;

  Prepared take(const std::string& sql);
  void give_back(const std::string& sql, Prepared statement);
  Error translated(const soci::soci_error& failure) const;
  // SQLite ends a transaction by itself when the disk is full or fails. What runs next must not be
  // taken for a part of it.
  void check_transaction_is_alive() const;
  bool in_transaction() const;

  std::filesystem::path path_;
  std::chrono::milliseconds patience_{0};
  std::unique_ptr<soci::session> session_;
  std::unordered_map<std::string, Prepared> idle_;  // prepared, reset, without bindings
  int transaction_depth_ = 0;
};

// One run of one SQL statement. Values are copied when they are given; targets must outlive the
// Statement. The destructor ends the run, so that no snapshot stays open, also after an exception.
class Statement {
 public:
  Statement(Database& database, std::string sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // For the placeholders :name in their order; each placeholder stands once in the SQL.
  template <class... T>
  Statement& use(const T&... values) {
    (bind(values), ...);
    return *this;
  }
  // For the columns in their order. Without a next row the targets stay as they were.
  template <class... T>
  Statement& into(T&... targets) {
    (define(targets), ...);
    return *this;
  }

  bool next();      // the next row; false after the last
  bool single();    // the first row, or false; runs to the end
  long long run();  // to the end; how many rows an INSERT, UPDATE or DELETE wrote

 private:
  bool step();  // next(), but for the targets

  template <class Base>
  struct Cell {
    Base value{};
    soci::indicator indicator = soci::i_ok;
  };

  template <class T>
  void bind(const T& value) {
    using Column = ColumnType<T>;
    auto cell = std::make_shared<Cell<typename Column::Base>>();
    std::optional<typename Column::Base> base;
    database_.guard([&] { base = Column::to_base(value); });
    cell->indicator = base ? soci::i_ok : soci::i_null;
    if (base) cell->value = std::move(*base);
    prepared_->exchange(soci::use(std::as_const(cell->value), cell->indicator));
    cells_.push_back(std::move(cell));
  }

  template <class T>
  void define(T& target) {
    using Column = ColumnType<T>;
    auto cell = std::make_shared<Cell<typename Column::Base>>();
    prepared_->exchange(soci::into(cell->value, cell->indicator));
    readers_.push_back([&target, cell = cell.get()] {
      if (cell->indicator == soci::i_null) {
        target = Column::from_null();
      } else {
        target = Column::from_base(std::move(cell->value));
      }
    });
    cells_.push_back(std::move(cell));
  }

  Database& database_;
  std::string sql_;
  Database::Prepared prepared_;
  std::vector<std::shared_ptr<void>> cells_;
  std::vector<std::function<void()>> readers_;
  bool started_ = false;
  bool failed_ = false;
};

// Runs an INSERT ... RETURNING id.
template <class AnyId>
AnyId inserted(Statement& statement) {
  AnyId id;
  statement.into(id).single();
  return id;
}

// All or nothing: rolls back unless committed. The outermost takes the write lock at once (a
// deferred BEGIN fails at its first write when another has written in between, whatever the busy
// timeout); one inside another is a savepoint.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  std::string savepoint() const;

  Database& database_;
  int depth_;
  bool open_ = true;
};

}  // namespace facepoint
