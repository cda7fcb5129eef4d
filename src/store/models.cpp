#include "store/models.h"

#include "base/text.h"
#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, Model& model) {
  statement.into(model.id, model.name, model.digest, model.path, model.arch, model.scheme);
}

static void into(Statement& statement, TrainingRun& run) {
  statement.into(run.id, run.arch, run.options, run.split_plan, run.state, run.checkpoint,
                 run.metrics, run.started, run.ended, run.process, run.problem, run.snapshot);
}

static void into(Statement& statement, KeptEvaluation& kept) {
  statement.into(kept.model, kept.subject, kept.report, kept.created);
}

ModelId add_model(Project& project, const Model& model) {
  Transaction transaction(project.database());
  ModelId id;
  const bool known = Statement(project.database(), "SELECT id FROM model WHERE digest = :digest")
                         .use(model.digest)
                         .into(id)
                         .single();
  if (!known) {
    Statement insert(project.database(),
                     "INSERT INTO model (name, digest, path, arch, scheme) VALUES (:name, :digest, "
                     ":path, :arch, :scheme) RETURNING id");
    insert.use(model.name, model.digest, model.path, model.arch, model.scheme);
    id = inserted<ModelId>(insert);
  }
  transaction.commit();
  return id;
}

std::vector<Model> models(Project& project) {
  Statement select(project.database(),
                   "SELECT id, name, digest, path, arch, scheme FROM model ORDER BY id");
  return all<Model>(select);
}

TrainingRunId add_training_run(Project& project, const TrainingRun& run) {
  Statement insert(project.database(),
                   "INSERT INTO training_run (arch, options, split_plan, state, checkpoint, "
                   "metrics, started, ended, process, problem, snapshot) VALUES (:arch, :options, "
                   ":plan, :state, :checkpoint, :metrics, :started, :ended, :process, :problem, "
                   ":snapshot) RETURNING id");
  insert.use(run.arch, run.options, run.split_plan, run.state, run.checkpoint, run.metrics,
             run.started, run.ended, run.process, run.problem, run.snapshot);
  return inserted<TrainingRunId>(insert);
}

void update_training_run(Project& project, const TrainingRun& run) {
  Statement update(
      project.database(),
      "UPDATE training_run SET arch = :arch, options = :options, split_plan = :plan, "
      "state = :state, checkpoint = :checkpoint, metrics = :metrics, started = :started, "
      "ended = :ended, process = :process, problem = :problem, snapshot = :snapshot "
      "WHERE id = :id");
  update.use(run.arch, run.options, run.split_plan, run.state, run.checkpoint, run.metrics,
             run.started, run.ended, run.process, run.problem, run.snapshot, run.id);
  if (update.run() == 0) throw project.database().no_such("training run", run.id.value);
}

std::vector<TrainingRun> training_runs(Project& project) {
  Statement select(project.database(),
                   "SELECT id, arch, options, split_plan, state, checkpoint, metrics, started, "
                   "ended, process, problem, snapshot FROM training_run ORDER BY id DESC");
  return all<TrainingRun>(select);
}

TrainingRun get_training_run(Project& project, TrainingRunId id) {
  Statement select(project.database(),
                   "SELECT id, arch, options, split_plan, state, checkpoint, metrics, started, "
                   "ended, process, problem, snapshot FROM training_run WHERE id = :id");
  auto run = only<TrainingRun>(select.use(id));
  if (!run) throw project.database().no_such("training run", id.value);
  return std::move(*run);
}

std::optional<std::string> kept_evaluation(Project& project, const std::string& model,
                                           const std::string& subject) {
  std::string report;
  const bool known =
      Statement(project.database(),
                "SELECT report FROM evaluation WHERE model = :model AND subject = :subject")
          .use(model, subject)
          .into(report)
          .single();
  if (!known) return std::nullopt;
  return report;
}

std::vector<KeptEvaluation> kept_evaluations(Project& project) {
  Statement select(project.database(),
                   "SELECT model, subject, report, created FROM evaluation "
                   "ORDER BY created DESC, model, subject");
  return all<KeptEvaluation>(select);
}

void keep_evaluation(Project& project, const std::string& model, const std::string& subject,
                     const std::string& report) {
  Statement(project.database(),
            "INSERT OR REPLACE INTO evaluation (model, subject, report, created) VALUES (:model, "
            ":subject, :report, :created)")
      .use(model, subject, report, utc_now())
      .run();
}

}  // namespace facepoint
