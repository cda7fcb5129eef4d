#include "tasks/duplicate_detail.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <list>
#include <stop_token>
#include <thread>

#include "base/error.h"
#include "image/codec.h"
#include "image/look.h"
#include "image/process.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr int kSide = 40;            // pixels of what is compared
constexpr double kFaceShare = 0.8;   // of it that the points take up
constexpr std::size_t kKept = 64;    // decoded pictures a thread
constexpr std::size_t kAtOnce = 64;  // pairs a thread takes
// In parts of the box side. Frames of a clip also move in themselves.
constexpr double kLabelsDiffer = 0.02;
constexpr double kShapesDiffer = 0.04;

// The last pictures of one thread, grey.
class Pictures {
 public:
  Pictures(const std::vector<PictureToCompare>& all, std::atomic<std::int64_t>& decoded)
      : all_(all), decoded_(decoded) {}

  // Null where it cannot be read.
  const Picture* get(std::size_t index) {
    const auto known = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const Kept& kept) { return kept.index == index; });
    if (known != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, known);
    } else {
      kept_.push_front({index, load(index)});
      if (kept_.size() > kKept) kept_.pop_back();
    }
    return kept_.front().picture.empty() ? nullptr : &kept_.front().picture;
  }

 private:
  struct Kept {
    std::size_t index;
    Picture picture;
  };

  Picture load(std::size_t index) {
    ++decoded_;
    try {
      return to_grey(load_picture(all_[index].file));
    } catch (const Error&) {
      return {};
    }
  }

  const std::vector<PictureToCompare>& all_;
  std::atomic<std::int64_t>& decoded_;
  std::list<Kept> kept_;
};

// Shows the box in the middle of the small picture.
Similarity small_from_image(const Rect& box, double share) {
  const double scale = share * kSide / std::max({box.width, box.height, 1.0});
  const double middle = (kSide - 1) / 2.0;
  return {scale, 0, middle - scale * box.center().x, middle - scale * box.center().y};
}

// Points that all lie on each other say nothing of where the face is.
bool has_place(const PictureToCompare& picture) {
  constexpr double kSmallest = 4;  // pixels
  if (picture.points.empty()) return false;
  const Rect box = bounding_box(picture.points);
  return std::max(box.width, box.height) >= kSmallest;
}

// Of `face` and what the picture shows there; none where there is no such place.
std::optional<double> likeness_at(const Picture& face, const Picture& picture,
                                  const Similarity& small_from_image) {
  constexpr double kSmallest = 1e-6;
  if (!(small_from_image.scale() > kSmallest)) return std::nullopt;
  return likeness(face, warp(picture, small_from_image, kSide, kSide));
}

// The likeness of the face's place in both pictures, and of the faces laid over each other by their
// points: one of them holds where labels are wrong, the other where pictures are cut otherwise.
std::optional<double> face_likeness(const PictureToCompare& a, const Picture& picture_a,
                                    const PictureToCompare& b, const Picture& picture_b) {
  const Similarity small_from_a = small_from_image(bounding_box(a.points), kFaceShare);
  const Picture face = warp(picture_a, small_from_a, kSide, kSide);
  const double scale = static_cast<double>(a.width + a.height) / std::max(1, b.width + b.height);
  const Similarity same_place{scale, 0, 0, 0};
  auto best = likeness_at(face, picture_b, compose(small_from_a, same_place));
  if (a.points.size() != b.points.size()) return best;
  const Similarity a_from_b = fit_similarity(b.points, a.points);
  const auto aligned = likeness_at(face, picture_b, compose(small_from_a, a_from_b));
  if (!best || (aligned && *aligned > *best)) best = aligned;
  return best;
}

std::optional<double> detail_of(const PictureToCompare& a, const Picture& picture_a,
                                const PictureToCompare& b, const Picture& picture_b) {
  if (has_place(a)) return face_likeness(a, picture_a, b, picture_b);
  if (has_place(b)) return face_likeness(b, picture_b, a, picture_a);
  return likeness(resize(picture_a, kSide, kSide), resize(picture_b, kSide, kSide));
}

}  // namespace

std::int64_t compare_in_detail(const std::vector<PictureToCompare>& pictures,
                               std::vector<PairToCompare>& pairs, int threads, JobContext& job) {
  const auto total = static_cast<std::int64_t>(pairs.size());
  job.begin_stage("Comparing similar pictures", total);
  std::atomic<std::int64_t> decoded = 0;
  std::atomic<std::size_t> next = 0;
  std::atomic<std::int64_t> done = 0;
  const auto work = [&](const std::stop_token& stop) {
    Pictures kept(pictures, decoded);
    for (std::size_t from = next.fetch_add(kAtOnce); from < pairs.size() && !stop.stop_requested();
         from = next.fetch_add(kAtOnce)) {
      for (std::size_t i = from; i < std::min(from + kAtOnce, pairs.size()); ++i) {
        PairToCompare& pair = pairs[i];
        const Picture* a = kept.get(pair.a);
        const Picture* b = a == nullptr ? nullptr : kept.get(pair.b);
        if (b != nullptr) pair.detail = detail_of(pictures[pair.a], *a, pictures[pair.b], *b);
        ++done;
      }
    }
  };
  {
    std::vector<std::jthread> workers;  // asked to stop and joined also by Cancelled
    workers.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) workers.emplace_back(work);
    while (done < total) {
      job.progress(done, total);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  job.finish_stage();
  return decoded;
}

std::optional<bool> labels_differ(const Keypoints& a, const Keypoints& b, bool identical) {
  const auto side = box_side(a);
  if (!side || a.size() != b.size()) return std::nullopt;
  const auto apart = mean_distance(identical ? b : transformed(fit_similarity(b, a), b), a);
  if (!apart) return std::nullopt;
  return *apart > (identical ? kLabelsDiffer : kShapesDiffer) * *side;
}

}  // namespace facepoint
