// A dataset of drawn people, written as somebody else might have: numbers in other units, orders
// and schemes, text as spreadsheets write it, images elsewhere. With the truth beside it. For the
// tests of the import's doctor.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint::test {

struct SpoiltFace {
  std::string image;  // "training/p07.png", relative to the dataset's folder
  int width = 0;
  int height = 0;
  Keypoints truth;    // in image pixels, in the scheme that was meant
  Keypoints numbers;  // what is written
};

using SpoilFaces = std::function<void(std::vector<SpoiltFace>&)>;

// Of numbers. Each works on what those before it left.
SpoilFaces plus_one();
SpoilFaces to_percent();
SpoilFaces to_unit_square();
SpoilFaces y_first();
SpoilFaces y_up(double whole = 0);  // what is at the image's lower edge; 0: its last pixel
SpoilFaces exchange_sides();
SpoilFaces group_coordinates();
SpoilFaces permute(unsigned seed);
SpoilFaces exchange_eyes();
SpoilFaces reverse_jaw();
SpoilFaces exchange_lids();
SpoilFaces spoil_some(int faces);  // of which x and y are exchanged
SpoilFaces turned(int quarters);   // as pictures lay before they were turned so far to the right
SpoilFaces x_from_right();
SpoilFaces scaled(double by);
SpoilFaces squeezed_to(double side);      // of pictures that were made square
SpoilFaces in_box_of_face(double whole);  // from 0 to this over the longer side
SpoilFaces constellation();               // the same places by chance in every picture
SpoilFaces in_every(int nth, const SpoilFaces& spoil);  // face alone, from the first
SpoilFaces but_every(int nth, const SpoilFaces& spoil);
// Of the truth too.
SpoilFaces in_scheme(const std::string& scheme);  // by mapping, or as typical shapes
SpoilFaces up_to_the_edges();  // large faces, held to the image as labelling programs do

struct SpoiltText {
  std::string separator = ",";
  bool decimal_comma = false;
  bool quoted = false;  // numbers
  bool byte_order_mark = false;
  std::vector<std::string> line_ends = {"\n"};  // in turn
};

// How rows name an image, and where it is, from "training/p07.png".
struct SpoiltPlaces {
  std::function<std::string(const std::string&)> in_rows;
  std::function<std::string(const std::string&)> on_disk;
  // Copies of other pictures under names that rows have.
  std::function<std::vector<std::string>(const std::string&)> also;
};

struct SpoiltDataset {
  std::string name;
  std::vector<SpoilFaces> faces = {};
  SpoiltText text = {};
  SpoiltPlaces places = {};
  // Of the last ten faces, which are in a label file of their own where this is given.
  std::optional<std::vector<SpoilFaces>> second_file = std::nullopt;
  bool stops = false;  // an import that only takes what is proposed is refused
};

// Writes it to `folder`; returns what a right import has, by the image's path in the dataset.
std::map<std::string, Keypoints> write_spoilt_dataset(const SpoiltDataset& dataset,
                                                      const std::filesystem::path& folder);

// More than forty of them.
std::vector<SpoiltDataset> spoilt_datasets();

}  // namespace facepoint::test
