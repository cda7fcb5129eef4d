// Follows all faces of a clip from frame to frame: a detector finds them, optical flow carries
// their points, and the CNN, looking where they were carried, anchors them again. Every frame of
// the clip goes through it, in order. Belongs to one thread, and to the thread of its tools.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "image/picture.h"
#include "landmark/jitter.h"
#include "landmark/point_filter.h"
#include "tasks/face_finder.h"
#include "tasks/face_tools.h"

namespace facepoint {

struct FollowOptions {
  int detect_every = 10;  // frames between two searches of the whole picture for new faces
  double min_score = kDefaultMinScore;  // see faces_at; a face is lost at 0.6 of it
  int patience = 25;                    // frames that a lost face is waited for

  void check() const;  // throws Error(kInvalidInput)
};

struct TrackedFace {
  int track = 0;  // 1-based, in the order of appearance; the same for one face all along the clip
  FoundFace face;
  bool anchored = false;  // the CNN's points of this frame are in it
};

// What became of one face of the clip.
struct Track {
  int number = 0;
  std::int64_t first = 0;   // frames
  std::int64_t last = 0;    // the last one it was seen in
  std::int64_t frames = 0;  // it was seen in
  std::int64_t anchored = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> lost;  // from its loss to its return, frames
  Jitter network;                                           // of the CNN's points alone
};

class FaceFollower {
 public:
  // `tools` must outlive it.
  FaceFollower(FaceTools& tools, FollowOptions options);

  // The faces of the next frame, by track.
  std::vector<TrackedFace> next(const Picture& frame);

  std::vector<Track> tracks() const;  // by number, of all frames so far

 private:
  struct Followed {
    Track track;
    PointFilter filter;
    double score = 0;
    bool anchored = false;
    std::int64_t lost_since = -1;  // frame; -1: it is in sight
    JitterMeter network;

    bool in_sight() const { return lost_since < 0; }
  };

  void look_for_a_cut(const Picture& small);
  void put_aside();
  void take_back();
  void end(std::vector<Followed>& followed);
  static Track figures_of(const Followed& followed);
  TrackedFace seen(Followed& followed) const;
  void carry_all(const Picture& grey);
  void anchor_all(const Picture& frame);
  void anchor(Followed& followed, const FoundFace& found);
  void lose(Followed& followed);
  void part_doubles();
  bool is_time_to_search() const;
  void search(const Picture& frame);
  void take_in(FoundFace found);
  Followed* nearest_lost(const FoundFace& found);
  void end_hopeless();

  FaceTools& tools_;
  FollowOptions options_;
  const Scheme& scheme_;
  std::int64_t frame_ = -1;
  Picture before_;        // the last frame in grey
  Picture before_small_;  // and in small
  std::vector<Followed> followed_;
  // Those of before a cut, which may turn out to be a flash: the picture is as before soon after.
  struct Aside {
    std::vector<Followed> followed;
    Picture small;          // of the frame before
    std::int64_t cut = -1;  // the first frame after
  };
  Aside aside_;
  bool is_cut_ = false;  // this frame shows another scene than the one before
  std::vector<Track> ended_;
  int tracks_begun_ = 0;
};

}  // namespace facepoint
