#include "store/faces.h"

#include "base/text.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/face_writes.h"
#include "store/query_sql.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find it by its argument.
static void into(Statement& statement, Proposal& proposal) {
  statement.into(proposal.id, proposal.face, proposal.model, proposal.points, proposal.confidence,
                 proposal.score, proposal.state, proposal.created);
}

namespace {

const std::string kSelectProposals =
    "SELECT id, face_id, model_id, points, confidence, score, state, created FROM proposal "
    "WHERE face_id = :face";

}  // namespace

AddedFace add_face(Project& project, const NewFace& face) {
  Transaction transaction(project.database());
  const AddedFace added = add_one_of_many_faces(project, face);
  transaction.commit();
  return added;
}

AddedFace add_one_of_many_faces(Project& project, const NewFace& face) {
  Database& database = project.database();
  Statement insert(database,
                   "INSERT INTO face (image_id, scheme, x, y, width, height, status) VALUES "
                   "(:image, :scheme, :x, :y, :width, :height, :status) RETURNING id");
  insert.use(face.image, face.scheme, face.box.x, face.box.y, face.box.width, face.box.height,
             face.status);
  AddedFace added;
  added.face = inserted<FaceId>(insert);
  if (face.points) {
    Revision first;
    first.face = added.face;
    first.points = *face.points;
    first.author = Author::kImport;
    first.detail = face.detail;
    first.created = utc_now();
    added.revision = insert_revision(database, first);
    set_face_state(database, added.face, {added.revision, face.status});
  }
  for (const std::string& tag : face.tags) {
    Statement(database, "INSERT INTO face_tag (face_id, tag) VALUES (:face, :tag)")
        .use(added.face, tag)
        .run();
  }
  return added;
}

Face get_face(Project& project, FaceId id) {
  Statement select(project.database(), "SELECT " + kFaceColumns + " FROM face f WHERE f.id = :id");
  const auto face = only<Face>(select.use(id));
  if (!face) throw project.database().no_such("face", id.value);
  return *face;
}

std::vector<Face> faces_of(Project& project, ImageId image) {
  Statement select(project.database(), "SELECT " + kFaceColumns +
                                           " FROM face f WHERE f.image_id = :image AND "
                                           "f.status <> 'deleted' ORDER BY f.id");
  return all<Face>(select.use(image));
}

std::vector<ImageId> images_with_unlabelled_faces(Project& project, DatasetId dataset) {
  Statement select(project.database(),
                   "SELECT DISTINCT f.image_id FROM face f JOIN image i ON i.id = f.image_id WHERE "
                   "i.dataset_id = :dataset AND f.current_revision_id IS NULL AND f.status NOT IN "
                   "('rejected', 'deleted') ORDER BY f.image_id");
  ImageId image;
  select.use(dataset).into(image);
  std::vector<ImageId> images;
  while (select.next()) images.push_back(image);
  return images;
}

Revision get_revision(Project& project, RevisionId id) {
  Statement select(project.database(),
                   "SELECT " + kRevisionColumns + " FROM revision r WHERE r.id = :id");
  const auto revision = only<Revision>(select.use(id));
  if (!revision) throw project.database().no_such("revision", id.value);
  return *revision;
}

std::vector<Revision> revisions_of(Project& project, FaceId face) {
  Statement select(
      project.database(),
      "SELECT " + kRevisionColumns + " FROM revision r WHERE r.face_id = :face ORDER BY r.id");
  return all<Revision>(select.use(face));
}

std::vector<LabelRef> label_refs(Project& project, const Query& query) {
  const SqlCondition condition = face_condition(project.database(), query);
  Statement select(project.database(),
                   "SELECT " + kLabelRefColumns +
                       " FROM face f JOIN image i ON i.id = f.image_id "
                       "JOIN revision r ON r.id = f.current_revision_id WHERE " +
                       condition.sql + " ORDER BY i.dataset_id, i.path, f.id");
  condition.bind_to(select);
  return all<LabelRef>(select);
}

LabelledFace get_label(Project& project, const LabelRef& ref) {
  Statement select(project.database(), "SELECT " + kFaceColumns + ", " + kImageColumns + ", " +
                                           kRevisionColumns +
                                           " FROM revision r JOIN face f ON f.id = r.face_id "
                                           "JOIN image i ON i.id = f.image_id WHERE r.id = :id");
  LabelledFace label;
  select.use(ref.revision);
  into(select, label.face);
  into(select, label.image);
  into(select, label.revision);
  if (!select.single()) throw project.database().no_such("revision", ref.revision.value);
  label.face.status = ref.status;
  label.face.current = ref.revision;
  return label;
}

std::vector<LabelledFace> labelled_faces(Project& project, const Query& query) {
  const SqlCondition condition = face_condition(project.database(), query);
  Statement select(project.database(),
                   "SELECT " + kFaceColumns + ", " + kImageColumns + ", " + kRevisionColumns +
                       " FROM face f JOIN image i ON i.id = f.image_id "
                       "JOIN revision r ON r.id = f.current_revision_id WHERE " +
                       condition.sql + " ORDER BY i.dataset_id, i.path, f.id");
  LabelledFace row;
  condition.bind_to(select);
  into(select, row.face);
  into(select, row.image);
  into(select, row.revision);
  std::vector<LabelledFace> faces;
  while (select.next()) faces.push_back(row);
  return faces;
}

ProposalId add_proposal(Project& project, const Proposal& proposal) {
  Database& database = project.database();
  Transaction transaction(database);
  Statement(database,
            "UPDATE proposal SET state = 'superseded' WHERE face_id = :face AND state = 'open'")
      .use(proposal.face)
      .run();
  Statement insert(database,
                   "INSERT INTO proposal (face_id, model_id, points, confidence, score, state, "
                   "created) VALUES (:face, :model, :points, :confidence, :score, 'open', "
                   ":created) RETURNING id");
  insert.use(proposal.face, proposal.model, proposal.points, proposal.confidence, proposal.score,
             utc_now());
  const auto id = inserted<ProposalId>(insert);
  transaction.commit();
  return id;
}

std::vector<Proposal> proposals_of(Project& project, FaceId face) {
  Statement select(project.database(), kSelectProposals + " ORDER BY id DESC");
  return all<Proposal>(select.use(face));
}

std::optional<Proposal> open_proposal(Project& project, FaceId face) {
  Statement select(project.database(), kSelectProposals + " AND state = 'open'");
  return only<Proposal>(select.use(face));
}

}  // namespace facepoint
