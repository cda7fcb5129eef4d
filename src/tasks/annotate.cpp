#include "tasks/annotate.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "nn/runtime.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/models.h"
#include "tasks/detect_ahead.h"
#include "tasks/image_files.h"

namespace facepoint {
namespace {

// What one image needs.
struct Work {
  Image image;
  std::string name;    // for people
  std::string scheme;  // of its dataset
  std::filesystem::path file;
  std::vector<Face> faces;  // to predict again; none: faces are to be found
};

struct Found {
  const Work* work = nullptr;
  std::vector<FoundFace> faces;
};

// A face without a label, waiting for a decision.
bool is_undecided(const Face& face) {
  return !face.current && face.status != FaceStatus::kRejected;
}

std::vector<Work> collect_work(Project& project, const AnnotateOptions& options,
                               AnnotateReport& report) {
  const Query query = parse_query(options.where);
  std::map<DatasetId, Dataset> dataset_of;
  for (const Dataset& dataset : datasets(project)) dataset_of[dataset.id] = dataset;
  std::unordered_map<ImageId, std::int64_t> faces_in;
  for (const ImageSummary& summary : image_summaries(project, query)) {
    faces_in[summary.image] = summary.faces;
  }
  std::vector<Work> work;
  for (const Image& image : images(project, query)) {
    ++report.images;
    const Dataset& dataset = dataset_of.at(image.dataset);
    Work item{image, dataset.name + "/" + image.path, dataset.scheme, file_of(dataset, image), {}};
    if (faces_in[image.id] > 0) {
      if (options.again) {
        for (const Face& face : faces_of(project, image.id)) {
          if (is_undecided(face)) item.faces.push_back(face);
        }
      }
      if (item.faces.empty()) {
        ++report.images_with_faces;
        continue;
      }
    }
    work.push_back(std::move(item));
  }
  return work;
}

// Runs the work and writes its results in small transactions.
class Annotation {
 public:
  Annotation(Project& project, const AnnotateOptions& options, Predictor& predictor, ModelId model,
             AnnotateReport& report)
      : project_(project),
        options_(options),
        predictor_(predictor),
        model_(model),
        report_(report) {}

  void run(const std::vector<Work>& work, JobContext& job) {
    const auto total = static_cast<std::int64_t>(work.size());
    job.begin_stage("Annotating", total);
    std::vector<DetectAhead::Item> items;
    items.reserve(work.size());
    for (const Work& item : work) items.push_back({item.file, item.faces.empty()});
    DetectAhead pictures(std::move(items), make_haar_detector());
    std::int64_t done = 0;
    while (done < total) {
      const std::vector<DetectedPicture> group = next_group(pictures);
      annotate(work, group);
      done += static_cast<std::int64_t>(group.size());
      job.progress(done, total);
    }
    job.finish_stage();
  }

 private:
  // So many images are predicted together and stored in one transaction, fewer if they are large.
  static constexpr std::size_t kImagesAGroup = 16;
  static constexpr std::size_t kBytesAGroup = std::size_t{256} << 20;

  static std::vector<DetectedPicture> next_group(DetectAhead& pictures) {
    std::vector<DetectedPicture> group;
    std::size_t bytes = 0;
    while (group.size() < kImagesAGroup && bytes < kBytesAGroup) {
      auto picture = pictures.next();
      if (!picture) break;
      bytes += picture->picture.pixels.size();
      group.push_back(std::move(*picture));
    }
    return group;
  }

  void annotate(const std::vector<Work>& work, const std::vector<DetectedPicture>& group) {
    std::vector<Found> found;
    std::vector<const Work*> fresh;
    std::vector<PictureDetections> detections;
    for (const DetectedPicture& picture : group) {
      const Work& item = work[picture.index];
      if (!picture.error.empty()) {
        report_.failures.push_back({item.name, picture.error});
      } else if (item.faces.empty()) {
        fresh.push_back(&item);
        detections.push_back({&picture.picture, picture.detections});
      } else {
        found.push_back({&item, predict_again(item, picture.picture)});
      }
    }
    auto faces = faces_at(predictor_, detections, options_.min_score);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      if (faces[i].empty()) {
        report_.without_face.push_back(fresh[i]->name);
      } else {
        found.push_back({fresh[i], std::move(faces[i])});
      }
    }
    store(found);
  }

  // One result for each of the image's faces: they are faces already, whatever their score.
  std::vector<FoundFace> predict_again(const Work& work, const Picture& picture) {
    std::vector<FaceInput> inputs;
    inputs.reserve(work.faces.size());
    for (const Face& face : work.faces) inputs.push_back({&picture, face.box});
    std::vector<FoundFace> results;
    for (FacePrediction& prediction : predictor_.predict(inputs, true)) {
      results.push_back(found_face(std::move(prediction)));
    }
    return results;
  }

  void store(const std::vector<Found>& found) {
    if (found.empty()) return;
    AnnotateReport stored = report_;
    project_.transaction([&] {
      for (const Found& item : found) store(item, stored);
    });
    report_ = std::move(stored);
  }

  // Since the picture was looked at, an editor or another command may have come between.
  void store(const Found& found, AnnotateReport& report) {
    const Work& work = *found.work;
    if (work.faces.empty() && !faces_of(project_, work.image.id).empty()) {
      ++report.images_with_faces;
      return;
    }
    bool stored = false;
    for (std::size_t i = 0; i < found.faces.size(); ++i) {
      const FoundFace& face = found.faces[i];
      FaceId id;
      if (work.faces.empty()) {
        id = add_face(project_, {work.image.id,
                                 predictor_.info().scheme,
                                 face.box,
                                 FaceStatus::kProposed,
                                 std::nullopt,
                                 {}})
                 .face;
        ++report.faces_added;
      } else {
        id = work.faces[i].id;
        if (!is_undecided(get_face(project_, id))) continue;
        ++report.proposals_renewed;
      }
      Proposal proposal;
      proposal.face = id;
      proposal.model = model_;
      proposal.points = face.points;
      proposal.confidence = face.confidence;
      proposal.score = face.score;
      add_proposal(project_, proposal);
      stored = true;
    }
    report.images_annotated += stored ? 1 : 0;
  }

  Project& project_;
  const AnnotateOptions& options_;
  Predictor& predictor_;
  ModelId model_;
  AnnotateReport& report_;
};

void annotate_all(Project& project, const AnnotateOptions& options, std::vector<Work> work,
                  Predictor& predictor, const std::filesystem::path& model, AnnotateReport& report,
                  JobContext& job) {
  const ModelInfo& info = predictor.info();
  std::erase_if(work, [&](const Work& item) {
    if (item.scheme == info.scheme) return false;
    report.failures.push_back({item.name, "The dataset's points are of the scheme " + item.scheme +
                                              ", the model's of " + info.scheme + "."});
    return true;
  });
  const ModelId id =
      add_model(project, {{}, info.name, info.digest, model.string(), info.arch, info.scheme});
  report.model = info.name;
  Annotation(project, options, predictor, id, report).run(work, job);
}

}  // namespace

void AnnotateOptions::check() const {
  parse_query(where);
  if (threads < 1) throw Error(ErrorCode::kInvalidInput, "At least one thread is needed.");
  if (min_score < 0 || min_score > 1) {
    throw Error(ErrorCode::kInvalidInput, "The least score lies between 0 and 1.");
  }
}

AnnotateReport run_annotate(Project& project, const AnnotateOptions& options, JobContext& job) {
  options.check();
  AnnotateReport report;
  std::vector<Work> work = collect_work(project, options, report);
  if (work.empty()) return report;
  job.begin_stage("Loading the model");
  const std::filesystem::path model = options.model.empty() ? nn::default_model() : options.model;
  const auto predictor = nn::runtime().load_model(model, options.threads);
  annotate_all(project, options, std::move(work), *predictor, model, report, job);
  return report;
}

AnnotateReport run_annotate(Project& project, const AnnotateOptions& options, Predictor& predictor,
                            const std::filesystem::path& model, JobContext& job) {
  options.check();
  AnnotateReport report;
  std::vector<Work> work = collect_work(project, options, report);
  if (!work.empty()) annotate_all(project, options, std::move(work), predictor, model, report, job);
  return report;
}

}  // namespace facepoint
