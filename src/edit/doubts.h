// Where to look first in a face: the error to expect of each point, and the points in the order in
// which they are likely to be wrong. Values, UI thread.
#pragma once

#include <vector>

#include "landmark/correction_model.h"

namespace facepoint {

class Doubts {
 public:
  // One a point, in image pixels, 0 for those that a person has set; empty: not known.
  const std::vector<double>& errors() const { return errors_; }
  // The point most likely to be wrong; -1: none.
  int worst() const { return order_.empty() ? -1 : order_.front(); }
  bool empty() const { return order_.empty(); }

  // Of another face, or after a correction; what was looked at stays so. Absent points and those
  // without an error are no doubt.
  void set_errors(std::vector<double> errors, const Keypoints& points);
  void forget_what_was_seen() { seen_.clear(); }  // another face
  // The likeliest that wasn't looked at yet, which it now is: those looked at were found right
  // where they are (landmark/likely_wrong.h). After the last one it begins again; -1: none.
  int next(const CorrectionModel& model, const Keypoints& points);

 private:
  std::vector<double> errors_;
  std::vector<int> order_;
  std::vector<int> seen_;
};

}  // namespace facepoint
