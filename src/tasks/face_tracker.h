// All faces of a clip, each with one number all along and with points that neither drift nor
// tremble: what face_follower.h says of each frame, smoothed over the frames before and after, and
// therefore some frames late. Belongs to one thread, and to the thread of its tools.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "tasks/face_follower.h"

namespace facepoint {

struct FrameFaces {
  std::int64_t frame = 0;          // number, 0-based
  std::vector<TrackedFace> faces;  // by track
};

struct TrackFigures {
  Track track;
  Jitter given;  // of the points as they are given; track.network: of the CNN's alone
  struct Tremble {
    std::int64_t frame = 0;
    double residual = 0;  // see Jitter
  };
  std::vector<Tremble>
      tremble;  // of the points as they are given, frame by frame where it can be told
};

class FaceTracker {
 public:
  // `tools` must outlive it.
  FaceTracker(FaceTools& tools, FollowOptions options) : follower_(tools, options) {}

  // Takes the next frame, and gives the frames that are finished by it: none at first, then one
  // each.
  std::vector<FrameFaces> next(const Picture& frame);
  std::vector<FrameFaces> finish();  // the rest, after the last frame

  std::vector<TrackFigures> figures() const;  // by track, of what was given so far

 private:
  FrameFaces finished(std::size_t index);
  void measure(const FrameFaces& frame);

  struct Measured {
    JitterMeter meter;
    std::vector<TrackFigures::Tremble> tremble;
    std::int64_t last = -1;  // frame
  };
  FaceFollower follower_;
  std::deque<FrameFaces> recent_;     // those that are not finished, and what smoothing them needs
  std::size_t given_ = 0;             // of recent_, from its front
  std::int64_t taken_ = 0;            // frames
  std::map<int, Measured> measured_;  // by track
};

}  // namespace facepoint
