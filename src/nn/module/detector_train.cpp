#include "nn/module/detector_train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <future>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "nn/module/detector_network.h"
#include "nn/module/detector_predict.h"
#include "nn/module/detector_scenes.h"
#include "nn/module/network.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr const char* kCheckpointKind = "detector checkpoint";
constexpr const char* kNetwork = "network/";
constexpr const char* kAverage = "average/";
constexpr const char* kOptimizer = "optimizer";
constexpr int kLongestPicture = 420;  // pixels; scenes are smaller
constexpr double kFound = 0.5;        // overlap with the label
// Lower than later: while it learns, the network is not sure of itself.
constexpr double kTrainingMinScore = 0.35;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

// One cycle (Smith 2018): up over the first twentieth, then down along a cosine to a hundredth.
double rate_at(double peak, std::int64_t step, std::int64_t steps) {
  const double at =
      static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
  constexpr double kWarm = 0.05;
  if (at < kWarm) return peak * (0.05 + 0.95 * at / kWarm);
  const double down = (at - kWarm) / (1 - kWarm);
  return peak * (0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * down)));
}

struct SceneBatch {
  std::int64_t size = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<float> kind, boxes, turns;
};

// Scenes of one epoch, each batch prepared while the network works on the one before.
class SceneBatches {
 public:
  SceneBatches(const std::vector<ScenePicture>& pictures, const DetectorOptions& options, int epoch)
      : pictures_(pictures),
        options_(options),
        epoch_(epoch),
        cells_(cells_of(kSceneSize, kSceneSize)) {
    prepare();
  }
  SceneBatches(const SceneBatches&) = delete;
  SceneBatches& operator=(const SceneBatches&) = delete;
  ~SceneBatches() = default;  // waits for the batch in work

  std::int64_t count() const {
    return std::max(1, options_.scenes_per_epoch / options_.batch_size);
  }
  double seconds_waited() const { return waited_; }

  SceneBatch next() {
    const auto began = Clock::now();
    SceneBatch batch = ahead_.get();
    waited_ += seconds_since(began);
    prepare();
    return batch;
  }

 private:
  void prepare() {
    if (prepared_ == count()) return;
    const std::int64_t number = prepared_++;
    ahead_ = std::async(std::launch::async, [this, number] { return make(number); });
  }

  SceneBatch make(std::int64_t number) const {
    SceneBatch batch;
    batch.size = options_.batch_size;
    for (std::int64_t i = 0; i < batch.size; ++i) {
      const auto index = static_cast<std::uint64_t>(number * batch.size + i);
      Random random(options_.seed, static_cast<std::uint64_t>(epoch_), index);
      const Scene scene = compose_scene(pictures_, random);
      const CellTargets targets = cell_targets(cells_, scene.faces, scene.unknown);
      const auto append = [](auto& to, const auto& from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      append(batch.pixels, scene.picture.pixels);
      append(batch.kind, targets.kind);
      append(batch.boxes, targets.boxes);
      append(batch.turns, targets.turns);
    }
    return batch;
  }

  const std::vector<ScenePicture>& pictures_;
  const DetectorOptions& options_;
  int epoch_;
  std::vector<Cell> cells_;
  std::int64_t prepared_ = 0;
  double waited_ = 0;
  std::future<SceneBatch> ahead_;
};

Json to_json(const DetectorEpoch& epoch) {
  return {{"epoch", epoch.epoch},
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

DetectorEpoch epoch_from(const Json& json) {
  DetectorEpoch epoch;
  epoch.epoch = json.at("epoch").get<int>();
  epoch.epochs = json.at("epochs").get<int>();
  epoch.training_loss = json.at("loss").get<double>();
  epoch.mean_overlap = json.at("mean_overlap").get<double>();
  epoch.found_share = json.at("found").get<double>();
  epoch.unmatched = json.at("unmatched").get<double>();
  epoch.ignored_regions = json.at("ignored").get<int>();
  epoch.seconds = json.at("seconds").get<double>();
  epoch.waiting_share = json.at("waiting").get<double>();
  epoch.best = json.at("best").get<bool>();
  return epoch;
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
    result_.digest = digest_of(read_file(options_.output));
    return std::move(result_);
  }

 private:
  void build() {
    torch::manual_seed(options_.seed);
    network_ = std::make_shared<DetectorNet>();
    average_ = std::make_shared<DetectorNet>();
    restore_state(*average_, stored_state(*network_, false), "average");
    average_->eval();
    optimizer_ = std::make_unique<torch::optim::AdamW>(
        network_->parameters(),
        torch::optim::AdamWOptions(options_.learning_rate).weight_decay(1e-2));
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
      const std::int64_t step = (epoch - 1) * batches.count() + i;
      loss += train_on(batches.next(),
                       rate_at(options_.learning_rate, step, options_.epochs * batches.count()));
      average_weights(step);
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

  double train_on(const SceneBatch& batch, double rate) {
    for (auto& group : optimizer_->param_groups()) {
      static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);
    }
    const std::int64_t n = batch.size;
    const std::int64_t cells = static_cast<std::int64_t>(batch.kind.size()) / n;
    const auto view = [&](const std::vector<float>& values, std::vector<std::int64_t> shape) {
      return torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat32);
    };
    const DetectorTarget target{view(batch.kind, {n, cells}),
                                view(batch.boxes, {n, cells, kBoxValues}),
                                view(batch.turns, {n, cells, kTurnValues})};
    optimizer_->zero_grad();
    const DetectorOutput output = network_->forward(
        pixels_tensor(batch.pixels.data(), n, kSceneSize, kSceneSize, 3, fast_type()));
    const torch::Tensor loss = detector_loss(output, target);
    loss.backward();
    torch::nn::utils::clip_grad_norm_(network_->parameters(), 5);
    optimizer_->step();
    const double value = loss.item<double>();
    if (!std::isfinite(value)) {
      throw Error(ErrorCode::kInvalidInput,
                  "the training diverged; go on from the checkpoint with a smaller learning rate");
    }
    return value;
  }

  // Moving average of weights and statistics, which is what is validated and saved.
  void average_weights(std::int64_t step) {
    const torch::NoGradGuard no_gradient;
    const double keep =
        std::min(0.998, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
    const auto follow = [keep](const std::vector<torch::Tensor>& averages,
                               const std::vector<torch::Tensor>& values) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        torch::Tensor average = averages[i];
        if (average.is_floating_point()) {
          average.lerp_(values[i], 1 - keep);
        } else {
          average.copy_(values[i]);
        }
      }
    };
    follow(average_->parameters(), network_->parameters());
    follow(average_->buffers(), network_->buffers());
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
    write_file_atomically(options_.output, encode_detector(*average_, card.dump()));
  }

  // What a checkpoint must agree on to be gone on from.
  Json fingerprint() const {
    return {{"epochs", options_.epochs},
            {"scenes per epoch", options_.scenes_per_epoch},
            {"batch size", options_.batch_size},
            {"learning rate", options_.learning_rate},
            {"seed", options_.seed},
            {"training pictures", train_.size()},
            {"validation pictures", validation_.size()}};
  }

  void save_checkpoint() {
    if (options_.checkpoint.empty()) return;
    WeightsFile file;
    file.kind = kCheckpointKind;
    Json header = {{"fingerprint", fingerprint()}, {"best", best_}, {"epochs", Json::array()}};
    for (const DetectorEpoch& epoch : result_.epochs) header["epochs"].push_back(to_json(epoch));
    file.header = header.dump();
    const auto add = [&](const DetectorNet& network, const std::string& prefix) {
      for (StoredTensor& tensor : stored_state(network, false)) {
        tensor.name = prefix + tensor.name;
        file.tensors.push_back(std::move(tensor));
      }
    };
    add(*network_, kNetwork);
    add(*average_, kAverage);
    std::ostringstream stream;
    torch::save(*optimizer_, stream);
    std::string bytes = stream.str();
    const auto size = static_cast<std::int64_t>(bytes.size());
    file.tensors.push_back({kOptimizer, "u8", {size}, std::move(bytes)});
    write_file_atomically(options_.checkpoint, encode_weights(file));
  }

  void resume() {
    const std::string context = options_.checkpoint.string();
    const WeightsFile file =
        decode_weights(read_file(options_.checkpoint), kCheckpointKind, context);
    const Json header = Json::parse(file.header);
    const Json now = fingerprint();
    for (const auto& [name, value] : now.items()) {
      const Json then = header.at("fingerprint").value(name, Json());
      if (then == value) continue;
      throw Error(ErrorCode::kInvalidInput,
                  "this checkpoint belongs to another training: " + name + " is now " +
                      value.dump() + ", was " + then.dump() +
                      "; train without --resume, or with the same options and data",
                  context);
    }
    for (const Json& epoch : header.at("epochs")) result_.epochs.push_back(epoch_from(epoch));
    best_ = header.at("best").get<double>();
    // Without the weights of its best epoch the next epoch is the best there is.
    if (!std::filesystem::exists(options_.output)) best_ = -1;
    const auto part = [&](const std::string& prefix) {
      std::vector<StoredTensor> tensors;
      for (const StoredTensor& tensor : file.tensors) {
        if (!tensor.name.starts_with(prefix)) continue;
        tensors.push_back(tensor);
        tensors.back().name.erase(0, prefix.size());
      }
      return tensors;
    };
    restore_state(*network_, part(kNetwork), context);
    restore_state(*average_, part(kAverage), context);
    for (const StoredTensor& tensor : part(kOptimizer)) {
      std::istringstream stream(tensor.bytes);
      torch::load(*optimizer_, stream);
    }
  }

  const TrainingSet& set_;
  const DetectorOptions& options_;
  JobContext& job_;
  std::vector<ScenePicture> train_;
  std::vector<ScenePicture> validation_;
  std::shared_ptr<DetectorNet> network_;
  std::shared_ptr<DetectorNet> average_;
  std::unique_ptr<torch::optim::AdamW> optimizer_;
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
  return DetectorTrainer(set, options, job).run(on_epoch);
}

}  // namespace facepoint::nn
