// Asks a network that corrects, on a thread of its own. Only the newest question counts: one that
// still waits is dropped for the next. The network is opened at the first question. Answers arrive
// through the main queue; used from the UI thread only.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/main_queue.h"
#include "tasks/corrector_factory.h"

namespace facepoint {

struct CorrectionQuestion {
  std::int64_t number = 0;  // the answer's too
  std::filesystem::path file;
  Keypoints start;  // before anything was set, in image pixels
  bool start_is_label = false;
  std::vector<double> expected_error;  // see Corrector::correct
  std::vector<SetPoint> set;
};

struct CorrectionAnswer {
  std::int64_t number = 0;
  std::vector<SetPoint> set;  // the question's
  Corrected corrected;        // empty when it failed
  std::string error;          // why, for a person
};

class CorrectionWorker {
 public:
  using Receiver = std::function<void(CorrectionAnswer)>;

  // `receive` is called on the UI thread.
  CorrectionWorker(MainQueue& queue, CorrectorFactory open, Receiver receive);
  CorrectionWorker(const CorrectionWorker&) = delete;
  CorrectionWorker& operator=(const CorrectionWorker&) = delete;
  ~CorrectionWorker();

  // There is a network, as far as is known: once it could not be opened there is none.
  bool available() const { return static_cast<bool>(open_) && !failed_; }
  void ask(CorrectionQuestion question);
  bool idle() const;  // nothing waits, nothing is worked at, nothing is on its way

 private:
  struct Desk;  // what the worker keeps from question to question
  void work(const std::stop_token& stop);
  void deliver(CorrectionAnswer answer, bool opened);

  MainQueue& queue_;
  CorrectorFactory open_;
  Receiver receive_;
  bool failed_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<CorrectionQuestion> waiting_;
  int in_flight_ = 0;  // from being taken until the answer was received
  std::jthread worker_;
};

}  // namespace facepoint
