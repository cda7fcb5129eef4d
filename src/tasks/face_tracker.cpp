#include "tasks/face_tracker.h"

#include <algorithm>

#include "landmark/smoothing.h"

namespace facepoint {
namespace {

const TrackedFace* face_of(const FrameFaces& frame, int track) {
  const auto found = std::find_if(frame.faces.begin(), frame.faces.end(),
                                  [&](const TrackedFace& face) { return face.track == track; });
  return found == frame.faces.end() ? nullptr : &*found;
}

}  // namespace

std::vector<FrameFaces> FaceTracker::next(const Picture& frame) {
  recent_.push_back({taken_++, follower_.next(frame)});
  if (recent_.size() > 2 * kSmoothingReach + 1) {
    recent_.pop_front();
    --given_;
  }
  std::vector<FrameFaces> done;
  while (given_ + kSmoothingReach < recent_.size()) done.push_back(finished(given_++));
  return done;
}

std::vector<FrameFaces> FaceTracker::finish() {
  std::vector<FrameFaces> done;
  while (given_ < recent_.size()) done.push_back(finished(given_++));
  return done;
}

FrameFaces FaceTracker::finished(std::size_t index) {
  FrameFaces frame = recent_[index];
  const std::size_t most = std::min({kSmoothingReach, index, recent_.size() - 1 - index});
  for (TrackedFace& face : frame.faces) {
    std::deque<const Keypoints*> around{&face_of(recent_[index], face.track)->face.points};
    for (std::size_t reach = 1; reach <= most; ++reach) {
      const TrackedFace* before = face_of(recent_[index - reach], face.track);
      const TrackedFace* after = face_of(recent_[index + reach], face.track);
      if (before == nullptr || after == nullptr) break;
      around.push_front(&before->face.points);
      around.push_back(&after->face.points);
    }
    const std::vector<const Keypoints*> frames(around.begin(), around.end());
    face.face.points = smoothed(frames);
    face.face.box = bounding_box(face.face.points);
  }
  measure(frame);
  return frame;
}

void FaceTracker::measure(const FrameFaces& frame) {
  for (const TrackedFace& face : frame.faces) {
    Measured& measured = measured_[face.track];
    if (measured.last + 1 != frame.frame) measured.meter.interrupt();
    measured.last = frame.frame;
    const auto residual = measured.meter.add(face.face.points);
    if (!residual) continue;
    measured.tremble.push_back(
        {frame.frame - static_cast<std::int64_t>(kSmoothingReach), *residual});
  }
}

std::vector<TrackFigures> FaceTracker::figures() const {
  std::vector<TrackFigures> figures;
  for (Track& track : follower_.tracks()) {
    const auto measured = measured_.find(track.number);
    figures.push_back({std::move(track), {}, {}});
    if (measured == measured_.end()) continue;
    figures.back().given = measured->second.meter.jitter();
    figures.back().tremble = measured->second.tremble;
  }
  return figures;
}

}  // namespace facepoint
