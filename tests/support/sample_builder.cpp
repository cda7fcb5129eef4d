#include "support/sample_builder.h"

#include <array>
#include <cmath>
#include <utility>

#include "base/files.h"
#include "image/codec.h"
#include "landmark/scheme.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

constexpr std::array kFirstNames{"Ada",   "Bruno",  "Chiara", "Dimitri", "Elif",  "Farid",  "Greta",
                                 "Hamza", "Ines",   "Jonas",  "Keiko",   "Lamin", "Maja",   "Nuno",
                                 "Olena", "Pascal", "Rania",  "Sven",    "Talia", "Wanjiru"};
constexpr std::array kLastNames{"Lindqvist", "Okafor",  "Moreau",   "Tanaka",  "Vesely",
                                "Haddad",    "Bianchi", "Kowalska", "Adeyemi", "Nunes",
                                "Iversen",   "Petrova", "Rahman",   "Castell", "Oduya",
                                "Winter",    "Sato",    "Mbeki",    "Quist",   "Yildiz"};

// Every pair of names once before any repeats; 400 people at most.
std::string invented_name(int person) {
  const int n = static_cast<int>(kFirstNames.size());
  const int first = person % n;
  const int last = (person + person / n) % n;
  return std::string(kFirstNames[static_cast<std::size_t>(first)]) + "_" +
         kLastNames[static_cast<std::size_t>(last)];
}

// Someone else who stands behind, to the side that the named person leaves free.
void add_bystander(PictureRecipe& recipe, Random& random) {
  DrawnFaceParameters bystander = random_person(random);
  random_moment(random, 0.6, bystander);
  DrawnFaceParameters& named = recipe.faces.back();
  recipe.width = recipe.width * 4 / 3;
  const bool left = random.chance(0.5);
  named.placement.center_x = left ? 0.70 : 0.30;
  named.placement.face_width = 0.27;
  bystander.placement.center_x = left ? 0.23 : 0.77;
  bystander.placement.center_y = named.placement.center_y - random.uniform(0.02, 0.08);
  bystander.placement.face_width = 0.23;
  recipe.faces.insert(recipe.faces.begin(), bystander);
}

PictureRecipe frame(const std::string& folder, const std::string& identity, int clip, int number,
                    const DrawnFaceParameters& person, const Scene& scene, Random& random) {
  PictureRecipe recipe;
  recipe.folder = folder;
  recipe.name = identity + "_" + std::to_string(clip) + std::to_string(number) + ".jpg";
  recipe.scene = scene;
  recipe.scene.grain_seed = static_cast<std::uint32_t>(random.next());
  recipe.width = 200 + random.below(80);
  recipe.height = recipe.width + random.below(50) - 20;
  DrawnFaceParameters face = person;
  random_moment(random, 1, face);
  recipe.faces = {face};
  return recipe;
}

// The order of rows means nothing in the published set either.
void shuffle(std::vector<PictureRecipe>& recipes, Random& random) {
  for (int i = static_cast<int>(recipes.size()) - 1; i > 0; --i) {
    std::swap(recipes[static_cast<std::size_t>(i)],
              recipes[static_cast<std::size_t>(random.below(i + 1))]);
  }
}

const Scheme& ibug68() {
  static const SchemeLibrary kLibrary(source_dir() / "assets" / "schemes");
  return kLibrary.get("ibug68");
}

Keypoints flawed(Flaw flaw, Keypoints points) {
  const Rect box = bounding_box(points);
  const auto move = [&](int first, int last, Point by) {
    for (int i = first; i <= last; ++i) {
      Point& p = points[static_cast<std::size_t>(i)].position;
      p = p + by;
    }
  };
  switch (flaw) {
    case Flaw::kShifted:  // as if the box had slipped
      move(0, 67, {0.16 * box.width, 0.11 * box.height});
      break;
    case Flaw::kSidesExchanged: {  // left and right numbered the wrong way round
      const Keypoints original = points;
      for (std::size_t i = 0; i < points.size(); ++i) {
        points[i] = original[static_cast<std::size_t>(ibug68().mirror[i])];
      }
      break;
    }
    case Flaw::kMouthMissed:  // found in the shadow below the lips
      move(48, 67, {0.02 * box.width, 0.15 * box.height});
      break;
    case Flaw::kBrowOnEye:  // the brow at image left follows the upper lid
      move(17, 21, {0.01 * box.width, 0.13 * box.height});
      break;
    case Flaw::kOtherFrame: {  // the same shape, but turned and smaller: another frame's label
      const Point c = box.center();
      const Similarity turn{0.78 * std::cos(0.3), 0.78 * std::sin(0.3), 0, 0};
      for (Landmark& l : points) l.position = c + turn(l.position - c);
      break;
    }
    case Flaw::kNone:
      break;
  }
  return points;
}

}  // namespace

Keypoints PictureRecipe::label() const {
  return flawed(flaw, landmarks_of(faces.back(), width, height));
}

std::vector<PictureRecipe> sample_recipes(std::uint64_t seed) {
  constexpr int kPeople = 7;
  constexpr int kClips = 2;
  constexpr std::array kFlaws{std::pair{4, Flaw::kShifted}, std::pair{9, Flaw::kSidesExchanged},
                              std::pair{15, Flaw::kMouthMissed}, std::pair{20, Flaw::kBrowOnEye},
                              std::pair{26, Flaw::kOtherFrame}};
  Random random(seed);
  std::vector<PictureRecipe> training;
  std::vector<PictureRecipe> test;
  for (int person = 0; person < kPeople; ++person) {
    const std::string identity = invented_name(person);
    const DrawnFaceParameters face = random_person(random);
    for (int clip = 0; clip < kClips; ++clip) {
      const Scene scene = random_scene(random);
      // Frame 1 exists in both folders, as different pictures of one name.
      for (const int number : {0, 1}) {
        training.push_back(frame("training", identity, clip, number, face, scene, random));
      }
      for (const int number : {1, 2}) {
        test.push_back(frame("test", identity, clip, number, face, scene, random));
        test.back().labelled = test.size() % 3 == 1 && test.size() < 26;
      }
    }
  }
  for (const auto& [index, flaw] : kFlaws) training[static_cast<std::size_t>(index)].flaw = flaw;
  for (const std::size_t i : {2, 17}) add_bystander(training[i], random);
  for (const std::size_t i : {1, 7, 14, 22}) add_bystander(test[i], random);
  for (const std::size_t i : {6, 23}) training[i].png = true;
  test[10].png = true;
  shuffle(training, random);
  shuffle(test, random);
  training.insert(training.end(), test.begin(), test.end());
  return training;
}

std::vector<PictureRecipe> training_recipes(std::uint64_t seed, int count) {
  Random random(seed);
  std::vector<PictureRecipe> recipes;
  DrawnFaceParameters person;
  Scene scene;
  std::string identity;
  for (int i = 0; i < count; ++i) {
    const int in_person = i % 10;
    if (in_person == 0) {
      person = random_person(random);
      identity = invented_name(i / 10);
    }
    if (in_person % 2 == 0) scene = random_scene(random);
    recipes.push_back(
        frame("training", identity, in_person / 2, in_person % 2, person, scene, random));
  }
  return recipes;
}

std::string keypoint_csv(const std::vector<PictureRecipe>& recipes, const std::string& folder) {
  std::string text;
  for (int i = 0; i < 136; ++i) text += "," + std::to_string(i);
  text += "\n";
  for (const PictureRecipe& recipe : recipes) {
    if (recipe.folder != folder || !recipe.labelled) continue;
    text += recipe.name;
    for (const Landmark& l : recipe.label()) {
      for (const double v : {l.position.x, l.position.y}) {
        text += "," + std::to_string(std::lround(v)) + ".0";
      }
    }
    text += "\n";
  }
  return text;
}

void write_dataset(const std::filesystem::path& directory,
                   const std::vector<PictureRecipe>& recipes,
                   const std::function<void(int done, int total)>& progress) {
  for (const char* folder : {"training", "test"}) {
    const auto in_folder = [&](const PictureRecipe& r) { return r.folder == folder; };
    if (std::none_of(recipes.begin(), recipes.end(), in_folder)) continue;
    std::filesystem::create_directories(directory / folder);
    write_file_atomically(directory / (std::string(folder) + "_frames_keypoints.csv"),
                          keypoint_csv(recipes, folder));
  }
  int done = 0;
  for (const PictureRecipe& recipe : recipes) {
    const Picture picture =
        draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height).picture;
    const std::filesystem::path path = directory / recipe.folder / recipe.name;
    if (recipe.png) {
      write_file_atomically(path, encode_png(picture));
    } else {
      save_picture(path, picture);
    }
    if (progress) progress(++done, static_cast<int>(recipes.size()));
  }
}

}  // namespace facepoint::test
