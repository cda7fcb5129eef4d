#include "tasks/propose.h"

#include "base/error.h"
#include "image/codec.h"
#include "nn/runtime.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/models.h"
#include "tasks/face_finder.h"
#include "tasks/image_files.h"
#include "tasks/models.h"

namespace facepoint {
namespace {

constexpr double kSmallestSide = 4;  // pixels: less was hardly meant as a box

Dataset dataset_of(Project& project, const Image& image) {
  for (const Dataset& dataset : datasets(project)) {
    if (dataset.id == image.dataset) return dataset;
  }
  throw Error(ErrorCode::kNotFound, "This picture's dataset is gone.", image.path);
}

}  // namespace

Rect place_of(Project& project, const Face& face) {
  if (face.current) {
    const Rect around = bounding_box(get_revision(project, face.current).points);
    if (around.area() > 0) return around;
  }
  return face.box;
}

void ProposeOptions::check() const {
  if (box && (box->width < kSmallestSide || box->height < kSmallestSide)) {
    throw Error(ErrorCode::kInvalidInput, "Draw a box around the whole face, brows to chin.");
  }
}

ProposeReport run_propose(Project& project, const ProposeOptions& options, JobContext& job) {
  options.check();
  job.begin_stage("Loading the model");
  const std::filesystem::path model =
      options.model.empty() ? default_model_of(project) : options.model;
  const auto predictor = nn::runtime().load_model(model, 1);
  job.begin_stage("Placing the points");
  ProposeReport report = run_propose(project, options, *predictor, model);
  job.finish_stage();
  return report;
}

ProposeReport run_propose(Project& project, const ProposeOptions& options, Predictor& predictor,
                          const std::filesystem::path& model) {
  options.check();
  const Image image = get_image(project, options.image);
  const Dataset dataset = dataset_of(project, image);
  const ModelInfo& info = predictor.info();
  const std::string scheme_name =
      options.box ? dataset.scheme : get_face(project, options.face).scheme;
  if (scheme_name != info.scheme) {
    throw Error(ErrorCode::kUnsupported, "The points here are of the scheme " + scheme_name +
                                             ", those of the model " + info.name + " of " +
                                             info.scheme + ".");
  }
  const Picture picture = load_picture(file_of(dataset, image));
  const Rect box = options.box ? *options.box : place_of(project, get_face(project, options.face));
  const Scheme& scheme = SchemeLibrary::standard().get(info.scheme);
  const FoundFace found =
      found_face(std::move(predictor.predict({{&picture, box}}, true).front()), scheme);

  ProposeReport report{options.face, found.score, info.name};
  project.transaction([&] {
    if (options.box) {
      // The reverse of deleting one, so that undo takes it back.
      report.face =
          add_face(project,
                   {image.id, info.scheme, found.box, FaceStatus::kDeleted, std::nullopt, {}})
              .face;
      FaceEdit edit;
      edit.face = report.face;
      edit.status = FaceStatus::kProposed;
      apply_change(project, "Add face", {edit});
    }
    Proposal proposal;
    proposal.face = report.face;
    proposal.model =
        add_model(project, {{}, info.name, info.digest, model.string(), info.arch, info.scheme});
    proposal.points = found.points;
    proposal.confidence = found.confidence;
    proposal.score = found.score;
    add_proposal(project, proposal);
  });
  return report;
}

}  // namespace facepoint
