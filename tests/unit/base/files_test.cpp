#include "base/files.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/error.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

TEST(Files, WhatIsWrittenIsReadBackIncludingZeroBytes) {
  const test::TempDir dir;
  const std::string content("a\0b\n", 4);
  write_file_atomically(dir / "f", content);
  EXPECT_EQ(read_file(dir / "f"), content);
}

TEST(Files, AFailedWriteLeavesTheOldFileAndNothingBeside) {
  const test::TempDir dir;
  std::filesystem::create_directory(dir / "taken");
  test::write_text(dir / "taken" / "inside", "kept");
  EXPECT_THROW(write_file_atomically(dir / "taken", "x"), Error);
  EXPECT_EQ(read_file(dir.path() / "taken" / "inside"), "kept");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Files, PiecesTakeTheirPlaceOnlyWhenTheyAreComplete) {
  const test::TempDir dir;
  test::write_text(dir / "f", "old");
  {
    AtomicFile given_up(dir / "f");
    given_up.write("new");
    EXPECT_EQ(read_file(given_up.beside()), "new");
  }
  EXPECT_EQ(read_file(dir / "f"), "old");
  AtomicFile file(dir / "f");
  file.write("some that is too long");
  file.start_again();
  file.write("n");
  file.write("ew");
  EXPECT_EQ(read_file(dir / "f"), "old");
  file.commit();
  EXPECT_EQ(read_file(dir / "f"), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Files, NothingTakesThePlaceOfADatabase) {
  const test::TempDir dir;
  const std::string database("SQLite format 3\0and more", 24);
  test::write_text(dir / "p.facepoint", database);
  EXPECT_THROW(write_file_atomically(dir / "p.facepoint", "<html>"), Error);
  EXPECT_EQ(read_file(dir / "p.facepoint"), database);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
  test::write_text(dir / "page.html", "SQLite is a library");
  write_file_atomically(dir / "page.html", "<html>");
  EXPECT_EQ(read_file(dir / "page.html"), "<html>");
}

TEST(Files, AMissingFileIsNamedInTheError) {
  try {
    read_file("/no/such/file");
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kNotFound);
    EXPECT_NE(std::string(e.what()).find("/no/such/file"), std::string::npos);
  }
}

TEST(Files, TheBuildFolderIsLaidOutLikeAnInstallation) {
  EXPECT_TRUE(std::filesystem::is_directory(share_dir() / "assets" / "schemes"));
}

TEST(Digest, OfPiecesIsThatOfTheWhole) {
  const std::string bytes(100000, 'x');
  Digest digest;
  EXPECT_EQ(digest.text(), digest_of(""));
  for (std::size_t i = 0; i < bytes.size(); i += 777) digest.add(bytes.substr(i, 777));
  EXPECT_EQ(digest.text(), digest_of(bytes));
}

TEST(Digest, IsTheKnownXxh3OfTheBytes) {
  EXPECT_EQ(digest_of(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_NE(digest_of("a"), digest_of("b"));
}

}  // namespace
}  // namespace facepoint
