#include "nn/module/detector_train.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "base/memory.h"
#include "base/text.h"
#include "nn/module/checkpoint.h"
#include "nn/module/detector_network.h"
#include "nn/module/detector_predict.h"
#include "nn/module/examples.h"
#include "nn/module/optimization.h"
#include "nn/module/parallel_step.h"
#include "nn/module/scene_batches.h"
#include "nn/module/threads.h"

namespace facepoint {

void to_json(nlohmann::json& json, const DetectorEpoch& epoch) {
  json = {{"epoch", epoch.epoch},
          {"epochs", epoch.epochs},
          {"loss", epoch.training_loss},
          {"mean_overlap", epoch.mean_overlap},
          {"found", epoch.found_share},
          {"unmatched", epoch.unmatched},
          {"ignored", epoch.ignored_regions},
          {"seconds", epoch.seconds},
          {"waiting", epoch.waiting_share},
          {"best", epoch.best}};
}

void from_json(const nlohmann::json& json, DetectorEpoch& epoch) {
  json.at("epoch").get_to(epoch.epoch);
  json.at("epochs").get_to(epoch.epochs);
  json.at("loss").get_to(epoch.training_loss);
  json.at("mean_overlap").get_to(epoch.mean_overlap);
  json.at("found").get_to(epoch.found_share);
  json.at("unmatched").get_to(epoch.unmatched);
  json.at("ignored").get_to(epoch.ignored_regions);
  json.at("seconds").get_to(epoch.seconds);
  json.at("waiting").get_to(epoch.waiting_share);
  json.at("best").get_to(epoch.best);
}

namespace nn {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr const char* kCheckpointKind = "detector checkpoint";
constexpr int kLongestPicture = 420;            // pixels; scenes are smaller
constexpr double kFound = 0.5;                  // overlap with the label
constexpr std::size_t kMeasuredPictures = 100;  // for the ranges of activations
// Lower than later: while it learns, the network is not sure of itself.
constexpr double kTrainingMinScore = 0.35;
constexpr double kLargestGradient = 5;  // norm over all weights

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

torch::Tensor scene_loss(DetectorNet& network, const SceneBatch& batch, std::int64_t first,
                         std::int64_t last) {
  const std::int64_t n = last - first;
  const std::int64_t cells = static_cast<std::int64_t>(batch.kind.size()) / batch.size;
  const DetectorTarget target{rows(batch.kind, first, {n, cells}, torch::kFloat32),
                              rows(batch.boxes, first, {n, cells, kBoxValues}, torch::kFloat32),
                              rows(batch.turns, first, {n, cells, kTurnValues}, torch::kFloat32)};
  const torch::Tensor pixels =
      pixels_tensor(batch.pixels.data() + first * kSceneSize * kSceneSize * 3, n, kSceneSize,
                    kSceneSize, 3, fast_type());
  return detector_loss(network.forward(pixels), target);
}

class DetectorTrainer {
 public:
  DetectorTrainer(const TrainingSet& set, const DetectorOptions& options, JobContext& job)
      : set_(set), options_(options), job_(job) {}

  DetectorResult run(const std::function<void(const DetectorEpoch&)>& on_epoch) {
    limit_threads(options_.threads);
    build();
    read_pictures();
    if (options_.resume) resume();
    while (static_cast<int>(result_.epochs.size()) < options_.epochs) {
      const DetectorEpoch report = run_epoch(static_cast<int>(result_.epochs.size()) + 1);
      result_.epochs.push_back(report);
      if (report.best) save_model(report);
      save_checkpoint();
      if (on_epoch) on_epoch(report);
    }
    result_.best_overlap = best_;
    result_.digest = weights_digest(options_.output);
    return std::move(result_);
  }

 private:
  void build() {
    torch::manual_seed(options_.seed);
    network_ = std::make_shared<DetectorNet>();
    average_ = std::make_shared<DetectorNet>();
    if (!options_.from.empty()) read_detector(options_.from, *network_);
    optimization_ =
        std::make_unique<Optimization>(*network_, *average_, options_.learning_rate, 1e-2);
    workers_ =
        with_copies(network_, options_.threads, [] { return std::make_shared<DetectorNet>(); });
    step_ = std::make_unique<ParallelStep>(
        std::vector<ParallelStep::Module>(workers_.begin(), workers_.end()));
  }

  void read_pictures() {
    ScenePictures train =
        read_scene_pictures(set_, set_.train, kLongestPicture, "Reading training pictures", job_);
    ScenePictures validation = read_scene_pictures(set_, set_.validation, kLongestPicture,
                                                   "Reading validation pictures", job_);
    result_.skipped = std::move(train.skipped);
    result_.skipped.insert(result_.skipped.end(), validation.skipped.begin(),
                           validation.skipped.end());
    train_ = std::move(train.pictures);
    validation_ = std::move(validation.pictures);
    if (train_.empty() || validation_.empty()) {
      throw Error(ErrorCode::kUnreadable, "none of the pictures could be read",
                  result_.skipped.empty() ? "" : result_.skipped.front());
    }
  }

  // Many pictures show people whom nobody labelled. Once the network knows faces, what it takes for
  // one where no label is counts as unknown, so that it isn't taught that these are no faces.
  int find_unlabelled(int epoch) {
    constexpr double kKnowsFaces = 0.3;  // of the training
    constexpr double kLikely = 0.7;      // score; from 0.5 on there were as many false ones
    int regions = 0;
    if (epoch <= kKnowsFaces * options_.epochs) return regions;
    const auto detector = make_detector(*average_, options_.threads, kTrainingMinScore);
    for (ScenePicture& item : train_) {
      job_.throw_if_cancelled();
      item.unknown.clear();
      for (const Detection& found : detector->detect(item.picture)) {
        const bool labelled =
            std::any_of(item.faces.begin(), item.faces.end(), [&](const Keypoints& face) {
              return intersection_over_union(found.box, bounding_box(face)) > 0.2;
            });
        if (labelled || found.score < kLikely) continue;
        item.unknown.push_back(found.box);
        ++regions;
      }
    }
    return regions;
  }

  DetectorEpoch run_epoch(int epoch) {
    const auto began = Clock::now();
    DetectorEpoch report;
    report.epoch = epoch;
    report.epochs = options_.epochs;
    report.ignored_regions = find_unlabelled(epoch);
    SceneBatches batches(train_, options_, epoch);
    const std::int64_t scenes = batches.count() * options_.batch_size;
    job_.begin_stage("Epoch " + std::to_string(epoch) + " of " + std::to_string(options_.epochs),
                     scenes);
    network_->train();
    double loss = 0;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
      const SceneBatch batch = batches.next();
      const double lost =
          step_->gradients(batch.size, [&](std::size_t worker, auto first, auto last) {
            return scene_loss(*workers_[worker], batch, first, last);
          });
      torch::nn::utils::clip_grad_norm_(network_->parameters(), kLargestGradient);
      optimization_->step(lost, (epoch - 1) * batches.count() + i,
                          options_.epochs * batches.count());
      loss += lost;
      job_.progress((i + 1) * options_.batch_size, scenes, note(loss / static_cast<double>(i + 1)));
    }
    report.training_loss = loss / static_cast<double>(batches.count());
    validate(report);
    report.seconds = seconds_since(began);
    report.waiting_share = batches.seconds_waited() / report.seconds;
    report.best = report.mean_overlap > best_;
    best_ = std::max(best_, report.mean_overlap);
    job_.finish_stage(note(report.training_loss));
    return report;
  }

  void validate(DetectorEpoch& report) {
    const auto detector = make_detector(*average_, options_.threads, kTrainingMinScore);
    double overlaps = 0;
    double found_faces = 0;
    double faces = 0;
    double unmatched = 0;
    for (const ScenePicture& item : validation_) {
      job_.throw_if_cancelled();
      const std::vector<Detection> found = detector->detect(item.picture);
      std::vector<bool> used(found.size(), false);
      for (const Keypoints& face : item.faces) {
        double best = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
          const double overlap = intersection_over_union(found[i].box, bounding_box(face));
          if (overlap >= kFound) used[i] = true;
          best = std::max(best, overlap);
        }
        ++faces;
        overlaps += best;
        found_faces += best >= kFound ? 1 : 0;
      }
      unmatched += static_cast<double>(std::count(used.begin(), used.end(), false));
    }
    report.mean_overlap = overlaps / faces;
    report.found_share = found_faces / faces;
    report.unmatched = unmatched / static_cast<double>(validation_.size());
  }

  std::string note(double loss) const {
    std::string text = "loss " + std::to_string(loss).substr(0, 6);
    if (result_.epochs.empty()) return text;
    double seconds = 0;
    for (const DetectorEpoch& report : result_.epochs) seconds += report.seconds;
    const auto done = static_cast<double>(result_.epochs.size());
    text += ", validation faces found " +
            std::to_string(result_.epochs.back().found_share * 100).substr(0, 5) + " %";
    return text + ", about " + duration_text(seconds / done * (options_.epochs - done)) +
           " left in all";
  }

  void save_model(const DetectorEpoch& report) {
    Json card = options_.card.empty() ? Json::object() : Json::parse(options_.card);
    card["training"] = {{"epoch", report.epoch},
                        {"epochs", options_.epochs},
                        {"scenes_per_epoch", options_.scenes_per_epoch},
                        {"batch_size", options_.batch_size},
                        {"learning_rate", options_.learning_rate},
                        {"seed", options_.seed},
                        {"pictures", train_.size()},
                        {"validation_pictures", validation_.size()},
                        {"validation_found", report.found_share},
                        {"validation_overlap", report.mean_overlap}};
    std::vector<Picture> measured;
    for (const ScenePicture& item : validation_) {
      if (measured.size() < kMeasuredPictures) measured.push_back(item.picture);
    }
    write_file_atomically(
        options_.output,
        encode_detector(*average_, detector_ranges(*average_, measured),
                        card.dump(-1, ' ', false, Json::error_handler_t::replace)));
  }

  // What a checkpoint must agree on to be gone on from.
  Json fingerprint() const {
    return {{"epochs", options_.epochs},
            {"scenes per epoch", options_.scenes_per_epoch},
            {"batch size", options_.batch_size},
            {"learning rate", options_.learning_rate},
            {"seed", options_.seed},
            {"start", options_.from.filename().string()},
            {"training pictures", train_.size()},
            {"validation pictures", validation_.size()}};
  }

  CheckpointParts parts() { return {*network_, *average_, optimization_->state()}; }

  void save_checkpoint() {
    if (options_.checkpoint.empty()) return;
    write_checkpoint(options_.checkpoint, kCheckpointKind,
                     {fingerprint(), labels_digest(set_), Json(result_.epochs), best_}, parts());
  }

  void resume() {
    const CheckpointState state = restore_checkpoint(options_.checkpoint, kCheckpointKind,
                                                     fingerprint(), labels_digest(set_), parts());
    result_.epochs = reports_of<DetectorEpoch>(state, options_.checkpoint);
    best_ = state.best;
    // Without the weights of its best epoch the next epoch is the best there is.
    if (!std::filesystem::exists(options_.output)) best_ = -1;
  }

  const TrainingSet& set_;
  const DetectorOptions& options_;
  JobContext& job_;
  std::vector<ScenePicture> train_;
  std::vector<ScenePicture> validation_;
  std::shared_ptr<DetectorNet> network_;
  std::shared_ptr<DetectorNet> average_;
  std::unique_ptr<Optimization> optimization_;
  std::vector<std::shared_ptr<DetectorNet>> workers_;  // the first is network_
  std::unique_ptr<ParallelStep> step_;
  double best_ = -1;
  DetectorResult result_;
};

void check(const TrainingSet& set, const DetectorOptions& options) {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (set.train.empty()) refuse("there are no labelled faces to train on");
  if (set.validation.empty()) {
    refuse("there are no labelled faces to validate on; make a split with a val part");
  }
  if (options.epochs < 1) refuse("the number of epochs must be at least 1");
  if (options.batch_size < 2) refuse("the batch size must be at least 2");
  if (options.output.empty()) refuse("an output file is needed for the weights");
}

}  // namespace

DetectorResult train_detector_network(const TrainingSet& set, const DetectorOptions& options,
                                      const std::function<void(const DetectorEpoch&)>& on_epoch,
                                      JobContext& job) {
  check(set, options);
  const MemoryKeeper keeper;
  return DetectorTrainer(set, options, job).run(on_epoch);
}

}  // namespace nn
}  // namespace facepoint
