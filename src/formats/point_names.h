// Which point of a scheme a file's name of a point means. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "landmark/keypoints.h"
#include "landmark/scheme.h"

namespace facepoint {

// The scheme's own name ("nose_tip"), or its number from 0 with any zeros before ("07").
std::optional<int> point_called(const Scheme& scheme, std::string_view name);
// "07" for a scheme of up to 100 points: sorted as text these names keep their order.
std::string padded_number(const Scheme& scheme, int point);

// The labels of a file: names of points, or numbers that count from 0 or from 1. Which of both only
// the labels of the whole file tell: one with a 0 counts from 0, one with the scheme's number of
// points and no 0 from 1. With neither, numbers mean no point. A face with a number that means none
// is of another scheme, and no part of it is to be read.
class PointLabels {
 public:
  explicit PointLabels(const Scheme& scheme)
      : scheme_(scheme), named_(scheme.point_names.size(), false) {}
  // Of a part of the file that was read before, where its labels mean the `points` that are there.
  PointLabels(const Scheme& scheme, const std::vector<std::string>& labels,
              const Keypoints& points);

  void see(std::string_view label);
  // Nothing that may follow changes what the labels mean: there was a 0, or all points have names.
  bool is_settled() const { return zero_ || names_ == named_.size(); }
  // Where nothing tells.
  void count_from_0_otherwise() { otherwise_from_0_ = true; }

  std::optional<std::size_t> point(std::string_view label) const;
  bool is_number(std::string_view label) const;  // and not the name of a point
  // Why a label means no point; `what` it is called in the format.
  std::string refusal(std::string_view label, const std::string& what = "label") const;

 private:
  bool is_known() const { return zero_ || last_ || otherwise_from_0_; }

  const Scheme& scheme_;
  std::vector<bool> named_;  // which points were named
  std::size_t names_ = 0;
  bool zero_ = false;
  bool last_ = false;  // the scheme's number of points
  bool otherwise_from_0_ = false;
};

}  // namespace facepoint
