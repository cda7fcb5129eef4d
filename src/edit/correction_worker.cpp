#include "edit/correction_worker.h"

#include <exception>
#include <utility>

#include "image/codec.h"

namespace facepoint {

struct CorrectionWorker::Desk {
  std::unique_ptr<Corrector> corrector;
  std::filesystem::path file;
  Picture picture;

  const Picture& picture_of(const std::filesystem::path& wanted) {
    if (wanted != file) {
      file.clear();  // in case it can't be read
      picture = load_picture(wanted);
      file = wanted;
    }
    return picture;
  }
};

CorrectionWorker::CorrectionWorker(MainQueue& queue, CorrectorFactory open, Receiver receive)
    : queue_(queue), open_(std::move(open)), receive_(std::move(receive)) {}

CorrectionWorker::~CorrectionWorker() = default;  // the thread is stopped and joined first

void CorrectionWorker::ask(CorrectionQuestion question) {
  if (!available()) return;
  {
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(question);
  }
  if (!worker_.joinable()) {
    worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  changed_.notify_one();
}

bool CorrectionWorker::idle() const {
  const std::lock_guard lock(mutex_);
  return !waiting_ && in_flight_ == 0;
}

void CorrectionWorker::work(const std::stop_token& stop) {
  const std::weak_ptr<bool> alive = alive_;
  Desk desk;
  while (true) {
    CorrectionQuestion question;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return waiting_.has_value(); })) return;
      question = *std::exchange(waiting_, std::nullopt);
      ++in_flight_;
    }
    auto answer = std::make_shared<CorrectionAnswer>();
    answer->number = question.number;
    answer->set = question.set;
    try {
      if (!desk.corrector) desk.corrector = open_();
      if (desk.corrector) {
        answer->corrected =
            desk.corrector->correct(desk.picture_of(question.file), question.start,
                                    question.start_is_label, question.expected_error, question.set);
      }
    } catch (const std::exception& error) {
      answer->error = error.what();
    }
    const bool opened = desk.corrector != nullptr;
    queue_.post([this, alive, answer, opened] {
      if (!alive.expired()) deliver(std::move(*answer), opened);
    });
  }
}

void CorrectionWorker::deliver(CorrectionAnswer answer, bool opened) {
  if (!opened) failed_ = true;
  {
    const std::lock_guard lock(mutex_);
    --in_flight_;
    if (failed_) waiting_.reset();
  }
  receive_(std::move(answer));
}

}  // namespace facepoint
