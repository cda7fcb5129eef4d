#include "tasks/face_follower.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "image/flow.h"
#include "image/process.h"
#include "landmark/mean_shape.h"
#include "landmark/metrics.h"
#include "tasks/frame_sampler.h"

namespace facepoint {
namespace {

constexpr double kCut = 0.1;          // mean difference of neighbouring frames, share of white
constexpr std::int64_t kFlash = 5;    // frames: what is over so soon is a flash and no cut
constexpr double kSharedPart = 0.25;  // of a box side: two faces nearer than this are one
// A face that is followed is one more surely than one that is found: it is lost at a lower score.
constexpr double kLostScore = 0.6;     // of the least score
constexpr double kKnownOverlap = 0.4;  // a detection that overlaps so much with a face is that face
constexpr double kSameOverlap =
    0.2;  // a found face that overlaps so much with a lost one is that one

// The flow looks at a face in this size, whatever it has in the picture.
constexpr double kFlowSide = 128;    // pixels of the face's box
constexpr double kFlowMargin = 2.2;  // side of what is cut out, in box sides
// What carrying adds of uncertainty in a frame, in box sides: to a point that comes back to where
// it came from, and to one that goes with the others.
constexpr double kCarriedSpread = 0.002;
constexpr double kStrayedSpread = 0.02;

double side_of(const Keypoints& points) { return std::max(box_side(points).value_or(1), 1.0); }

// The box around the points in the face's own upright frame, about the same middle.
FaceInput input_at(const Picture& picture, const Scheme& scheme, const Keypoints& points) {
  const double angle = scheme.typical_shape.empty() ? 0 : turned_by(scheme.typical_shape, points);
  const Similarity upright{std::cos(angle), -std::sin(angle), 0, 0};
  const Rect box = bounding_box(transformed(upright, points));
  const Point middle = upright.inverse()(box.center());
  return {&picture,
          {middle.x - box.width / 2, middle.y - box.height / 2, box.width, box.height},
          angle};
}

struct Carried {
  Keypoints points;
  std::vector<double> spread;  // pixels
};

Carried carried(const Picture& from, const Picture& to, const Keypoints& points) {
  const double side = side_of(points);
  const double scale = kFlowSide / side;
  const int crop = static_cast<int>(kFlowSide * kFlowMargin);
  const Point middle = bounding_box(points).center();
  const Similarity crop_from_image{scale, 0, crop / 2.0 - scale * middle.x,
                                   crop / 2.0 - scale * middle.y};
  std::vector<Point> places;
  for (const Landmark& point : points) places.push_back(crop_from_image(point.position));
  const std::vector<FollowedPoint> followed = follow_points(
      warp(from, crop_from_image, crop, crop), warp(to, crop_from_image, crop, crop), places);
  const Similarity image_from_crop = crop_from_image.inverse();
  Carried result{points, {}};
  Keypoints before = points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    result.points[i].position = image_from_crop(followed[i].position);
    result.spread.push_back(kCarriedSpread * side + followed[i].missed / scale);
    if (!followed[i].found) before[i].visibility = Visibility::kAbsent;  // for the fit only
  }
  const Similarity moved = fit_similarity(before, result.points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (followed[i].found) continue;
    result.points[i].position = moved(points[i].position);
    result.spread[i] = kStrayedSpread * side;
  }
  return result;
}

}  // namespace

void FollowOptions::check() const {
  if (detect_every < 1) {
    throw Error(ErrorCode::kInvalidInput,
                "Faces are searched for every so many frames: 1 or more.");
  }
  if (min_score < 0 || min_score > 1) {
    throw Error(ErrorCode::kInvalidInput, "The least score lies between 0 and 1.");
  }
  if (patience < 0) throw Error(ErrorCode::kInvalidInput, "The patience is a number of frames.");
}

FaceFollower::FaceFollower(FaceTools& tools, FollowOptions options)
    : tools_(tools),
      options_(options),
      scheme_(SchemeLibrary::standard().get(tools_.predictor->info().scheme)) {
  options_.check();
}

std::vector<TrackedFace> FaceFollower::next(const Picture& frame) {
  ++frame_;
  const Picture grey = to_grey(frame);
  Picture small = in_small(grey);
  if (frame_ > 0) look_for_a_cut(small);
  carry_all(grey);
  anchor_all(frame);
  part_doubles();
  if (is_time_to_search()) search(frame);
  end_hopeless();
  before_ = grey;
  before_small_ = std::move(small);

  std::vector<TrackedFace> faces;
  for (Followed& followed : followed_) {
    if (followed.in_sight()) faces.push_back(seen(followed));
  }
  return faces;
}

TrackedFace FaceFollower::seen(Followed& followed) const {
  ++followed.track.frames;
  followed.track.anchored += followed.anchored ? 1 : 0;
  followed.track.last = frame_;
  FoundFace face;
  face.points = followed.filter.points();
  face.box = bounding_box(face.points);
  face.error = followed.filter.error();
  face.confidence = point_confidences(scheme_, face.points, face.error);
  face.score = followed.score;
  return {followed.track.number, std::move(face), followed.anchored};
}

Track FaceFollower::figures_of(const Followed& followed) {
  Track track = followed.track;
  track.network = followed.network.jitter();
  return track;
}

std::vector<Track> FaceFollower::tracks() const {
  std::vector<Track> tracks = ended_;
  for (const Followed& followed : aside_.followed) tracks.push_back(figures_of(followed));
  for (const Followed& followed : followed_) tracks.push_back(figures_of(followed));
  std::sort(tracks.begin(), tracks.end(),
            [](const Track& a, const Track& b) { return a.number < b.number; });
  return tracks;
}

// At a cut whoever stands where somebody stood is another; after a flash he is not.
void FaceFollower::look_for_a_cut(const Picture& small) {
  const bool is_another_scene = mean_difference(small, before_small_) > kCut;
  is_cut_ = is_another_scene;
  if (aside_.cut >= 0) {
    if (mean_difference(small, aside_.small) <= kCut) return take_back();
    if (frame_ - aside_.cut >= kFlash) {
      end(aside_.followed);
      aside_ = {};
    }
  }
  if (is_another_scene) put_aside();
}

// A flash may come and go in steps: those of before its first stay aside.
void FaceFollower::put_aside() {
  if (aside_.cut >= 0) return end(followed_);
  aside_ = {std::move(followed_), before_small_, frame_};
  followed_.clear();
}

// Flow can't lead across the flash: they are searched for where they were.
void FaceFollower::take_back() {
  end(followed_);
  followed_ = std::move(aside_.followed);
  for (Followed& followed : followed_) {
    if (!followed.in_sight()) continue;
    lose(followed);
    followed.lost_since = aside_.cut;
  }
  aside_ = {};
}

void FaceFollower::end(std::vector<Followed>& followed) {
  for (const Followed& each : followed) ended_.push_back(figures_of(each));
  followed.clear();
}

void FaceFollower::carry_all(const Picture& grey) {
  for (Followed& followed : followed_) {
    followed.anchored = false;
    if (!followed.in_sight()) continue;
    const Carried moved = carried(before_, grey, followed.filter.points());
    followed.filter.carry(moved.points, moved.spread);
  }
}

void FaceFollower::anchor_all(const Picture& frame) {
  std::vector<FaceInput> inputs;
  std::vector<Followed*> whose;
  for (Followed& followed : followed_) {
    if (!followed.in_sight()) continue;
    inputs.push_back(input_at(frame, scheme_, followed.filter.points()));
    whose.push_back(&followed);
  }
  if (inputs.empty()) return;
  std::vector<FacePrediction> predictions = tools_.predictor->predict(inputs, true);
  for (std::size_t i = 0; i < whose.size(); ++i) {
    anchor(*whose[i], found_face(std::move(predictions[i]), scheme_));
  }
}

void FaceFollower::anchor(Followed& followed, const FoundFace& found) {
  followed.score = found.score;
  if (found.score < kLostScore * options_.min_score) {
    lose(followed);
    return;
  }
  followed.network.add(found.points);
  followed.anchored = followed.filter.anchor(found.points, found.error);
  // The CNN sees a face there, and the flow leads elsewhere.
  if (!followed.anchored) lose(followed);
}

void FaceFollower::lose(Followed& followed) {
  followed.lost_since = frame_;
  followed.network.interrupt();
}

// Where one face goes behind another, the CNN takes the one in front for both; the flow doesn't.
void FaceFollower::part_doubles() {
  for (std::size_t i = 0; i < followed_.size(); ++i) {
    for (std::size_t j = i + 1; j < followed_.size(); ++j) {
      Followed& a = followed_[i];
      Followed& b = followed_[j];
      if (!a.in_sight() || !b.in_sight()) continue;
      const double apart = mean_distance(a.filter.points(), b.filter.points()).value_or(0);
      if (apart < kSharedPart * side_of(a.filter.points()))
        lose(a.filter.disagreement() > b.filter.disagreement() ? a : b);
    }
  }
}

bool FaceFollower::is_time_to_search() const {
  if (frame_ % options_.detect_every == 0 || is_cut_) return true;
  return std::any_of(followed_.begin(), followed_.end(),
                     [](const Followed& followed) { return !followed.in_sight(); });
}

void FaceFollower::search(const Picture& frame) {
  std::vector<Detection> detections = tools_.detector->detect(frame);
  std::erase_if(detections, [&](const Detection& detection) {
    return std::any_of(followed_.begin(), followed_.end(), [&](const Followed& followed) {
      return followed.in_sight() &&
             intersection_over_union(detection.box, bounding_box(followed.filter.points())) >
                 kKnownOverlap;
    });
  });
  if (detections.empty()) return;
  for (FoundFace& found : faces_at(*tools_.predictor, frame, detections, options_.min_score)) {
    take_in(std::move(found));
  }
}

void FaceFollower::take_in(FoundFace found) {
  const bool known = std::any_of(followed_.begin(), followed_.end(), [&](const Followed& followed) {
    return followed.in_sight() &&
           mean_distance(followed.filter.points(), found.points).value_or(0) <
               kSharedPart * side_of(found.points);
  });
  if (known) return;
  Followed* lost = nearest_lost(found);
  if (lost != nullptr) {
    if (lost->lost_since < frame_) lost->track.lost.emplace_back(lost->lost_since, frame_);
    lost->lost_since = -1;
  } else {
    Followed followed;
    followed.track.number = ++tracks_begun_;
    followed.track.first = frame_;
    followed_.push_back(std::move(followed));
    lost = &followed_.back();
  }
  lost->filter.start(found.points, found.error);
  lost->score = found.score;
  lost->anchored = true;
  lost->network.add(found.points);
}

FaceFollower::Followed* FaceFollower::nearest_lost(const FoundFace& found) {
  Followed* nearest = nullptr;
  double most = kSameOverlap;
  for (Followed& followed : followed_) {
    if (followed.in_sight()) continue;
    const double overlap =
        intersection_over_union(found.box, bounding_box(followed.filter.points()));
    if (overlap <= most) continue;
    most = overlap;
    nearest = &followed;
  }
  return nearest;
}

void FaceFollower::end_hopeless() {
  std::erase_if(followed_, [&](const Followed& followed) {
    if (followed.in_sight() || frame_ - followed.lost_since <= options_.patience) return false;
    ended_.push_back(figures_of(followed));
    return true;
  });
}

}  // namespace facepoint
