#include "store/images.h"

#include "store/columns.h"
#include "store/database.h"
#include "store/query_sql.h"

namespace facepoint {

ImageId add_image(Project& project, const Image& image) {
  Statement insert(project.database(),
                   "INSERT INTO image (dataset_id, path, digest, bytes, width, height, format, "
                   "perceptual_hash, blur, brightness, identity, clip, official_split, "
                   "decode_error) VALUES (:dataset, :path, :digest, :bytes, :width, :height, "
                   ":format, :hash, :blur, :brightness, :identity, :clip, :split, :error) "
                   "RETURNING id");
  insert.use(image.dataset, image.path, image.digest, image.bytes, image.width, image.height,
             image.format, image.perceptual_hash, image.blur, image.brightness, image.identity,
             image.clip, image.official_split, image.decode_error);
  return inserted<ImageId>(insert);
}

void update_image(Project& project, const Image& image) {
  Statement update(
      project.database(),
      "UPDATE image SET digest = :digest, bytes = :bytes, width = :width, height = :height, "
      "format = :format, perceptual_hash = :hash, blur = :blur, brightness = :brightness, "
      "identity = :identity, clip = :clip, official_split = :split, decode_error = :error "
      "WHERE id = :id");
  update.use(image.digest, image.bytes, image.width, image.height, image.format,
             image.perceptual_hash, image.blur, image.brightness, image.identity, image.clip,
             image.official_split, image.decode_error, image.id);
  if (update.run() == 0) throw project.database().no_such("image", image.id.value);
}

namespace {

// An image that has neither faces nor a place in a video; false: it has.
bool remove_spare_image(Database& database, ImageId id) {
  std::int64_t bound = 0;
  Statement(database,
            "SELECT EXISTS (SELECT 1 FROM face WHERE image_id = :a) OR "
            "EXISTS (SELECT 1 FROM video_frame WHERE image_id = :b)")
      .use(id, id)
      .into(bound)
      .single();
  if (bound != 0) return false;
  for (const char* what :
       {"finding WHERE image_id", "split_member WHERE image_id", "split_left_out WHERE image_id",
        "image_look WHERE image_id", "duplicate WHERE a_image_id", "duplicate WHERE b_image_id",
        "image WHERE id"}) {
    Statement(database, "DELETE FROM " + std::string(what) + " = :id").use(id).run();
  }
  return true;
}

}  // namespace

bool move_image(Project& project, ImageId id, const std::string& path) {
  Database& database = project.database();
  Transaction transaction(database);
  const Image image = get_image(project, id);
  const std::optional<Image> there = find_image(project, image.dataset, path);
  if (there && there->id == id) return true;
  if (there && !remove_spare_image(database, there->id)) return false;
  Statement(database, "UPDATE image SET path = :path WHERE id = :id").use(path, id).run();
  transaction.commit();
  return true;
}

Image get_image(Project& project, ImageId id) {
  Statement select(project.database(),
                   "SELECT " + kImageColumns + " FROM image i WHERE i.id = :id");
  const auto image = only<Image>(select.use(id));
  if (!image) throw project.database().no_such("image", id.value);
  return *image;
}

std::optional<Image> find_image(Project& project, DatasetId dataset, const std::string& path) {
  Statement select(project.database(), "SELECT " + kImageColumns +
                                           " FROM image i WHERE i.dataset_id = :dataset AND "
                                           "i.path = :path");
  return only<Image>(select.use(dataset, path));
}

std::vector<Image> images_of(Project& project, DatasetId dataset) {
  Statement select(project.database(), "SELECT " + kImageColumns +
                                           " FROM image i WHERE i.dataset_id = :dataset "
                                           "ORDER BY i.path");
  return all<Image>(select.use(dataset));
}

void each_image_of(Project& project, DatasetId dataset,
                   const std::function<void(const Image&)>& take) {
  Statement select(project.database(), "SELECT " + kImageColumns +
                                           " FROM image i WHERE i.dataset_id = :dataset "
                                           "ORDER BY i.path");
  Image image;
  into(select.use(dataset), image);
  while (select.next()) take(image);
}

std::vector<Image> images(Project& project, const Query& query) {
  const SqlCondition condition = image_condition(project.database(), query);
  Statement select(project.database(), "SELECT " + kImageColumns + " FROM image i WHERE " +
                                           condition.sql + " ORDER BY i.dataset_id, i.path");
  return all<Image>(condition.bind_to(select));
}

std::int64_t count_images(Project& project, const Query& query) {
  const SqlCondition condition = image_condition(project.database(), query);
  std::int64_t count = 0;
  Statement select(project.database(), "SELECT count(*) FROM image i WHERE " + condition.sql);
  condition.bind_to(select).into(count).single();
  return count;
}

namespace {

// The bits of the statuses that faces `s` have.
std::string status_bits() {
  std::string sql;
  for (const FaceStatus status : kFaceStatuses) {
    sql += (sql.empty() ? "max(CASE s.status WHEN '" : " + max(CASE s.status WHEN '") +
           to_text(status) + "' THEN " + std::to_string(status_bit(status)) + " ELSE 0 END)";
  }
  return sql;
}

std::vector<ImageSummary> summaries_where(Project& project, const SqlCondition& condition) {
  Statement select(
      project.database(),
      "SELECT i.id, i.path, (SELECT count(*) FROM face n WHERE n.image_id = i.id AND "
      "n.status <> 'deleted'), f.id, f.status, (SELECT " +
          status_bits() +
          " FROM face s WHERE s.image_id = i.id), "
          "EXISTS (SELECT 1 FROM face o JOIN proposal p ON p.face_id = o.id AND p.state = 'open' "
          "WHERE o.image_id = i.id AND o.status <> 'deleted'), i.decode_error = '' "
          "FROM image i LEFT JOIN face f ON f.id = (SELECT min(m.id) FROM face m WHERE m.image_id "
          "= "
          "i.id AND m.status <> 'deleted') WHERE " +
          condition.sql + " ORDER BY i.dataset_id, i.path");
  ImageSummary summary;
  std::optional<FaceStatus> status;
  std::optional<std::int64_t> statuses;  // no face, no bits
  condition.bind_to(select).into(summary.image, summary.path, summary.faces, summary.first_face,
                                 status, statuses, summary.has_open_proposal, summary.readable);
  std::vector<ImageSummary> summaries;
  while (select.next()) {
    summary.status = status.value_or(FaceStatus::kLabelled);
    summary.statuses = statuses.value_or(0);
    summaries.push_back(summary);
  }
  return summaries;
}

}  // namespace

std::vector<ImageSummary> image_summaries(Project& project, const Query& query) {
  return summaries_where(project, image_condition(project.database(), query));
}

ImageSummary image_summary(Project& project, ImageId image) {
  const auto found = summaries_where(project, {"i.id = :v1", {image}});
  if (found.empty()) throw project.database().no_such("image", image.value);
  return found.front();
}

}  // namespace facepoint
