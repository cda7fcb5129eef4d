// What must stay fast when a project grows, in processor time, so that a busy machine fails
// nothing.
#include <gtest/gtest.h>

#include <ctime>

#include "store/database.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSlower = 20;
#else
constexpr double kSlower = 1;
#endif

template <class Work>
double processor_seconds(Work&& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST(StoreSpeed, ListsAHundredThousandImagesInHalfASecond) {
  test::StoreBuilder store;
  Database& database = store.project.database();
  const std::string numbers =
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) ";
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

  EXPECT_LT(processor_seconds([&] { EXPECT_EQ(image_summaries(store.project).size(), 100'000U); }),
            0.5 * kSlower);
  EXPECT_LT(processor_seconds([&] {
              const Query query = parse_query("name:*_21* status:proposed has:proposal");
              EXPECT_EQ(image_summaries(store.project, query).size(), 1111U);
            }),
            0.5 * kSlower);
}

TEST(StoreSpeed, TakesThousandsOfFacesWithinASecond) {
  test::StoreBuilder store;
  const Keypoints points(68, Landmark{{100.25, 33.5}, Visibility::kVisible});
  EXPECT_LT(
      processor_seconds([&] {
        store.project.transaction([&] {
          for (int i = 0; i < 4000; ++i) {
            const ImageId image = store.image(std::to_string(i));
            add_face(store.project, {image, "ibug68", {}, FaceStatus::kLabelled, points, "a.csv"});
          }
        });
      }),
      1.0 * kSlower);
}

}  // namespace
}  // namespace facepoint
