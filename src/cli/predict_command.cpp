// facepoint predict IMAGE...
#include <unistd.h>

#include <cmath>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "tasks/predict.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

// Hundredths of a pixel are more than a label's worth.
double rounded(double value, double steps) { return std::round(value * steps) / steps; }
double pixels(double value) { return rounded(value, 100); }
double share(double value) { return rounded(value, 10000); }

Json json_of(const FoundFace& face) {
  Json points = Json::array();
  for (const Landmark& point : face.points) {
    points.push_back(Json::array({pixels(point.position.x), pixels(point.position.y)}));
  }
  Json confidence = Json::array();
  for (const double value : face.confidence) confidence.push_back(share(value));
  Json expected_error = Json::array();
  for (const double value : face.error) expected_error.push_back(pixels(value));
  return {{"box", Json::array({pixels(face.box.x), pixels(face.box.y), pixels(face.box.width),
                               pixels(face.box.height)})},
          {"score", share(face.score)},
          {"points", points},
          {"confidence", confidence},
          {"expected_error", expected_error}};
}

void print_line(const PredictedPicture& picture) {
  Json line{{"image", picture.file.string()}};
  if (picture.error.empty()) {
    line["faces"] = Json::array();
    for (const FoundFace& face : picture.faces) line["faces"].push_back(json_of(face));
  } else {
    line["error"] = picture.error;
  }
  // A file's name may be no UTF-8; the line stays valid JSON.
  std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

}  // namespace

void add_predict_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("predict", "Finds faces and their points in loose pictures");
  command->footer(
      "Prints one JSON object a line, in image pixels:\n"
      "  {\"image\": path, \"faces\": [{\"box\": [x, y, w, h], \"score\": s,\n"
      "   \"points\": [[x, y], ...], \"confidence\": [...], \"expected_error\": [...]}]}\n"
      "or {\"image\": path, \"error\": \"...\"} for a picture that can't be read.\n"
      "Exit code 3: done, but some pictures could not be read.");
  auto options = std::make_shared<PredictOptions>();
  command->add_option("image", options->pictures, "Picture files")->required();
  command->add_option("--out", options->out,
                      "Write each picture with its numbered points into this folder");
  command->add_option("--model", options->model,
                      "A model's weights file (default: the shipped one)");
  command->add_option("--detector", options->detector, kDetectorHelp)->capture_default_str();
  command->add_option("--min-score", options->min_score, "What scores less is no face, 0 to 1")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Pictures worked on at once")
      ->capture_default_str();
  command->callback([options, &program] {
    // Where the lines go to a terminal they are the progress.
    JobContext quiet({}, program.job.stop_token());
    JobContext& job = isatty(STDOUT_FILENO) != 0 ? quiet : program.job;
    const PredictReport report = run_predict(*options, print_line, job);
    if (report.failures > 0) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
