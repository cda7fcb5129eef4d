#include "tasks/annotate.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/cpu_clock.h"
#include "base/error.h"
#include "store/datasets.h"
#include "store/face_metrics.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/models.h"
#include "tasks/image_files.h"
#include "tasks/models.h"
#include "tasks/propose.h"

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

// A face without a label, waiting for a decision.
bool is_undecided(const Face& face) {
  return !face.current && face.status != FaceStatus::kRejected;
}

bool is_predicted_anew(const Face& face, const AnnotateOptions& options) {
  if (face.status == FaceStatus::kRejected) return false;
  return face.current ? options.labelled : options.again;
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
      if (options.again || options.labelled) {
        for (const Face& face : faces_of(project, image.id)) {
          if (is_predicted_anew(face, options)) item.faces.push_back(face);
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
  Annotation(Project& project, std::string scheme, ModelId model, AnnotateReport& report)
      : project_(project), scheme_(std::move(scheme)), model_(model), report_(report) {}

  void run(const std::vector<Work>& work, FacePipeline& pictures, JobContext& job) {
    const auto total = static_cast<std::int64_t>(work.size());
    job.begin_stage("Annotating", total);
    std::int64_t done = 0;
    std::vector<Found> found;
    while (auto picture = pictures.next()) {
      found.push_back({&work[picture->index], std::move(*picture)});
      ++done;
      // A cancelled run keeps what was found so far.
      const bool last = done == total || job.cancel_requested();
      if (last || found.size() == kImagesATransaction) store_all(found);
      job.progress(done, total);
    }
    job.finish_stage();
  }

 private:
  static constexpr std::size_t kImagesATransaction = 16;

  struct Found {
    const Work* work = nullptr;
    PictureFaces result;
  };

  void store_all(std::vector<Found>& found) {
    const double began = thread_cpu_seconds();
    AnnotateReport stored = report_;
    project_.transaction([&] {
      for (const Found& item : found) store(item, stored);
    });
    report_ = std::move(stored);
    report_.seconds.store += thread_cpu_seconds() - began;
    found.clear();
  }

  // Since the picture was looked at, an editor or another command may have come between.
  void store(const Found& found, AnnotateReport& report) {
    const Work& work = *found.work;
    const std::vector<FoundFace>& faces = found.result.faces;
    if (!found.result.error.empty()) {
      report.failures.push_back({work.name, found.result.error});
      return;
    }
    if (faces.empty()) {
      report.without_face.push_back(work.name);
      return;
    }
    if (work.faces.empty() && !faces_of(project_, work.image.id).empty()) {
      ++report.images_with_faces;
      return;
    }
    bool stored = false;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      const FoundFace& face = faces[i];
      FaceId id;
      if (work.faces.empty()) {
        id = add_face(project_,
                      {work.image.id, scheme_, face.box, FaceStatus::kProposed, std::nullopt, {}})
                 .face;
        ++report.faces_added;
      } else {
        id = work.faces[i].id;
        // Decided on since.
        if (is_undecided(work.faces[i]) && !is_undecided(get_face(project_, id))) continue;
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
  std::string scheme_;
  ModelId model_;
  AnnotateReport& report_;
};

void annotate_all(Project& project, const AnnotateOptions& options, std::vector<Work> work,
                  std::vector<FaceTools> tools, const std::filesystem::path& model,
                  AnnotateReport& report, JobContext& job) {
  const ModelInfo info = tools.at(0).predictor->info();
  std::erase_if(work, [&](const Work& item) {
    if (item.scheme == info.scheme) return false;
    report.failures.push_back({item.name, "The dataset's points are of the scheme " + item.scheme +
                                              ", the model's of " + info.scheme + "."});
    return true;
  });
  const ModelId id =
      add_model(project, {{}, info.name, info.digest, model.string(), info.arch, info.scheme});
  report.model = info.name;
  std::vector<FacePipeline::Item> items;
  items.reserve(work.size());
  for (const Work& item : work) {
    items.push_back({item.file, {}});
    for (const Face& face : item.faces) items.back().boxes.push_back(place_of(project, face));
  }
  FacePipeline pictures(std::move(items), std::move(tools), options.min_score);
  Annotation(project, info.scheme, id, report).run(work, pictures, job);
  update_face_metrics(project);
  report.seconds = report.seconds + pictures.seconds();
}

}  // namespace

void AnnotateOptions::check() const {
  check_detector(detector);
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
  const std::filesystem::path model =
      options.model.empty() ? default_model_of(project) : options.model;
  annotate_all(project, options, std::move(work),
               load_face_tools(model, options.detector, options.threads), model, report, job);
  return report;
}

AnnotateReport run_annotate(Project& project, const AnnotateOptions& options,
                            std::vector<FaceTools> tools, const std::filesystem::path& model,
                            JobContext& job) {
  options.check();
  AnnotateReport report;
  std::vector<Work> work = collect_work(project, options, report);
  if (!work.empty()) {
    annotate_all(project, options, std::move(work), std::move(tools), model, report, job);
  }
  return report;
}

}  // namespace facepoint
