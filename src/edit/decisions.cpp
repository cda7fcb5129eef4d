#include "edit/decisions.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "landmark/numbering.h"
#include "landmark/scheme.h"

namespace facepoint {
namespace {

struct Words {
  const char* verb;
  const char* label;
  const char* will;
  const char* done;
};

const Words& words_of(Decision decision) {
  static constexpr std::array<Words, 4> kWords{
      {{"Approve", "Approve", "Approves", "Approved"},
       {"Accept", "Accept the proposal of", "Accepts the proposals of",
        "Accepted the proposals of"},
       {"Reject", "Reject", "Rejects", "Rejected"},
       {"Exchange", "Exchange left and right of", "Exchanges left and right of",
        "Exchanged left and right of"}}};
  return kWords.at(static_cast<std::size_t>(decision));
}

bool concerns(Decision decision, const FaceSummary& face) {
  switch (decision) {
    case Decision::kApprove:
      return face.status != FaceStatus::kApproved && (face.current || face.proposal);
    case Decision::kAccept:
      return static_cast<bool>(face.proposal);
    case Decision::kReject:
      return face.status != FaceStatus::kRejected;
    case Decision::kRenumber:
      return static_cast<bool>(face.current);
  }
  return false;
}

bool takes_proposal(Decision decision, const FaceSummary& face) {
  return decision == Decision::kAccept || (decision == Decision::kApprove && !face.current);
}

// nullopt: there is nothing to do to this face after all.
std::optional<FaceEdit> edit_of(Decision decision, const FaceSummary& face,
                                const PointsOf& points_of) {
  FaceEdit edit;
  edit.face = face.face;
  if (takes_proposal(decision, face)) edit.accepts = face.proposal;
  switch (decision) {
    case Decision::kApprove:
      edit.status = FaceStatus::kApproved;
      return edit;
    case Decision::kAccept:
      edit.status = FaceStatus::kCorrected;
      return edit;
    case Decision::kReject:
      edit.status = FaceStatus::kRejected;
      return edit;
    case Decision::kRenumber:
      break;
  }
  const Scheme& scheme = SchemeLibrary::standard().get(face.scheme);
  const FacePoints points = points_of(face.face);
  if (!points.label || !numbered_from_other_side(scheme, *points.label)) return std::nullopt;
  edit.points = renumbered(scheme, *points.label);
  edit.status = FaceStatus::kCorrected;
  return edit;
}

// "Approved 500 faces, 20 of them with their proposal; 3 stay as they are."
std::string sentence(const char* verb, Decision decision, std::size_t faces,
                     std::size_t with_proposal, std::size_t left_out) {
  std::string text = std::string(verb) + " " + count_of(static_cast<std::int64_t>(faces), "face");
  if (faces == 0) text = "There is nothing to do";
  if (decision == Decision::kApprove && with_proposal > 0) {
    text += with_proposal == faces
                ? ", accepting " + count_of(static_cast<std::int64_t>(faces), "proposal")
                : ", " + with_thousands(with_proposal) + " of them with their proposal";
  }
  if (left_out > 0) {
    text +=
        "; " + with_thousands(left_out) + (left_out == 1 ? " stays as it is" : " stay as they are");
  }
  return text + ".";
}

}  // namespace

DecisionPlan plan_decision(Decision decision, const std::vector<const FaceSummary*>& faces,
                           const PointsOf& points_of) {
  DecisionPlan plan;
  for (const FaceSummary* face : faces) {
    auto edit = concerns(decision, *face) ? edit_of(decision, *face, points_of) : std::nullopt;
    if (!edit) {
      ++plan.left_out;
      continue;
    }
    if (edit->accepts) ++plan.with_proposal;
    plan.edits.push_back(*std::move(edit));
    plan.expected.push_back(face->current);
  }
  const Words& words = words_of(decision);
  plan.label = words.label + (" " + count_of(static_cast<std::int64_t>(plan.edits.size()), "face"));
  plan.said = sentence(words.done, decision, plan.edits.size(), plan.with_proposal, plan.left_out);
  return plan;
}

std::string preview(Decision decision, const std::vector<const FaceSummary*>& faces) {
  std::size_t concerned = 0;
  std::size_t with_proposal = 0;
  std::size_t labelled = 0;
  for (const FaceSummary* face : faces) {
    if (!concerns(decision, *face)) continue;
    ++concerned;
    if (takes_proposal(decision, *face)) ++with_proposal;
    if (face->current) ++labelled;
  }
  if (decision == Decision::kRenumber) {
    return "Looks at " + count_of(static_cast<std::int64_t>(concerned), "label") +
           " and numbers those again that have left and right exchanged.";
  }
  std::string text = sentence(words_of(decision).will, decision, concerned, with_proposal,
                              faces.size() - concerned);
  if (decision == Decision::kReject && labelled > 0) {
    text += " " + (labelled == concerned ? "All" : with_thousands(labelled)) +
            " of them have a label; it is kept, but trainings and splits leave it out.";
  }
  return text;
}

const char* verb_of(Decision decision) { return words_of(decision).verb; }

namespace {

std::string unchanged(std::size_t faces) {
  if (faces == 0) return ".";
  return "; " + with_thousands(faces) + (faces == 1 ? " is so already." : " are so already.");
}

}  // namespace

DecisionPlan plan_tags(const TagWords& words, const std::vector<const FaceSummary*>& faces) {
  DecisionPlan plan;
  for (const FaceSummary* face : faces) {
    auto edit = tag_edit(words, face->face, face->tags);
    if (!edit) {
      ++plan.left_out;
      continue;
    }
    plan.edits.push_back(*std::move(edit));
    plan.expected.push_back(face->current);
  }
  plan.label = tag_label(words, plan.edits.size());
  plan.said = plan.label + unchanged(plan.left_out);
  return plan;
}

std::string preview(const TagWords& words, const std::vector<const FaceSummary*>& faces) {
  const auto changes = static_cast<std::size_t>(
      std::count_if(faces.begin(), faces.end(), [&](const FaceSummary* face) {
        return tag_edit(words, face->face, face->tags).has_value();
      }));
  return tag_label(words, changes) + unchanged(faces.size() - changes);
}

}  // namespace facepoint
