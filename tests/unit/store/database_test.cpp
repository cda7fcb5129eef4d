// What store/database.h protects the rest from: one test for each trap of SOCI 4.0.3 and SQLite.
#include "store/database.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;

class DatabaseTest : public ::testing::Test {
 protected:
  DatabaseTest() {
    test::write_text(path, "");
    database.emplace(path);
    database->run("PRAGMA journal_mode = WAL");
    database->run("CREATE TABLE t (n INTEGER, r REAL, s TEXT) STRICT");
  }

  void add(Database& to, std::int64_t n) {
    Statement(to, "INSERT INTO t (n) VALUES (:n)").use(n).run();
  }
  std::int64_t rows(Database& in) { return in.number("SELECT count(*) FROM t"); }

  test::TempDir folder;
  std::filesystem::path path = folder / "a.db";
  std::optional<Database> database;
};

TEST_F(DatabaseTest, AMissingFileIsNotCreated) {
  const auto missing = folder / "missing.db";
  EXPECT_EQ(error_of([&] { Database opened(missing); }).code(), ErrorCode::kUnreadable);
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST_F(DatabaseTest, AnyFileNameIsTakenAsItIs) {
  for (const char* name : {"a b.db", "two  spaces .db", "quote\".db", "it's.db", "a?mode=memory",
                           "50%25.db", "#hash", "dbname=x", "Größe 图.db", "back\\slash.db"}) {
    const test::TempDir own;
    test::write_text(own / name, "");
    Database odd(own / name);
    odd.run("CREATE TABLE t (n INTEGER)");
    EXPECT_GT(std::filesystem::file_size(own / name), 0U) << name;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(own.path()), {}), 1) << name;
  }
}

TEST_F(DatabaseTest, WholeNumbersKeepAll64Bits) {
  const std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  add(*database, lowest);
  EXPECT_EQ(database->number("SELECT n FROM t"), lowest);
  EXPECT_EQ(database->number("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, ANumberThatDoesNotFitTheTargetIsAnErrorNotCutOff) {
  add(*database, 5'000'000'000);
  int narrow = 0;
  const Error error =
      error_of([&] { Statement(*database, "SELECT n FROM t").into(narrow).single(); });
  EXPECT_EQ(error.code(), ErrorCode::kDamaged);
  EXPECT_EQ(error.context(), path.string());
  EXPECT_EQ(narrow, 0);
}

TEST_F(DatabaseTest, DoublesComeBackUnchanged) {
  for (const double value : {0.1, 1.0 / 3, -2.5, 5e-324, 1.7976931348623157e308}) {
    Statement(*database, "INSERT INTO t (r) VALUES (:r)").use(value).run();
    double back = 1;
    Statement(*database, "SELECT r FROM t ORDER BY rowid DESC LIMIT 1").into(back).single();
    EXPECT_EQ(back, value);
  }
}

TEST_F(DatabaseTest, NotANumberIsRefusedBeforeItBecomesNull) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(
      error_of([&] { Statement(*database, "INSERT INTO t (r) VALUES (:r)").use(nan); }).code(),
      ErrorCode::kInvalidInput);
}

TEST_F(DatabaseTest, TextNeverBecomesANumber) {
  const auto insert = [&] {
    Statement(*database, "INSERT INTO t (n) VALUES (:n)").use("twelve").run();
  };
  EXPECT_EQ(error_of(insert).code(), ErrorCode::kInvalidInput);
}

TEST_F(DatabaseTest, TextWithAZeroByteIsRefusedBeforeItIsCutOff) {
  const std::string text("a\0b", 3);
  EXPECT_EQ(
      error_of([&] { Statement(*database, "INSERT INTO t (s) VALUES (:s)").use(text); }).code(),
      ErrorCode::kInvalidInput);
}

TEST_F(DatabaseTest, NullIsAnErrorUnlessTheTargetCanBeEmpty) {
  add(*database, 1);
  std::string text;
  std::optional<std::string> optional = "before";
  EXPECT_EQ(error_of([&] { Statement(*database, "SELECT s FROM t").into(text).single(); }).code(),
            ErrorCode::kDamaged);
  EXPECT_TRUE(Statement(*database, "SELECT s FROM t").into(optional).single());
  EXPECT_FALSE(optional);
}

TEST_F(DatabaseTest, WithoutARowTheTargetsStayAndSingleSaysSo) {
  std::int64_t n = 7;
  EXPECT_FALSE(Statement(*database, "SELECT n FROM t").into(n).single());
  EXPECT_EQ(n, 7);
}

TEST_F(DatabaseTest, ValuesMayBeTemporaries) {
  Statement insert(*database, "INSERT INTO t (s) VALUES (:s)");
  insert.use(std::string(1000, 'x') + "!");
  insert.run();
  EXPECT_EQ(database->text("SELECT s FROM t"), std::string(1000, 'x') + "!");
}

TEST_F(DatabaseTest, TheSameSqlCanRunInsideItself) {
  add(*database, 1);
  add(*database, 2);
  const std::string sql = "SELECT n FROM t ORDER BY n";
  std::vector<std::int64_t> seen;
  std::int64_t outer = 0;
  Statement first(*database, sql);
  first.into(outer);
  while (first.next()) {
    std::int64_t inner = 0;
    Statement second(*database, sql);
    second.into(inner);
    while (second.next()) seen.push_back(outer * 10 + inner);
  }
  EXPECT_EQ(seen, (std::vector<std::int64_t>{11, 12, 21, 22}));
}

TEST_F(DatabaseTest, AFailedStatementCanBeRunAgain) {
  database->run("CREATE UNIQUE INDEX u ON t (n)");
  add(*database, 1);
  EXPECT_EQ(error_of([&] { add(*database, 1); }).code(), ErrorCode::kInvalidInput);
  add(*database, 2);
  EXPECT_EQ(rows(*database), 2);
}

TEST_F(DatabaseTest, AnAbandonedSelectFreezesNoSnapshot) {
  add(*database, 1);
  add(*database, 2);
  Database other(path);
  std::int64_t n = 0;
  try {
    Statement select(*database, "SELECT n FROM t");
    select.into(n).next();
    throw std::runtime_error("left in the middle");
  } catch (const std::runtime_error&) {
  }
  add(other, 3);
  EXPECT_EQ(rows(*database), 3);
  add(*database, 4);
  EXPECT_EQ(other.number("PRAGMA wal_checkpoint(TRUNCATE)"), 0) << "a reader is still there";
}

TEST_F(DatabaseTest, ATransactionTakesTheWriteLockAtOnce) {
  Database other(path);
  other.set_patience(std::chrono::milliseconds(20));
  Transaction transaction(*database);
  EXPECT_EQ(rows(*database), 0);
  const Error error = error_of([&] { add(other, 1); });
  EXPECT_EQ(error.code(), ErrorCode::kLocked);
  EXPECT_EQ(error.context(), path.string());
  add(*database, 2);
  transaction.commit();
  EXPECT_EQ(rows(other), 1);
}

TEST_F(DatabaseTest, ReadersDoNotWaitForAWriter) {
  Database other(path);
  other.set_patience(std::chrono::milliseconds(0));
  Transaction transaction(*database);
  add(*database, 1);
  EXPECT_EQ(rows(other), 0);
}

TEST_F(DatabaseTest, WritersWaitForEachOtherAndLoseNothing) {
  add(*database, 0);
  const auto count_up = [&] {
    Database own(path);
    for (int i = 0; i < 20; ++i) {
      Transaction transaction(own);
      const std::int64_t n = own.number("SELECT n FROM t");
      Statement(own, "UPDATE t SET n = :n").use(n + 1).run();
      transaction.commit();
    }
  };
  std::thread first(count_up);
  std::thread second(count_up);
  first.join();
  second.join();
  EXPECT_EQ(database->number("SELECT n FROM t"), 40);
}

TEST_F(DatabaseTest, ATransactionThatIsNotCommittedLeavesNothing) {
  {
    Transaction transaction(*database);
    add(*database, 1);
  }
  EXPECT_EQ(rows(*database), 0);
  Transaction transaction(*database);
  add(*database, 2);
  transaction.commit();
  EXPECT_EQ(rows(*database), 1);
}

TEST_F(DatabaseTest, AnInnerTransactionRollsBackAloneAndTheOutermostDecides) {
  {
    Transaction outer(*database);
    add(*database, 1);
    {
      Transaction inner(*database);
      add(*database, 2);
    }
    EXPECT_EQ(rows(*database), 1);
    Transaction inner(*database);
    add(*database, 3);
    inner.commit();
    EXPECT_EQ(rows(*database), 2);
  }
  EXPECT_EQ(rows(*database), 0);
}

TEST_F(DatabaseTest, AFullDiskIsSaidAndTheStepLeavesNothing) {
  add(*database, 1);
  const std::int64_t pages = database->number("PRAGMA page_count");
  EXPECT_EQ(database->number("PRAGMA max_page_count = " + std::to_string(pages + 2)), pages + 2);
  const auto fill = [&] {
    Transaction transaction(*database);
    for (int i = 0; i < 100; ++i) {
      Statement(*database, "INSERT INTO t (s) VALUES (:s)").use(std::string(5000, 'x')).run();
    }
    transaction.commit();
  };
  const Error error = error_of(fill);
  EXPECT_EQ(error.code(), ErrorCode::kUnreadable);
  EXPECT_NE(error.message().find("disk is full"), std::string::npos) << error.message();
  EXPECT_EQ(rows(*database), 1);
  add(*database, 2);
  EXPECT_EQ(rows(*database), 2);
}

TEST_F(DatabaseTest, NothingIsWrittenInATransactionThatSqliteHasEnded) {
  Transaction transaction(*database);
  add(*database, 1);
  database->run("ROLLBACK");  // as SQLite does by itself when a disk fails
  EXPECT_EQ(error_of([&] { add(*database, 2); }).code(), ErrorCode::kUnreadable);
  EXPECT_EQ(error_of([&] { transaction.commit(); }).code(), ErrorCode::kUnreadable);
}

}  // namespace
}  // namespace facepoint
