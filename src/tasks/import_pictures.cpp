#include "tasks/import_pictures.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/analysis.h"
#include "image/codec.h"

namespace facepoint {
namespace {

// Returns the picture's look.
std::string analyse_into(Image& facts, const std::string& bytes, const std::string& name) {
  const Picture picture = decode_picture(bytes, name);
  PictureAnalysis analysis = analyse(picture);
  facts.width = picture.width;
  facts.height = picture.height;
  facts.perceptual_hash = analysis.perceptual_hash;
  facts.blur = analysis.blur;
  facts.brightness = analysis.brightness;
  return std::move(analysis.look);
}

// Results on their way from the readers to the calling thread.
class Results {
 public:
  void put(PictureRead result) {
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(result));
    filled_.notify_one();
  }
  void fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
    filled_.notify_one();
  }
  PictureRead take() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return error_ || !ready_.empty(); });
    if (error_) std::rethrow_exception(error_);
    PictureRead result = std::move(ready_.front());
    ready_.pop_front();
    return result;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<PictureRead> ready_;
  std::exception_ptr error_;
};

}  // namespace

PictureRead read_picture(const PictureToRead& picture, std::size_t index) {
  PictureRead result;
  result.index = index;
  std::error_code error;
  if (!std::filesystem::exists(picture.file, error)) {
    result.missing = true;
    result.facts.decode_error = "the file is not there";
    return result;
  }
  try {
    const std::string bytes = read_file(picture.file);
    result.facts.digest = digest_of(bytes);
    result.facts.bytes = static_cast<std::int64_t>(bytes.size());
    result.facts.format = sniff_format(bytes);
    result.unchanged = result.facts.digest == picture.known_digest;
    if (!result.unchanged) {
      result.look = analyse_into(result.facts, bytes, picture.file.filename().string());
      result.decoded = true;
    }
  } catch (const Error& failure) {
    result.facts.decode_error = failure.message();
  }
  return result;
}

void read_pictures(const std::vector<PictureToRead>& pictures, int threads,
                   const std::function<void(PictureRead)>& take) {
  Results results;
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> readers;  // joined first when this function is left
  readers.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    readers.emplace_back([&](const std::stop_token& stop) {
      try {
        for (std::size_t at = next++; at < pictures.size() && !stop.stop_requested(); at = next++) {
          results.put(read_picture(pictures[at], at));
        }
      } catch (...) {
        results.fail(std::current_exception());
      }
    });
  }
  for (std::size_t taken = 0; taken < pictures.size(); ++taken) take(results.take());
}

}  // namespace facepoint
