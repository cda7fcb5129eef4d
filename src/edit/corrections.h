// What the corrections of a face began from, and which points a person has set since: its pins.
// They are told from the revisions, so undo gives back the earlier ones. Reads the store. UI
// thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "landmark/correction_model.h"
#include "store/faces.h"

namespace facepoint {

struct Corrections {
  Keypoints start;                 // before anything was set, in image pixels
  bool from_label = false;         // no model's proposal is behind these points
  ModelId model;                   // whose proposal it was; none: not known
  std::vector<double> confidence;  // of `start`, one a point; empty: not known
  std::vector<int> set;            // in order
  std::vector<SetPoint> last_set;  // each of these as it was set last, by gesture

  bool is_set(int point) const;
  std::vector<int> set_with(const std::vector<int>& more) const;     // in order, each once
  std::vector<int> set_without(const std::vector<int>& less) const;  // in order
};

// They begin with a proposal, or with a revision of which nothing was set: an import, copied
// points, numbers from the other side. `revisions`: all of the face. None for a face without
// points.
std::optional<Corrections> corrections_of(Project& project, const Face& face,
                                          const std::optional<Proposal>& open,
                                          const std::vector<Revision>& revisions);

// What is known of how the errors of a project's models hang together. Files are read once.
inline const CorrectionModel kNoCorrectionModel{};
class CorrectionModels {
 public:
  // Of this model's weights if their file is there, else of those that the project uses. Empty
  // where nothing is known.
  const CorrectionModel& of(Project& project, ModelId model);
  // Of all faces' `known` what is known of one (CorrectionModel::of_face), remembered until another
  // is asked about. `known`: one of these, or kNoCorrectionModel. `expected_error`: of `start`.
  const CorrectionModel& of_face(const CorrectionModel& known, const Keypoints& start,
                                 const std::vector<double>& expected_error) const;

 private:
  std::map<std::filesystem::path, CorrectionModel> known_;
  struct OneFace {
    const CorrectionModel* known = nullptr;
    Keypoints start;
    std::vector<double> expected_error;
    CorrectionModel model;
  };
  mutable OneFace last_;  // that was asked about
};

}  // namespace facepoint
