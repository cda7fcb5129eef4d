// infer_layout(). A face is upright and one side of it is not the other: so of the eight ways to
// exchange or turn round the axes, and to name the sides, one alone makes a face of the numbers.
// Each face votes for the way that brings it nearest to its scheme's typical shape.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/text.h"
#include "curate/label_layout.h"
#include "curate/layout_order.h"
#include "curate/layout_origin.h"
#include "curate/layout_places.h"
#include "curate/layout_reading.h"
#include "curate/layout_shape.h"
#include "curate/layout_unit.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostFaces = 400;  // that are looked at, spread over the source
constexpr double kBetter = 0.8;          // shape errors in one unit, beside those in another
constexpr double kUnsure = 0.75;
constexpr double kSureOfSides = 0.92;  // x from the right looks the same, but is seldom meant
constexpr double kCertainlyWrong = 0.95;
constexpr double kNearlyAll = 0.9;
constexpr double kNoFaceAtAll = 0.7;        // shape errors that few faces tell enough by
constexpr std::size_t kFewFaces = 3;        // of which errors may be by chance
constexpr std::size_t kLeastForNoFace = 5;  // before an import is stopped

// How sure a vote is: a single face may lie on its side.
double sure_of_vote(double share, std::size_t faces) {
  if (faces < kFewFaces) return 0.7 * share;
  if (share < 0.5) return 0.5;
  if (faces < 8) return share > 0.99 ? 0.92 : kUnsure;
  return share >= 0.7 ? 0.9 + 0.3 * (share - 0.7) : kUnsure;
}

class Inference {
 public:
  Inference(const SchemeLibrary& library, std::string_view claimed,
            std::span<const FaceNumbers> faces, const WrittenAs& written)
      : library_(library), claimed_(claimed), written_(written) {
    verdict_.layout = layout_as_read(claimed, written);
    keep_usual(faces);
  }

  LayoutVerdict run() {
    verdict_.faces = static_cast<int>(faces_.size());
    if (faces_.empty() || schemes().empty()) return std::move(verdict_);
    leave_out_missing();
    const std::vector<FaceNumbers> numbers = numbers_of_file();
    const UnitGuess guess = guess_unit(numbers, written_.unit);
    if (auto relative = relative_to_faces(numbers, guess.unit)) {
      verdict_.findings.push_back(std::move(*relative));
      return std::move(verdict_);
    }
    if (auto several = several_units(numbers, guess.unit)) {
      verdict_.findings.push_back(std::move(*several));
    }
    const Readings readings = read_in_unit(guess);
    if (readings.are_faces()) {
      take(readings);
    } else {
      find_order(readings);
    }
    say_scheme();
    judge();
    return std::move(verdict_);
  }

 private:
  // Those with as many points as most have, that are no single spot, spread over the source.
  void keep_usual(std::span<const FaceNumbers> faces);
  void leave_out_missing();
  std::vector<FaceNumbers> numbers_of_file();
  std::vector<const Scheme*> schemes() const;
  Readings read_in_unit(const UnitGuess& guess);
  void look_for_squeezing(const Readings& pixels);
  void say_unit(const UnitGuess& guess, double sure);
  void take(const Readings& readings);
  struct Belief {
    double sure = 0;
    double wrong = 0;            // as it is
    bool is_known = false;       // told by faces that the project knows
    bool may_be_turned = false;  // the pictures
  };
  void say_way(const Reading& best, const LabelLayout& chosen, const Belief& belief);
  void say_mixed(const std::vector<Readings::Others>& others, const Reading& best);
  void find_order(const Readings& readings);
  void say_scheme();
  void judge();
  void add(LayoutFinding finding) { verdict_.findings.push_back(std::move(finding)); }
  double share_of_all(std::size_t faces) const {
    return static_cast<double>(faces) / static_cast<double>(faces_.size());
  }

  const SchemeLibrary& library_;
  std::string claimed_;
  WrittenAs written_;
  std::vector<FaceNumbers> faces_;
  LayoutVerdict verdict_;
  double scheme_sure_ = 0;
};

void Inference::keep_usual(std::span<const FaceNumbers> faces) {
  std::vector<const FaceNumbers*> usable;
  std::map<std::size_t, std::size_t> counts;
  for (const FaceNumbers& face : faces) {
    const Rect box = bounding_box(face.numbers);
    if (!(std::max(box.width, box.height) > 0) || !std::isfinite(box.width + box.height)) continue;
    usable.push_back(&face);
    ++counts[face.numbers.size()];
  }
  std::size_t most = 0;
  for (const auto& [points, count] : counts) {
    if (most != 0 && count <= counts[most]) continue;
    most = points;
  }
  std::erase_if(usable, [&](const FaceNumbers* face) { return face->numbers.size() != most; });
  const std::size_t kept = std::min(usable.size(), kMostFaces);
  for (std::size_t i = 0; i < kept; ++i) faces_.push_back(*usable[i * usable.size() / kept]);
}

void Inference::leave_out_missing() {
  const std::vector<FaceNumbers> numbers = numbers_of_file();
  std::size_t faces = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::vector<std::size_t> marks = marks_of_missing(numbers[i].numbers);
    for (const std::size_t point : marks) {
      faces_[i].numbers[point].visibility = Visibility::kAbsent;
    }
    faces += marks.empty() ? 0 : 1;
  }
  if (auto missing = missing_finding(faces, faces_.size())) add(std::move(*missing));
}

std::vector<FaceNumbers> Inference::numbers_of_file() {
  std::vector<FaceNumbers> numbers = faces_;
  for (FaceNumbers& face : numbers) {
    for (Landmark& point : face.numbers) {
      point.position = as_written(written_, point.position, face.image_width, face.image_height);
    }
  }
  return numbers;
}

// The claimed one first.
std::vector<const Scheme*> Inference::schemes() const {
  std::vector<const Scheme*> fitting;
  for (const Scheme& scheme : library_.all()) {
    if (scheme.typical_shape.size() != faces_.front().numbers.size()) continue;
    fitting.insert(scheme.name == claimed_ ? fitting.begin() : fitting.end(), &scheme);
  }
  return fitting;
}

void Inference::say_unit(const UnitGuess& guess, double sure) {
  const char* remedy = "Take them for image pixels.";
  if (guess.unit == CoordinateUnit::kPercent) {
    remedy = "Multiply by a hundredth of the image's width and height.";
  } else if (guess.unit == CoordinateUnit::kUnitSquare) {
    remedy = "Multiply by the image's width and height.";
  }
  verdict_.layout.unit = guess.unit;
  verdict_.layout.origin = 0;
  add({LayoutAspect::kUnit, sure, true, guess.reason, remedy});
}

// Networks are often given pictures that were made square: points of these are faces only once they
// are stretched to the images' sides, as shares of them would be.
void Inference::look_for_squeezing(const Readings& pixels) {
  if (written_.unit != CoordinateUnit::kPixel) return;
  LabelLayout layout = verdict_.layout;
  layout.unit = CoordinateUnit::kUnitSquare;
  layout.origin = 0;
  const double stretched = median(Readings(schemes(), faces_, layout).most_voted().errors);
  if (stretched > kUnknownShape || stretched > kBetter * median(pixels.most_voted().errors)) return;
  add({LayoutAspect::kUnit, 0.5, false,
       "Faces look right only once they are stretched as their images are: these are points of "
       "pictures that were made square.",
       "Multiply them by the image's width and height over the square's side first.",
       kCertainlyWrong});
}

// Small coordinates are per cent where faces look as well so as in pixels, at least.
Readings Inference::read_in_unit(const UnitGuess& guess) {
  const LabelLayout as_read = verdict_.layout;
  if (guess.unit == written_.unit) {
    Readings readings(schemes(), faces_, as_read);
    look_for_squeezing(readings);
    return readings;
  }
  LabelLayout layout = as_read;
  layout.unit = guess.unit;
  layout.origin = 0;
  Readings mended(schemes(), faces_, layout);
  if (guess.unit != CoordinateUnit::kPercent || written_.unit != CoordinateUnit::kPixel) {
    say_unit(guess, guess.sure);
    return mended;
  }
  Readings pixels(schemes(), faces_, as_read);
  const double error = median(mended.most_voted().errors);
  const double error_in_pixels = median(pixels.most_voted().errors);
  const bool tells = std::min(error, error_in_pixels) <= kUnknownShape;
  if (tells && error < kBetter * error_in_pixels) {
    say_unit(guess, std::max(guess.sure, 0.92));
    return mended;
  }
  if (tells && (error_in_pixels < kBetter * error || !guess.is_clear)) {
    if (guess.is_clear) {
      add({LayoutAspect::kUnit, 0.5, false,
           guess.reason + " But as pixels they look more like faces.", "", 0.6});
    }
    if (error_in_pixels <= error) return pixels;
  }
  say_unit(guess, guess.same_size ? std::min(guess.sure, 0.85) : guess.sure);
  return mended;
}

void Inference::say_way(const Reading& best, const LabelLayout& chosen, const Belief& belief) {
  const std::size_t all = faces_.size();
  const auto others = static_cast<std::size_t>(std::count_if(
      best.errors.begin(), best.errors.end(), [](double e) { return e > kUnknownShape; }));
  const std::string who = share_text(all - others, all);
  const auto say = [&](bool differs, LayoutAspect aspect, const std::string& reason,
                       const char* remedy) {
    if (!differs) return;
    take_aspect(verdict_.layout, chosen, aspect);
    add({aspect, belief.sure, true, reason, remedy, belief.wrong});
  };
  say(chosen.grouped, LayoutAspect::kGrouping,
      "Read as all first coordinates and then all second ones, " + who + " as faces look.",
      "Take the first half for one coordinate and the second for the other.");
  say(chosen.y_first, LayoutAspect::kAxes,
      "Read as (y, x), " + who + " upright; as (x, y) they lie on their side.",
      "Exchange x and y.");
  say(chosen.y_up, LayoutAspect::kVertical,
      "With y counted from the lower edge " + who + " upright; otherwise they hang.",
      "Count y from the upper edge.");
  say(chosen.x_from_right, LayoutAspect::kHorizontal,
      "With x counted from the right edge " + who + " where the project knows them.",
      "Count x from the left edge.");
  std::string sides =
      "With left and right exchanged in the names of their points " + who + " as faces look";
  if (belief.may_be_turned) {
    sides +=
        "; but if these are labels of pictures that were turned since, names are right, and x "
        "counts from the right edge (--horizontal right)";
  } else if (!belief.is_known) {
    sides += "; unless x counts from the right edge, which looks the same (--horizontal right)";
  }
  say(chosen.sides_exchanged, LayoutAspect::kSides, sides + ".",
      "Exchange left and right in the numbers of the points.");
}

void Inference::say_mixed(const std::vector<Readings::Others>& others, const Reading& best) {
  std::size_t otherwise = 0;
  for (const Readings::Others& each : others) otherwise += each.faces;
  std::string reason = with_thousands(static_cast<std::int64_t>(faces_.size() - otherwise)) +
                       " of " + count_of(std::ssize(faces_), "face") + " look right " +
                       way_text(best.layout);
  for (const Readings::Others& each : others) {
    reason += ", " + with_thousands(static_cast<std::int64_t>(each.faces)) + " only " +
              way_text(each.reading->layout);
  }
  add({differing_aspect(others.front().reading->layout, best.layout), 0.5, false, reason + ".",
       "Import these rows from files of their own, each with its remedy.", kCertainlyWrong});
}

void Inference::take(const Readings& readings) {
  const Reading& best = readings.most_voted();
  const std::vector<Readings::Others> others = readings.others(best);
  const Agreement agreed = agreement(others, best, faces_.size());
  Belief belief;
  belief.sure = sure_of_vote(share_of_all(best.votes), faces_.size());
  scheme_sure_ = belief.sure;
  verdict_.layout.scheme = best.scheme->name;
  if (agreed == Agreement::kTurnedAnyhow) {
    add({LayoutAspect::kAxes, 0.5, false,
         "Faces are turned in all directions, so that nothing tells how coordinates are meant.",
         ""});
    return;
  }
  std::size_t otherwise = 0;
  for (const Readings::Others& each : readings.others(readings.as_read())) otherwise += each.faces;
  const bool hopeless = faces_.size() >= kFewFaces && share_of_all(otherwise) > kNearlyAll;
  belief.wrong = agreed == Agreement::kMixed || hopeless ? kCertainlyWrong : belief.sure;

  Reading chosen = best;
  const auto told = told_by_known_faces(best.layout, *best.scheme, faces_);
  if (told) chosen.layout = *told;
  belief.is_known = told.has_value();
  belief.may_be_turned = !belief.is_known && chosen.layout.sides_exchanged &&
                         chosen.layout.y_first != chosen.layout.y_up;
  if (agreed == Agreement::kMixed || belief.may_be_turned) {
    belief.sure = std::min(belief.sure, kUnsure);
  } else if (chosen.layout.sides_exchanged && !belief.is_known) {
    belief.sure = std::min(belief.sure, kSureOfSides);
  }
  say_way(best, chosen.layout, belief);
  if (agreed == Agreement::kMixed) return say_mixed(others, best);
  if (auto order = exchanged_points(chosen, faces_)) {
    verdict_.layout.order = order->layout.order;
    add(std::move(order->finding));
  }
}

// No order that is known makes a face.
void Inference::find_order(const Readings& readings) {
  const bool enough =
      faces_.size() >= kFewFaces || median(readings.most_voted().errors) > kNoFaceAtAll;
  auto found = order_by_place(schemes(), faces_, verdict_.layout);
  if (!found) {
    add({LayoutAspect::kOrder, 0.5, false,
         "The points make no face in any order that is known: they are of another scheme, or none "
         "of faces.",
         "Name their scheme with --scheme, or their order with --order.",
         faces_.size() >= kLeastForNoFace ? kCertainlyWrong : 0.8});
    return;
  }
  scheme_sure_ = found->finding.sure;
  found->finding.wrong = enough ? kCertainlyWrong : found->finding.sure;
  const Scheme& scheme = library_.get(found->layout.scheme);
  verdict_.layout.scheme = found->layout.scheme;
  Reading reading{found->layout, &scheme, {}, 0};
  for (const Keypoints& face : faces_as(scheme, found->layout, faces_)) {
    reading.errors.push_back(shape_error(face, scheme.typical_shape));
  }
  say_way(reading, found->layout, {found->finding.sure, found->finding.wrong});
  verdict_.layout.order = found->layout.order;
  add(std::move(found->finding));
}

void Inference::say_scheme() {
  if (verdict_.layout.scheme == claimed_) return;
  const Scheme& scheme = library_.get(verdict_.layout.scheme);
  verdict_.findings.insert(verdict_.findings.begin(),
                           {LayoutAspect::kScheme, scheme_sure_, true,
                            "The faces have " + count_of(scheme.size(), "point") +
                                " in the shape of " + scheme.name + ", not of " + claimed_ + ".",
                            "Read them as " + scheme.name + "."});
}

// What the numbers are in the end, in their images.
void Inference::judge() {
  const Scheme& scheme = library_.get(verdict_.layout.scheme);
  if (scheme.typical_shape.size() != faces_.front().numbers.size()) return;  // it is of none
  const auto place = place_finding(verdict_.layout, scheme, faces_);
  bool some_sure = false;
  for (LayoutFinding& finding : verdict_.findings) {
    if (place && finding.differs) finding.sure = std::min(finding.sure, 0.85);
    if (finding.differs) finding.wrong = std::max(finding.wrong, finding.sure);
    some_sure = some_sure || (finding.differs && finding.is_sure());
  }
  for (LayoutFinding& finding : verdict_.findings) {  // half of the remedies mend nothing
    if (some_sure && finding.differs) finding.wrong = std::max(finding.wrong, kSureOfLayout);
  }
  if (place) add(*place);
  if (auto known = known_finding(verdict_.layout, scheme, faces_)) add(std::move(*known));
  if (auto origin = origin_finding(verdict_.layout, scheme, faces_)) {
    if (origin->differs) verdict_.layout.origin = 1 - verdict_.layout.origin;
    origin->wrong = origin->differs ? origin->sure : 0;
    add(std::move(*origin));
  }
}

}  // namespace

LayoutVerdict infer_layout(const SchemeLibrary& library, std::string_view claimed,
                           std::span<const FaceNumbers> faces, const WrittenAs& written) {
  return Inference(library, claimed, faces, written).run();
}

}  // namespace facepoint
