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
constexpr std::ptrdiff_t kInSecondFile = 10;

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

SpoilFaces exchange_lids() {
  return each_face([](Keypoints points) {
    for (const std::size_t eye : {36U, 42U}) {
      std::swap(points[eye + 1], points[eye + 5]);
      std::swap(points[eye + 2], points[eye + 4]);
    }
    return points;
  });
}

SpoilFaces turned(int quarters) {
  return each_point([quarters](Point at, const SpoiltFace& face) {
    if (quarters == 1) return Point{at.y, face.width - 1 - at.x};
    if (quarters == 2) return Point{face.width - 1 - at.x, face.height - 1 - at.y};
    return Point{face.height - 1 - at.y, at.x};
  });
}

SpoilFaces x_from_right() {
  return each_point([](Point at, const SpoiltFace& face) {
    return Point{face.width - 1 - at.x, at.y};
  });
}

SpoilFaces scaled(double by) {
  return each_point([by](Point at, const SpoiltFace&) { return at * by; });
}

SpoilFaces squeezed_to(double side) {
  return each_point([side](Point at, const SpoiltFace& face) {
    return Point{at.x * side / face.width, at.y * side / face.height};
  });
}

SpoilFaces in_box_of_face(double whole) {
  return each_face([whole](const Keypoints& points) {
    const Rect box = bounding_box(points);
    const double scale = whole / std::max(box.width, box.height);
    return transformed({scale, 0, -box.x * scale, -box.y * scale}, points);
  });
}

SpoilFaces constellation() {
  return [](std::vector<SpoiltFace>& faces) {
    for (SpoiltFace& face : faces) {
      std::mt19937 random(5);
      std::uniform_real_distribution<double> place(0.1, 0.9);
      for (Landmark& point : face.numbers) {
        const double x = place(random);
        point.position = {x * face.width, place(random) * face.height};
      }
      face.truth.clear();
    }
  };
}

SpoilFaces in_every(int nth, const SpoilFaces& spoil) {
  return [=](std::vector<SpoiltFace>& faces) {
    for (std::size_t i = 0; i < faces.size(); i += static_cast<std::size_t>(nth)) {
      std::vector<SpoiltFace> one{faces[i]};
      spoil(one);
      faces[i] = one[0];
    }
  };
}

SpoilFaces but_every(int nth, const SpoilFaces& spoil) {
  return [=](std::vector<SpoiltFace>& faces) {
    const std::vector<SpoiltFace> before = faces;
    spoil(faces);
    for (std::size_t i = 0; i < faces.size(); i += static_cast<std::size_t>(nth)) {
      faces[i] = before[i];
    }
  };
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
  std::vector<SpoiltFace> in_second_file;
  if (dataset.second_file) {
    in_second_file = {faces.end() - kInSecondFile, faces.end()};
    for (const SpoilFaces& spoil : *dataset.second_file) spoil(in_second_file);
  }
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
  if (dataset.second_file) {
    SpoiltDataset second = dataset;
    second.places.in_rows = [](const std::string& path) { return path; };
    write_text(folder / "more.csv", csv_of(in_second_file, second));
    faces.resize(faces.size() - in_second_file.size());
  }
  write_text(folder / "training_keypoints.csv", csv_of(faces, dataset));
  return truth;
}

}  // namespace facepoint::test
