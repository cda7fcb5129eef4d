#include "nn/module/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "base/memory.h"
#include "base/text.h"
#include "landmark/metrics.h"
#include "nn/module/augment.h"
#include "nn/module/batch_loss.h"
#include "nn/module/batches.h"
#include "nn/module/checkpoint.h"
#include "nn/module/examples.h"
#include "nn/module/model_file.h"
#include "nn/module/optimization.h"
#include "nn/module/parallel_step.h"
#include "nn/module/predict.h"
#include "nn/module/residuals.h"
#include "nn/module/threads.h"

namespace facepoint {

void to_json(nlohmann::json& json, const EpochReport& report) {
  json = {{"epoch", report.epoch},           {"epochs", report.epochs},
          {"loss", report.training_loss},    {"nme", report.validation_nme},
          {"by_box", report.by_box},         {"seconds", report.seconds},
          {"waiting", report.waiting_share}, {"best", report.best}};
}

void from_json(const nlohmann::json& json, EpochReport& report) {
  json.at("epoch").get_to(report.epoch);
  json.at("epochs").get_to(report.epochs);
  json.at("loss").get_to(report.training_loss);
  json.at("nme").get_to(report.validation_nme);
  report.by_box = json.value("by_box", false);  // earlier versions knew no other
  json.at("seconds").get_to(report.seconds);
  json.at("waiting").get_to(report.waiting_share);
  json.at("best").get_to(report.best);
}

namespace nn {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr const char* kCheckpointKind = "checkpoint";
constexpr int kCalibrationBins = 24;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

NetworkSpec spec_for(const TrainingSet& set, const TrainingOptions& options,
                     const std::optional<LoadedModel>& base) {
  NetworkSpec spec;
  spec.arch = options.arch;
  spec.points = set.scheme.size();
  if (base) spec.width = base->network->spec().width;
  if (options.width > 0) spec.width = options.width;
  spec.sources = set.sources;
  spec.mirror = set.scheme.mirror;
  return spec;
}

double default_rate(const TrainingOptions& options) {
  if (options.arch == "naimish") return 3e-4;
  return options.from.empty() ? 2e-3 : 5e-4;
}

void check(const TrainingSet& set, const TrainingOptions& options) {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (set.train.empty()) refuse("there are no labelled faces to train on");
  if (set.validation.empty()) {
    refuse("there are no labelled faces to validate on; make a split with a val part");
  }
  for (const auto* part : {&set.train, &set.validation}) {
    for (const TrainingExample& example : *part) {
      if (example.source < 0 || example.source >= static_cast<int>(set.sources.size())) {
        refuse("a training example names no known source");
      }
    }
  }
  if (options.width != 0 && options.width < 4) refuse("the network's width must be at least 4");
  if (options.patience < 0) refuse("the patience must not be negative");
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

// By their place in `errors`.
std::vector<ValidationMiss> worst_of(const std::vector<std::optional<FaceError>>& errors,
                                     bool by_box) {
  std::vector<ValidationMiss> misses;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const auto& nme = by_box ? errors[i]->nme_box : errors[i]->nme_inter_ocular;
    if (nme) misses.push_back({i, *nme, {}});
  }
  std::stable_sort(misses.begin(), misses.end(),
                   [](const ValidationMiss& a, const ValidationMiss& b) { return a.nme > b.nme; });
  if (misses.size() > kWorstFaces) misses.resize(kWorstFaces);
  return misses;
}

class Trainer {
 public:
  Trainer(const TrainingSet& set, const TrainingOptions& options, JobContext& job)
      : set_(set),
        options_(options),
        job_(job),
        base_(options.from.empty() ? std::nullopt : std::optional(load_model_file(options.from))),
        spec_(spec_for(set, options, base_)),
        mean_shape_(mean_shape_of(set)) {
    plan_.batch_size = options.batch_size;
    plan_.crop_size = spec_.input_size();
    plan_.grey = spec_.grey();
    plan_.no_face = options.arch == "heatmap";
    plan_.seed = options.seed;
    peak_rate_ = options.learning_rate > 0 ? options.learning_rate : default_rate(options);
  }

  TrainingResult run(const std::function<void(const EpochReport&)>& on_epoch) {
    limit_threads(options_.threads);
    build();
    read_pictures();
    if (options_.resume) {
      resume();
      write_finished_model();
    }
    while (static_cast<int>(result_.epochs.size()) < options_.epochs && !lost_patience()) {
      const EpochReport report = run_epoch(static_cast<int>(result_.epochs.size()) + 1);
      result_.epochs.push_back(report);
      if (report.best) save_model(report);
      save_checkpoint();
      if (on_epoch) on_epoch(report);
    }
    result_.best_validation_nme = best_;
    result_.by_box = result_.epochs.back().by_box;
    result_.digest = weights_digest(options_.output);
    return std::move(result_);
  }

 private:
  void build() {
    torch::manual_seed(options_.seed);
    network_ = make_network(spec_);
    average_ = make_network(spec_);
    if (base_) start_from(*base_);
    const double decay = options_.arch == "heatmap" ? 1e-2 : 0;
    optimization_ = std::make_unique<Optimization>(*network_, *average_, peak_rate_, decay);
    workers_ = with_copies(network_, options_.threads, [&] { return make_network(spec_); });
    step_ = std::make_unique<ParallelStep>(
        std::vector<ParallelStep::Module>(workers_.begin(), workers_.end()));
  }

  // Takes over what fits: other sources have conventions of their own to learn.
  void start_from(const LoadedModel& base) {
    const NetworkSpec& spec = base.network->spec();
    if (spec.arch != spec_.arch || base.info.scheme != set_.scheme.name ||
        spec.width != spec_.width) {
      throw Error(ErrorCode::kInvalidInput,
                  "this model (" + spec.arch + ", " + base.info.scheme + ", width " +
                      std::to_string(spec.width) + ") can't start a training of " + spec_.arch +
                      ", " + set_.scheme.name + ", width " + std::to_string(spec_.width) +
                      "; choose another or train from scratch",
                  options_.from.string());
    }
    std::vector<StoredTensor> tensors = stored_state(*network_, false);
    const std::vector<StoredTensor> from = stored_state(*base.network, false);
    for (StoredTensor& tensor : tensors) {
      if (tensor.name.starts_with("source") && spec.sources != spec_.sources) continue;
      const auto same = std::find_if(from.begin(), from.end(), [&](const StoredTensor& other) {
        return other.name == tensor.name && other.shape == tensor.shape;
      });
      if (same != from.end()) tensor = *same;
    }
    restore_state(*network_, tensors, options_.from.string());
  }

  bool lost_patience() const {
    if (options_.patience == 0) return false;
    const auto since = std::find_if(result_.epochs.rbegin(), result_.epochs.rend(),
                                    [](const EpochReport& report) { return report.best; }) -
                       result_.epochs.rbegin();
    return since >= options_.patience;
  }

  void read_pictures() {
    FaceReading reading{plan_.crop_size, mean_shape_, plan_.no_face};
    train_ = read_faces(set_.train, reading, "Reading training faces", job_);
    reading.backgrounds = false;
    validation_ = read_faces(set_.validation, reading, "Reading validation faces", job_);
    result_.skipped = train_.skipped;
    result_.skipped.insert(result_.skipped.end(), validation_.skipped.begin(),
                           validation_.skipped.end());
    if (train_.faces.empty() || validation_.faces.empty()) {
      throw Error(ErrorCode::kUnreadable, "none of the pictures could be read",
                  result_.skipped.empty() ? "" : result_.skipped.front());
    }
    require_measurable();
  }

  void require_measurable() const {
    const auto measurable = [&](const StoredFace& face) {
      return inter_ocular_distance(set_.scheme, face.points) || box_side(face.points);
    };
    if (std::any_of(validation_.faces.begin(), validation_.faces.end(), measurable)) return;
    throw Error(ErrorCode::kInvalidInput,
                "no face to validate on has two points that tell its size, so that no error can be "
                "measured; label more of their points, or validate on other faces");
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
      const double lost =
          step_->gradients(batch.size, [&](std::size_t worker, auto first, auto last) {
            return batch_loss(*workers_[worker], batch, first, last);
          });
      optimization_->step(lost, (epoch - 1) * batches.count() + i,
                          options_.epochs * batches.count());
      loss += lost;
      done += batch.size;
      job_.progress(done, batches.examples(), note(loss / static_cast<double>(i + 1)));
    }
    report.training_loss = loss / static_cast<double>(batches.count());
    validate(report);
    report.seconds = seconds_since(began);
    report.waiting_share = batches.seconds_waited() / report.seconds;
    report.best = report.validation_nme < best_;
    best_ = std::min(best_, report.validation_nme);
    job_.finish_stage(note(report.training_loss));
    return report;
  }

  LoadedModel averaged_model() const {
    LoadedModel model;
    model.network = make_network(spec_);
    restore_state(*model.network, stored_state(*average_, false), "average");
    model.info.scheme = set_.scheme.name;
    model.info.sources = spec_.sources;
    model.mean_shape = mean_shape_;
    model.calibration = calibration_;
    model.residual_covariance = residual_covariance_;
    model.activation_ranges = activation_ranges_;
    return model;
  }

  // Mean NME, each face placed about as by a detector; the worst faces; and what the expected
  // errors are worth, and how errors hang together.
  void validate(EpochReport& report) {
    calibration_ = {};
    measure_ranges();
    const auto found = make_predictor(averaged_model(), options_.threads)
                           ->predict(inputs_as_detected(validation_), true);
    std::vector<std::optional<FaceError>> errors;
    std::vector<std::pair<double, double>> doubts;
    Residuals residuals(set_.scheme.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const StoredFace& face = validation_.faces[i];
      residuals.add(found[i].points, face.points, face.frame);
      errors.emplace_back(face_error(set_.scheme, found[i].points, face.points));
      for (std::size_t p = 0; p < face.points.size(); ++p) {
        if (!face.points[p].present()) continue;
        doubts.emplace_back(
            found[i].error[p] / face.frame.side,
            distance(found[i].points[p].position, face.points[p].position) / face.frame.side);
      }
    }
    calibration_ = calibrate(std::move(doubts), kCalibrationBins);
    residual_covariance_ = residuals.covariance();
    const MeanError mean = mean_error(summarise(set_.scheme, errors)).value();
    report.validation_nme = mean.nme;
    report.by_box = mean.by_box;
    report.worst = worst_of(errors, mean.by_box);
    for (ValidationMiss& miss : report.worst) {
      const StoredFace& face = validation_.faces[miss.example];
      miss.points = transformed(face.image_from_face, found[miss.example].points);
      miss.example = face.example;
    }
  }

  // On upright crops of validation faces.
  void measure_ranges() {
    constexpr std::size_t kMeasured = 256;
    std::vector<std::uint8_t> pixels;
    const std::size_t count = std::min(kMeasured, validation_.faces.size());
    for (std::size_t i = 0; i < count; ++i) {
      const Similarity crop =
          crop_from_frame(frame_as_detected(validation_, i), spec_.input_size());
      const Picture cut_out =
          cut(validation_.faces[i].picture, crop, spec_.input_size(), spec_.grey());
      pixels.insert(pixels.end(), cut_out.pixels.begin(), cut_out.pixels.end());
    }
    average_->eval();
    activation_ranges_ =
        average_->activation_ranges(pixels.data(), static_cast<std::int64_t>(count));
  }

  // Going on with a training that is at its end writes its model anew, also one that is lost or was
  // written by an earlier version; only if its last epoch was its best, whose weights the
  // checkpoint holds.
  void write_finished_model() {
    if (static_cast<int>(result_.epochs.size()) < options_.epochs || !result_.epochs.back().best) {
      return;
    }
    EpochReport last;
    validate(last);
    save_model(result_.epochs.back());
    best_ = std::min(best_, result_.epochs.back().validation_nme);
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
    card["training"] = {
        {"epoch", report.epoch},
        {"epochs", options_.epochs},
        {"batch_size", options_.batch_size},
        {"learning_rate", peak_rate_},
        {"seed", options_.seed},
        {"faces", train_.faces.size()},
        {"validation_faces", validation_.faces.size()},
        {report.by_box ? "validation_nme_box" : "validation_nme", report.validation_nme}};
    LoadedModel model = averaged_model();
    model.info.card = card.dump(-1, ' ', false, Json::error_handler_t::replace);
    write_file_atomically(options_.output, encode_model(model));
  }

  // What a checkpoint must agree on to be gone on from.
  Json fingerprint() const {
    return {{"arch", options_.arch},
            {"epochs", options_.epochs},
            {"batch size", options_.batch_size},
            {"learning rate", peak_rate_},
            {"seed", options_.seed},
            {"scheme", set_.scheme.name},
            {"sources", spec_.sources},
            {"width", spec_.width},
            {"start", options_.from.filename().string()},
            {"training faces", train_.faces.size()},
            {"validation faces", validation_.faces.size()}};
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
    result_.epochs = reports_of<EpochReport>(state, options_.checkpoint);
    best_ = state.best;
    // Without the weights of its best epoch the next epoch is the best there is.
    if (!std::filesystem::exists(options_.output)) best_ = std::numeric_limits<double>::infinity();
  }

  const TrainingSet& set_;
  const TrainingOptions& options_;
  JobContext& job_;
  std::optional<LoadedModel> base_;  // what training starts from
  NetworkSpec spec_;
  Keypoints mean_shape_;
  Calibration calibration_;                 // of the last validation
  std::vector<float> residual_covariance_;  // likewise
  std::vector<float> activation_ranges_;    // likewise
  BatchPlan plan_;
  double peak_rate_ = 0;
  FaceStore train_;
  FaceStore validation_;
  std::shared_ptr<Network> network_;
  std::shared_ptr<Network> average_;
  std::unique_ptr<Optimization> optimization_;
  std::vector<std::shared_ptr<Network>> workers_;  // the first is network_
  std::unique_ptr<ParallelStep> step_;
  double best_ = std::numeric_limits<double>::infinity();
  TrainingResult result_;
};

}  // namespace

TrainingResult train_network(const TrainingSet& set, const TrainingOptions& options,
                             const std::function<void(const EpochReport&)>& on_epoch,
                             JobContext& job) {
  check(set, options);
  const MemoryKeeper keeper;
  return Trainer(set, options, job).run(on_epoch);
}

}  // namespace nn
}  // namespace facepoint
