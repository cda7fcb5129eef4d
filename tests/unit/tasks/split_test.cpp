#include "tasks/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/splits.h"
#include "tasks/plan_faces.h"
#include "tasks/training_split.h"

namespace facepoint {
namespace {

using namespace test;

class Split : public testing::Test {
 protected:
  TempDir dir_;
  std::filesystem::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");

  JobContext job_;

  SplitReport run(const std::string& name, const std::string& ratios = "40/30/30") {
    SplitOptions options;
    options.name = name;
    options.ratios = ratios;
    return run_split(project_, options, job_);
  }
  SplitReport split(const SplitOptions& options) { return run_split(project_, options, job_); }
  void add_pictures(int count, int first = 0) {
    for (int n = first; n < first + count; ++n) {
      write_small_picture(data_ / ("test/New" + std::to_string(n) + "_01.jpg"), 100 + n);
    }
    import_from(project_, data_);
  }
  std::map<std::string, std::string> part_by_path(const std::string& plan) {
    std::map<std::string, std::string> parts;
    for (const SplitMember& member : split_members(project_, get_split_plan(project_, plan).id)) {
      parts[get_image(project_, member.image).path] = member.part;
    }
    return parts;
  }
};

TEST_F(Split, StoresWhichPartEveryImageIsInAndCountsIt) {
  import_from(project_, data_);
  const SplitReport report = run("main");
  std::int64_t images = 0;
  std::int64_t faces = 0;
  for (const SplitPartCounts& part : report.parts) {
    images += part.images;
    faces += part.faces;
  }
  EXPECT_EQ(images, 5);
  EXPECT_EQ(faces, 4);
  const auto parts = part_by_path("main");
  EXPECT_EQ(parts.size(), 5U);
  EXPECT_EQ(parts.at("training/Ada_01.jpg"), parts.at("test/Ada_01.jpg"));
  EXPECT_EQ(parts.at("training/Ada_01.jpg"), parts.at("training/Ada_02.jpg"));
}

TEST_F(Split, ShowsTheLeaksOfThePublishedSplitBesideItsOwn) {
  import_from(project_, data_);
  const SplitReport report = run("main");
  EXPECT_EQ(report.leaks.shared_identities, 0);
  EXPECT_EQ(report.leaks.identities, 3);
  ASSERT_TRUE(report.published);
  EXPECT_EQ(report.published->shared_identities, 1);  // Ada
  EXPECT_EQ(report.published->shared_clips, 1);
}

TEST_F(Split, FiveHundredMoreImagesMoveNobody) {
  import_from(project_, data_);
  add_pictures(40);
  run("main");
  const auto before = part_by_path("main");
  add_pictures(500, 40);
  const SplitReport report = split({.name = "main"});
  EXPECT_EQ(report.stayed, 45);
  EXPECT_EQ(report.added, 500);
  const auto after = part_by_path("main");
  EXPECT_EQ(after.size(), 545U);
  for (const auto& [path, part] : before) EXPECT_EQ(after.at(path), part) << path;
  // As if they had been there from the beginning.
  run("another");
  EXPECT_EQ(part_by_path("another"), after);
}

TEST_F(Split, SaidAgainWithoutSettingsKeepsThoseOfThePlan) {
  import_from(project_, data_);
  add_pictures(30);
  SplitOptions options{.name = "main", .ratios = "50/25/25", .group_by = "image", .seed = 9};
  options.where = "official:test";
  split(options);
  const auto before = part_by_path("main");
  const SplitReport again = split({.name = "main"});
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.plan.seed, 9U);
  EXPECT_EQ(again.plan.where, "official:test");
  EXPECT_EQ(part_by_path("main"), before);
  EXPECT_EQ(split({.name = "main", .seed = 10}).stayed, 0);  // another setting: made anew
  EXPECT_NE(part_by_path("main"), before);
}

TEST_F(Split, ANewImageThatWouldJoinTwoPartsIsReportedAndStaysOut) {
  import_from(project_, data_);
  add_pictures(30);
  run("main");
  const auto parts = part_by_path("main");
  const auto other = std::find_if(parts.begin(), parts.end(), [&](const auto& member) {
    return member.second != parts.at("training/Ben_11.jpg");
  });
  std::filesystem::copy_file(data_ / other->first, data_ / "training/Ben_12.jpg");
  import_from(project_, data_);
  const SplitReport report = split({.name = "main"});
  EXPECT_EQ(report.added, 0);
  ASSERT_EQ(report.left_out.size(), 1U);
  EXPECT_EQ(report.left_out[0].key, "small/training/Ben_12.jpg");
  EXPECT_NE(report.left_out[0].reason.find(other->first), std::string::npos);
  EXPECT_FALSE(report.leaks.leaks());
  EXPECT_EQ(describe_split(project_, "main", job_).left_out.size(), 1U);
  EXPECT_EQ(part_by_path("main"), parts);
}

TEST_F(Split, ALockedPartNeverLosesOrGainsImages) {
  import_from(project_, data_);
  add_pictures(40);
  SplitReport report = split({.name = "main", .ratios = "40/30/30", .lock = {"test"}});
  EXPECT_TRUE(report.parts[2].locked);
  const std::int64_t test = report.parts[2].images;
  EXPECT_GT(test, 0);
  add_pictures(100, 40);
  report = split({.name = "main"});
  EXPECT_EQ(report.parts[2].images, test);
  EXPECT_EQ(report.added, 100);
  for (const SplitOptions& other :
       {SplitOptions{.name = "main", .seed = 2}, SplitOptions{.name = "main", .anew = true}}) {
    try {
      split(other);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kConflict);
      EXPECT_NE(error.message().find("--unlock"), std::string::npos);
    }
  }
  // Not even by who knows nothing of the lock's rules.
  auto members = split_members(project_, report.plan.id);
  for (SplitMember& member : members) member.part = "train";
  EXPECT_THROW(save_split_plan(project_, report.plan, members), Error);
  report = split({.name = "main", .seed = 2, .unlock = {"test"}});
  EXPECT_TRUE(report.plan.locked.empty());
  EXPECT_THROW(split({.name = "main", .lock = {"exam"}}), Error);
}

TEST_F(Split, LockingKeepsThePartAsItIsBeforeNewImagesComeIn) {
  import_from(project_, data_);
  add_pictures(40);
  const std::int64_t test = run("main").parts[2].images;
  add_pictures(60, 40);
  EXPECT_EQ(split({.name = "main", .lock = {"test"}}).parts[2].images, test);
}

TEST_F(Split, APreviewTellsWhatWouldComeOfItAndStoresNothing) {
  import_from(project_, data_);
  add_pictures(40);
  const SplitReport report = split({.name = "main", .seed = 3, .preview = true});
  EXPECT_FALSE(find_split_plan(project_, "main"));
  const SplitReport made = split({.name = "main", .seed = 3});
  EXPECT_EQ(report.parts[2].images, made.parts[2].images);
}

TEST_F(Split, ForTrainingAPlanThatWillDoKeepsEverybodyWhereHeIs) {
  import_from(project_, data_);
  // Enough labels, so that any plan will do.
  int n = 0;
  add_pictures(60);
  project_.transaction([&] {
    for (const Image& image : images(project_)) {
      for (int face = 0; face < 8; ++face) {
        NewFace added;
        added.image = image.id;
        added.scheme = "ibug68";
        added.box = {0, 0, 50, 50};
        added.points = Keypoints(68, Landmark{{double(++n % 50), double(face)}});
        add_face(project_, added);
      }
    }
  });
  split({.name = "main", .ratios = "50/25/25", .seed = 7});
  const auto parts = part_by_path("main");
  add_pictures(20, 60);
  const SplitReport again = run_training_split(project_, "main", job_);
  EXPECT_EQ(again.plan.seed, 7U);
  EXPECT_EQ(again.added, 20);
  const auto now = part_by_path("main");
  for (const auto& [path, part] : parts) EXPECT_EQ(now.at(path), part) << path;
}

TEST_F(Split, CountsTheLabelsThatATrainingTakes) {
  import_from(project_, data_);
  std::int64_t faces = 0;
  for (const SplitPartCounts& part : run("main").parts) faces += part.faces;
  FaceEdit reject;
  reject.face = labelled_faces(project_).at(0).face.id;
  reject.status = FaceStatus::kRejected;
  apply_change(project_, "Reject", {reject});
  std::int64_t now = 0;
  for (const SplitPartCounts& part : describe_split(project_, "main", job_).parts)
    now += part.faces;
  EXPECT_EQ(now, faces - 1);
}

TEST_F(Split, OfFoldsEachIsTheTestPartOnce) {
  import_from(project_, data_);
  add_pictures(60);
  const SplitReport report = split({.name = "cv", .folds = 4});
  ASSERT_EQ(report.parts.size(), 4U);
  std::int64_t tested = 0;
  for (int fold = 1; fold <= 4; ++fold) {
    const SplitReport taken = describe_split(project_, "cv/" + std::to_string(fold), job_);
    ASSERT_EQ(taken.parts.size(), 3U);
    EXPECT_EQ(taken.parts[2].images, report.parts[fold - 1].images);
    EXPECT_EQ(taken.parts[1].images, report.parts[fold % 4].images);
    EXPECT_FALSE(taken.leaks.leaks());
    tested += taken.parts[2].images;
  }
  EXPECT_EQ(tested, 65);
  EXPECT_THROW(describe_split(project_, "cv/5", job_), Error);
  EXPECT_THROW(faces_of_plan(project_, "cv", ""), Error);
  EXPECT_THROW(split({.name = "cv", .folds = 2}), Error);
}

TEST_F(Split, SharesOutByPoseSizeAndSource) {
  import_from(project_, data_);
  add_pictures(60);
  const SplitReport report =
      split({.name = "main", .ratios = "50/25/25", .stratify = "source,pose"});
  EXPECT_EQ(report.plan.stratify, "pose,source");
  EXPECT_EQ(report.plan.rule, kStratifiedRule);
  std::int64_t all = 0;
  for (const SplitPartCounts& part : report.parts) {
    ASSERT_EQ(part.traits.size(), report.traits.size());
    for (const std::int64_t images : part.traits.back()) all += images;
  }
  EXPECT_EQ(all, 65);
  EXPECT_NEAR(static_cast<double>(report.parts[0].images), 32, 3);
  EXPECT_THROW(split({.name = "main", .stratify = "mood"}), Error);
}

TEST_F(Split, APlanThatLeaksIsRefusedWithWhatItShares) {
  import_from(project_, data_);
  std::filesystem::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  import_from(project_, data_);
  SplitReport report = run("main");
  EXPECT_NO_THROW(refuse_leaks(project_, "main", job_));
  auto members = split_members(project_, report.plan.id);
  for (SplitMember& member : members) {
    const bool copy = get_image(project_, member.image).path == "test/Dora_01.jpg";
    member.part = copy ? "test" : "train";
  }
  save_split_plan(project_, report.plan, members);
  try {
    refuse_leaks(project_, "main", job_);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("1 identical picture"), std::string::npos) << error.what();
    EXPECT_NE(error.message().find("--allow-leaks"), std::string::npos);
  }
  report = describe_split(project_, "main", job_);
  ASSERT_EQ(report.leak_pairs.size(), 1U);
  EXPECT_EQ(report.leak_pairs[0].a.key, "small/test/Dora_01.jpg");
  EXPECT_EQ(report.leak_pairs[0].b.part, "train");
  ExportOptions options;
  options.out = dir_ / "out";
  options.split = "main";
  EXPECT_THROW(run_export(project_, options, job_), Error);
  options.allow_leaks = true;
  EXPECT_NO_THROW(run_export(project_, options, job_));
}

TEST_F(Split, ItsManifestListsLinksLeaksAndWhatIsLeftOut) {
  import_from(project_, data_);
  std::filesystem::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  import_from(project_, data_);
  split({.name = "cv", .folds = 3, .lock = {"fold-1"}});
  for (const auto& [plan, folder] : {std::pair("cv", "cv"), std::pair("cv/2", "cv-2")}) {
    for (const char* format : {"udacity-csv", "pts"}) {
      ExportOptions options;
      options.format = format;
      options.out = dir_ / format;
      options.split = plan;
      run_export(project_, options, job_);
      const auto manifest =
          nlohmann::json::parse(read_file(options.out / folder / "manifest.json"));
      EXPECT_EQ(manifest["plan"], plan);
      EXPECT_EQ(manifest["locked"], nlohmann::json({"fold-1"}));
      ASSERT_EQ(manifest["group_links"].size(), 1U);
      EXPECT_EQ(manifest["group_links"][0]["kind"], "identical");
      EXPECT_EQ(manifest["group_links"][0]["images"],
                nlohmann::json({"small/test/Dora_01.jpg", "small/training/Ben_11.jpg"}));
      EXPECT_EQ(manifest["shared_by_parts"]["identical_images"], 0);
      EXPECT_TRUE(manifest["shared_pairs"].empty());
      EXPECT_TRUE(manifest["left_out"].empty());
    }
  }
}

TEST_F(Split, DescribesAStoredPlanAsWhenItWasMade) {
  import_from(project_, data_);
  const SplitReport made = run("main");
  const SplitReport told = describe_split(project_, "main", job_);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(told.parts[i].images, made.parts[i].images);
    EXPECT_EQ(told.parts[i].groups, made.parts[i].groups);
  }
}

TEST_F(Split, RefusesNamesRatiosAndGroupsThatMeanNothing) {
  EXPECT_THROW(run("main"), Error);  // no images yet
  import_from(project_, data_);
  EXPECT_THROW(run("a/b"), Error);
  EXPECT_THROW(run(""), Error);
  EXPECT_THROW(run("main", "80/20"), Error);
  EXPECT_TRUE(split_plans(project_).empty());
}

}  // namespace
}  // namespace facepoint
