#include "nn/module/corrector_train.h"

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
#include "nn/module/batches.h"
#include "nn/module/checkpoint.h"
#include "nn/module/corrector_predict.h"
#include "nn/module/examples.h"
#include "nn/module/optimization.h"
#include "nn/module/parallel_step.h"
#include "nn/module/predict.h"
#include "nn/module/simulated_corrections.h"
#include "nn/module/threads.h"

namespace facepoint {

void to_json(nlohmann::json& json, const CorrectorEpoch& epoch) {
  json = {{"epoch", epoch.epoch},
          {"epochs", epoch.epochs},
          {"loss", epoch.training_loss},
          {"drags", epoch.mean_drags},
          {"linear", epoch.mean_drags_linear},
          {"seconds", epoch.seconds},
          {"waiting", epoch.waiting_share},
          {"best", epoch.best}};
}

void from_json(const nlohmann::json& json, CorrectorEpoch& epoch) {
  json.at("epoch").get_to(epoch.epoch);
  json.at("epochs").get_to(epoch.epochs);
  json.at("loss").get_to(epoch.training_loss);
  json.at("drags").get_to(epoch.mean_drags);
  json.at("linear").get_to(epoch.mean_drags_linear);
  json.at("seconds").get_to(epoch.seconds);
  json.at("waiting").get_to(epoch.waiting_share);
  json.at("best").get_to(epoch.best);
}

namespace nn {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using torch::Tensor;

constexpr const char* kCheckpointKind = "corrector checkpoint";
constexpr int kCalibrationBins = 24;
constexpr int kErrorRounds = 4;  // over the training faces, each with another disturbance

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

class CorrectorTrainer {
 public:
  CorrectorTrainer(const TrainingSet& set, const CorrectorOptions& options, JobContext& job)
      : set_(set), options_(options), job_(job), base_(load_model_file(options.base)) {
    if (base_.info.arch != "heatmap" || base_.info.scheme != set.scheme.name) {
      throw Error(ErrorCode::kInvalidInput,
                  "a corrector is trained beside a heatmap model of the scheme " + set.scheme.name,
                  options.base.string());
    }
    plan_.batch_size = options.batch_size;
    plan_.crop_size = base_.network->spec().input_size();
    plan_.no_face = false;
    plan_.seed = options.seed;
  }

  CorrectorResult run(const std::function<void(const CorrectorEpoch&)>& on_epoch) {
    limit_threads(options_.threads);
    read_pictures();
    build();
    measure_errors();
    if (options_.resume) resume();
    while (static_cast<int>(result_.epochs.size()) < options_.epochs) {
      const CorrectorEpoch report = run_epoch(static_cast<int>(result_.epochs.size()) + 1);
      result_.epochs.push_back(report);
      if (report.best) save_model(report);
      save_checkpoint();
      if (on_epoch) on_epoch(report);
    }
    result_.best_drags = best_;
    result_.digest = weights_digest(options_.output);
    return std::move(result_);
  }

 private:
  CorrectorNet make() const {
    const NetworkSpec& spec = base_.network->spec();
    return CorrectorNet(spec.points, spec.width);
  }

  void build() {
    torch::manual_seed(options_.seed);
    network_ = make();
    network_->start_from(*base_.network);
    average_ = make();
    optimization_ =
        std::make_unique<Optimization>(*network_, *average_, options_.learning_rate, 1e-2);
    workers_.push_back(network_);
    while (static_cast<int>(workers_.size()) < options_.threads) workers_.push_back(make());
    std::vector<ParallelStep::Module> modules;
    for (const CorrectorNet& worker : workers_) modules.push_back(worker.ptr());
    step_ = std::make_unique<ParallelStep>(std::move(modules));
    base_.network->prepare_for_prediction({});
  }

  void read_pictures() {
    FaceReading reading{plan_.crop_size, base_.mean_shape, false};
    train_ = read_faces(set_.train, reading, "Reading training faces", job_);
    validation_ = read_faces(set_.validation, reading, "Reading validation faces", job_);
    result_.skipped = train_.skipped;
    result_.skipped.insert(result_.skipped.end(), validation_.skipped.begin(),
                           validation_.skipped.end());
    if (train_.faces.empty() || validation_.faces.empty()) {
      throw Error(ErrorCode::kUnreadable, "none of the pictures could be read",
                  result_.skipped.empty() ? "" : result_.skipped.front());
    }
    find_starts();
  }

  // Where the base puts the points of the validation faces, as it is when it predicts.
  void find_starts() {
    const auto predictor = make_predictor(load_model_file(options_.base), options_.threads);
    starts_ = predictor->predict(inputs_as_detected(validation_), true);
  }

  // How the base's errors hang together: over disturbed pictures, where it errs about as much as
  // with people whom it has never seen. Of those there are too few to tell: on the test part the
  // covariance of the validation faces took 2.96 drags, that of disturbed ones 2.87 (before what is
  // left alone was learned from).
  void measure_errors() {
    std::vector<ErrorSample> samples;
    for (int round = 0; round < kErrorRounds; ++round) {
      // Epoch 0 and those that no training reaches: other disturbances than the network learns on.
      EpochBatches batches(train_, set_.scheme, plan_, -round);
      job_.begin_stage(
          "Measuring errors, " + std::to_string(round + 1) + " of " + std::to_string(kErrorRounds),
          batches.examples());
      for (std::int64_t i = 0; i < batches.count(); ++i) {
        add_errors(batches.next(), samples);
        job_.progress(std::ssize(samples) - round * batches.examples(), batches.examples());
      }
      job_.finish_stage();
    }
    covariance_ = error_covariance(samples);
    samples_ = sampled(samples);
    linear_ = CorrectionModel(base_.mean_shape, covariance_, samples_);
    for (std::size_t i = 0; i < starts_.size(); ++i) {
      linear_of_starts_.push_back(linear_.of_face(starts_[i].points, starts_[i].error));
    }
  }

  void add_errors(const Batch& batch, std::vector<ErrorSample>& samples) {
    const CorrectionStart start =
        start_of(base_, batch, pixels_of(batch, 0, batch.size), 0, batch.size);
    for (std::int64_t k = 0; k < batch.size; ++k) {
      const Keypoints points = keypoints_of(start.points[k]);
      Keypoints label = keypoints_of(start.truth[k]);
      for (std::size_t p = 0; p < label.size(); ++p) {
        if (start.weights[k][static_cast<std::int64_t>(p)].item<float>() > 0) continue;
        label[p].visibility = Visibility::kAbsent;
      }
      samples.push_back({placed_face(base_.mean_shape, points, start.expected_error[k]),
                         errors_in_frame(base_.mean_shape, points, label)});
    }
  }

  CorrectorEpoch run_epoch(int epoch) {
    const auto began = Clock::now();
    torch::manual_seed(options_.seed * 1000003 + static_cast<std::uint64_t>(epoch));
    CorrectorEpoch report;
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
            return loss_of(*workers_[worker], batch, first, last, epoch, i);
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
    report.best = report.mean_drags < best_;
    best_ = std::min(best_, report.mean_drags);
    job_.finish_stage(note(report.training_loss));
    return report;
  }

  Tensor loss_of(CorrectorNetImpl& network, const Batch& batch, std::int64_t first,
                 std::int64_t last, int epoch, std::int64_t number) const {
    const std::int64_t n = last - first;
    const Tensor pixels = pixels_of(batch, first, n);
    const auto random_of = [&](std::int64_t face) {
      return Random(options_.seed ^ 0x5eedULL, static_cast<std::uint64_t>(epoch),
                    static_cast<std::uint64_t>(number * plan_.batch_size + first + face));
    };
    const CorrectionBatch simulated =
        simulated_corrections(start_of(base_, batch, pixels, first, n), linear_, random_of);
    return CorrectorNetImpl::loss(network.forward(pixels, simulated.hints), simulated.wanted,
                                  simulated.weights, simulated.sides);
  }

  Tensor pixels_of(const Batch& batch, std::int64_t first, std::int64_t n) const {
    const int size = plan_.crop_size;
    return pixels_tensor(batch.pixels.data() + first * size * size * 3, n, size, size, 3,
                         fast_type());
  }

  CorrectorLook averaged() const {
    CorrectorNet copy = make();
    restore_state(*copy, stored_state(*average_, false), "average");
    copy->eval();
    fold_norms(*copy, fast_type());
    return {copy, base_, {}};
  }

  // All faces are corrected side by side: each round asks about those that aren't right yet.
  template <class Ask>
  double drags_of(const Ask& ask) {
    std::vector<Keypoints> points;
    for (const FacePrediction& start : starts_) points.push_back(start.points);
    std::vector<std::vector<SetPoint>> set(points.size());
    std::int64_t drags = 0;
    const std::size_t most = 4 * static_cast<std::size_t>(set_.scheme.size());
    for (std::size_t round = 0; round < most; ++round) {
      job_.throw_if_cancelled();
      std::vector<std::size_t> wrong;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const StoredFace& face = validation_.faces[i];
        const double passes = kCorrectionTolerance * box_side(face.points).value_or(0);
        const auto worst = worst_point(points[i], face.points, passes);
        if (!worst) continue;
        ++drags;
        std::erase_if(set[i], [&](const SetPoint& each) { return each.point == *worst; });
        const Point end = face.points[*worst].position;
        set[i].push_back(
            {*worst, end, static_cast<int>(round) + 1, distance(points[i][*worst].position, end)});
        wrong.push_back(i);
      }
      if (wrong.empty()) break;
      ask(wrong, set, points);
    }
    return static_cast<double>(drags) / static_cast<double>(points.size());
  }

  void validate(CorrectorEpoch& report) {
    const CorrectorLook look = averaged();
    if (sources_.empty()) {
      for (std::size_t i = 0; i < starts_.size(); ++i) {
        sources_.push_back(
            look.sources_of(look.crop_of(validation_.faces[i].picture, starts_[i].points)));
      }
    }
    std::vector<std::pair<double, double>> doubts;
    report.mean_drags = drags_of([&](const auto& wrong, const auto& set, auto& points) {
      constexpr std::size_t kTogether = 32;
      for (std::size_t first = 0; first < wrong.size(); first += kTogether) {
        std::vector<CorrectionCase> cases;
        const std::size_t last = std::min(wrong.size(), first + kTogether);
        for (std::size_t k = first; k < last; ++k) {
          const std::size_t i = wrong[k];
          cases.push_back({&validation_.faces[i].picture, &starts_[i].points, set[i], &sources_[i],
                           &linear_of_starts_[i]});
        }
        std::vector<Corrected> answers = look.place(cases);
        for (std::size_t k = first; k < last; ++k) {
          const StoredFace& face = validation_.faces[wrong[k]];
          Corrected& answer = answers[k - first];
          for (std::size_t p = 0; p < answer.points.size(); ++p) {
            if (answer.error[p] <= 0 || !face.points[p].present()) continue;
            doubts.emplace_back(
                answer.error[p] / face.frame.side,
                distance(answer.points[p].position, face.points[p].position) / face.frame.side);
          }
          points[wrong[k]] = std::move(answer.points);
        }
      }
    });
    calibration_ = calibrate(std::move(doubts), kCalibrationBins);
    if (linear_drags_ == 0) {
      linear_drags_ = drags_of([&](const auto& wrong, const auto& set, auto& points) {
        for (const std::size_t i : wrong) {
          points[i] = linear_of_starts_[i].followed(starts_[i].points, set[i]);
        }
      });
    }
    report.mean_drags_linear = linear_drags_;
  }

  std::string note(double loss) const {
    std::string text = "loss " + std::to_string(loss).substr(0, 6);
    if (result_.epochs.empty()) return text;
    double seconds = 0;
    for (const CorrectorEpoch& report : result_.epochs) seconds += report.seconds;
    const auto done = static_cast<double>(result_.epochs.size());
    text += ", validation drags " + std::to_string(result_.epochs.back().mean_drags).substr(0, 4);
    return text + ", about " + duration_text(seconds / done * (options_.epochs - done)) +
           " left in all";
  }

  void save_model(const CorrectorEpoch& report) {
    Json card = options_.card.empty() ? Json::object() : Json::parse(options_.card);
    card["training"] = {{"epoch", report.epoch},
                        {"epochs", options_.epochs},
                        {"batch_size", options_.batch_size},
                        {"learning_rate", options_.learning_rate},
                        {"seed", options_.seed},
                        {"faces", train_.faces.size()},
                        {"validation_faces", validation_.faces.size()},
                        {"validation_drags", report.mean_drags},
                        {"validation_drags_linear", report.mean_drags_linear}};
    write_file_atomically(
        options_.output,
        encode_corrector(
            *average_, {base_.info.name, base_.info.digest, base_.mean_shape, covariance_, samples_,
                        calibration_, card.dump(-1, ' ', false, Json::error_handler_t::replace)}));
  }

  // What a checkpoint must agree on to be gone on from.
  Json fingerprint() const {
    return {{"epochs", options_.epochs},
            {"batch size", options_.batch_size},
            {"learning rate", options_.learning_rate},
            {"seed", options_.seed},
            {"base", base_.info.digest},
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
    result_.epochs = reports_of<CorrectorEpoch>(state, options_.checkpoint);
    best_ = state.best;
    // Without the weights of its best epoch the next epoch is the best there is.
    if (!std::filesystem::exists(options_.output)) best_ = std::numeric_limits<double>::infinity();
  }

  const TrainingSet& set_;
  const CorrectorOptions& options_;
  JobContext& job_;
  LoadedModel base_;
  std::vector<float> covariance_;  // of the base's errors
  ErrorSamples samples_;           // likewise
  CorrectionModel linear_;         // by these
  Calibration calibration_;        // of the last validation
  BatchPlan plan_;
  FaceStore train_;
  FaceStore validation_;
  std::vector<FacePrediction> starts_;             // of the validation faces, in their pictures
  std::vector<CorrectionModel> linear_of_starts_;  // likewise, see CorrectionModel::of_face
  std::vector<std::vector<float>> sources_;        // likewise, see CorrectionCase
  double linear_drags_ = 0;
  CorrectorNet network_{nullptr};
  CorrectorNet average_{nullptr};
  std::unique_ptr<Optimization> optimization_;
  std::vector<CorrectorNet> workers_;  // the first is network_
  std::unique_ptr<ParallelStep> step_;
  double best_ = std::numeric_limits<double>::infinity();
  CorrectorResult result_;
};

void check(const TrainingSet& set, const CorrectorOptions& options) {
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

CorrectorResult train_corrector_network(const TrainingSet& set, const CorrectorOptions& options,
                                        const std::function<void(const CorrectorEpoch&)>& on_epoch,
                                        JobContext& job) {
  check(set, options);
  const MemoryKeeper keeper;
  return CorrectorTrainer(set, options, job).run(on_epoch);
}

}  // namespace nn
}  // namespace facepoint
