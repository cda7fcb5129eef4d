#include "tasks/face_pipeline.h"

#include <algorithm>
#include <utility>

#include "base/cpu_clock.h"
#include "base/error.h"
#include "image/codec.h"

namespace facepoint {
namespace {

// Faces of so many pictures are predicted together: one network call for several faces costs less
// than several calls, but results should not come in lumps.
constexpr std::size_t kMostPicturesTogether = 8;
constexpr std::size_t kMostBytesTogether = std::size_t{64} << 20;  // of pixels; one picture always

// From the number of pictures alone, so that no result depends on the number of threads: few
// pictures are still spread over them.
std::size_t group_size_for(std::size_t pictures) {
  return std::clamp<std::size_t>(pictures / 16, 1, kMostPicturesTogether);
}

// Adds the processor time since the last call to `stage`.
class StageClock {
 public:
  void add_to(double& stage) {
    const double now = thread_cpu_seconds();
    stage += now - last_;
    last_ = now;
  }

 private:
  double last_ = thread_cpu_seconds();
};

}  // namespace

StageSeconds operator+(const StageSeconds& a, const StageSeconds& b) {
  return {a.decode + b.decode, a.detect + b.detect, a.crop + b.crop, a.predict + b.predict,
          a.store + b.store};
}

double sum(const StageSeconds& seconds) {
  return seconds.decode + seconds.detect + seconds.crop + seconds.predict + seconds.store;
}

// What one thread does with one group after the other.
class FacePipeline::Worker {
 public:
  Worker(const FacePipeline& pipeline, FaceTools tools)
      : pipeline_(pipeline), tools_(std::move(tools)) {}

  // nullopt: stopped.
  std::optional<Group> run(std::size_t first, std::size_t last, const std::stop_token& stop) {
    seconds_ = {};
    Group group;
    std::vector<Read> together;
    std::size_t bytes = 0;
    for (std::size_t index = first; index < last; ++index) {
      if (stop.stop_requested()) return std::nullopt;
      together.push_back(read(index));
      bytes += together.back().picture.pixels.size();
      if (bytes < kMostBytesTogether && index + 1 < last) continue;
      predict(together);
      for (Read& read : together) group.push_back(std::move(read.result));
      together.clear();
      bytes = 0;
    }
    return group;
  }

  const StageSeconds& seconds() const { return seconds_; }  // of the last run

 private:
  struct Read {
    Picture picture;
    std::vector<Detection> detections;
    PictureFaces result;
  };

  Read read(std::size_t index) {
    Read read;
    read.result.index = index;
    const Item& item = pipeline_.items_[index];
    StageClock clock;
    try {
      read.picture = load_picture(item.file);
    } catch (const Error& error) {
      read.result.error = error.message();
    }
    clock.add_to(seconds_.decode);
    if (read.result.error.empty() && item.boxes.empty()) {
      read.detections = tools_.detector->detect(read.picture);
      clock.add_to(seconds_.detect);
    }
    return read;
  }

  void predict(std::vector<Read>& reads) {
    const double cropping = tools_.predictor->crop_seconds();
    StageClock clock;
    std::vector<PictureDetections> detected;
    for (Read& read : reads) {
      const auto& boxes = pipeline_.items_[read.result.index].boxes;
      if (!boxes.empty() && read.result.error.empty()) {
        read.result.faces = predict_at(read.picture, boxes);
      }
      detected.push_back({&read.picture, std::move(read.detections)});
    }
    auto found = faces_at(*tools_.predictor, detected, pipeline_.min_score_);
    for (std::size_t i = 0; i < reads.size(); ++i) {
      if (!found[i].empty()) reads[i].result.faces = std::move(found[i]);
    }
    clock.add_to(seconds_.predict);
    const double cropped = tools_.predictor->crop_seconds() - cropping;
    seconds_.crop += cropped;
    seconds_.predict -= cropped;
    if (!pipeline_.look_) return;
    for (const Read& read : reads) {
      if (read.result.error.empty()) pipeline_.look_(read.picture, read.result);
    }
  }

  std::vector<FoundFace> predict_at(const Picture& picture, const std::vector<Rect>& boxes) {
    std::vector<FaceInput> inputs;
    inputs.reserve(boxes.size());
    for (const Rect& box : boxes) inputs.push_back({&picture, box});
    const Scheme& scheme = SchemeLibrary::standard().get(tools_.predictor->info().scheme);
    std::vector<FoundFace> faces;
    for (FacePrediction& prediction : tools_.predictor->predict(inputs, true)) {
      faces.push_back(found_face(std::move(prediction), scheme));
    }
    return faces;
  }

  const FacePipeline& pipeline_;
  FaceTools tools_;
  StageSeconds seconds_;
};

FacePipeline::FacePipeline(std::vector<Item> items, std::vector<FaceTools> tools, double min_score,
                           Look look)
    : items_(std::move(items)),
      min_score_(min_score),
      look_(std::move(look)),
      group_size_(group_size_for(items_.size())),
      groups_((items_.size() + group_size_ - 1) / group_size_),
      most_ahead_(2 * tools.size() + 2) {
  if (tools.empty()) throw Error(ErrorCode::kInternal, "the pipeline was given no tools");
  for (FaceTools& each : tools) {
    threads_.emplace_back([this, own = std::move(each)](const std::stop_token& stop) mutable {
      work(stop, std::move(own));
    });
  }
}

// All are asked to stop before the first is waited for.
FacePipeline::~FacePipeline() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

std::optional<PictureFaces> FacePipeline::next() {
  if (current_.empty()) {
    std::unique_lock lock(mutex_);
    if (taken_ == groups_) return std::nullopt;
    changed_.wait(lock, [this] { return failure_ || ready_.contains(taken_); });
    const auto ready = ready_.find(taken_);
    if (ready == ready_.end()) std::rethrow_exception(failure_);
    current_ = std::move(ready->second);
    std::reverse(current_.begin(), current_.end());
    ready_.erase(ready);
    ++taken_;
    changed_.notify_all();
  }
  PictureFaces picture = std::move(current_.back());
  current_.pop_back();
  return picture;
}

StageSeconds FacePipeline::seconds() {
  const std::lock_guard lock(mutex_);
  return seconds_;
}

void FacePipeline::work(const std::stop_token& stop, FaceTools tools) {
  try {
    Worker worker(*this, std::move(tools));
    while (const auto number = claim(stop)) {
      const std::size_t first = *number * group_size_;
      auto group = worker.run(first, std::min(first + group_size_, items_.size()), stop);
      if (!group) return;
      deliver(*number, std::move(*group), worker.seconds());
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    changed_.notify_all();
  }
}

std::optional<std::size_t> FacePipeline::claim(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto may_go_on = [this] {
    return failure_ || claimed_ == groups_ || claimed_ < taken_ + most_ahead_;
  };
  if (!changed_.wait(lock, stop, may_go_on) || failure_ || claimed_ == groups_) return std::nullopt;
  return claimed_++;
}

void FacePipeline::deliver(std::size_t number, Group group, const StageSeconds& seconds) {
  const std::lock_guard lock(mutex_);
  ready_.emplace(number, std::move(group));
  seconds_ = seconds_ + seconds;
  changed_.notify_all();
}

}  // namespace facepoint
