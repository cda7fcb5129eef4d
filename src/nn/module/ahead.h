// Batches made one after the other on a thread of their own, each while the one before is used.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>

namespace facepoint::nn {

template <class Batch>
class Ahead {
 public:
  // `make(number)` for 0 to count - 1, each on a background thread, never two at once.
  Ahead(std::int64_t count, std::function<Batch(std::int64_t)> make)
      : count_(count), make_(std::move(make)) {
    prepare();
  }
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;
  ~Ahead() = default;  // waits for the batch in work

  std::int64_t count() const { return count_; }
  // `count()` times. Throws what `make` threw.
  Batch next() {
    const auto began = std::chrono::steady_clock::now();
    Batch batch = ahead_.get();
    waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    prepare();
    return batch;
  }
  double seconds_waited() const { return waited_; }

 private:
  void prepare() {
    if (prepared_ == count_) return;
    const std::int64_t number = prepared_++;
    ahead_ = std::async(std::launch::async, [this, number] { return make_(number); });
  }

  std::int64_t count_;
  std::function<Batch(std::int64_t)> make_;
  std::int64_t prepared_ = 0;
  double waited_ = 0;
  std::future<Batch> ahead_;
};

}  // namespace facepoint::nn
