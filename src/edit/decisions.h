// A decision about many faces at once: which of them it concerns, and the edits that make it one
// change. No store, UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/face_summaries.h"
#include "store/tags.h"

namespace facepoint {

enum class Decision : std::uint8_t { kApprove, kAccept, kReject, kRenumber };

struct DecisionPlan {
  std::string label;  // of the change
  std::vector<FaceEdit> edits;
  std::vector<RevisionId> expected;  // one an edit
  std::size_t with_proposal = 0;     // edits that make a proposal the label
  std::size_t left_out = 0;          // faces to which it would do nothing
  std::string said;                  // once it is done: "Approved 500 faces; 3 stay as they are."
};

// `points_of` is asked only by what depends on where the points are.
using PointsOf = std::function<FacePoints(FaceId)>;
DecisionPlan plan_decision(Decision decision, const std::vector<const FaceSummary*>& faces,
                           const PointsOf& points_of);

// Asked before it is done, where it is about as many faces as nobody looks at one by one.
inline constexpr std::size_t kManyFaces = 10;

// What it would do, without a look at any point: "Approves 480 faces and 20 proposals."
std::string preview(Decision decision, const std::vector<const FaceSummary*>& faces);
const char* verb_of(Decision decision);  // "Approve"

DecisionPlan plan_tags(const TagWords& words, const std::vector<const FaceSummary*>& faces);
std::string preview(const TagWords& words, const std::vector<const FaceSummary*>& faces);

}  // namespace facepoint
