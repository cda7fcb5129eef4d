#include "edit/picture_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

class PictureLoaderTest : public testing::Test {
 protected:
  void run_until_loaded(std::size_t count) {
    while (loaded.size() < count) {
      {
        std::unique_lock lock(mutex_);
        posted_.wait(lock, [this] { return count_ > 0; });
        count_ = 0;
      }
      queue.run_pending();
    }
  }

  test::EditProject files;
  MainQueue queue{[this] {
    const std::lock_guard lock(mutex_);
    ++count_;
    posted_.notify_all();
  }};
  std::map<PictureKey, LoadedPicture> loaded;
  PictureLoader::Receiver keep = [this](LoadedPicture picture) {
    loaded[picture.key] = std::move(picture);
  };

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  int count_ = 0;
};

TEST_F(PictureLoaderTest, LoadsPicturesAndThumbnails) {
  PictureLoader loader(queue, 2, keep);
  const PictureKey whole{files.a, 0};
  const PictureKey small{files.a, 48};
  loader.want({{whole, files.folder / "a.png", {}}, {small, files.folder / "a.png", {}}});
  EXPECT_FALSE(loader.idle());
  run_until_loaded(2);
  EXPECT_EQ(loaded[whole].picture.width, 200);
  EXPECT_EQ(loaded[whole].picture.pixels, test::plain_picture(200, 160).pixels);
  EXPECT_EQ(loaded[small].picture.width, 48);
  EXPECT_EQ(loaded[small].picture.height, 48);
  EXPECT_TRUE(loader.idle());
}

TEST_F(PictureLoaderTest, ShowsAPictureInTheLightThatItsKeySays) {
  PictureLoader loader(queue, 1, keep);
  const PictureKey plain{files.a, 0};
  const PictureKey brighter{files.a, 0, {}, {}, {.brightness = 20}};
  loader.want({{plain, files.folder / "a.png", {}}, {brighter, files.folder / "a.png", {}}});
  run_until_loaded(2);
  EXPECT_EQ(loaded[plain].picture.row(0)[3 * 100], 100);
  EXPECT_EQ(loaded[brighter].picture.row(0)[3 * 100], 151);
}

// The picture's red is x and its green is y.
TEST_F(PictureLoaderTest, ASquareShowsThePartThatItsSimilaritySays) {
  PictureLoader loader(queue, 1, keep);
  const Similarity square_from_image{0, 1, 60, -70};  // a quarter turn about
  const PictureKey key{files.a, 32, {}, square_from_image};
  const PictureKey other{files.a, 32, {}, Similarity{1, 0, -40, -40}};
  loader.want({{key, files.folder / "a.png", {}}, {other, files.folder / "a.png", {}}});
  run_until_loaded(2);
  const Picture& square = loaded[key].picture;
  ASSERT_EQ(square.width, 32);
  for (const Point at : {Point{3, 5}, Point{20, 9}}) {
    const Point in_image = square_from_image.inverse()(at);
    const std::uint8_t* pixel = square.row(static_cast<int>(at.y)) + 3 * static_cast<int>(at.x);
    EXPECT_EQ(pixel[0], std::lround(in_image.x));
    EXPECT_EQ(pixel[1], std::lround(in_image.y));
  }
  EXPECT_EQ(loaded[other].picture.row(0)[0], 40);
}

TEST_F(PictureLoaderTest, SaysWhyAPictureCannotBeLoaded) {
  PictureLoader loader(queue, 1, keep);
  test::write_text(files.folder / "text.jpg", "not a picture");
  loader.want({{{files.a, 0}, files.folder / "text.jpg", {}}});
  run_until_loaded(1);
  EXPECT_TRUE(loaded.begin()->second.picture.empty());
  EXPECT_THAT(loaded.begin()->second.error, testing::HasSubstr("text.jpg"));
}

TEST_F(PictureLoaderTest, DecodesAPictureThatIsNamedTwiceOnce) {
  int received = 0;
  PictureLoader loader(queue, 2, [&](LoadedPicture picture) {
    ++received;
    keep(std::move(picture));
  });
  const PictureRequest request{{files.a, 0}, files.folder / "a.png", {}};
  loader.want({request, request, request});
  loader.want({request, {{files.b, 0}, files.folder / "b.png", {}}, request});
  run_until_loaded(2);
  EXPECT_TRUE(loader.idle());
  EXPECT_EQ(received, 2);
}

TEST_F(PictureLoaderTest, AThumbnailShowsTheFace) {
  // The left half is black, the right half white.
  Picture picture = test::plain_picture(100, 50);
  for (int y = 0; y < 50; ++y) {
    for (int i = 0; i < 300; ++i) picture.row(y)[i] = i < 150 ? 0 : 255;
  }
  const Picture thumbnail = make_thumbnail(picture, Rect{70, 15, 16, 16}, 24);
  for (const std::uint8_t value : thumbnail.pixels) ASSERT_EQ(value, 255);
}

TEST_F(PictureLoaderTest, GoingAwayWithWorkLeftCallsNobody) {
  {
    PictureLoader loader(queue, 2, keep);
    std::vector<PictureRequest> many;
    for (int side = 1; side < 200; ++side) {
      many.push_back({{files.a, side}, files.folder / "a.png", {}});
    }
    loader.want(many);
  }
  queue.run_pending();
  EXPECT_TRUE(loaded.empty());
}

}  // namespace
}  // namespace facepoint
