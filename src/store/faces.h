// Faces, their revisions and proposals. Points change through store/journal.h only; what is here
// adds (imports, proposals) and reads. See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

struct NewFace {
  ImageId image;
  std::string scheme;
  Rect box;
  FaceStatus status = FaceStatus::kLabelled;
  std::optional<Keypoints> points;     // the first revision, by Author::kImport
  std::string detail;                  // of the first revision
  std::vector<std::string> tags = {};  // from its beginning; later ones are changes
};
struct AddedFace {
  FaceId face;
  RevisionId revision;  // none without points
};
AddedFace add_face(Project& project, const NewFace& face);
// The same for very many, inside a transaction that does not go on where this throws: a savepoint
// for each would take a third of the time.
AddedFace add_one_of_many_faces(Project& project, const NewFace& face);

Face get_face(Project& project, FaceId id);
std::vector<Face> faces_of(Project& project, ImageId image);  // in order of creation

// Images of the dataset that have a listed face without a label which nobody rejected, by id.
std::vector<ImageId> images_with_unlabelled_faces(Project& project, DatasetId dataset);

Revision get_revision(Project& project, RevisionId id);
std::vector<Revision> revisions_of(Project& project, FaceId face);  // oldest first

// The labels of every face that matches, for training, evaluation and export.
struct LabelledFace {
  Face face;
  Image image;
  Revision revision;
};
std::vector<LabelledFace> labelled_faces(Project& project, const Query& query = {});

// Which labels there are, in the same order: for more than should lie in memory with their points.
struct LabelRef {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  RevisionId revision;
  FaceStatus status = FaceStatus::kLabelled;
};
std::vector<LabelRef> label_refs(Project& project, const Query& query = {});
// The face with this label and status, whatever it has now.
LabelledFace get_label(Project& project, const LabelRef& ref);

// Supersedes the face's open proposals. Accepting one is a FaceEdit.
ProposalId add_proposal(Project& project, const Proposal& proposal);
std::vector<Proposal> proposals_of(Project& project, FaceId face);  // newest first
std::optional<Proposal> open_proposal(Project& project, FaceId face);

}  // namespace facepoint
