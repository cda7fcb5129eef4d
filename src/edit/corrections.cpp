#include "edit/corrections.h"

#include <algorithm>

#include "base/error.h"
#include "store/models.h"
#include "tasks/correction_models.h"
#include "tasks/models.h"

namespace facepoint {
namespace {

const Revision* find(const std::vector<Revision>& revisions, RevisionId id) {
  const auto found = std::find_if(revisions.begin(), revisions.end(),
                                  [&](const Revision& revision) { return revision.id == id; });
  return found == revisions.end() ? nullptr : &*found;
}

Corrections begun_with(const Proposal& proposal) {
  return {proposal.points, false, proposal.model, proposal.confidence, {}, {}};
}

// Each revision is a gesture. `revisions`: one after the other, from the first since `start`.
std::vector<SetPoint> last_set_of(const Keypoints& start,
                                  const std::vector<const Revision*>& revisions) {
  std::vector<SetPoint> all;
  const Keypoints* shown = &start;
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    const Revision& revision = *revisions[i];
    const std::vector<int>& set = revision.set_points;
    std::erase_if(all, [&](const SetPoint& each) {
      return !std::binary_search(set.begin(), set.end(), each.point);
    });
    for (const int point : set) {
      const Point position = revision.points.at(point).position;
      const double way = distance(shown->at(point).position, position);
      const auto before = std::find_if(all.begin(), all.end(),
                                       [&](const SetPoint& each) { return each.point == point; });
      if (before != all.end() && way == 0) continue;
      if (before != all.end()) all.erase(before);
      all.push_back({point, position, static_cast<int>(i) + 1, way});
    }
    shown = &revision.points;
  }
  return all;
}

std::filesystem::path weights_of(Project& project, ModelId model) {
  for (const Model& known : models(project)) {
    if (known.id == model && std::filesystem::exists(known.path)) return known.path;
  }
  return default_model_of(project);
}

}  // namespace

bool Corrections::is_set(int point) const {
  return std::binary_search(set.begin(), set.end(), point);
}

std::vector<int> Corrections::set_with(const std::vector<int>& more) const {
  std::vector<int> all = set;
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<int> Corrections::set_without(const std::vector<int>& less) const {
  std::vector<int> rest = set;
  std::erase_if(rest, [&](int i) { return std::find(less.begin(), less.end(), i) != less.end(); });
  return rest;
}

std::optional<Corrections> corrections_of(Project& project, const Face& face,
                                          const std::optional<Proposal>& open,
                                          const std::vector<Revision>& revisions) {
  if (!face.current) {
    if (!open) return std::nullopt;
    return begun_with(*open);
  }
  const Revision* current = find(revisions, face.current);
  if (current == nullptr) return std::nullopt;
  std::vector<const Revision*> since{current};  // from the last to the first
  while (!since.back()->proposal && !since.back()->set_points.empty()) {
    const Revision* parent = find(revisions, since.back()->parent);
    if (parent == nullptr) break;
    since.push_back(parent);
  }
  const Revision* first = since.back();
  std::reverse(since.begin(), since.end());
  Corrections corrections{first->points, true, {}, {}, current->set_points, {}};
  // What lies further back says whose points these are.
  const Revision* accepting = first;
  while (accepting != nullptr && !accepting->proposal) {
    accepting = find(revisions, accepting->parent);
  }
  for (const Proposal& proposal :
       accepting == nullptr ? std::vector<Proposal>{} : proposals_of(project, face.id)) {
    if (proposal.id != accepting->proposal) continue;
    corrections.from_label = false;
    corrections.model = proposal.model;
    if (accepting != first) continue;
    corrections = begun_with(proposal);
    corrections.set = current->set_points;
  }
  corrections.last_set = last_set_of(corrections.start, since);
  return corrections;
}

const CorrectionModel& CorrectionModels::of(Project& project, ModelId model) {
  std::filesystem::path weights;
  try {
    weights = weights_of(project, model);
    const auto known = known_.find(weights);
    if (known != known_.end()) return known->second;
    return known_[weights] = correction_model_of(weights);
  } catch (const Error&) {
    // Points can be corrected one by one.
    return weights.empty() ? kNoCorrectionModel : known_[weights];
  }
}

const CorrectionModel& CorrectionModels::of_face(const CorrectionModel& known,
                                                 const Keypoints& start,
                                                 const std::vector<double>& expected_error) const {
  if (&known != last_.known || start != last_.start || expected_error != last_.expected_error) {
    last_ = {&known, start, expected_error, known.of_face(start, expected_error)};
  }
  return last_.model;
}

}  // namespace facepoint
