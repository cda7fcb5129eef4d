#include "tasks/train.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/process.h"
#include "image/analysis.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/fold_predictions.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/models.h"
#include "store/splits.h"
#include "support/sample_builder.h"
#include "support/temp_dir.h"
#include "tasks/compare_models.h"
#include "tasks/cross_predict.h"
#include "tasks/evaluate.h"
#include "tasks/learn_suspicion.h"
#include "tasks/train_corrector.h"
#include "tasks/train_detector.h"
#include "tasks/training_runs.h"
#include "tasks/training_split.h"

namespace facepoint {
namespace {

using Json = nlohmann::json;

// Drawn once: that takes longer than the tests.
const std::vector<test::DrawnPicture>& drawn_pictures() {
  static const std::vector<test::DrawnPicture> pictures = [] {
    std::vector<test::DrawnPicture> drawn;
    for (const test::PictureRecipe& recipe : test::training_recipes(7, 15)) {
      drawn.push_back(draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height));
    }
    return drawn;
  }();
  return pictures;
}

// Drawn faces in a project, with a plan "main": train 11, val 2, test 2.
class TrainAndEvaluate : public testing::Test {
 protected:
  TrainAndEvaluate() : project(Project::create(dir / "p.facepoint")) {
    const DatasetId dataset = add_dataset(project, {{}, "drawn", dir.path().string(), "ibug68"});
    const auto part_of = [](std::size_t i) { return i < 11 ? "train" : i < 13 ? "val" : "test"; };
    std::vector<SplitMember> members;
    for (std::size_t i = 0; i < drawn_pictures().size(); ++i) {
      const test::DrawnPicture& drawn = drawn_pictures()[i];
      Image image;
      image.dataset = dataset;
      image.path = std::to_string(i) + ".png";
      save_picture(dir / image.path, drawn.picture);
      const ImageId id = add_image(project, image);
      const Keypoints points = drawn.faces.back();
      faces.push_back(add_face(project, {id, "ibug68", bounding_box(points), FaceStatus::kLabelled,
                                         points, "drawn"})
                          .face);
      members.push_back({id, part_of(i)});
    }
    SplitPlan plan;
    plan.name = "main";
    plan.group_by = "image";
    plan.ratios = {0.4, 0.3, 0.3};
    plan.rule = "by hand";
    save_split_plan(project, plan, members);
  }

  TrainOptions quick() const {
    TrainOptions options;
    options.split = "main";
    options.out = dir / "new/m.fpm";
    options.epochs = 2;
    options.batch_size = 4;
    options.threads = 1;
    options.from = "scratch";
    options.width = 8;
    return options;
  }
  TrainReport train(const TrainOptions& options) {
    JobContext job;
    return run_train(project, options, {}, job);
  }
  // Trains one; its validation part, at the labels' places.
  EvaluateOptions options_for_a_model() {
    TrainOptions options = quick();
    options.epochs = 1;
    train(options);
    EvaluateOptions evaluate;
    evaluate.split = "main";
    evaluate.part = "val";
    evaluate.models = {options.out};
    evaluate.detector = "labels";
    return evaluate;
  }

  test::TempDir dir;
  Project project;
  std::vector<FaceId> faces;
};

TEST_F(TrainAndEvaluate, ATrainingIsRecordedWithItsEpochsAndItsModel) {
  const TrainReport report = train(quick());
  EXPECT_EQ(report.train_faces, 11);
  EXPECT_EQ(report.validation_faces, 2);
  const std::vector<TrainingRun> runs = training_runs(project);
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].id, report.run);
  EXPECT_EQ(runs[0].state, "finished");
  EXPECT_EQ(runs[0].split_plan, "main");
  EXPECT_FALSE(runs[0].ended.empty());
  EXPECT_TRUE(std::filesystem::exists(runs[0].checkpoint));
  const Json metrics = Json::parse(runs[0].metrics);
  ASSERT_EQ(metrics.size(), 2u);
  EXPECT_EQ(metrics[1]["validation_nme"], report.result.epochs[1].validation_nme);
  const std::vector<Model> known = models(project);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].digest, report.result.digest);
  EXPECT_EQ(known[0].path, (dir / "new/m.fpm").string());
}

TEST_F(TrainAndEvaluate, ACancelledTrainingIsRecordedAndCanBeGoneOnWith) {
  std::stop_source stop;
  JobContext job({}, stop.get_token());
  TrainOptions options = quick();
  const auto stop_it = [&](const EpochReport&) { stop.request_stop(); };
  EXPECT_THROW(run_train(project, options, {{}, stop_it}, job), Cancelled);
  EXPECT_EQ(training_runs(project)[0].state, "cancelled");
  EXPECT_EQ(Json::parse(training_runs(project)[0].metrics).size(), 1u);
  options.resume = true;
  EXPECT_EQ(train(options).result.epochs.size(), 2u);
  EXPECT_EQ(training_runs(project)[0].state, "finished");
}

TEST_F(TrainAndEvaluate, GoingOnContinuesTheRecordOfTheRunWithItsOwnOptions) {
  std::stop_source stop;
  JobContext job({}, stop.get_token());
  const auto stop_it = [&](const EpochReport&) { stop.request_stop(); };
  EXPECT_THROW(run_train(project, quick(), {{}, stop_it}, job), Cancelled);
  const ListedRun stopped = list_runs(project).at(0);
  EXPECT_EQ(stopped.state, RunState::kStopped);
  EXPECT_EQ(stopped.name, "m");
  EXPECT_EQ(stopped.train_faces, 11);
  EXPECT_EQ(stopped.epochs, 2);
  EXPECT_EQ(stopped.from, "scratch");
  ASSERT_EQ(stopped.history.size(), 1u);
  EXPECT_TRUE(stopped.can_resume);
  train(resume_options(training_runs(project).at(0)));
  const std::vector<ListedRun> runs = list_runs(project);
  ASSERT_EQ(runs.size(), 1u) << "it is the same run";
  EXPECT_EQ(runs[0].state, RunState::kFinished);
  ASSERT_EQ(runs[0].history.size(), 2u);
  EXPECT_EQ(runs[0].history[0], stopped.history[0]);
  EXPECT_EQ(runs[0].history[1].epoch, 2);
  EXPECT_FALSE(runs[0].can_resume);
  EXPECT_THROW(resume_options(training_runs(project).at(0)), Error);
}

TEST_F(TrainAndEvaluate, TheRecordOfARunThatCantBeGoneOnWithStaysAsItWas) {
  TrainOptions options = quick();
  train(options);
  const TrainingRun finished = training_runs(project).at(0);
  options.resume = true;
  options.epochs = 3;
  EXPECT_THROW(train(options), Error) << "the checkpoint is of two epochs";
  const auto unchanged = [&] {
    ASSERT_EQ(training_runs(project).size(), 1u);
    const TrainingRun run = training_runs(project).at(0);
    EXPECT_EQ(run.state, "finished");
    EXPECT_EQ(run.options, finished.options);
    EXPECT_EQ(run.metrics, finished.metrics);
    EXPECT_EQ(run.ended, finished.ended);
    EXPECT_EQ(run.problem, "");
    EXPECT_EQ(run.process, "");
  };
  unchanged();

  std::stop_source stop;
  JobContext job({}, stop.get_token());
  const auto begun = [&](const TrainStart&) { stop.request_stop(); };
  EXPECT_THROW(run_train(project, options, {begun, {}}, job), Cancelled);
  unchanged();

  FaceEdit moved;
  moved.face = faces[0];
  moved.points = drawn_pictures()[0].faces.back();
  moved.points->at(30).position.x += 3;
  apply_change(project, "Move", {moved});
  options.epochs = 2;
  EXPECT_THROW(train(options), Error) << "the checkpoint is of other labels";
  unchanged();
}

TEST_F(TrainAndEvaluate, WhatIsBeingTrainedIsNotTrainedAgainMeanwhile) {
  TrainingRun run;
  run.arch = "heatmap";
  run.options = R"({"epochs":40})";
  run.metrics = "[]";
  run.state = "running";
  run.checkpoint = quick().checkpoint().string();
  run.process = this_process();
  run.id = add_training_run(project, run);
  for (const bool resume : {false, true}) {
    TrainOptions options = quick();
    options.resume = resume;
    try {
      train(options);
      ADD_FAILURE() << "no Error was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kLocked) << error.what();
    }
    ASSERT_EQ(training_runs(project).size(), 1u);
    EXPECT_EQ(training_runs(project).at(0).options, run.options);
  }
  run.process = "4194305@1";  // that is gone
  update_training_run(project, run);
  EXPECT_NO_THROW(train(quick()));
}

TEST_F(TrainAndEvaluate, WhatACrashLeftAsRunningIsStopped) {
  train(quick());
  TrainingRun run = training_runs(project).at(0);
  run.state = "running";
  run.ended.clear();
  run.process = "4194305@1";  // more than there can be
  update_training_run(project, run);
  EXPECT_EQ(list_runs(project).at(0).state, RunState::kStopped);
  EXPECT_TRUE(list_runs(project).at(0).can_resume);
  std::filesystem::remove(run.checkpoint);
  EXPECT_FALSE(list_runs(project).at(0).can_resume);
}

TEST_F(TrainAndEvaluate, TheWorstValidationFacesOfTheBestEpochAreRecorded) {
  TrainOptions options = quick();
  std::vector<EpochReport> reports;
  JobContext job;
  run_train(project, options, {{}, [&](const EpochReport& epoch) { reports.push_back(epoch); }},
            job);
  const ListedRun run = list_runs(project).at(0);
  ASSERT_NE(run.best(), nullptr);
  const EpochReport& best = reports.at(static_cast<std::size_t>(run.best()->epoch - 1));
  ASSERT_EQ(run.worst.size(), 2u);
  ASSERT_EQ(best.worst.size(), 2u);
  EXPECT_GE(run.worst[0].nme, run.worst[1].nme);
  EXPECT_NEAR((run.worst[0].nme + run.worst[1].nme) / 2, *run.best()->validation_nme, 1e-9);
  std::set<FaceId> of_validation{faces[11], faces[12]};
  for (const WorstFace& worst : run.worst) {
    EXPECT_EQ(of_validation.erase(worst.face), 1u);
    const Keypoints label = get_revision(project, get_face(project, worst.face).current).points;
    const auto error =
        face_error(SchemeLibrary::standard().get("ibug68"), worst.points, label).nme_inter_ocular;
    EXPECT_NEAR(error.value(), worst.nme, 0.005) << "points are in pixels of the whole image";
  }
}

TEST_F(TrainAndEvaluate, ValidatedByTheBoxIsRecorded) {
  std::vector<FaceEdit> edits;
  for (const std::size_t i : {std::size_t{11}, std::size_t{12}}) {
    FaceEdit edit;
    edit.face = faces[i];
    edit.points = drawn_pictures()[i].faces.back();
    edit.points->at(36).visibility = Visibility::kAbsent;
    edits.push_back(edit);
  }
  apply_change(project, "Hide an outer eye corner", edits);
  train(quick());
  const ListedRun run = list_runs(project).at(0);
  ASSERT_NE(run.best(), nullptr);
  EXPECT_TRUE(run.best()->by_box);
  EXPECT_GT(run.best()->validation_nme.value(), 0);
  EXPECT_EQ(run.worst.size(), 2u);
}

TEST_F(TrainAndEvaluate, APreviewTellsWhatATrainingWouldDoAndWhyItWouldBeRefused) {
  TrainOptions options = quick();
  options.epochs = 0;
  JobContext job;
  TrainPreview preview = preview_train(project, options, job);
  EXPECT_EQ(preview.start.train_faces, 11);
  EXPECT_EQ(preview.start.validation_faces, 2);
  EXPECT_EQ(preview.start.epochs, 120);
  EXPECT_EQ(preview.start.patience, 40);
  EXPECT_EQ(preview.too_few, "");
  EXPECT_FALSE(preview.leaks());
  for (const int i : {0, 12}) {
    Image image = get_image(project, get_face(project, faces[static_cast<std::size_t>(i)]).image);
    image.identity = "Ada";
    update_image(project, image);
  }
  apply_change(project, "Reject", {{faces[11], {}, FaceStatus::kRejected, {}, {}}});
  preview = preview_train(project, options, job);
  EXPECT_EQ(preview.shared, "1 person");
  EXPECT_NE(preview.too_few.find("val part has 1 labelled face"), std::string::npos);
  EXPECT_TRUE(training_runs(project).empty());
}

TEST_F(TrainAndEvaluate, APlanMadeForTrainingLeavesEnoughFacesInEachPart) {
  JobContext job;
  const SplitReport report = run_training_split(project, "made", job);
  EXPECT_TRUE(can_be_trained_with(report));
  EXPECT_EQ(report.plan.group_by, "identity");
  TrainOptions options = quick();
  options.split = "made";
  const TrainPreview preview = preview_train(project, options, job);
  EXPECT_EQ(preview.too_few, "");
  EXPECT_FALSE(preview.leaks());

  SplitOptions all_train;
  all_train.name = "made";
  all_train.ratios = "100/0/0";
  EXPECT_FALSE(can_be_trained_with(run_split(project, all_train, job)));
}

TEST_F(TrainAndEvaluate, AMeasuredModelIsNotMeasuredAgainUntilTheLabelsChange) {
  const EvaluateOptions evaluate = options_for_a_model();
  const std::string digest = models(project).at(0).digest;
  const std::string subject = subject_of(project, evaluate);
  EXPECT_FALSE(kept_score(project, digest, subject));
  JobContext job;
  EXPECT_EQ(measure_models(project, evaluate, job), 1);
  EXPECT_EQ(measure_models(project, evaluate, job), 0);
  const ModelScore score = kept_score(project, digest, subject).value();
  const EvaluateReport report = run_evaluate(project, evaluate, job);
  EXPECT_EQ(score.images, 2);
  EXPECT_EQ(score.all.mean_nme, report.models[0].all.mean_nme);
  EXPECT_EQ(score.all.mean_by_region, report.models[0].all.mean_by_region);
  EXPECT_EQ(score.regions, report.regions);
  ASSERT_EQ(score.ced.size(), report.models[0].ced.size());
  EXPECT_EQ(score.ced.back().share, report.models[0].ced.back().share);

  apply_change(project, "Reject", {{faces[12], {}, FaceStatus::kRejected, {}, {}}});
  EXPECT_NE(subject_of(project, evaluate), subject);
  EXPECT_EQ(measure_models(project, evaluate, job), 1);
}

TEST_F(TrainAndEvaluate, AScoreIsOfTheLabelsThatWereReadAlsoWhereTheyChangeMeanwhile) {
  const EvaluateOptions evaluate = options_for_a_model();
  const std::string digest = models(project).at(0).digest;
  const std::string before = subject_of(project, evaluate);
  bool changed = false;
  JobContext job([&](const Progress& progress) {
    if (changed || progress.stage != "Evaluating") return;
    changed = true;
    FaceEdit moved;
    moved.face = faces[12];
    moved.points = get_revision(project, get_face(project, faces[12]).current).points;
    moved.points->at(30).position.x += 3;
    apply_change(project, "Move", {moved});
  });
  EXPECT_EQ(measure_models(project, evaluate, job), 1);
  ASSERT_TRUE(changed);
  ASSERT_NE(subject_of(project, evaluate), before);
  EXPECT_TRUE(kept_score(project, digest, before));
  EXPECT_FALSE(kept_score(project, digest, subject_of(project, evaluate)));
}

TEST_F(TrainAndEvaluate, RejectedFacesAreNeitherTrainedOnNorJudged) {
  apply_change(project, "Reject",
               {{faces[0], {}, FaceStatus::kRejected, {}, {}},
                {faces[14], {}, FaceStatus::kRejected, {}, {}}});
  TrainOptions options = quick();
  options.epochs = 1;
  EXPECT_EQ(train(options).train_faces, 10);
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.models = {options.out};
  evaluate.detector = "labels";
  JobContext job;
  EXPECT_EQ(run_evaluate(project, evaluate, job).models[0].all.faces, 1);
}

TEST_F(TrainAndEvaluate, ModelsAreJudgedSideBySideOnTheFacesOfOnePart) {
  TrainOptions options = quick();
  options.epochs = 1;
  train(options);
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.part = "val";
  evaluate.models = {options.out, options.out};
  evaluate.detector = "labels";
  JobContext job;
  const EvaluateReport by_labels = run_evaluate(project, evaluate, job);
  ASSERT_EQ(by_labels.models.size(), 2u);
  EXPECT_EQ(by_labels.images, 2);
  const ModelEvaluation& model = by_labels.models[0];
  EXPECT_EQ(model.all.faces, 2);
  EXPECT_EQ(model.all.missed, 0);
  EXPECT_GT(model.all.mean_nme, 0);
  EXPECT_EQ(model.all.mean_nme, by_labels.models[1].all.mean_nme);
  EXPECT_EQ(model.all.mean_by_region.size(), by_labels.regions.size());
  ASSERT_EQ(model.by_dataset.size(), 1u);
  EXPECT_EQ(model.by_dataset[0].first, "drawn");

  // Nothing scores above 1: every face is missed, and a missed face is a failure.
  evaluate.detector = "haar";
  evaluate.min_score = 1.01;
  const EvaluateReport none = run_evaluate(project, evaluate, job);
  EXPECT_EQ(none.models[0].all.missed, 2);
  EXPECT_EQ(none.models[0].all.failures_at_10, 1);
  EXPECT_EQ(none.models[0].false_boxes, 0);
}

TEST_F(TrainAndEvaluate, AFaceThatNoErrorCanBeDividedForDoesNotCountFoundOrMissed) {
  TrainOptions options = quick();
  options.epochs = 1;
  train(options);
  FaceEdit hidden;
  hidden.face = faces[12];
  hidden.points = drawn_pictures()[12].faces.back();
  hidden.points->at(36).visibility = Visibility::kAbsent;  // an outer eye corner
  apply_change(project, "Hide", {hidden});
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.part = "val";
  evaluate.models = {options.out};
  JobContext job;
  evaluate.detector = "labels";
  const ModelEvaluation found = run_evaluate(project, evaluate, job).models.at(0);
  EXPECT_EQ(found.all.faces, 1);
  EXPECT_EQ(found.all.missed, 0);
  EXPECT_EQ(found.all.with_box, 2);
  evaluate.detector = "haar";
  evaluate.min_score = 1.01;  // above every score
  const ModelEvaluation missed = run_evaluate(project, evaluate, job).models.at(0);
  EXPECT_EQ(missed.all.faces, 1);
  EXPECT_EQ(missed.all.missed, 1);
  EXPECT_EQ(missed.by_dataset.at(0).second.faces, 1);
  EXPECT_EQ(missed.ced.back().share, 0);
}

TEST_F(TrainAndEvaluate, AFewFacesStartFromTheShippedModelUnlessToldOtherwise) {
  std::vector<TrainStart> starts;
  const auto start_only = [&](const TrainOptions& options) {
    std::stop_source stop;
    JobContext job({}, stop.get_token());
    const auto begun = [&](const TrainStart& start) {
      starts.push_back(start);
      stop.request_stop();
    };
    EXPECT_THROW(run_train(project, options, {begun, {}}, job), Cancelled);
  };
  TrainOptions options = quick();
  options.epochs = 0;
  start_only(options);
  options.from.clear();
  options.width = 0;
  start_only(options);
  options.arch = "naimish";
  start_only(options);
  ASSERT_EQ(starts.size(), 3u);
  EXPECT_TRUE(starts[0].from.empty());
  EXPECT_EQ(starts[0].epochs, 120);
  EXPECT_EQ(starts[1].from.parent_path().filename(), "heatmap68");
  EXPECT_EQ(starts[1].epochs, 40);
  EXPECT_TRUE(starts[2].from.empty());
  EXPECT_EQ(starts[2].epochs, 12);
}

TEST_F(TrainAndEvaluate, TooFewFacesAreRefusedWithTheirNumber) {
  apply_change(project, "Reject",
               {{faces[0], {}, FaceStatus::kRejected, {}, {}},
                {faces[1], {}, FaceStatus::kRejected, {}, {}}});
  try {
    train(quick());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("train part has 9 labelled faces"), std::string::npos)
        << error.what();
  }
  EXPECT_TRUE(training_runs(project).empty());
}

TEST_F(TrainAndEvaluate, APlanThatSharesPeopleIsRefusedUnlessToldOtherwise) {
  for (const int i : {0, 12}) {
    Image image = get_image(project, get_face(project, faces[static_cast<std::size_t>(i)]).image);
    image.identity = "Ada";
    update_image(project, image);
  }
  TrainOptions options = quick();
  options.epochs = 1;
  try {
    train(options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("share 1 person"), std::string::npos) << error.what();
  }
  options.allow_leaks = true;
  EXPECT_EQ(train(options).train_faces, 11);
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.models = {options.out};
  evaluate.detector = "labels";
  JobContext job;
  EXPECT_THROW(run_evaluate(project, evaluate, job), Error);
  evaluate.allow_leaks = true;
  EXPECT_NO_THROW(run_evaluate(project, evaluate, job));
}

// Each picture three times, as three frames of one person.
class CrossPredict : public TrainAndEvaluate {
 protected:
  CrossPredict() {
    for (std::size_t i = 0; i < drawn_pictures().size(); ++i) {
      Image first = get_image(project, get_face(project, faces[i]).image);
      first.identity = "person " + std::to_string(i);
      update_image(project, first);
      const Keypoints points = drawn_pictures()[i].faces.back();
      for (const char* frame : {"b", "c"}) {
        Image image = first;
        image.path = frame + first.path;
        std::filesystem::copy_file(dir / first.path, dir / image.path);
        faces.push_back(
            add_face(project, {add_image(project, image), "ibug68", bounding_box(points),
                               FaceStatus::kLabelled, points, "drawn"})
                .face);
      }
    }
    options.folds = 2;
    options.seed = 3;  // by which neither fold of so few people is too small
    options.epochs = 1;
    options.threads = 1;
    options.out = dir / "folds";
  }
  CrossPredictReport predict(const TrainWatch& watch = {}) {
    JobContext job({}, stop.get_token());
    return run_cross_predict(project, options, watch, job);
  }

  CrossPredictOptions options;
  std::stop_source stop;
};

TEST_F(CrossPredict, EachFaceIsPredictedByANetworkThatNeverSawItsPerson) {
  const CrossPredictReport report = predict();
  ASSERT_EQ(report.folds.size(), 2u);
  EXPECT_NE(report.folds[0].digest, report.folds[1].digest);
  EXPECT_GT(report.folds[0].error.value().nme, 0);
  const std::vector<FoldPrediction> predictions = fold_predictions(project);
  ASSERT_EQ(predictions.size(), faces.size());
  std::map<std::string, std::set<int>> folds_of_person;
  std::vector<std::int64_t> counts(2, 0);
  for (const FoldPrediction& prediction : predictions) {
    const Face face = get_face(project, prediction.face);
    EXPECT_EQ(prediction.revision, face.current);
    EXPECT_EQ(prediction.points.size(), 68u);
    EXPECT_EQ(prediction.error.size(), 68u);
    EXPECT_EQ(prediction.model, report.folds[static_cast<std::size_t>(prediction.fold)].digest);
    folds_of_person[get_image(project, face.image).identity].insert(prediction.fold);
    ++counts[static_cast<std::size_t>(prediction.fold)];
  }
  for (const auto& [person, folds] : folds_of_person) EXPECT_EQ(folds.size(), 1u) << person;
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(counts[i], report.folds[i].faces);
    EXPECT_GT(counts[i], 0);
  }
}

TEST_F(CrossPredict, NearDuplicatesAreInOneFoldWhoeverTheyAreSaidToShow) {
  const std::size_t pictures = drawn_pictures().size();
  const auto shown_by = [&](std::size_t face) {
    return face < pictures ? face : (face - pictures) / 2;
  };
  for (std::size_t i = 0; i < faces.size(); ++i) {
    Image image = get_image(project, get_face(project, faces[i]).image);
    image.digest = "bytes " + std::to_string(i);
    image.perceptual_hash = analyse(drawn_pictures()[shown_by(i)].picture).perceptual_hash;
    image.identity = "person " + std::to_string(i);
    update_image(project, image);
  }
  predict();
  std::map<FaceId, int> fold_of;
  for (const FoldPrediction& each : fold_predictions(project)) fold_of[each.face] = each.fold;
  for (std::size_t i = pictures; i < faces.size(); ++i) {
    EXPECT_EQ(fold_of.at(faces[i]), fold_of.at(faces[shown_by(i)])) << i;
  }
}

TEST_F(CrossPredict, CancelledItKeepsEarlierPredictionsAndGoesOn) {
  predict();
  const std::string before = fold_predictions(project).front().model;
  options.seed = 4;
  options.out = dir / "others";
  int epochs = 0;
  const auto stop_in_second_fold = [&](const EpochReport&) {
    if (++epochs == 2) stop.request_stop();
  };
  EXPECT_THROW(predict({{}, stop_in_second_fold}), Cancelled);
  EXPECT_EQ(fold_predictions(project).front().model, before);
  stop = {};
  options.resume = true;
  epochs = 0;
  const CrossPredictReport report = predict({{}, [&](const EpochReport&) { ++epochs; }});
  EXPECT_EQ(epochs, 0) << "both trainings were done";
  EXPECT_NE(fold_predictions(project).front().model, before);
  EXPECT_EQ(report.folds[0].faces + report.folds[1].faces, static_cast<std::int64_t>(faces.size()));
}

TEST_F(CrossPredict, WithTooFewFacesIsRefusedBeforeAnythingIsTrained) {
  options.folds = 30;
  options.where = "name:b*";
  EXPECT_THROW(predict(), Error);
  EXPECT_TRUE(training_runs(project).empty());
}

TEST_F(TrainAndEvaluate, NamesThatAreNoUtf8AreKeptAsWellAsTheyCanBe) {
  const DatasetId dataset = add_dataset(project, {{}, "nd\xe9", (dir / "nd").string(), "ibug68"});
  std::filesystem::create_directory(dir / "nd");
  Image image;
  image.dataset = dataset;
  image.path = "0.png";
  save_picture(dir / "nd/0.png", drawn_pictures()[0].picture);
  const ImageId id = add_image(project, image);
  const Keypoints points = drawn_pictures()[0].faces.back();
  add_face(project, {id, "ibug68", bounding_box(points), FaceStatus::kLabelled, points, "drawn"});
  std::vector<SplitMember> members = split_members(project, find_split_plan(project, "main")->id);
  members.push_back({id, "train"});
  SplitPlan plan;
  plan.name = "more";
  plan.group_by = "image";
  plan.ratios = {0.4, 0.3, 0.3};
  plan.rule = "by hand";
  save_split_plan(project, plan, members);

  TrainOptions options = quick();
  options.split = "more";
  options.allow_leaks = true;  // one picture is there twice
  options.epochs = 1;
  EXPECT_EQ(train(options).train_faces, 12);
  options.resume = true;
  EXPECT_NO_THROW(train(options));
}

TEST_F(TrainAndEvaluate, WeightsWhoseCheckpointOrNameCouldNotBeKeptAreRefused) {
  TrainOptions options = quick();
  EXPECT_EQ(options.checkpoint(), dir / "new/m.checkpoint");
  for (const std::string name : {"v1.2", "m", "m.checkpoint", "y\xe9.fpm"}) {
    options.out = dir / name;
    EXPECT_THROW(options.check(), Error) << name;
    TrainDetectorOptions detector;
    detector.split = "main";
    detector.training.output = dir / name;
    EXPECT_THROW(detector.check(), Error) << name;
    TrainCorrectorOptions corrector;
    corrector.split = "main";
    corrector.training.output = dir / name;
    EXPECT_THROW(corrector.check(), Error) << name;
  }
  options = quick();
  EXPECT_NO_THROW(options.check());
  options.from = dir / "y\xe9.fpm";
  EXPECT_THROW(options.check(), Error);
}

TEST_F(TrainAndEvaluate, WrongOptionsAreRefusedBeforeAnythingIsDone) {
  JobContext job;
  TrainOptions options = quick();
  options.arch = "resnet";
  EXPECT_THROW(run_train(project, options, {}, job), Error);
  options = quick();
  options.split = "other";
  EXPECT_THROW(run_train(project, options, {}, job), Error);
  EXPECT_TRUE(training_runs(project).empty());
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.part = "holdout";
  EXPECT_THROW(run_evaluate(project, evaluate, job), Error);
}

TEST_F(TrainAndEvaluate, FacesWithoutExtentTeachNothingOfSuspicion) {
  std::vector<FaceEdit> edits;
  for (const std::size_t i : {std::size_t{13}, std::size_t{14}}) {
    FaceEdit edit;
    edit.face = faces[i];
    edit.points = drawn_pictures()[i].faces.back();
    for (std::size_t p = 1; p < edit.points->size(); ++p) {
      edit.points->at(p).visibility = Visibility::kAbsent;
    }
    edits.push_back(edit);
  }
  apply_change(project, "Leave one point", edits);
  LearnSuspicionOptions options;
  options.split = "main";
  options.part = "test";
  options.out = dir / "suspicion.fpm";
  JobContext job;
  EXPECT_THROW(run_learn_suspicion(project, options, job), Error);
  EXPECT_FALSE(std::filesystem::exists(options.out));
  EXPECT_NO_THROW(options.check());
  options.part = "foo";
  EXPECT_THROW(options.check(), Error);
}

FoundFace found_at(const Rect& box) { return {box, {}, {}, {}, 1}; }

Keypoints corners_of(const Rect& box) {
  return make_keypoints({{box.x, box.y}, {box.x + box.width, box.y + box.height}});
}

TEST(MatchFaces, PairsByOverlapAndEachFaceOnce) {
  const std::vector<Keypoints> labels = {corners_of({0, 0, 100, 100}),
                                         corners_of({60, 0, 100, 100})};
  const std::vector<FoundFace> found = {found_at({55, 0, 100, 100}), found_at({300, 0, 50, 50}),
                                        found_at({10, 0, 100, 100})};
  EXPECT_EQ(match_faces(labels, found), (std::vector<int>{2, 0}));
}

TEST(MatchFaces, LeavesALabelAloneThatNothingOverlapsEnough) {
  const std::vector<Keypoints> labels = {corners_of({0, 0, 100, 100})};
  EXPECT_EQ(match_faces(labels, {found_at({60, 60, 100, 100})}), std::vector<int>{-1});
  EXPECT_EQ(match_faces(labels, {}), std::vector<int>{-1});
}

}  // namespace
}  // namespace facepoint
