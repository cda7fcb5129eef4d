#include "nn/module/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "landmark/metrics.h"
#include "nn/module/batches.h"
#include "nn/module/checkpoint.h"
#include "nn/module/model_file.h"
#include "nn/module/predict.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

// One cycle (Smith 2018): up over the first twentieth, then down along a cosine to a hundredth.
double learning_rate(double peak, std::int64_t step, std::int64_t steps) {
  const double at =
      static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
  constexpr double kWarm = 0.05;
  if (at < kWarm) return peak * (0.05 + 0.95 * at / kWarm);
  const double down = (at - kWarm) / (1 - kWarm);
  return peak * (0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * down)));
}

NetworkSpec spec_for(const TrainingSet& set, const TrainingOptions& options) {
  NetworkSpec spec;
  spec.arch = options.arch;
  spec.points = set.scheme.size();
  spec.mirror = set.scheme.mirror;
  for (const TrainingExample& example : set.train) {
    spec.sources = std::max(spec.sources, example.source + 1);
  }
  return spec;
}

void check(const TrainingSet& set, const TrainingOptions& options) {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (set.train.empty()) refuse("there are no labelled faces to train on");
  if (set.validation.empty()) {
    refuse("there are no labelled faces to validate on; make a split with a val part");
  }
  if (options.epochs < 1) refuse("the number of epochs must be at least 1");
  if (options.batch_size < 2) refuse("the batch size must be at least 2");
  if (options.output.empty()) refuse("an output file is needed for the weights");
  for (const auto* part : {&set.train, &set.validation}) {
    for (const TrainingExample& example : *part) {
      if (static_cast<int>(example.points.size()) != set.scheme.size()) {
        throw Error(ErrorCode::kInvalidInput,
                    "a face has " +
                        count_of(static_cast<std::int64_t>(example.points.size()), "point") +
                        " where " + set.scheme.name + " has " + std::to_string(set.scheme.size()),
                    example.image.string());
      }
    }
  }
}

class Trainer {
 public:
  Trainer(const TrainingSet& set, const TrainingOptions& options, JobContext& job)
      : set_(set), options_(options), job_(job), spec_(spec_for(set, options)) {
    plan_.batch_size = options.batch_size;
    plan_.crop_size = spec_.input_size();
    plan_.grey = spec_.grey();
    plan_.no_face = options.arch == "heatmap";
    plan_.seed = options.seed;
    peak_rate_ = options.learning_rate > 0 ? options.learning_rate
                                           : (options.arch == "heatmap" ? 2e-3 : 3e-4);
  }

  TrainingResult run(const std::function<void(const EpochReport&)>& on_epoch) {
    limit_threads(options_.threads);
    build();
    read_pictures();
    if (options_.resume) resume();
    while (static_cast<int>(result_.epochs.size()) < options_.epochs) {
      const EpochReport report = run_epoch(static_cast<int>(result_.epochs.size()) + 1);
      result_.epochs.push_back(report);
      if (report.best) save_model(report);
      save_checkpoint();
      if (on_epoch) on_epoch(report);
    }
    result_.best_validation_nme = best_;
    result_.digest = digest_of(read_file(options_.output));
    return std::move(result_);
  }

 private:
  void build() {
    torch::manual_seed(options_.seed);
    network_ = make_network(spec_);
    average_ = make_network(spec_);
    const torch::NoGradGuard no_gradient;
    for (torch::Tensor parameter : network_->parameters()) {
      if (parameter.dim() == 4) {
        parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
      }
    }
    restore_state(*average_, stored_state(*network_, false), "average");
    average_->eval();
    const double decay = options_.arch == "heatmap" ? 1e-2 : 0;
    optimizer_ = std::make_unique<torch::optim::AdamW>(
        network_->parameters(), torch::optim::AdamWOptions(peak_rate_).weight_decay(decay));
  }

  void read_pictures() {
    train_ = read_faces(set_.train, plan_.crop_size, plan_.no_face, "Reading training faces", job_);
    validation_ =
        read_faces(set_.validation, plan_.crop_size, false, "Reading validation faces", job_);
    result_.skipped = train_.skipped;
    result_.skipped.insert(result_.skipped.end(), validation_.skipped.begin(),
                           validation_.skipped.end());
    if (train_.faces.empty() || validation_.faces.empty()) {
      throw Error(ErrorCode::kUnreadable, "none of the pictures could be read",
                  result_.skipped.empty() ? "" : result_.skipped.front());
    }
  }

  EpochReport run_epoch(int epoch) {
    const auto began = Clock::now();
    torch::manual_seed(options_.seed * 1000003 + static_cast<std::uint64_t>(epoch));
    EpochReport report;
    report.epoch = epoch;
    report.epochs = options_.epochs;
    EpochBatches batches(train_, set_.scheme, plan_, epoch);
    job_.begin_stage("Epoch " + std::to_string(epoch) + " of " + std::to_string(options_.epochs),
                     batches.examples());
    network_->train();
    double loss = 0;
    std::int64_t done = 0;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
      const Batch batch = batches.next();
      const std::int64_t step = (epoch - 1) * batches.count() + i;
      loss += train_on(batch, learning_rate(peak_rate_, step, options_.epochs * batches.count()));
      average_weights(step);
      done += batch.size;
      job_.progress(done, batches.examples(), note(loss / static_cast<double>(i + 1)));
    }
    report.training_loss = loss / static_cast<double>(batches.count());
    report.validation_nme = validate();
    report.seconds = seconds_since(began);
    report.waiting_share = batches.seconds_waited() / report.seconds;
    report.best = report.validation_nme < best_;
    best_ = std::min(best_, report.validation_nme);
    job_.finish_stage(note(report.training_loss));
    return report;
  }

  double train_on(const Batch& batch, double rate) {
    for (auto& group : optimizer_->param_groups()) {
      static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);
    }
    const auto view = [](const auto& values, std::vector<std::int64_t> shape,
                         torch::ScalarType type) {
      return torch::from_blob(const_cast<void*>(static_cast<const void*>(values.data())), shape,
                              type);
    };
    const std::int64_t n = batch.size;
    LossTarget target;
    target.points = view(batch.points, {n, spec_.points, 2}, torch::kFloat32);
    target.weights = view(batch.weights, {n, spec_.points}, torch::kFloat32);
    target.frames = view(batch.frames, {n, 2}, torch::kFloat32);
    target.sources = view(batch.sources, {n}, torch::kInt64);
    target.faces = view(batch.faces, {n}, torch::kFloat32);
    optimizer_->zero_grad();
    const NetworkOutput output = network_->forward(pixels_tensor(batch.pixels.data(), n, spec_));
    const torch::Tensor loss = network_->loss(output, target);
    loss.backward();
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

  // Mean NME by inter-ocular distance in the convention of source 0, where there are such faces.
  double validate() {
    const bool reference = std::any_of(validation_.faces.begin(), validation_.faces.end(),
                                       [](const StoredFace& face) { return face.source == 0; });
    std::vector<FaceInput> inputs;
    std::vector<const StoredFace*> faces;
    for (const StoredFace& face : validation_.faces) {
      if (reference && face.source != 0) continue;
      inputs.push_back({&face.picture, bounding_box(face.points)});
      faces.push_back(&face);
    }
    ModelInfo info;
    info.input_size = plan_.crop_size;
    const auto found =
        make_predictor(LoadedModel{average_, info}, options_.threads)->predict(inputs, false);
    std::vector<std::optional<FaceError>> errors;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      errors.emplace_back(face_error(set_.scheme, found[i].points, faces[i]->points));
    }
    return summarise(set_.scheme, errors).mean_nme;
  }

  std::string note(double loss) const {
    std::string text = "loss " + std::to_string(loss).substr(0, 6);
    if (result_.epochs.empty()) return text;
    double seconds = 0;
    for (const EpochReport& report : result_.epochs) seconds += report.seconds;
    const auto done = static_cast<double>(result_.epochs.size());
    text += ", validation NME " +
            std::to_string(result_.epochs.back().validation_nme * 100).substr(0, 5) + " %";
    return text + ", about " + duration_text(seconds / done * (options_.epochs - done)) +
           " left in all";
  }

  void save_model(const EpochReport& report) {
    Json card = options_.card.empty() ? Json::object() : Json::parse(options_.card);
    card["training"] = {{"epoch", report.epoch},
                        {"epochs", options_.epochs},
                        {"batch_size", options_.batch_size},
                        {"learning_rate", peak_rate_},
                        {"seed", options_.seed},
                        {"faces", train_.faces.size()},
                        {"validation_faces", validation_.faces.size()},
                        {"validation_nme", report.validation_nme}};
    write_file_atomically(options_.output, encode_model(*average_, set_.scheme.name, card.dump()));
  }

  // What a checkpoint must agree on to be gone on from.
  std::string fingerprint() const {
    return Json{{"arch", options_.arch},
                {"epochs", options_.epochs},
                {"batch size", options_.batch_size},
                {"learning rate", peak_rate_},
                {"seed", options_.seed},
                {"scheme", set_.scheme.name},
                {"sources", spec_.sources},
                {"training faces", train_.faces.size()},
                {"validation faces", validation_.faces.size()}}
        .dump();
  }

  void save_checkpoint() {
    if (options_.checkpoint.empty()) return;
    write_file_atomically(options_.checkpoint,
                          encode_checkpoint({fingerprint(), result_.epochs, best_}, *network_,
                                            *average_, *optimizer_));
  }

  void resume() {
    const CheckpointState state =
        restore_checkpoint(options_.checkpoint, fingerprint(), *network_, *average_, *optimizer_);
    result_.epochs = state.epochs;
    best_ = state.best;
    // Without the weights of its best epoch the next epoch is the best there is.
    if (!std::filesystem::exists(options_.output)) best_ = std::numeric_limits<double>::infinity();
  }

  const TrainingSet& set_;
  const TrainingOptions& options_;
  JobContext& job_;
  NetworkSpec spec_;
  BatchPlan plan_;
  double peak_rate_ = 0;
  FaceStore train_;
  FaceStore validation_;
  std::shared_ptr<Network> network_;
  std::shared_ptr<Network> average_;
  std::unique_ptr<torch::optim::AdamW> optimizer_;
  double best_ = std::numeric_limits<double>::infinity();
  TrainingResult result_;
};

}  // namespace

TrainingResult train_network(const TrainingSet& set, const TrainingOptions& options,
                             const std::function<void(const EpochReport&)>& on_epoch,
                             JobContext& job) {
  check(set, options);
  return Trainer(set, options, job).run(on_epoch);
}

}  // namespace facepoint::nn
