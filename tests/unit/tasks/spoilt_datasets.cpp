#include "spoilt_dataset.h"

namespace facepoint::test {

std::vector<SpoiltDataset> spoilt_datasets() {
  const SpoiltText semicolons{";", false, false, false, {"\n"}};
  const SpoiltText decimal_commas{";", true, false, false, {"\n"}};
  const SpoiltText split_commas{",", true, false, false, {"\n"}};
  const SpoiltText mixed{",", false, false, false, {"\n", "\r\n"}};
  const auto name_of = [](const std::string& path) { return path.substr(path.find('/') + 1); };
  const auto below = [](const std::string& folder) {
    return [folder](const std::string& path) { return folder + "/" + path; };
  };
  const auto two_folders = [=](const std::string& path) {
    return (path[path.size() - 5] % 2 == 0 ? "a/" : "b/") + name_of(path);
  };
  const SpoiltPlaces moved{nullptr, below("kept/images"), nullptr};
  return {
      {"right"},
      {"counted from 1", {plus_one()}},
      {"counted from 1, up to the edges", {up_to_the_edges(), plus_one()}},
      {"up to the edges, right", {up_to_the_edges()}},
      {"percent", {to_percent()}},
      {"unit square", {to_unit_square()}},
      {"(y, x)", {y_first()}},
      {"y upwards", {y_up()}},
      {"sides exchanged", {exchange_sides()}},
      {"grouped", {group_coordinates()}},
      {"permuted", {permute(1)}},
      {"permuted otherwise", {permute(2)}},
      {"eyes exchanged", {exchange_eyes()}},
      {"jaw reversed", {reverse_jaw()}},
      {"five5", {in_scheme("five5")}},
      {"kaggle15", {in_scheme("kaggle15")}},
      {"aflw19", {in_scheme("aflw19")}},
      {"cofw29", {in_scheme("cofw29")}},
      {"wflw98", {in_scheme("wflw98")}},
      {"percent, (y, x)", {to_percent(), y_first()}},
      {"unit square, sides", {exchange_sides(), to_unit_square()}},
      {"(y, x), sides", {exchange_sides(), y_first()}, {}, {}, {}, true},
      {"permuted, (y, x)", {permute(3), y_first()}},
      {"permuted, percent", {permute(4), to_percent()}},
      {"grouped percent", {to_percent(), group_coordinates()}},
      {"wflw98 permuted", {in_scheme("wflw98"), permute(5)}},
      {"kaggle15 permuted", {in_scheme("kaggle15"), permute(6)}},
      {"five5 permuted", {in_scheme("five5"), permute(7)}},
      {"five5, unit square, y upwards", {in_scheme("five5"), to_unit_square(), y_up(1)}},
      {"semicolons", {}, semicolons},
      {"tabs", {}, {"\t", false, false, false, {"\n"}}},
      {"decimal commas", {}, decimal_commas},
      {"decimal commas in quotes", {}, {",", true, true, false, {"\n"}}},
      {"decimal commas as separators", {}, split_commas},
      {"mixed line ends", {}, mixed},
      {"byte order mark", {}, {",", false, false, true, {"\r\n"}}},
      {"line ends of old Macs", {}, {",", false, false, false, {"\r"}}},
      {"images moved", {}, {}, moved},
      {"image folder renamed",
       {},
       {},
       {nullptr, [=](const std::string& path) { return "pictures/" + name_of(path); }, nullptr}},
      {"names collide in two folders",
       {},
       {},
       {name_of, below("kept"),
        [=](const std::string& path) { return std::vector{"other/" + path}; }}},
      {"moved, tails of paths tell",
       {},
       {},
       {two_folders, [=](const std::string& path) { return "new/" + two_folders(path); },
        [=](const std::string& path) {
          return std::vector{"new/c/" + name_of(path), "new/d/" + name_of(path)};
        }}},
      {"names collide, each in its folder",
       {},
       {},
       {nullptr, nullptr,
        [=](const std::string& path) { return std::vector{"test/" + name_of(path)}; }}},
      {"semicolons, byte order mark, percent", {to_percent()}, {";", false, false, true, {"\n"}}},
      {"decimal commas, (y, x)", {y_first()}, decimal_commas},
      {"moved, sides", {exchange_sides()}, {}, moved},
      {"mixed line ends, permuted", {permute(8)}, mixed},
      {"five5, unit square, semicolons", {in_scheme("five5"), to_unit_square()}, semicolons},
      {"counted from 1, edges, moved", {up_to_the_edges(), plus_one()}, {}, moved},
      {"percent, a face wrong", {to_percent(), spoil_some(1)}},
      {"percent, a few faces wrong", {to_percent(), spoil_some(4)}, {}, {}, {}, true},
      {"decimal commas as separators, grouped", {group_coordinates()}, split_commas},
      {"moved, unit square", {to_unit_square()}, {}, moved},
      {"lids exchanged", {exchange_lids()}},
      {"labels of pictures that were turned", {turned(3)}},
      {"turned the other way", {turned(1)}, {}, {}, {}, true},
      {"upside down", {turned(2)}, {}, {}, {}, true},
      {"in thousandths", {squeezed_to(1000)}, {}, {}, {}, true},
      {"of pictures made square", {squeezed_to(224)}, {}, {}, {}, true},
      {"of pictures twice as large", {scaled(2)}, {}, {}, {}, true},
      {"of thumbnails", {scaled(0.02)}, {}, {}, {}, true},
      {"shares of the face's box", {in_box_of_face(1)}, {}, {}, {}, true},
      {"per cent of the face's box", {in_box_of_face(100)}, {}, {}, {}, true},
      {"no faces", {constellation()}, {}, {}, {}, true},
      {"half of the sides exchanged", {in_every(2, exchange_sides())}, {}, {}, {}, true},
      {"a quarter of the sides exchanged", {in_every(4, exchange_sides())}, {}, {}, {}, true},
      {"three quarters of the sides exchanged", {but_every(4, exchange_sides())}, {}, {}, {}, true},
      {"(y, x) but for some", {but_every(5, y_first())}, {}, {}, {}, true},
      {"percent, one row in pixels", {but_every(30, to_percent())}, {}, {}, {}, true},
      {"half in percent", {in_every(2, to_percent())}, {}, {}, {}, true},
      {"unit square, one row in pixels", {but_every(30, to_unit_square())}, {}, {}, {}, true},
      {"two files", {}, {}, {}, std::vector<SpoilFaces>{}},
      {"two files, both (y, x)", {y_first()}, {}, {}, std::vector<SpoilFaces>{}},
      {"one file (y, x)", {}, {}, {}, {{y_first()}}, true},
      {"one file with sides exchanged", {}, {}, {}, {{exchange_sides()}}, true},
      {"one file in percent", {}, {}, {}, {{to_percent()}}, true},
      {"one file permuted", {}, {}, {}, {{permute(9)}}, true},
      {"one file counted from 1", {up_to_the_edges()}, {}, {}, {{plus_one()}}, true},
      {"line ends of all kinds",
       {},
       {",", false, false, false, {"\n", "\r", "\r\n"}},
       {},
       {},
       true},
  };
}

}  // namespace facepoint::test
