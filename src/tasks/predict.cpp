#include "tasks/predict.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "base/error.h"
#include "image/codec.h"
#include "image/draw.h"
#include "image/process.h"
#include "nn/runtime.h"

namespace facepoint {
namespace fs = std::filesystem;
namespace {

// Where each picture is drawn: no name twice, none that is an input.
std::vector<fs::path> drawing_names(const PredictOptions& options) {
  std::set<fs::path> taken;
  for (const fs::path& input : options.pictures) taken.insert(fs::weakly_canonical(input));
  std::vector<fs::path> names;
  for (const fs::path& picture : options.pictures) {
    const std::string stem = picture.stem().string() + "_points";
    std::string number;
    for (int n = 2;; ++n) {
      fs::path candidate = options.out / (stem + number + ".png");
      if (taken.insert(fs::weakly_canonical(candidate)).second) {
        names.push_back(std::move(candidate));
        break;
      }
      number = "_" + std::to_string(n);
    }
  }
  return names;
}

// How much a picture is enlarged so that the numbers at its smallest face can be read.
double enlargement(const Picture& picture, const std::vector<FoundFace>& faces) {
  constexpr double kReadableFace = 420;  // pixels a side
  constexpr double kMost = 10;
  constexpr double kLongest = 2400;  // pixels of the drawing
  double smallest = std::numeric_limits<double>::infinity();
  for (const FoundFace& face : faces) smallest = std::min(smallest, std::sqrt(face.box.area()));
  const double limit = std::min(kMost, kLongest / std::max(picture.width, picture.height));
  return std::max(1.0, std::min(limit, kReadableFace / smallest));
}

Picture drawing_of(const Picture& picture, const std::vector<FoundFace>& faces,
                   const Scheme& scheme) {
  constexpr double kUnitFace = 320;  // pixels a side of a face drawn at scale 1
  constexpr Rgb kBoxColor{255, 255, 255};
  const double factor = enlargement(picture, faces);
  const auto enlarged = [&](int side) { return static_cast<int>(std::lround(side * factor)); };
  Picture drawing = resize(picture, enlarged(picture.width), enlarged(picture.height));
  // Pixel centres are integers, so the picture's corner lies at -0.5.
  const Similarity drawing_from_image{factor, 0, (factor - 1) / 2, (factor - 1) / 2};
  for (const FoundFace& face : faces) {
    const Keypoints points = transformed(drawing_from_image, face.points);
    const Rect box = bounding_box(points);
    DrawStyle style;
    style.scale = std::max(0.8, std::sqrt(box.area()) / kUnitFace);
    draw_box(drawing, box, kBoxColor, std::max(1, static_cast<int>(std::lround(style.scale))));
    draw_landmarks(drawing, scheme, points, style);
  }
  return drawing;
}

}  // namespace

void PredictOptions::check() const {
  check_detector(detector);
  if (pictures.empty()) throw Error(ErrorCode::kInvalidInput, "No picture was named.");
  if (threads < 1) throw Error(ErrorCode::kInvalidInput, "At least one thread is needed.");
  if (min_score < 0 || min_score > 1) {
    throw Error(ErrorCode::kInvalidInput, "The least score lies between 0 and 1.");
  }
}

PredictReport run_predict(const PredictOptions& options, const TakePrediction& take,
                          JobContext& job) {
  options.check();
  job.begin_stage("Loading the model");
  const fs::path model = options.model.empty() ? nn::default_model() : options.model;
  return run_predict(options, load_face_tools(model, options.detector, options.threads), take, job);
}

PredictReport run_predict(const PredictOptions& options, std::vector<FaceTools> tools,
                          const TakePrediction& take, JobContext& job) {
  options.check();
  const Scheme& scheme = SchemeLibrary::standard().get(tools.at(0).predictor->info().scheme);
  std::vector<FacePipeline::Item> items;
  items.reserve(options.pictures.size());
  for (const fs::path& picture : options.pictures) items.push_back({picture, {}});
  std::vector<fs::path> drawings;
  FacePipeline::Look draw;
  if (!options.out.empty()) {
    fs::create_directories(options.out);
    drawings = drawing_names(options);
    draw = [&](const Picture& picture, const PictureFaces& result) {
      save_picture(drawings[result.index], drawing_of(picture, result.faces, scheme));
    };
  }
  FacePipeline pictures(std::move(items), std::move(tools), options.min_score, draw);

  const auto total = static_cast<std::int64_t>(options.pictures.size());
  job.begin_stage("Finding faces", total);
  PredictReport report;
  while (auto found = pictures.next()) {
    PredictedPicture result;
    result.file = options.pictures[found->index];
    result.faces = std::move(found->faces);
    result.error = std::move(found->error);
    const bool readable = result.error.empty();
    if (readable && !drawings.empty()) result.drawing = drawings[found->index];
    report.failures += readable ? 0 : 1;
    report.without_face += readable && result.faces.empty() ? 1 : 0;
    report.faces += static_cast<std::int64_t>(result.faces.size());
    take(result);
    job.progress(++report.pictures, total);
  }
  job.finish_stage();
  return report;
}

}  // namespace facepoint
