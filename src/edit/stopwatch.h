// How long a person works at a face: the time between signs of them, without the pauses. Knows no
// clock: whoever asks says what time it is. UI thread.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "base/id.h"
#include "landmark/keypoints.h"
#include "store/pace.h"

namespace facepoint {

class Stopwatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kPause{30};  // longer without a sign: nobody was there

  void sign_of_life(Time now);
  // `points` is what is shown of it now.
  void begin(FaceId face, const Keypoints& points, bool proposed);
  // The label that a decision or a drag left. `set`: see Revision; where there are any, only these
  // were moved by the person.
  void changed(const Keypoints& points, const std::vector<int>& set) {
    now_ = points;
    set_ = set;
  }
  FaceId face() const { return face_; }
  // What was done; none where the face was only looked at. Then no face is watched.
  std::optional<FaceWork> end();

 private:
  FaceId face_;
  bool proposed_ = false;
  Keypoints start_;
  std::optional<Keypoints> now_;
  std::vector<int> set_;
  std::chrono::duration<double> spent_{};
  std::optional<Time> last_sign_;
};

}  // namespace facepoint
