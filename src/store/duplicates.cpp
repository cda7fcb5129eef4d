#include "store/duplicates.h"

#include "store/columns.h"
#include "store/database.h"
#include "store/settings.h"

namespace facepoint {
namespace {

constexpr const char* kStateSetting = "duplicates_state";

}  // namespace

// Not in the unnamed namespace: all() finds it by its argument.
static void into(Statement& statement, Duplicate& pair) {
  statement.into(pair.a, pair.b, pair.identical, pair.similarity, pair.labels_differ);
}

void save_duplicates(Project& project, const std::vector<Duplicate>& pairs,
                     const std::string& state) {
  Database& database = project.database();
  Transaction transaction(database);
  database.run("DELETE FROM duplicate");
  for (const Duplicate& pair : pairs) {
    Statement(database,
              "INSERT INTO duplicate (a_image_id, b_image_id, identical, similarity, "
              "labels_differ) VALUES (:a, :b, :identical, :similarity, :differ)")
        .use(pair.a, pair.b, pair.identical, pair.similarity, pair.labels_differ)
        .run();
  }
  set_setting(project, kStateSetting, state);
  transaction.commit();
}

std::vector<Duplicate> duplicates(Project& project) {
  Statement select(project.database(),
                   "SELECT d.a_image_id, d.b_image_id, d.identical, d.similarity, d.labels_differ "
                   "FROM duplicate d JOIN image a ON a.id = d.a_image_id JOIN image b ON b.id = "
                   "d.b_image_id ORDER BY a.dataset_id, a.path, b.dataset_id, b.path");
  return all<Duplicate>(select);
}

std::string duplicates_state(Project& project) {
  return setting(project, kStateSetting).value_or("");
}

void save_looks(Project& project, const std::vector<ImageLook>& looks) {
  Database& database = project.database();
  Transaction transaction(database);
  for (const ImageLook& each : looks) {
    Statement(database,
              "INSERT INTO image_look (image_id, digest, look) VALUES (:image, :digest, :look) ON "
              "CONFLICT (image_id) DO UPDATE SET digest = excluded.digest, look = excluded.look")
        .use(each.image, each.digest, each.look)
        .run();
  }
  transaction.commit();
}

std::unordered_map<ImageId, std::string> image_looks(Project& project) {
  Statement select(project.database(),
                   "SELECT l.image_id, l.look FROM image_look l JOIN image i ON i.id = l.image_id "
                   "AND i.digest = l.digest");
  ImageId image;
  std::string look;
  select.into(image, look);
  std::unordered_map<ImageId, std::string> looks;
  while (select.next()) looks.emplace(image, look);
  return looks;
}

}  // namespace facepoint
