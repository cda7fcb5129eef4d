// How far several annotators agree on the same faces, by landmark and region, and in which
// direction each of them errs as a rule. Values, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

// One annotator's points of a face, in image pixels.
struct Answer {
  std::string annotator;
  Keypoints points;
  bool by_model = false;  // a CNN's: compared with the people, but no measure of them
};

// A mean over faces, in units of the distance of the outer eye corners.
struct MeanShift {
  std::int64_t count = 0;
  Point mean;        // upright face frame: x to the image's right, y down, the eyes level
  double error = 0;  // standard error of its length; large beside the length: nothing systematic
};

// Whether such an offset is seldom seen by chance: more than three standard errors long.
bool is_systematic(const MeanShift& shift);

struct PairAgreement {
  std::string first;
  std::string second;
  std::int64_t faces = 0;
  double nme = 0;                         // mean distance of their points; unit as above
  std::vector<double> by_point;           // mean distance; negative: never both
  std::vector<double> by_region;          // likewise, as Scheme::regions
  std::vector<MeanShift> shift_by_point;  // of the second against the first
};

// Where an annotator puts points against the mean of the other people on the same face.
struct AnnotatorBias {
  std::string annotator;
  bool by_model = false;
  std::int64_t faces = 0;
  std::vector<MeanShift> by_point;
  std::vector<MeanShift> by_region;
};

struct AgreementFigures {
  std::int64_t faces = 0;             // with two answers or more
  std::vector<PairAgreement> pairs;   // by names
  std::vector<AnnotatorBias> biases;  // likewise
  Keypoints typical;  // the mean face: upright, the eyes one apart, the origin between them
};

// Collects faces of one scheme.
class Agreement {
 public:
  explicit Agreement(const Scheme& scheme);

  // Faces with one answer, and those whose eye corners nobody has, don't count. Two answers of one
  // annotator, or answers of another scheme: Error(kInvalidInput).
  void add(const std::vector<Answer>& answers);
  AgreementFigures figures() const;

 private:
  struct Shift {
    std::int64_t count = 0;
    Point sum;
    double squares = 0;  // of the lengths
    void add(Point p);
    MeanShift mean() const;
  };
  struct Pair {
    std::int64_t faces = 0;
    double sum_nme = 0;
    std::vector<double> sum;  // of distances, one a point
    std::vector<Shift> shift;
  };
  struct Bias {
    bool by_model = false;
    std::int64_t faces = 0;
    std::vector<Shift> by_point;
    std::vector<Shift> by_region;
  };
  void add_to_typical(const std::vector<Answer>& answers, const Similarity& upright_from_image);
  void add_pair(const Answer& first, const Answer& second, const Similarity& upright_from_image);
  void add_bias(const Answer& own, const std::vector<Answer>& answers,
                const Similarity& upright_from_image);

  const Scheme* scheme_;  // lives longer: the library's
  std::int64_t faces_ = 0;
  std::map<std::pair<std::string, std::string>, Pair> pairs_;
  std::map<std::string, Bias> biases_;
  std::vector<Shift> typical_;
};

}  // namespace facepoint
