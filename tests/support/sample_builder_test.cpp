#include "support/sample_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/files.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

std::filesystem::path sample_dir() { return source_dir() / "data" / "sample"; }

TEST(Sample, IsWhatMakeSampleDraws) {
  const std::vector<PictureRecipe> recipes = sample_recipes(1);
  for (const char* folder : {"training", "test"}) {
    EXPECT_EQ(keypoint_csv(recipes, folder),
              read_file(sample_dir() / (std::string(folder) + "_frames_keypoints.csv")));
  }
  TempDir dir;
  const std::vector<PictureRecipe> some(recipes.begin(), recipes.begin() + 6);
  write_dataset(dir.path(), some);
  for (const PictureRecipe& recipe : some) {
    const Picture again = load_picture(dir.path() / recipe.folder / recipe.name);
    const Picture shipped = load_picture(sample_dir() / recipe.folder / recipe.name);
    ASSERT_EQ(again.pixels.size(), shipped.pixels.size()) << recipe.name;
    double difference = 0;
    for (std::size_t i = 0; i < again.pixels.size(); ++i) {
      difference += std::abs(again.pixels[i] - shipped.pixels[i]);
    }
    // Codecs differ by a grey level between versions, never by more.
    EXPECT_LT(difference / static_cast<double>(again.pixels.size()), 0.7) << recipe.name;
  }
}

TEST(Sample, HasThePicturesItSaysAndNoOthers) {
  std::set<std::string> expected;
  for (const PictureRecipe& r : sample_recipes(1)) {
    EXPECT_TRUE(expected.insert(r.folder + "/" + r.name).second) << r.name;
    const std::string format = sniff_format(read_file(sample_dir() / r.folder / r.name));
    EXPECT_EQ(format, r.png ? "png" : "jpeg") << r.name;
  }
  std::set<std::string> found;
  std::uintmax_t bytes = 0;
  for (const char* folder : {"training", "test"}) {
    for (const auto& entry : std::filesystem::directory_iterator(sample_dir() / folder)) {
      found.insert(std::string(folder) + "/" + entry.path().filename().string());
      bytes += entry.file_size();
    }
  }
  EXPECT_EQ(found, expected);
  EXPECT_LT(bytes, 3'000'000U);
}

TEST(Sample, LeavesAThirdUnlabelledAndShowsTwoFacesInSix) {
  const std::vector<PictureRecipe> recipes = sample_recipes(1);
  const auto count = [&](auto predicate) {
    return std::count_if(recipes.begin(), recipes.end(), predicate);
  };
  EXPECT_EQ(recipes.size(), 56U);
  EXPECT_EQ(count([](const PictureRecipe& r) { return !r.labelled; }), 19);
  EXPECT_EQ(count([](const PictureRecipe& r) { return r.faces.size() == 2; }), 6);
  EXPECT_EQ(count([](const PictureRecipe& r) { return r.flaw != Flaw::kNone; }), 5);
}

TEST(Sample, ItsReadmeNamesEveryWrongLabelAndEveryPictureWithTwoFaces) {
  const std::string readme = read_file(sample_dir() / "README.md");
  for (const PictureRecipe& r : sample_recipes(1)) {
    const bool named = readme.find("`" + r.folder + "/" + r.name + "`") != std::string::npos;
    EXPECT_EQ(named, r.flaw != Flaw::kNone || r.faces.size() == 2 || r.png) << r.name;
  }
}

TEST(Sample, WrongLabelsAreFarFromTheFaceAndTheOthersOnIt) {
  for (const PictureRecipe& r : sample_recipes(1)) {
    const Keypoints truth = landmarks_of(r.faces.back(), r.width, r.height);
    const double error = *mean_distance(r.label(), truth) / *box_side(truth);
    if (r.flaw == Flaw::kNone) {
      EXPECT_EQ(error, 0) << r.name;
    } else {
      EXPECT_GT(error, 0.008) << r.name;
    }
  }
}

TEST(TrainingRecipes, AreAllLabelledExactlyWithTenPicturesAPerson) {
  const std::vector<PictureRecipe> recipes = training_recipes(3, 25);
  ASSERT_EQ(recipes.size(), 25U);
  std::set<std::string> names;
  std::set<std::string> people;
  for (const PictureRecipe& r : recipes) {
    EXPECT_TRUE(r.labelled && r.flaw == Flaw::kNone && r.faces.size() == 1);
    names.insert(r.name);
    people.insert(r.name.substr(0, r.name.rfind('_')));
  }
  EXPECT_EQ(names.size(), 25U);
  EXPECT_EQ(people.size(), 3U);
}

}  // namespace
}  // namespace facepoint::test
