#include "app/bench_projects.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "base/error.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;

constexpr const char* kScheme = "ibug68";

// `count` points on an ellipse from one angle to another, in turns.
void arc(std::vector<Point>& points, int count, Point middle, Point radius, double from,
         double to) {
  for (int i = 0; i < count; ++i) {
    const double turn = from + (to - from) * i / (count - 1);
    const double angle = turn * 2 * std::numbers::pi;
    points.push_back(
        {middle.x + radius.x * std::cos(angle), middle.y + radius.y * std::sin(angle)});
  }
}

// The 68 points where a face in a box of side 1 has them, roughly.
std::vector<Point> face_in_unit_box() {
  std::vector<Point> points;
  arc(points, 17, {0.5, 0.3}, {0.48, 0.68}, 0.5, 0);     // jaw
  arc(points, 5, {0.27, 0.2}, {0.16, 0.1}, 0.55, 0.95);  // brows
  arc(points, 5, {0.73, 0.2}, {0.16, 0.1}, 0.55, 0.95);
  arc(points, 4, {0.5, 0.42}, {0.01, 0.14}, -0.25, 0.25);  // nose
  arc(points, 5, {0.5, 0.55}, {0.1, 0.04}, 0.5, 0);
  arc(points, 6, {0.3, 0.3}, {0.08, 0.04}, 0.5, 4 / 3.0);  // eyes
  arc(points, 6, {0.7, 0.3}, {0.08, 0.04}, 0.5, 4 / 3.0);
  arc(points, 12, {0.5, 0.74}, {0.2, 0.08}, 0.5, 17 / 12.0);  // mouth
  arc(points, 8, {0.5, 0.74}, {0.14, 0.03}, 0.5, 11 / 8.0);
  return points;
}

Keypoints face_in(const Rect& box) {
  std::vector<Point> points = face_in_unit_box();
  for (Point& p : points) p = {box.x + p.x * box.width, box.y + p.y * box.height};
  return make_keypoints(points);
}

// Busy enough that decoding it costs what a photograph costs.
Picture drawn_picture(int width, int height, int variant) {
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.pixels.resize(picture.row_bytes() * height);
  unsigned noise = 1U + static_cast<unsigned>(variant);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* pixel = picture.row(y);
    for (int x = 0; x < width; ++x) {
      noise = noise * 1664525U + 1013904223U;
      const int wave = static_cast<int>(60 * std::sin((x + 40 * variant) * 0.03) +
                                        60 * std::cos(y * 0.02 + variant));
      const int grey = 120 + wave + static_cast<int>(noise >> 28U);
      for (int channel = 0; channel < 3; ++channel) {
        *pixel++ = static_cast<std::uint8_t>(std::clamp(grey + 12 * channel, 0, 255));
      }
    }
  }
  return picture;
}

// Boxes in rows and columns that fill the picture.
std::vector<Rect> boxes_in(const DrawnProject& wanted) {
  const double shape = static_cast<double>(wanted.width) / wanted.height;
  const int columns = static_cast<int>(std::ceil(std::sqrt(wanted.faces_each * shape)));
  const int rows = (wanted.faces_each + columns - 1) / columns;
  const double side = std::min(static_cast<double>(wanted.width) / columns,
                               static_cast<double>(wanted.height) / rows);
  std::vector<Rect> boxes;
  boxes.reserve(wanted.faces_each);
  for (int i = 0; i < wanted.faces_each; ++i) {
    const int column = i % columns;
    const int row = i / columns;
    boxes.push_back({(column + 0.1) * side, (row + 0.1) * side, side * 0.8, side * 0.8});
  }
  return boxes;
}

std::string file_name(int i) { return "face_" + std::to_string(i) + ".jpg"; }

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "facepoint-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw Error(ErrorCode::kUnreadable, "A folder for the benchmark cannot be made there.", name);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Project draw_project(const fs::path& folder, const DrawnProject& wanted) {
  const fs::path pictures = folder / "pictures";
  fs::create_directories(pictures);
  for (int i = 0; i < std::min(wanted.files, wanted.images); ++i) {
    save_picture(pictures / file_name(i), drawn_picture(wanted.width, wanted.height, i));
  }
  Project project = Project::create(folder / "bench.facepoint");
  const DatasetId dataset = add_dataset(project, {{}, "drawn", folder.string(), kScheme});
  const std::vector<Rect> boxes = boxes_in(wanted);
  project.transaction([&] {
    for (int i = 0; i < wanted.images; ++i) {
      const std::string part = "part_" + std::to_string(i / wanted.files);
      if (i % wanted.files == 0) fs::create_directory_symlink(pictures, folder / part);
      Image image;
      image.dataset = dataset;
      image.path = part + "/" + file_name(i % wanted.files);
      image.width = wanted.width;
      image.height = wanted.height;
      image.format = "jpeg";
      image.identity = "Person_" + std::to_string(i / 10);
      const ImageId id = add_image(project, image);
      for (const Rect& box : boxes) {
        add_face(project, {id, kScheme, box, FaceStatus::kLabelled, face_in(box), "drawn"});
      }
    }
  });
  return project;
}

}  // namespace facepoint
