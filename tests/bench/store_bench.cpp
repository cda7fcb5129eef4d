// bench_store: what listing many images and adding many faces costs beside the bare SQL that it
// cannot do without. Both are timed in this run, in turns, on one thread.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "bench/timing.h"
#include "store/face_metrics.h"
#include "store/face_summaries.h"
#include "unit/store/many_images.h"
#include "unit/store/store_builders.h"

namespace {
using namespace facepoint;
using bench::median;
using bench::seconds;

constexpr int kImages = 100'000;
constexpr int kFaces = 4'000;
constexpr int kTurns = 5;
const Keypoints kPoints(68, Landmark{{100.25, 33.5}, Visibility::kVisible});

Keypoints spread_points() {
  Keypoints points = kPoints;
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].position = {100.37 + 3.7123 * static_cast<double>(i % 11),
                          33.5 + 1.77 * static_cast<double>(i)};
  }
  return points;
}
const Keypoints kSpread = spread_points();

// SQLite itself, without our layer and SOCI. For a file that nobody else in this program has open.
class BareSql {
 public:
  explicit BareSql(const std::filesystem::path& file) {
    sqlite3* opened = nullptr;
    check(sqlite3_open(file.c_str(), &opened));
    connection_.reset(opened);
  }

  using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;
  Statement prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(connection_.get(), sql.c_str(), -1, &statement, nullptr));
    return {statement, &sqlite3_finalize};
  }
  void run(const std::string& sql) {
    check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
  }
  // Runs a statement with one number and one text to its end; how many rows it gave.
  static int rows(const Statement& statement, int number = 0, const std::string& text = {}) {
    const int parameters = sqlite3_bind_parameter_count(statement.get());
    if (parameters > 0) check(sqlite3_bind_int(statement.get(), 1, number));
    if (parameters > 1) {
      check(sqlite3_bind_text(statement.get(), 2, text.c_str(), -1, SQLITE_TRANSIENT));
    }
    int count = 0;
    while (sqlite3_step(statement.get()) == SQLITE_ROW) ++count;
    check(sqlite3_reset(statement.get()));
    return count;
  }

 private:
  static void check(int result) {
    if (result == SQLITE_OK) return;
    std::fprintf(stderr, "bench_store: SQLite says: %s\n", sqlite3_errstr(result));
    std::exit(1);
  }
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection_{nullptr, &sqlite3_close};
};

void print(const char* what, const std::vector<double>& ours, const std::vector<double>& bare) {
  std::printf("%-44s %8.3f s %8.3f s %7.2f\n", what, median(ours), median(bare),
              median(ours) / median(bare));
}

void bench_listing() {
  test::StoreBuilder store;
  test::add_many_images(store.project, kImages);
  std::filesystem::path copy = store.folder / "copy.facepoint";
  store.project.database().run("VACUUM INTO '" + copy.string() + "'");
  BareSql sql(copy);
  const auto select = sql.prepare("SELECT id, path FROM image ORDER BY dataset_id, path");
  const Query query = parse_query("name:*_21* status:proposed has:proposal");
  std::vector<double> all, some, bare;
  for (int turn = 0; turn < kTurns; ++turn) {
    all.push_back(seconds([&] { image_summaries(store.project); }));
    some.push_back(seconds([&] { image_summaries(store.project, query); }));
    bare.push_back(seconds([&] { BareSql::rows(select); }));
  }
  print("list 100,000 images / SELECT of id and path", all, bare);
  print("find 1,111 of them / the same SELECT", some, bare);
}

double seconds_to_add_faces() {
  test::StoreBuilder store;
  return seconds([&] {
    store.project.transaction([&] {
      for (int i = 0; i < kFaces; ++i) {
        const ImageId image = store.image(std::to_string(i));
        add_face(store.project, {image, "ibug68", {}, FaceStatus::kLabelled, kPoints, "a.csv"});
      }
    });
  });
}

double seconds_to_insert_as_many_rows() {
  const test::TempDir folder;
  const std::filesystem::path file = folder / "bare.facepoint";
  {
    Project project = Project::create(file);
    add_dataset(project, {{}, "ytf", "/images", "ibug68"});
  }
  BareSql sql(file);
  const auto image =
      sql.prepare("INSERT INTO image VALUES (?1, 1, ?2, '', 0, 0, 0, '', 0, 0, 0, '', '', '', '')");
  const auto face =
      sql.prepare("INSERT INTO face VALUES (?1, ?1, 'ibug68', 0, 0, 0, 0, 'labelled', NULL)");
  const auto revision =
      sql.prepare("INSERT INTO revision VALUES (?1, ?1, NULL, ?2, 'import', 'a.csv', '', NULL)");
  const std::string points = to_json_text(kPoints);
  return seconds([&] {
    sql.run("BEGIN IMMEDIATE");
    for (int i = 1; i <= kFaces; ++i) {
      BareSql::rows(image, i, std::to_string(i));
      BareSql::rows(face, i);
      BareSql::rows(revision, i, points);
    }
    sql.run("COMMIT");
  });
}

void bench_adding() {
  std::vector<double> ours, bare;
  for (int turn = 0; turn < kTurns; ++turn) {
    ours.push_back(seconds_to_add_faces());
    bare.push_back(seconds_to_insert_as_many_rows());
  }
  print("add 4,000 images with a face / bare INSERTs", ours, bare);
}

// What the first query by NME has to wait for, and every later one.
void bench_metrics() {
  test::StoreBuilder store;
  test::add_many_images(store.project, kImages);
  const std::string points = to_json_text(kSpread);
  Database& database = store.project.database();
  database.run("UPDATE proposal SET points = '" + points + "'");
  database.run(
      "INSERT INTO revision (face_id, points, author, detail, created) "
      "SELECT id, '" +
      points + "', 'person', '', '' FROM face");
  database.run(
      "UPDATE face SET current_revision_id = (SELECT id FROM revision r WHERE r.face_id = "
      "face.id)");
  const Query query = parse_query("nme>0.08");
  const double first = seconds([&] { face_summaries(store.project, query); });
  const double later = seconds([&] { face_summaries(store.project, query); });
  const double updated = seconds([&] { update_face_metrics(store.project); });
  std::printf(
      "nme>0.08 among 100,000 faces: first %.3f s, later %.3f s, update with nothing to do %.3f "
      "s\n",
      first, later, updated);
}

}  // namespace

int main() {
  std::printf("%-44s %10s %10s %7s\n", "median of 5 turns", "facepoint", "bare SQL", "ratio");
  bench_listing();
  bench_adding();
  bench_metrics();
  return 0;
}
