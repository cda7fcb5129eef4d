// Data sets of drawn faces in the form of the published YouTube-Faces keypoint set: training/ and
// test/ with Identity_VF.jpg (V the clip, F the frame) and a CSV each, one row a labelled face.
// The same seed always gives the same data set. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "support/face_renderer.h"

namespace facepoint::test {

enum class Flaw { kNone, kShifted, kSidesExchanged, kMouthMissed, kBrowOnEye, kOtherFrame };

struct PictureRecipe {
  std::string folder;  // "training" or "test"
  std::string name;    // "Ada_Lindqvist_01.jpg"
  bool png = false;    // a PNG in spite of its name, as in the published set
  bool labelled = true;
  Flaw flaw = Flaw::kNone;                 // of the label, on purpose
  std::vector<DrawnFaceParameters> faces;  // the person the picture is named after comes last
  Scene scene;
  int width = 0;
  int height = 0;

  Keypoints label() const;  // what the CSV says, flaw included
};

// data/sample: 7 people, 56 pictures, 6 of them with a second face; 19 pictures without label and 5
// labels wrong on purpose. data/sample/README.md says which and why.
std::vector<PictureRecipe> sample_recipes(std::uint64_t seed);

// `count` pictures of one face each, ten a person, all labelled and all labels exact: to train on.
std::vector<PictureRecipe> training_recipes(std::uint64_t seed, int count);

// The CSV of one folder: whole numbers written "45.0", as published; rows in the recipes' order.
std::string keypoint_csv(const std::vector<PictureRecipe>& recipes, const std::string& folder);

// Draws every picture and writes both CSVs; says after each picture how many are done. A folder
// without pictures gets no CSV.
void write_dataset(const std::filesystem::path& directory,
                   const std::vector<PictureRecipe>& recipes,
                   const std::function<void(int done, int total)>& progress = {});

}  // namespace facepoint::test
