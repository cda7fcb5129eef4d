// A project that has grown: many images with a face and an open proposal each, written by SQL,
// since one by one would take long.
#pragma once

#include <string>

#include "store/database.h"
#include "store/project.h"

namespace facepoint::test {

// Images training/Person_1.jpg to training/Person_COUNT.jpg of the project's first dataset.
inline void add_many_images(Project& project, int count) {
  Database& database = project.database();
  const std::string numbers =
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " +
      std::to_string(count) + ") ";
  database.run(
      "INSERT INTO image (dataset_id, path, digest, bytes, width, height, format, "
      "perceptual_hash, blur, brightness, identity, clip, official_split, decode_error) " +
      numbers +
      "SELECT 1, 'training/Person_' || i || '.jpg', i, 1, 100, 100, 'jpeg', i, 1, 1, 'Person ' || "
      "(i % 500), '1', 'training', '' FROM n");
  database.run("INSERT INTO face (image_id, scheme, x, y, width, height, status) " + numbers +
               "SELECT i, 'ibug68', 0, 0, 50, 50, 'proposed' FROM n");
  database.run("INSERT INTO proposal (face_id, points, confidence, score, state, created) " +
               numbers + "SELECT i, '[[1,2]]', '[0.5]', 0.9, 'open', '' FROM n");
}

}  // namespace facepoint::test
