#include "drawn_set.h"

#include <string>

#include "image/codec.h"
#include "support/sample_builder.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

struct DrawnFiles {
  TempDir folder;
  std::vector<TrainingExample> faces;
};

const DrawnFiles& drawn_files(int count) {
  static DrawnFiles files;
  const std::vector<PictureRecipe> recipes = training_recipes(7, count);
  for (auto i = files.faces.size(); i < recipes.size(); ++i) {
    const PictureRecipe& recipe = recipes[i];
    const DrawnPicture drawn =
        draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height);
    TrainingExample example;
    example.image = files.folder / (std::to_string(i) + ".png");
    example.points = drawn.faces.back();
    save_picture(example.image, drawn.picture);
    files.faces.push_back(std::move(example));
  }
  return files;
}

}  // namespace

TrainingSet drawn_training_set(int count, int validation) {
  const std::vector<TrainingExample>& faces = drawn_files(count).faces;
  TrainingSet set;
  set.scheme = SchemeLibrary(source_dir() / "assets/schemes").get("ibug68");
  set.sources = {"drawn"};
  set.validation.assign(faces.begin(), faces.begin() + validation);
  set.train.assign(faces.begin() + validation, faces.begin() + count);
  return set;
}

}  // namespace facepoint::test
