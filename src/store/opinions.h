// What several people say of the same faces. A face's label and what became of it is the opinion of
// those who made it; another person's labels lie beside it, as revisions that were never current,
// and change nothing. See project.h for threads and errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

// The annotator that imported labels are by.
inline constexpr const char* kImported = "import";

// Keeps `points` as what `person` says of the face, beside its label. None: the person's newest
// opinion that is kept so says the same. Error(kInvalidInput): no name, or kImported.
std::optional<RevisionId> add_opinion(Project& project, FaceId face, const std::string& person,
                                      const Keypoints& points);

struct Opinion {
  std::string annotator;  // kImported or a person's name
  RevisionId revision;
  bool stands = false;  // else somebody corrected it since: it led to the label
};

struct FaceOpinions {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  std::string path;  // of the image in its dataset
  std::string scheme;
  RevisionId label;               // the current one; none: it has none
  bool adjudicated = false;       // somebody chose the label among opinions, or changed it since
  std::vector<Opinion> opinions;  // one an annotator, by name
};

// Of every face that matches and is neither rejected nor deleted, in the order dataset, path, face.
// An annotator's opinion is the newest of what was imported as such and what led to the label that
// stands; a label that was adjudicated, and what came of it, is nobody's own.
std::vector<FaceOpinions> face_opinions(Project& project, const Query& query = {});
// Of one face, whatever its status.
FaceOpinions opinions_of(Project& project, FaceId face);

struct Annotator {
  std::string name;
  std::int64_t faces = 0;   // with an opinion
  std::int64_t shared = 0;  // of these, with one of somebody else too
};
std::vector<Annotator> annotators(const std::vector<FaceOpinions>& faces);  // by name

}  // namespace facepoint
