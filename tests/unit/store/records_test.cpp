// Everything that goes into a project comes out of it unchanged.
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "store/fold_predictions.h"
#include "store/models.h"
#include "store/source_rows.h"
#include "store/splits.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::points_at;
using test::StoreBuilder;

TEST(StoredImages, ComeBackWithEveryValue) {
  StoreBuilder store;
  Image image = store.image_record("training/Luis \"Fonsi\" % é_21.jpg");
  image.digest = "abc";
  image.bytes = 5'000'000'000;
  image.width = 640;
  image.height = 480;
  image.format = "png";
  image.perceptual_hash = 0xFEDC'BA98'7654'3210U;
  image.blur = 0.1;
  image.brightness = 1.0 / 3;
  image.identity = "Luis";
  image.clip = "2";
  image.official_split = "training";
  image.decode_error = "cut off";
  image.id = add_image(store.project, image);

  const Image back = get_image(store.project, image.id);
  EXPECT_EQ(back.dataset, image.dataset);
  EXPECT_EQ(back.path, image.path);
  EXPECT_EQ(back.digest, image.digest);
  EXPECT_EQ(back.bytes, image.bytes);
  EXPECT_EQ(back.width, image.width);
  EXPECT_EQ(back.height, image.height);
  EXPECT_EQ(back.format, image.format);
  EXPECT_EQ(back.perceptual_hash, image.perceptual_hash);
  EXPECT_EQ(back.blur, image.blur);
  EXPECT_EQ(back.brightness, image.brightness);
  EXPECT_EQ(back.identity, image.identity);
  EXPECT_EQ(back.clip, image.clip);
  EXPECT_EQ(back.official_split, image.official_split);
  EXPECT_EQ(back.decode_error, image.decode_error);
}

TEST(StoredImages, AreFoundByDatasetAndPathNotByBaseName) {
  StoreBuilder store;
  const ImageId first = store.image("training/a.jpg");
  const ImageId second = store.image("test/a.jpg");
  EXPECT_EQ(find_image(store.project, store.dataset, "training/a.jpg")->id, first);
  EXPECT_EQ(find_image(store.project, store.dataset, "test/a.jpg")->id, second);
  EXPECT_FALSE(find_image(store.project, store.dataset, "a.jpg"));
  EXPECT_EQ(error_of([&] { store.image("test/a.jpg"); }).code(), ErrorCode::kInvalidInput);
}

TEST(StoredImages, AreListedByDatasetThenPath) {
  StoreBuilder store;
  const DatasetId other = add_dataset(store.project, {{}, "afw", "/afw", "ibug68"});
  Image image = store.image_record("0.jpg");
  image.dataset = other;
  add_image(store.project, image);
  store.image("b.jpg");
  store.image("a.jpg");
  std::vector<std::string> paths;
  for (const Image& each : images(store.project)) paths.push_back(each.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"a.jpg", "b.jpg", "0.jpg"}));
  EXPECT_EQ(images_of(store.project, store.dataset).size(), 2U);
}

TEST(StoredImages, CanBeUpdatedButOnlyIfTheyExist) {
  StoreBuilder store;
  Image image = store.image_record("a.jpg");
  image.id = add_image(store.project, image);
  image.identity = "Ana";
  image.width = 7;
  update_image(store.project, image);
  EXPECT_EQ(get_image(store.project, image.id).identity, "Ana");
  EXPECT_EQ(get_image(store.project, image.id).width, 7);
  image.id = {99};
  EXPECT_EQ(error_of([&] { update_image(store.project, image); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { get_image(store.project, {99}); }).code(), ErrorCode::kNotFound);
}

TEST(ImageSummaries, TellFacesFirstFaceAndOpenProposals) {
  StoreBuilder store;
  const ImageId empty = store.image("a.jpg");
  const ImageId two = store.image("b.jpg");
  Image broken = store.image_record("c.jpg");
  broken.decode_error = "empty file";
  add_image(store.project, broken);
  const FaceId proposed = store.proposed_face(two);
  store.labelled_face(two);
  store.proposal(proposed);

  const auto summaries = image_summaries(store.project);
  ASSERT_EQ(summaries.size(), 3U);
  EXPECT_EQ(summaries[0].image, empty);
  EXPECT_EQ(summaries[0].faces, 0);
  EXPECT_FALSE(summaries[0].first_face);
  EXPECT_FALSE(summaries[0].has_open_proposal);
  EXPECT_TRUE(summaries[0].readable);
  EXPECT_EQ(summaries[1].path, "b.jpg");
  EXPECT_EQ(summaries[1].faces, 2);
  EXPECT_EQ(summaries[1].first_face, proposed);
  EXPECT_EQ(summaries[1].status, FaceStatus::kProposed);
  EXPECT_TRUE(summaries[1].has_open_proposal);
  EXPECT_FALSE(summaries[2].readable);
}

TEST(DatasetCounts, TellImagesAndFacesOfEachDatasetApart) {
  StoreBuilder store;
  add_dataset(store.project, {{}, "empty", "/empty", "ibug68"});
  const DatasetId afw = add_dataset(store.project, {{}, "afw", "/afw", "ibug68"});
  add_source_file(store.project, {{}, afw, "a.pts", "pts", "", "", "\n", true});
  Image image = store.image_record("broken.jpg");
  image.dataset = afw;
  image.decode_error = "empty file";
  store.labelled_face(add_image(store.project, image));
  const ImageId two = store.image("two.jpg");
  store.labelled_face(two);
  store.proposed_face(two);
  store.proposed_face(store.image("one.jpg"));
  store.image("none.jpg");

  const std::vector<DatasetCounts> counts = dataset_counts(store.project);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].label_files, 0);
  EXPECT_EQ(counts[0].images, 3);
  EXPECT_EQ(counts[0].unlabelled, 2) << "a proposal is no label";
  EXPECT_EQ(counts[0].unreadable, 0);
  EXPECT_EQ(counts[0].faces, 3);
  EXPECT_EQ(counts[0].faces_by_status.at(FaceStatus::kLabelled), 1);
  EXPECT_EQ(counts[0].faces_by_status.at(FaceStatus::kProposed), 2);
  EXPECT_EQ(counts[1].images, 0);
  EXPECT_EQ(counts[1].unlabelled, 0);
  EXPECT_EQ(counts[1].faces_by_status.size(), 5U);
  EXPECT_EQ(counts[2].label_files, 1);
  EXPECT_EQ(counts[2].unreadable, 1);
  EXPECT_EQ(counts[2].faces_by_status.at(FaceStatus::kLabelled), 1);
}

TEST(StoredDatasets, KeepTheirRootAndHaveUniqueNames) {
  StoreBuilder store;
  set_dataset_root(store.project, store.dataset, "/moved here");
  EXPECT_EQ(find_dataset(store.project, "ytf")->root, "/moved here");
  EXPECT_EQ(find_dataset(store.project, "ytf")->scheme, "ibug68");
  EXPECT_FALSE(find_dataset(store.project, "YTF"));
  EXPECT_EQ(datasets(store.project).size(), 1U);
  EXPECT_EQ(error_of([&] {
              add_dataset(store.project, {{}, "ytf", "/x", "ibug68"});
            }).code(),
            ErrorCode::kInvalidInput);
}

TEST(SourceFiles, KeepHeaderLineEndsAndRowsAsTheyWere) {
  StoreBuilder store;
  const ImageId image = store.image("a.jpg");
  const AddedFace added = add_face(
      store.project, {image, "ibug68", {}, FaceStatus::kLabelled, points_at(1), "train.csv"});
  SourceFile file;
  file.dataset = store.dataset;
  file.path = "train.csv";
  file.format = "udacity-csv";
  file.official_split = "training";
  file.header = ",0,1\r\n";
  file.line_end = "\r\n";
  file.ends_with_line_end = false;
  const auto put_rows = [&](const std::vector<SourceRow>& rows) {
    bool wrote = false;
    store.project.transaction([&] {
      SourceRowUpdate update(store.project, file);
      for (const SourceRow& row : rows) update.put(row);
      wrote = update.finish();
    });
    return wrote;
  };
  const std::vector<SourceRow> written = {{0, added.face, added.revision, "a.jpg", std::nullopt},
                                          {1, {}, {}, "", "not,a \"row\" \xff\t"},
                                          {2, {}, {}, "", ""}};
  EXPECT_TRUE(put_rows(written));
  EXPECT_FALSE(put_rows(written));

  const SourceFile back = find_source_file(store.project, store.dataset, "train.csv").value();
  EXPECT_EQ(back.header, file.header);
  EXPECT_EQ(back.line_end, "\r\n");
  EXPECT_EQ(back.format, "udacity-csv");
  EXPECT_EQ(back.official_split, "training");
  EXPECT_FALSE(back.ends_with_line_end);
  const auto rows = source_rows(store.project, back.id);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].face, added.face);
  EXPECT_EQ(rows[0].imported, added.revision);
  EXPECT_EQ(rows[0].image_name, "a.jpg");
  EXPECT_FALSE(rows[0].raw);
  EXPECT_FALSE(rows[1].face);
  EXPECT_EQ(rows[1].raw, "not,a \"row\" \xff\t");
  EXPECT_EQ(rows[2].raw, "");

  file.header = "";
  file.ends_with_line_end = true;
  EXPECT_TRUE(put_rows({{0, {}, {}, "b.jpg", std::nullopt}}));
  EXPECT_EQ(source_files(store.project, store.dataset).at(0).header, "");
  EXPECT_TRUE(source_files(store.project, store.dataset).at(0).ends_with_line_end);
  ASSERT_EQ(source_rows(store.project, back.id).size(), 1U);
  EXPECT_EQ(source_rows(store.project, back.id)[0].image_name, "b.jpg");
}

// Rows of one name correspond by their points; what stays the same before the first row that
// differs is left alone, and the rest may be in any order.
TEST(SourceRows, AreFoundByThePictureThoughItsNameWasStoredInAnotherWay) {
  StoreBuilder store;
  const AddedFace added =
      add_face(store.project,
               {store.image("a.jpg"), "ibug68", {}, FaceStatus::kLabelled, points_at(1), "t.json"});
  SourceFile file;
  file.dataset = store.dataset;
  file.path = "t.json";
  store.project.transaction([&] {
    SourceRowUpdate update(store.project, file);
    update.put({0, added.face, added.revision, "a.jpg", "row"});
    update.finish();
  });
  const auto file_name = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  store.project.transaction([&] {
    SourceRowUpdate update(store.project, file, file_name);
    update.foresee("/upload/3/a.jpg", points_at(1));
    const auto stored = update.stored_for("/upload/3/a.jpg");
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->face, added.face);
    update.finish();
  });
}

TEST(StoredRows, AreExchangedOneByOneWhileTheStoredOnesCanBeRead) {
  StoreBuilder store;
  const ImageId image = store.image("a.jpg");
  SourceFile file;
  file.dataset = store.dataset;
  file.path = "many.json";
  std::vector<SourceRow> rows;
  store.project.transaction([&] {
    SourceRowUpdate update(store.project, file);
    for (int i = 0; i < 1000; ++i) {
      const AddedFace added = add_face(
          store.project, {image, "ibug68", {}, FaceStatus::kLabelled, points_at(i), "many.json"});
      rows.push_back(
          {i, added.face, added.revision, i % 2 == 0 ? "even" : "odd", "row " + std::to_string(i)});
      EXPECT_FALSE(update.stored_for(rows.back().image_name));
      update.put(rows.back());
    }
    EXPECT_TRUE(update.finish());
  });

  std::swap(rows[500], rows[997]);  // an even one and an odd one
  rows.erase(rows.begin() + 999);
  std::vector<std::string> left;
  store.project.transaction([&] {
    SourceRowUpdate update(store.project, file);
    for (const SourceRow& row : rows) {
      update.foresee(row.image_name, get_revision(store.project, row.imported).points);
    }
    for (const SourceRow& row : rows) {
      const auto stored = update.stored_for(row.image_name);
      ASSERT_TRUE(stored);
      EXPECT_EQ(stored->image_name, row.image_name);
      EXPECT_EQ(stored->face, row.face) << "that of the same points, wherever its row is";
      update.put(row);
    }
    update.each_left([&](const std::string& name) { left.push_back(name); });
    EXPECT_TRUE(update.finish());
  });
  EXPECT_EQ(left, std::vector<std::string>{"odd"});
  const auto file_now = find_source_file(store.project, store.dataset, "many.json");
  const std::vector<SourceRow> back = source_rows(store.project, file_now->id);
  ASSERT_EQ(back.size(), rows.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_EQ(back[i].ordinal, static_cast<std::int64_t>(i));
    EXPECT_EQ(back[i].raw, rows[i].raw);
    EXPECT_EQ(back[i].face, rows[i].face);
  }
}

TEST(StoredFaces, KeepSubPixelPointsVisibilityAndBox) {
  StoreBuilder store;
  const ImageId image = store.image("a.jpg");
  const Keypoints points{{{-0.1, 1.0 / 3}, Visibility::kVisible},
                         {{1e-300, 494.25}, Visibility::kOccluded},
                         {{}, Visibility::kAbsent}};
  const Rect box{-3.5, 0.25, 100.125, 99.5};
  const AddedFace added =
      add_face(store.project, {image, "other", box, FaceStatus::kApproved, points, "from a.pts"});
  const Face face = get_face(store.project, added.face);
  EXPECT_EQ(face.image, image);
  EXPECT_EQ(face.scheme, "other");
  EXPECT_EQ(face.box, box);
  EXPECT_EQ(face.status, FaceStatus::kApproved);
  EXPECT_EQ(face.current, added.revision);
  const Revision revision = get_revision(store.project, face.current);
  EXPECT_EQ(revision.points, points);
  EXPECT_EQ(revision.author, Author::kImport);
  EXPECT_EQ(revision.detail, "from a.pts");
  EXPECT_FALSE(revision.parent);
  EXPECT_EQ(revision.face, added.face);
  EXPECT_FALSE(revision.created.empty());
}

TEST(StoredFaces, AreListedInOrderOfCreationAndMayHaveNoPoints) {
  StoreBuilder store;
  const ImageId image = store.image("a.jpg");
  const FaceId first = store.proposed_face(image);
  const FaceId second = store.labelled_face(image);
  const auto faces = faces_of(store.project, image);
  ASSERT_EQ(faces.size(), 2U);
  EXPECT_EQ(faces[0].id, first);
  EXPECT_FALSE(faces[0].current);
  EXPECT_EQ(faces[1].id, second);
  EXPECT_TRUE(revisions_of(store.project, first).empty());
  EXPECT_EQ(revisions_of(store.project, second).size(), 1U);
  EXPECT_EQ(labelled_faces(store.project).size(), 1U);
}

TEST(StoredFaces, PointsThatAreNotFiniteAreRefusedAndLeaveNothing) {
  StoreBuilder store;
  const ImageId image = store.image("a.jpg");
  const Error error =
      error_of([&] { store.labelled_face(image, std::numeric_limits<double>::quiet_NaN()); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_TRUE(faces_of(store.project, image).empty());
}

TEST(StoredFaces, OfAnUnknownImageAreRefused) {
  StoreBuilder store;
  EXPECT_EQ(error_of([&] { store.labelled_face({77}); }).code(), ErrorCode::kInvalidInput);
}

TEST(Proposals, ANewOneSupersedesTheOpenOneAndOverwritesNothing) {
  StoreBuilder store;
  const FaceId face = store.proposed_face(store.image("a.jpg"));
  EXPECT_FALSE(open_proposal(store.project, face));
  const ProposalId old = store.proposal(face, 1);
  const ProposalId fresh = store.proposal(face, 2, 0.25);
  const auto all = proposals_of(store.project, face);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, fresh);
  EXPECT_EQ(all[0].state, "open");
  EXPECT_EQ(all[1].id, old);
  EXPECT_EQ(all[1].state, "superseded");
  EXPECT_EQ(all[1].points, points_at(1));
  const Proposal open = open_proposal(store.project, face).value();
  EXPECT_EQ(open.id, fresh);
  EXPECT_EQ(open.points, points_at(2));
  EXPECT_EQ(open.confidence, (std::vector<double>{0.5, 0.7}));
  EXPECT_EQ(open.score, 0.25);
  EXPECT_FALSE(open.model);
  EXPECT_FALSE(open.created.empty());
}

TEST(PredictedPoints, AreTheOpenProposalsElseTheFoldPredictions) {
  StoreBuilder store;
  Project& project = store.project;
  const ImageId image = store.image("a.jpg");
  const FaceId both = store.labelled_face(image);
  const FaceId only_fold = store.labelled_face(image);
  const FaceId only_proposed = store.labelled_face(image);
  store.labelled_face(image);
  for (const FaceId face : {both, only_fold}) {
    FoldPrediction prediction;
    prediction.face = face;
    prediction.revision = get_face(project, face).current;
    prediction.points = points_at(7);
    put_fold_prediction(project, prediction);
  }
  store.proposal(both, 1);  // superseded by the next
  store.proposal(both, 2);
  store.proposal(only_proposed, 3);
  std::map<FaceId, PredictedPoints> found;
  for (PredictedPoints& one : predicted_points(project)) {
    EXPECT_TRUE(found.emplace(one.face, one).second) << "one a face";
  }
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[both].points, points_at(2));
  EXPECT_TRUE(found[both].proposed);
  EXPECT_EQ(found[only_fold].points, points_at(7));
  EXPECT_FALSE(found[only_fold].proposed);
  EXPECT_EQ(found[only_proposed].points, points_at(3));
}

TEST(Models, TheSameWeightsAreOneModel) {
  StoreBuilder store;
  const ModelId first = add_model(store.project, {{}, "a", "d1", "/a", "heatmap", "ibug68"});
  EXPECT_EQ(add_model(store.project, {{}, "b", "d1", "/b", "heatmap", "ibug68"}), first);
  EXPECT_NE(add_model(store.project, {{}, "c", "d2", "/c", "naimish", "ibug68"}), first);
  const auto known = models(store.project);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].name, "a");
  EXPECT_EQ(known[1].arch, "naimish");
}

TEST(TrainingRuns, AreUpdatedInPlaceAndListedNewestFirst) {
  StoreBuilder store;
  TrainingRun run{{}, "heatmap", "{}", "plan", "running", "", "[]", "2026", ""};
  run.id = add_training_run(store.project, run);
  add_training_run(store.project, run);
  run.state = "finished";
  run.metrics = R"([{"epoch":1}])";
  run.ended = "2027";
  run.process = "12@34";
  run.problem = "The disk is full.";
  update_training_run(store.project, run);
  const auto runs = training_runs(store.project);
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].state, "running");
  EXPECT_EQ(runs[1].id, run.id);
  EXPECT_EQ(runs[1].state, "finished");
  EXPECT_EQ(runs[1].metrics, run.metrics);
  EXPECT_EQ(runs[1].ended, "2027");
  EXPECT_EQ(runs[1].process, "12@34");
  EXPECT_EQ(runs[1].problem, "The disk is full.");
}

TEST(Evaluations, AreKeptByModelAndSubjectAndReplaced) {
  StoreBuilder store;
  keep_evaluation(store.project, "model", "subject", "{}");
  keep_evaluation(store.project, "model", "subject", "[]");
  EXPECT_EQ(kept_evaluation(store.project, "model", "subject"), "[]");
  EXPECT_FALSE(kept_evaluation(store.project, "model", "other"));
  EXPECT_FALSE(kept_evaluation(store.project, "other", "subject"));
}

TEST(SplitPlans, SavingAgainReplacesThePlanAndItsMembers) {
  StoreBuilder store;
  const ImageId a = store.image("a.jpg");
  const ImageId b = store.image("b.jpg");
  SplitPlan plan{{}, "main", "identity", {0.8, 0.1, 0.1}, ~std::uint64_t{0}, "hash-rank-1"};
  const SplitPlanId id = save_split_plan(store.project, plan, {{b, "test"}, {a, "train"}});
  auto members = split_members(store.project, id);
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].image, a);
  EXPECT_EQ(members[0].part, "train");

  plan.ratios = {0.5, 0.25, 0.25};
  EXPECT_EQ(save_split_plan(store.project, plan, {{a, "val"}}), id);
  members = split_members(store.project, id);
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].part, "val");
  const SplitPlan back = get_split_plan(store.project, "main");
  EXPECT_EQ(back.ratios, plan.ratios);
  EXPECT_EQ(back.seed, plan.seed);
  EXPECT_EQ(back.group_by, "identity");
  EXPECT_EQ(back.rule, "hash-rank-1");
  EXPECT_EQ(split_plans(store.project).size(), 1U);
}

TEST(SplitPlans, AnUnknownNameIsAnErrorThatNamesTheKnownOnes) {
  StoreBuilder store;
  EXPECT_NE(error_of([&] { get_split_plan(store.project, "x"); }).message().find("facepoint split"),
            std::string::npos);
  save_split_plan(store.project, {{}, "main", "identity", {1, 0, 0}, 1, "r"}, {});
  save_split_plan(store.project, {{}, "other", "identity", {1, 0, 0}, 1, "r"}, {});
  const auto error = error_of([&] { get_split_plan(store.project, "x"); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_NE(error.message().find("main, other"), std::string::npos);
}

}  // namespace
}  // namespace facepoint
