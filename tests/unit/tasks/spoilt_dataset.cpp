#include "spoilt_dataset.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "base/files.h"
#include "formats/udacity_csv.h"
#include "image/codec.h"
#include "landmark/numbering.h"
#include "landmark/scheme_mapping.h"
#include "support/face_renderer.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

constexpr int kFaces = 30;

const SchemeLibrary& library() { return SchemeLibrary::standard(); }

SpoilFaces each_point(const std::function<Point(Point, const SpoiltFace&)>& map) {
  return [map](std::vector<SpoiltFace>& faces) {
    for (SpoiltFace& face : faces) {
      for (Landmark& point : face.numbers) point.position = map(point.position, face);
    }
  };
}

SpoilFaces each_face(const std::function<Keypoints(const Keypoints&)>& map) {
  return [map](std::vector<SpoiltFace>& faces) {
    for (SpoiltFace& face : faces) face.numbers = map(face.numbers);
  };
}

std::vector<SpoiltFace> drawn_faces() {
  std::vector<SpoiltFace> faces;
  for (int i = 0; i < kFaces; ++i) {
    const std::string number = std::to_string(100 + i).substr(1);
    SpoiltFace face{
        "training/p" + number + ".png", i % 3 == 0 ? 320 : 240, i % 3 == 0 ? 240 : 288, {}, {}};
    face.truth = landmarks_of(random_face(static_cast<std::uint64_t>(i)), face.width, face.height);
    for (Landmark& point : face.truth) {
      point.position = {std::round(point.position.x), std::round(point.position.y)};
    }
    face.numbers = face.truth;
    faces.push_back(std::move(face));
  }
  return faces;
}

// A plain picture of the right size; no two are the same.
void write_plain_picture(const std::filesystem::path& path, int width, int height, int number) {
  Picture picture{width, height, 3, {}};
  picture.pixels.assign(picture.row_bytes() * static_cast<std::size_t>(height), 90);
  for (int x = 0; x < 8; ++x) {
    picture.row(x)[3 * x] = static_cast<std::uint8_t>(number * 7 + x * 13);
  }
  std::filesystem::create_directories(path.parent_path());
  save_picture(path, picture);
}

std::string number_text(double value, const SpoiltText& text) {
  std::string number = udacity_number(value);
  if (text.decimal_comma) std::replace(number.begin(), number.end(), '.', ',');
  return text.quoted ? "\"" + number + "\"" : number;
}

std::string csv_of(const std::vector<SpoiltFace>& faces, const SpoiltDataset& dataset) {
  const SpoiltText& text = dataset.text;
  std::size_t line = 0;
  const auto end = [&] { return text.line_ends[line++ % text.line_ends.size()]; };
  std::string csv = text.byte_order_mark ? "\xEF\xBB\xBF" : "";
  for (std::size_t i = 0; i < 2 * faces.front().numbers.size(); ++i) {
    csv += text.separator + std::to_string(i);
  }
  csv += end();
  for (const SpoiltFace& face : faces) {
    csv += dataset.places.in_rows ? dataset.places.in_rows(face.image)
                                  : face.image.substr(face.image.find('/') + 1);
    for (const Landmark& point : face.numbers) {
      csv += text.separator + number_text(point.position.x, text);
      csv += text.separator + number_text(point.position.y, text);
    }
    csv += end();
  }
  return csv;
}

}  // namespace

SpoilFaces plus_one() {
  return each_point([](Point at, const SpoiltFace&) { return Point{at.x + 1, at.y + 1}; });
}

SpoilFaces to_percent() {
  return each_point([](Point at, const SpoiltFace& face) {
    return Point{at.x * 100 / face.width, at.y * 100 / face.height};
  });
}

SpoilFaces to_unit_square() {
  return each_point([](Point at, const SpoiltFace& face) {
    return Point{at.x / face.width, at.y / face.height};
  });
}

SpoilFaces y_first() {
  return each_point([](Point at, const SpoiltFace&) { return Point{at.y, at.x}; });
}

SpoilFaces y_up(double whole) {
  return each_point([whole](Point at, const SpoiltFace& face) {
    return Point{at.x, (whole > 0 ? whole : face.height - 1) - at.y};
  });
}

SpoilFaces exchange_sides() {
  return each_face(
      [](const Keypoints& points) { return renumbered(library().get("ibug68"), points); });
}

SpoilFaces group_coordinates() {
  return each_face([](const Keypoints& points) {
    Keypoints grouped = points;
    const std::size_t n = points.size();
    const auto number = [&](std::size_t i) {
      return i < n ? points[i].position.x : points[i - n].position.y;
    };
    for (std::size_t i = 0; i < n; ++i) grouped[i].position = {number(2 * i), number(2 * i + 1)};
    return grouped;
  });
}

SpoilFaces permute(unsigned seed) {
  return each_face([seed](const Keypoints& points) {
    Keypoints shuffled = points;
    std::mt19937 random(seed);
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    return shuffled;
  });
}

SpoilFaces exchange_eyes() {
  return each_face([](Keypoints points) {
    std::swap_ranges(points.begin() + 36, points.begin() + 42, points.begin() + 42);
    return points;
  });
}

SpoilFaces reverse_jaw() {
  return each_face([](Keypoints points) {
    std::reverse(points.begin(), points.begin() + 17);
    return points;
  });
}

SpoilFaces spoil_some(int count) {
  return [count](std::vector<SpoiltFace>& faces) {
    std::vector<SpoiltFace> some(faces.begin(), faces.begin() + count);
    y_first()(some);
    std::copy(some.begin(), some.end(), faces.begin());
    for (int i = 0; i < count; ++i) faces[static_cast<std::size_t>(i)].truth.clear();
  };
}

SpoilFaces in_scheme(const std::string& scheme) {
  return [scheme](std::vector<SpoiltFace>& faces) {
    const auto mapping = SchemeMapping::find(library(), "ibug68", scheme);
    const Keypoints& typical = library().get(scheme).typical_shape;
    const auto back = SchemeMapping::find(library(), scheme, "five5");
    const auto five = SchemeMapping::find(library(), "ibug68", "five5");
    for (SpoiltFace& face : faces) {
      face.truth =
          mapping ? (*mapping)(face.truth)
                  : transformed(fit_similarity((*back)(typical), (*five)(face.truth)), typical);
      face.numbers = face.truth;
    }
  };
}

SpoilFaces up_to_the_edges() {
  return [](std::vector<SpoiltFace>& faces) {
    for (SpoiltFace& face : faces) {
      for (Landmark& point : face.truth) {
        const auto held = [](double value, int size) {
          return std::clamp(std::round(size * 0.5 + (value - size * 0.5) * 2.2), 0.0, size - 1.0);
        };
        point.position = {held(point.position.x, face.width), held(point.position.y, face.height)};
      }
      face.numbers = face.truth;
    }
  };
}

std::map<std::string, Keypoints> write_spoilt_dataset(const SpoiltDataset& dataset,
                                                      const std::filesystem::path& folder) {
  std::vector<SpoiltFace> faces = drawn_faces();
  for (const SpoilFaces& spoil : dataset.faces) spoil(faces);
  std::map<std::string, Keypoints> truth;
  int number = 0;
  for (const SpoiltFace& face : faces) {
    const SpoiltPlaces& places = dataset.places;
    const std::string path = places.on_disk ? places.on_disk(face.image) : face.image;
    write_plain_picture(folder / path, face.width, face.height, number);
    if (places.also) {
      for (const std::string& other : places.also(face.image)) {
        write_plain_picture(folder / other, face.width, face.height, 100 + number);
      }
    }
    ++number;
    if (!face.truth.empty()) truth.emplace(path, face.truth);
  }
  write_text(folder / "training_keypoints.csv", csv_of(faces, dataset));
  return truth;
}

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
      {"(y, x), sides", {exchange_sides(), y_first()}},
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
      {"percent, a few faces wrong", {to_percent(), spoil_some(4)}},
      {"decimal commas as separators, grouped", {group_coordinates()}, split_commas},
      {"moved, unit square", {to_unit_square()}, {}, moved},
  };
}

}  // namespace facepoint::test
