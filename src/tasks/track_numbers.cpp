#include "tasks/track_numbers.h"

#include <algorithm>

namespace facepoint {
namespace {

constexpr double kSameFace = 0.4;  // overlap of the boxes of one face, followed twice

struct Pair {
  double overlap = 0;
  const TrackedFace* face = nullptr;
  const StoredTrackFace* stored = nullptr;
};

// Each face with the stored one that it overlaps with most, no stored one twice.
std::vector<Pair> best_pairs(const std::vector<TrackedFace>& faces,
                             const std::vector<StoredTrackFace>& stored) {
  std::vector<Pair> all;
  for (const TrackedFace& face : faces) {
    for (const StoredTrackFace& other : stored) {
      const double overlap = intersection_over_union(face.face.box, other.box);
      if (overlap > kSameFace) all.push_back({overlap, &face, &other});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Pair& a, const Pair& b) { return a.overlap > b.overlap; });
  std::vector<Pair> best;
  for (const Pair& pair : all) {
    const bool taken = std::any_of(best.begin(), best.end(), [&](const Pair& other) {
      return other.face == pair.face || other.stored == pair.stored;
    });
    if (!taken) best.push_back(pair);
  }
  return best;
}

}  // namespace

int TrackNumbers::number_of(int track) {
  const auto known = numbers_.find(track);
  if (known != numbers_.end()) return known->second;
  // A run that goes on where one was broken off gives the numbers that it would have had.
  const int number = track > stored_ && given_.insert(track).second ? track : next_free();
  return numbers_[track] = number;
}

int TrackNumbers::next_free() {
  int number = std::max(stored_, given_.empty() ? 0 : *given_.rbegin()) + 1;
  given_.insert(number);
  return number;
}

std::vector<TrackNumbers::Renamed> TrackNumbers::recognise(
    const std::vector<TrackedFace>& faces, const std::vector<StoredTrackFace>& stored) {
  std::vector<Renamed> renamed;
  for (const Pair& pair : best_pairs(faces, stored)) {
    const int track = pair.face->track;
    if (!recognised_.insert(track).second) continue;
    const auto known = numbers_.find(track);
    if (known != numbers_.end()) renamed.push_back({known->second, pair.stored->track});
    numbers_[track] = pair.stored->track;
  }
  return renamed;
}

}  // namespace facepoint
