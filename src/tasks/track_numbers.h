// What a clip's tracks are called in the project. Each run follows the faces from the clip's
// beginning and counts them anew; faces that an earlier one stored say which track is whose. One
// thread.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "store/videos.h"
#include "tasks/face_follower.h"

namespace facepoint {

class TrackNumbers {
 public:
  // `highest` is the highest number that the clip has in the project; 0: none.
  explicit TrackNumbers(int highest = 0) : stored_(highest) {}

  // For good once it was recognised; until then a number that nobody has.
  int number_of(int track);

  struct Renamed {
    int from = 0;
    int to = 0;
  };
  // A track whose face stands where a stored one does, in the same frame, is that one from now on.
  // Returns those that were given another number before.
  std::vector<Renamed> recognise(const std::vector<TrackedFace>& faces,
                                 const std::vector<StoredTrackFace>& stored);

 private:
  int next_free();

  std::map<int, int> numbers_;  // by track
  std::set<int> recognised_;    // tracks
  std::set<int> given_;         // numbers, to tracks that nobody has recognised
  int stored_;                  // the highest
};

}  // namespace facepoint
