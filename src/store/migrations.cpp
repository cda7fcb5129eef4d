#include "store/migrations.h"

#include "base/log.h"

namespace facepoint {
namespace {

// What only SQLite understands is in this file: STRICT (a text never gets into a number's column),
// application_id and user_version, json_each.
const Migration kFirst{
    "PRAGMA application_id = " + std::to_string(kApplicationId),

    R"(CREATE TABLE dataset (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      root TEXT NOT NULL,
      scheme TEXT NOT NULL) STRICT)",

    R"(CREATE TABLE source_file (
      id INTEGER PRIMARY KEY,
      dataset_id INTEGER NOT NULL REFERENCES dataset,
      path TEXT NOT NULL,
      format TEXT NOT NULL,
      official_split TEXT NOT NULL,
      header TEXT NOT NULL,
      line_end TEXT NOT NULL,
      ends_with_line_end INTEGER NOT NULL,
      UNIQUE (dataset_id, path)) STRICT)",

    R"(CREATE TABLE image (
      id INTEGER PRIMARY KEY,
      dataset_id INTEGER NOT NULL REFERENCES dataset,
      path TEXT NOT NULL,
      digest TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      format TEXT NOT NULL,
      perceptual_hash INTEGER NOT NULL,
      blur REAL NOT NULL,
      brightness REAL NOT NULL,
      identity TEXT NOT NULL,
      clip TEXT NOT NULL,
      official_split TEXT NOT NULL,
      decode_error TEXT NOT NULL,
      UNIQUE (dataset_id, path)) STRICT)",

    R"(CREATE TABLE face (
      id INTEGER PRIMARY KEY,
      image_id INTEGER NOT NULL REFERENCES image,
      scheme TEXT NOT NULL,
      x REAL NOT NULL,
      y REAL NOT NULL,
      width REAL NOT NULL CHECK (width >= 0),
      height REAL NOT NULL CHECK (height >= 0),
      status TEXT NOT NULL,
      current_revision_id INTEGER REFERENCES revision) STRICT)",
    "CREATE INDEX face_by_image ON face (image_id)",

    R"(CREATE TABLE model (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      digest TEXT NOT NULL UNIQUE,
      path TEXT NOT NULL,
      arch TEXT NOT NULL,
      scheme TEXT NOT NULL) STRICT)",

    // points and confidence are JSON: see landmark/keypoints.h.
    R"(CREATE TABLE proposal (
      id INTEGER PRIMARY KEY,
      face_id INTEGER NOT NULL REFERENCES face,
      model_id INTEGER REFERENCES model,
      points TEXT NOT NULL,
      confidence TEXT NOT NULL,
      score REAL NOT NULL,
      state TEXT NOT NULL,
      created TEXT NOT NULL) STRICT)",
    "CREATE INDEX proposal_by_face ON proposal (face_id)",
    "CREATE UNIQUE INDEX one_open_proposal ON proposal (face_id) WHERE state = 'open'",

    R"(CREATE TABLE revision (
      id INTEGER PRIMARY KEY,
      face_id INTEGER NOT NULL REFERENCES face,
      parent_id INTEGER REFERENCES revision,
      points TEXT NOT NULL,
      author TEXT NOT NULL,
      detail TEXT NOT NULL,
      created TEXT NOT NULL,
      proposal_id INTEGER REFERENCES proposal) STRICT)",
    "CREATE INDEX revision_by_face ON revision (face_id)",

    R"(CREATE VIEW revision_point AS
      SELECT revision.id AS revision_id, revision.face_id AS face_id, point.key AS point,
             json_extract(point.value, '$[0]') AS x, json_extract(point.value, '$[1]') AS y,
             CASE WHEN point.type = 'null' THEN 'absent'
                  WHEN json_extract(point.value, '$[2]') = 1 THEN 'occluded'
                  ELSE 'visible' END AS visibility
      FROM revision, json_each(revision.points) AS point)",

    R"(CREATE TABLE source_row (
      source_file_id INTEGER NOT NULL REFERENCES source_file,
      ordinal INTEGER NOT NULL,
      face_id INTEGER REFERENCES face,
      revision_id INTEGER REFERENCES revision,
      image_name TEXT NOT NULL,
      raw TEXT,
      PRIMARY KEY (source_file_id, ordinal)) STRICT)",

    // The journal. An undo or redo is a change of its own, about its target.
    R"(CREATE TABLE change (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      label TEXT NOT NULL,
      target_id INTEGER REFERENCES change,
      created TEXT NOT NULL) STRICT)",
    "CREATE INDEX change_by_target ON change (target_id)",
    "CREATE INDEX change_by_kind ON change (kind)",
    R"(CREATE TABLE change_face (
      change_id INTEGER NOT NULL REFERENCES change,
      face_id INTEGER NOT NULL REFERENCES face,
      before_revision_id INTEGER REFERENCES revision,
      after_revision_id INTEGER REFERENCES revision,
      before_status TEXT NOT NULL,
      after_status TEXT NOT NULL,
      PRIMARY KEY (change_id, face_id)) STRICT)",
    R"(CREATE TABLE change_proposal (
      change_id INTEGER NOT NULL REFERENCES change,
      proposal_id INTEGER NOT NULL REFERENCES proposal,
      before_state TEXT NOT NULL,
      after_state TEXT NOT NULL,
      PRIMARY KEY (change_id, proposal_id)) STRICT)",

    R"(CREATE TABLE training_run (
      id INTEGER PRIMARY KEY,
      arch TEXT NOT NULL,
      options TEXT NOT NULL,
      split_plan TEXT NOT NULL,
      state TEXT NOT NULL,
      checkpoint TEXT NOT NULL,
      metrics TEXT NOT NULL,
      started TEXT NOT NULL,
      ended TEXT NOT NULL) STRICT)",

    R"(CREATE TABLE split_plan (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      group_by TEXT NOT NULL,
      ratios TEXT NOT NULL,
      seed INTEGER NOT NULL,
      rule TEXT NOT NULL) STRICT)",
    R"(CREATE TABLE split_member (
      split_plan_id INTEGER NOT NULL REFERENCES split_plan,
      image_id INTEGER NOT NULL REFERENCES image,
      part TEXT NOT NULL,
      PRIMARY KEY (split_plan_id, image_id)) STRICT)",
};

const Migration kSettings{
    R"(CREATE TABLE setting (
      name TEXT PRIMARY KEY CHECK (name <> ''),
      value TEXT NOT NULL) STRICT)",
};

// points and error are JSON, as a proposal's.
const Migration kFoldPredictions{
    R"(CREATE TABLE fold_prediction (
      face_id INTEGER PRIMARY KEY REFERENCES face,
      revision_id INTEGER NOT NULL REFERENCES revision,
      fold INTEGER NOT NULL,
      model TEXT NOT NULL,
      points TEXT NOT NULL,
      error TEXT NOT NULL,
      score REAL NOT NULL) STRICT)",
};

// A run says which process works on it, so that a crash doesn't leave it running for ever.
// evaluation.report is JSON; `subject` is a digest of what the model was measured on and how.
const Migration kTrainings{
    "ALTER TABLE training_run ADD COLUMN process TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE training_run ADD COLUMN problem TEXT NOT NULL DEFAULT ''",
    R"(CREATE TABLE evaluation (
      model TEXT NOT NULL,
      subject TEXT NOT NULL,
      report TEXT NOT NULL,
      created TEXT NOT NULL,
      PRIMARY KEY (model, subject)) STRICT)",
};

const Migration kPace{
    R"(CREATE TABLE face_work (
      id INTEGER PRIMARY KEY,
      face_id INTEGER NOT NULL REFERENCES face,
      seconds REAL NOT NULL,
      moved INTEGER NOT NULL,
      proposed INTEGER NOT NULL,
      created TEXT NOT NULL) STRICT)",
};

const Migration kTags{
    R"(CREATE TABLE face_tag (
      face_id INTEGER NOT NULL REFERENCES face,
      tag TEXT NOT NULL CHECK (tag <> ''),
      PRIMARY KEY (face_id, tag)) STRICT)",
    "CREATE INDEX face_tag_by_tag ON face_tag (tag)",
    // The journal's: what a change did to the tags of its faces.
    R"(CREATE TABLE change_tag (
      change_id INTEGER NOT NULL REFERENCES change,
      face_id INTEGER NOT NULL REFERENCES face,
      tag TEXT NOT NULL,
      added INTEGER NOT NULL,
      PRIMARY KEY (change_id, face_id, tag)) STRICT)",
};

// What is told from a face's points, see store/face_metrics.h. A row goes when what it was told
// from is no longer what the face has.
const Migration kFaceMetrics{
    R"(CREATE TABLE face_metric (
      face_id INTEGER PRIMARY KEY REFERENCES face,
      nme REAL,
      yaw REAL,
      confidence REAL) STRICT)",
    R"(CREATE TRIGGER label_outdates_metric AFTER UPDATE OF current_revision_id ON face
      WHEN new.current_revision_id IS NOT old.current_revision_id BEGIN
      DELETE FROM face_metric WHERE face_id = new.id; END)",
    R"(CREATE TRIGGER proposal_outdates_metric AFTER INSERT ON proposal BEGIN
      DELETE FROM face_metric WHERE face_id = new.face_id; END)",
    R"(CREATE TRIGGER decision_outdates_metric AFTER UPDATE OF state ON proposal BEGIN
      DELETE FROM face_metric WHERE face_id = new.face_id; END)",
    R"(CREATE TRIGGER prediction_outdates_metric AFTER INSERT ON fold_prediction BEGIN
      DELETE FROM face_metric WHERE face_id = new.face_id; END)",
    R"(CREATE TRIGGER no_prediction_outdates_metric AFTER DELETE ON fold_prediction BEGIN
      DELETE FROM face_metric WHERE face_id = old.face_id; END)",
};

// JSON: see Revision. Of what was moved before, nobody knows any more which points a person set.
const Migration kSetPoints{
    "ALTER TABLE revision ADD COLUMN set_points TEXT NOT NULL DEFAULT '[]'",
};

// What looks wrong, see store/findings.h. A check replaces what the former one found. A verdict is
// the journal's: it holds while its change stands, of the label that it was said of.
const Migration kFindings{
    R"(CREATE TABLE finding (
      id INTEGER PRIMARY KEY,
      dataset_id INTEGER REFERENCES dataset,
      image_id INTEGER REFERENCES image,
      face_id INTEGER REFERENCES face,
      revision_id INTEGER REFERENCES revision,
      rule TEXT NOT NULL,
      score REAL NOT NULL,
      points TEXT NOT NULL,
      reason TEXT NOT NULL,
      remedy TEXT NOT NULL) STRICT)",
    "CREATE INDEX finding_by_image ON finding (image_id)",
    "CREATE INDEX finding_by_face ON finding (face_id)",
    R"(CREATE TABLE suspicion (
      face_id INTEGER PRIMARY KEY REFERENCES face,
      revision_id INTEGER NOT NULL REFERENCES revision,
      value REAL NOT NULL,
      points TEXT NOT NULL,
      features TEXT NOT NULL) STRICT)",
    R"(CREATE TABLE verdict (
      change_id INTEGER NOT NULL REFERENCES change,
      face_id INTEGER NOT NULL REFERENCES face,
      revision_id INTEGER NOT NULL REFERENCES revision,
      wrong INTEGER NOT NULL,
      features TEXT NOT NULL,
      PRIMARY KEY (change_id, face_id)) STRICT)",
    "CREATE INDEX verdict_by_face ON verdict (face_id)",
    "ALTER TABLE fold_prediction ADD COLUMN found INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE fold_prediction ADD COLUMN unlabelled INTEGER NOT NULL DEFAULT 0",
};

// How a plan was asked for, so that it can be extended alike; parts of it that may never change
// (JSON); and which images are in no part, and why. image_look: see image/look.h; of the bytes of
// that digest. duplicate: see store/duplicates.h.
const Migration kSplitLocks{
    "ALTER TABLE split_plan ADD COLUMN locked TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE split_plan ADD COLUMN folds INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE split_plan ADD COLUMN stratify TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE split_plan ADD COLUMN query TEXT NOT NULL DEFAULT ''",
    R"(CREATE TABLE split_left_out (
      split_plan_id INTEGER NOT NULL REFERENCES split_plan,
      image_id INTEGER NOT NULL REFERENCES image,
      reason TEXT NOT NULL,
      PRIMARY KEY (split_plan_id, image_id)) STRICT)",
    R"(CREATE TABLE image_look (
      image_id INTEGER PRIMARY KEY REFERENCES image,
      digest TEXT NOT NULL,
      look TEXT NOT NULL) STRICT)",
    R"(CREATE TABLE duplicate (
      a_image_id INTEGER NOT NULL REFERENCES image,
      b_image_id INTEGER NOT NULL REFERENCES image,
      identical INTEGER NOT NULL,
      similarity REAL NOT NULL,
      labels_differ INTEGER,
      PRIMARY KEY (a_image_id, b_image_id)) STRICT)",
    "CREATE INDEX duplicate_by_second ON duplicate (b_image_id)",
};

// Versions of the data set, see store/snapshots.h, and who made a revision and a change.
const Migration kSnapshots{
    R"(CREATE TABLE snapshot (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      note TEXT NOT NULL,
      created TEXT NOT NULL,
      person TEXT NOT NULL,
      digest TEXT NOT NULL,
      faces INTEGER NOT NULL,
      labels INTEGER NOT NULL,
      change_id INTEGER REFERENCES change) STRICT)",
    "CREATE INDEX snapshot_by_digest ON snapshot (digest)",
    // Faces that were listed; a face's box and scheme never change.
    R"(CREATE TABLE snapshot_face (
      snapshot_id INTEGER NOT NULL REFERENCES snapshot,
      face_id INTEGER NOT NULL REFERENCES face,
      revision_id INTEGER REFERENCES revision,
      status TEXT NOT NULL,
      proposal_id INTEGER REFERENCES proposal,
      PRIMARY KEY (snapshot_id, face_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE snapshot_tag (
      snapshot_id INTEGER NOT NULL REFERENCES snapshot,
      face_id INTEGER NOT NULL REFERENCES face,
      tag TEXT NOT NULL,
      PRIMARY KEY (snapshot_id, face_id, tag)) STRICT, WITHOUT ROWID)",
    // What an export needs besides: label files as they were until a later import replaced them,
    // and which there were. NULL: added before the first snapshot.
    "ALTER TABLE dataset ADD COLUMN added_after INTEGER REFERENCES snapshot",
    "ALTER TABLE source_file ADD COLUMN added_after INTEGER REFERENCES snapshot",
    R"(CREATE TABLE past_source_file (
      id INTEGER PRIMARY KEY,
      source_file_id INTEGER NOT NULL REFERENCES source_file,
      last_snapshot_id INTEGER NOT NULL REFERENCES snapshot,
      header TEXT NOT NULL,
      line_end TEXT NOT NULL,
      ends_with_line_end INTEGER NOT NULL,
      UNIQUE (source_file_id, last_snapshot_id)) STRICT)",
    R"(CREATE TABLE past_source_row (
      past_source_file_id INTEGER NOT NULL REFERENCES past_source_file,
      ordinal INTEGER NOT NULL,
      face_id INTEGER REFERENCES face,
      revision_id INTEGER REFERENCES revision,
      image_name TEXT NOT NULL,
      raw TEXT,
      PRIMARY KEY (past_source_file_id, ordinal)) STRICT)",
    "ALTER TABLE training_run ADD COLUMN snapshot TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE change ADD COLUMN person TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revision ADD COLUMN role TEXT NOT NULL DEFAULT 'label'",
};

// That a source is read rightly whatever a rule says: see store/findings.h.
const Migration kDismissals{
    R"(CREATE TABLE dismissal (
      dataset_id INTEGER NOT NULL REFERENCES dataset,
      rule TEXT NOT NULL,
      PRIMARY KEY (dataset_id, rule)) STRICT)",
};

// Clips and which image is which frame of them, see store/videos.h.
const Migration kVideos{
    R"(CREATE TABLE video (
      id INTEGER PRIMARY KEY,
      dataset_id INTEGER NOT NULL REFERENCES dataset,
      clip TEXT NOT NULL CHECK (clip <> ''),
      path TEXT NOT NULL,
      digest TEXT NOT NULL,
      UNIQUE (dataset_id, clip)) STRICT)",
    R"(CREATE TABLE video_frame (
      image_id INTEGER PRIMARY KEY REFERENCES image,
      video_id INTEGER NOT NULL REFERENCES video,
      number INTEGER NOT NULL,
      seconds REAL NOT NULL,
      UNIQUE (video_id, number)) STRICT)",
};

// See store/exported_files.h.
const Migration kExportedFiles{
    "CREATE TABLE exported_file (path TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT",
};

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> steps{
      kFirst,     kSettings, kFoldPredictions, kTrainings, kPace,       kTags,   kFaceMetrics,
      kSetPoints, kFindings, kSplitLocks,      kSnapshots, kDismissals, kVideos, kExportedFiles};
  return steps;
}

int schema_version(Database& database) {
  return static_cast<int>(database.number("PRAGMA user_version"));
}

void migrate(Database& database, const std::vector<Migration>& steps) {
  const auto done = [&] { return static_cast<std::size_t>(schema_version(database)); };
  while (done() < steps.size()) {
    Transaction transaction(database);
    const std::size_t step = done();  // again, now that nobody else can take it
    if (step < steps.size()) {
      for (const std::string& statement : steps[step]) database.run(statement);
      database.run("PRAGMA user_version = " + std::to_string(step + 1));
    }
    transaction.commit();
  }
}

namespace {

std::filesystem::path unused_name(const std::string& wish) {
  std::filesystem::path name = wish;
  for (int i = 2; std::filesystem::exists(name); ++i) name = wish + "-" + std::to_string(i);
  return name;
}

}  // namespace

std::filesystem::path upgrade(Database& database, const std::vector<Migration>& steps) {
  if (database.text("PRAGMA quick_check(1)") != "ok") {
    throw database.error(ErrorCode::kDamaged,
                         "The project file is damaged and was not upgraded. Take a copy of it that "
                         "is whole, or save what is left with `sqlite3 FILE .recover`.");
  }
  const std::string version = std::to_string(schema_version(database));
  auto copy = unused_name(database.path().string() + ".version-" + version);
  Statement(database, "VACUUM INTO :copy").use(copy.string()).run();
  log(LogLevel::kInfo,
      "Upgrading " + database.path().string() + ". The old one is kept as " + copy.string() + ".");
  migrate(database, steps);
  return copy;
}

}  // namespace facepoint
