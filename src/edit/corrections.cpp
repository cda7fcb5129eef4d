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
  return {proposal.points, false, proposal.model, proposal.confidence, {}};
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
  const Revision* first = current;
  while (!first->proposal && !first->set_points.empty()) {
    const Revision* parent = find(revisions, first->parent);
    if (parent == nullptr) break;
    first = parent;
  }
  Corrections corrections{first->points, true, {}, {}, current->set_points};
  // What lies further back says whose points these are.
  const Revision* accepting = first;
  while (accepting != nullptr && !accepting->proposal) {
    accepting = find(revisions, accepting->parent);
  }
  if (accepting == nullptr) return corrections;
  for (const Proposal& proposal : proposals_of(project, face.id)) {
    if (proposal.id != accepting->proposal) continue;
    corrections.from_label = false;
    corrections.model = proposal.model;
    if (accepting != first) continue;
    corrections = begun_with(proposal);
    corrections.set = current->set_points;
  }
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

}  // namespace facepoint
