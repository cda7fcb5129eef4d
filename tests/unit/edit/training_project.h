// A project to train in, for tests of the Train workspace: labelled faces of people in a split
// plan, and trainings as they are recorded, without pictures and without LibTorch.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "store/models.h"
#include "store/splits.h"
#include "unit/edit/edit_project.h"

namespace facepoint::test {

// Beside what EditProject holds. Plan "main": train 12, val 3, test 2, each face of a person of its
// own.
struct TrainingProject : EditProject {
  std::vector<FaceId> faces;
  std::vector<ImageId> images;

  TrainingProject() {
    Project project = open();
    const DatasetId dataset = datasets(project).front().id;
    std::vector<SplitMember> members;
    for (int i = 0; i < 17; ++i) {
      Image record;
      record.dataset = dataset;
      record.path = "more/" + std::to_string(i) + ".png";
      record.width = 200;
      record.height = 160;
      record.format = "png";
      record.identity = "Somebody_" + std::to_string(i);
      images.push_back(add_image(project, record));
      faces.push_back(add_face(project, {images.back(), "ibug68", bounding_box(spiral_points()),
                                         FaceStatus::kLabelled, spiral_points(), "labels.csv"})
                          .face);
      members.push_back({images.back(), i < 12 ? "train" : i < 15 ? "val" : "test"});
    }
    save_split_plan(project, {{}, "main", "image", {0.7, 0.2, 0.1}, 1, "by hand"}, members);
  }

  // One epoch a value of `nme`; the worst faces are those of the last.
  TrainingRunId record(const std::string& name, const std::string& state,
                       const std::vector<double>& nme) const {
    using Json = nlohmann::json;
    Json epochs = Json::array();
    double best = 1;
    for (const double value : nme) {
      epochs.push_back({{"epoch", epochs.size() + 1},
                        {"training_loss", 10 * value},
                        {"validation_nme", value},
                        {"seconds", 4},
                        {"waiting_share", 0.25},
                        {"best", value < best}});
      best = std::min(best, value);
    }
    Json points = Json::array();
    for (const Landmark& point : spiral_points({104, 83})) {
      points.push_back({point.position.x, point.position.y});
    }
    if (!nme.empty()) {
      epochs.back()["worst"] = {{{"face", faces[13].value}, {"nme", 0.2}, {"points", points}},
                                {{"face", faces[12].value}, {"nme", 0.1}, {"points", points}}};
    }
    TrainingRun run;
    run.arch = "heatmap";
    run.split_plan = "main";
    run.state = state;
    run.checkpoint = (folder / (name + ".checkpoint")).string();
    run.options = Json{{"split", "main"},     {"out", (folder / (name + ".fpm")).string()},
                       {"train_faces", 12},   {"validation_faces", 3},
                       {"settled_epochs", 8}, {"settled_from", "scratch"}}
                      .dump();
    run.metrics = epochs.dump();
    run.started = "2026-11-24T12:00:00Z";
    Project project = open();
    return add_training_run(project, run);
  }
};

}  // namespace facepoint::test
