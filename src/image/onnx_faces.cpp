#include "image/onnx_faces.h"

#include <algorithm>
#include <cmath>

#include "landmark/keypoints.h"

namespace facepoint {
namespace {

constexpr int kLandmarkValues = 10;  // x, y of five points
constexpr int kAnchors = 2;          // of SCRFD, a cell
constexpr std::array<int, 3> kStrides{8, 16, 32};

// Of the older YuNet: sides of the boxes that each cell starts from, and what scales its answers.
struct PriorLevel {
  int stride;
  std::vector<double> sides;
};
const std::array<PriorLevel, 4> kPriors{
    {{8, {10, 16, 24}}, {16, {32, 48}}, {32, {64, 96}}, {64, {128, 192, 256}}}};
constexpr double kCentreVariance = 0.1;
constexpr double kHeightVariance = 0.2;  // of widths it is kCentreVariance, in OpenCV as well

int columns_of(const FloatTensor& tensor) { return tensor.shape.empty() ? 0 : tensor.shape.back(); }

// The values of one row, all other sides of the shape taken together.
const float* row_of(const FloatTensor& tensor, std::size_t row) {
  return tensor.values.data() + row * static_cast<std::size_t>(columns_of(tensor));
}

std::size_t cells_of(int stride, int width, int height) {
  return static_cast<std::size_t>(width / stride) * static_cast<std::size_t>(height / stride);
}

int index_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// The output with so many columns and rows; -1 if there is none.
int index_of(const std::vector<FloatTensor>& outputs, int columns, std::size_t rows) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (columns_of(outputs[i]) == columns &&
        outputs[i].values.size() == rows * static_cast<std::size_t>(columns)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

bool has_shape(const std::vector<FloatTensor>& outputs, int index, int columns, std::size_t rows) {
  if (index < 0) return false;
  const FloatTensor& output = outputs[static_cast<std::size_t>(index)];
  return columns_of(output) == columns &&
         output.values.size() == rows * static_cast<std::size_t>(columns);
}

std::optional<OnnxFaceForm> yunet(const std::vector<std::string>& names,
                                  const std::vector<FloatTensor>& outputs, int width, int height) {
  OnnxFaceForm form{OnnxFaceKind::kYunet, {}};
  for (const int stride : kStrides) {
    const std::string end = "_" + std::to_string(stride);
    const OnnxFaceLevel level{stride, index_of(names, "cls" + end), index_of(names, "obj" + end),
                              index_of(names, "bbox" + end), index_of(names, "kps" + end)};
    const std::size_t rows = cells_of(stride, width, height);
    if (!has_shape(outputs, level.scores, 1, rows) || !has_shape(outputs, level.objects, 1, rows) ||
        !has_shape(outputs, level.boxes, 4, rows) ||
        !has_shape(outputs, level.landmarks, kLandmarkValues, rows)) {
      return std::nullopt;
    }
    form.levels.push_back(level);
  }
  return form;
}

std::optional<OnnxFaceForm> yunet_priors(const std::vector<std::string>& names,
                                         const std::vector<FloatTensor>& outputs, int width,
                                         int height) {
  std::size_t rows = 0;
  for (const PriorLevel& level : kPriors) {
    rows += cells_of(level.stride, width, height) * level.sides.size();
  }
  const int loc = index_of(names, "loc");
  const OnnxFaceLevel level{0, index_of(names, "conf"), index_of(names, "iou"), loc, loc};
  if (!has_shape(outputs, loc, 4 + kLandmarkValues, rows) ||
      !has_shape(outputs, level.scores, 2, rows) || !has_shape(outputs, level.objects, 1, rows)) {
    return std::nullopt;
  }
  return OnnxFaceForm{OnnxFaceKind::kYunetPriors, {level}};
}

std::optional<OnnxFaceForm> scrfd(const std::vector<FloatTensor>& outputs, int width, int height) {
  if (outputs.size() != 6 && outputs.size() != 9) return std::nullopt;
  OnnxFaceForm form{OnnxFaceKind::kScrfd, {}};
  for (const int stride : kStrides) {
    const std::size_t rows = cells_of(stride, width, height) * kAnchors;
    const OnnxFaceLevel level{stride, index_of(outputs, 1, rows), -1, index_of(outputs, 4, rows),
                              index_of(outputs, kLandmarkValues, rows)};
    if (level.scores < 0 || level.boxes < 0) return std::nullopt;
    if ((level.landmarks < 0) != (outputs.size() == 6)) return std::nullopt;
    form.levels.push_back(level);
  }
  return form;
}

double share(double value) { return std::clamp(value, 0.0, 1.0); }

Rect around(double x, double y, double width, double height) {
  return {x - width / 2, y - height / 2, width, height};
}

// Five points at `origin` + values * step.
std::array<Point, 5> five_points(const float* values, Point origin, double step) {
  std::array<Point, 5> points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = {origin.x + values[2 * i] * step, origin.y + values[2 * i + 1] * step};
  }
  return points;
}

// One level's outputs, read row by row.
struct Rows {
  const std::vector<FloatTensor>& outputs;
  const OnnxFaceLevel& level;

  const float* operator()(int output, std::size_t row) const {
    return row_of(outputs[static_cast<std::size_t>(output)], row);
  }
};

FaceCandidate yunet_candidate(const Rows& rows, std::size_t row, int column, int line) {
  const OnnxFaceLevel& level = rows.level;
  const double step = level.stride;
  const float* box = rows(level.boxes, row);
  const Point corner{column * step, line * step};
  return {around(corner.x + box[0] * step, corner.y + box[1] * step, std::exp(box[2]) * step,
                 std::exp(box[3]) * step),
          std::sqrt(share(*rows(level.scores, row)) * share(*rows(level.objects, row))),
          five_points(rows(level.landmarks, row), corner, step)};
}

FaceCandidate scrfd_candidate(const Rows& rows, std::size_t row, int column, int line) {
  const OnnxFaceLevel& level = rows.level;
  const double step = level.stride;
  const float* sides = rows(level.boxes, row);  // distances to the left, top, right, bottom
  const Point corner{column * step, line * step};
  FaceCandidate face{{corner.x - sides[0] * step, corner.y - sides[1] * step,
                      (sides[0] + sides[2]) * step, (sides[1] + sides[3]) * step},
                     *rows(level.scores, row),
                     std::nullopt};
  if (level.landmarks >= 0) {
    face.landmarks = five_points(rows(level.landmarks, row), corner, step);
  }
  return face;
}

FaceCandidate prior_candidate(const Rows& rows, std::size_t row, Point centre, double side) {
  const OnnxFaceLevel& level = rows.level;
  const float* values = rows(level.boxes, row);
  const double step = kCentreVariance * side;
  return {around(centre.x + values[0] * step, centre.y + values[1] * step,
                 side * std::exp(values[2] * kCentreVariance),
                 side * std::exp(values[3] * kHeightVariance)),
          std::sqrt(share(rows(level.scores, row)[1]) * share(*rows(level.objects, row))),
          five_points(values + 4, centre, step)};
}

bool is_finite(const FaceCandidate& face) {
  const auto finite = [](Point point) { return facepoint::is_finite(point); };
  return finite({face.box.x, face.box.y}) && finite({face.box.width, face.box.height}) &&
         (!face.landmarks || std::all_of(face.landmarks->begin(), face.landmarks->end(), finite));
}

// Where a typical face has the five, from the middle of its box in longer sides of it, and that
// box: medians over the faces named in the header, made alike on both sides.
const Keypoints& typical_five() {
  static const Keypoints five = make_keypoints(
      {{-0.216, -0.305}, {0.216, -0.305}, {0, -0.058}, {-0.179, 0.153}, {0.179, 0.153}});
  return five;
}
constexpr double kWidth = 1.01;
constexpr double kHeight = 0.96;
constexpr double kAside = -1.6;  // the box's middle by the nose's, fitted by least squares

}  // namespace

std::optional<OnnxFaceForm> recognised_form(const std::vector<std::string>& names,
                                            const std::vector<FloatTensor>& outputs, int width,
                                            int height) {
  if (names.size() != outputs.size()) return std::nullopt;
  if (auto form = yunet(names, outputs, width, height)) return form;
  if (auto form = yunet_priors(names, outputs, width, height)) return form;
  return scrfd(outputs, width, height);
}

bool takes_any_size(const std::vector<std::string>& names) {
  return index_of(names, "cls_8") >= 0 || index_of(names, "loc") >= 0;
}

std::vector<FaceCandidate> face_candidates(const OnnxFaceForm& form,
                                           const std::vector<FloatTensor>& outputs, int width,
                                           int height, double min_score) {
  std::vector<FaceCandidate> found;
  const auto take = [&](const FaceCandidate& face) {
    if (face.score >= min_score && is_finite(face)) found.push_back(face);
  };
  if (form.kind == OnnxFaceKind::kYunetPriors) {
    std::size_t row = 0;
    for (const PriorLevel& level : kPriors) {
      for (int line = 0; line < height / level.stride; ++line) {
        for (int column = 0; column < width / level.stride; ++column) {
          const Point centre{(column + 0.5) * level.stride, (line + 0.5) * level.stride};
          for (const double side : level.sides) {
            take(prior_candidate({outputs, form.levels.front()}, row++, centre, side));
          }
        }
      }
    }
    return found;
  }
  for (const OnnxFaceLevel& level : form.levels) {
    const Rows rows{outputs, level};
    std::size_t row = 0;
    for (int line = 0; line < height / level.stride; ++line) {
      for (int column = 0; column < width / level.stride; ++column) {
        if (form.kind == OnnxFaceKind::kYunet) {
          take(yunet_candidate(rows, row++, column, line));
          continue;
        }
        for (int anchor = 0; anchor < kAnchors; ++anchor) {
          take(scrfd_candidate(rows, row++, column, line));
        }
      }
    }
  }
  return found;
}

Detection placed_face(const FaceCandidate& candidate) {
  const Rect& box = candidate.box;
  const Detection by_box{
      {box.x, box.y + box.height / 4, box.width, box.height * 3 / 4}, candidate.score, 0};
  if (!candidate.landmarks) return by_box;
  const auto& five = *candidate.landmarks;
  const Similarity picture_from_face =
      fit_similarity(typical_five(), make_keypoints({five.begin(), five.end()}));
  const double side = picture_from_face.scale();
  const double longer = std::max(box.width, box.height);
  if (side < longer / 2 || side > longer * 2) return by_box;
  const Similarity face_from_picture = picture_from_face.inverse();
  double aside = face_from_picture(five[2]).x;
  for (const std::size_t other : {0, 1, 3, 4}) aside -= face_from_picture(five[other]).x / 4;
  const Point middle = picture_from_face({kAside * aside, 0});
  return {around(middle.x, middle.y, kWidth * side, kHeight * side), candidate.score,
          picture_from_face.angle()};
}

}  // namespace facepoint
