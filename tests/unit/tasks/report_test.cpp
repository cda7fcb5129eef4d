#include "tasks/report.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <regex>

#include "base/error.h"
#include "base/files.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/fold_predictions.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/pace.h"
#include "tasks/compare_models.h"
#include "tasks/report/html.h"
#include "tasks/report/svg_plot.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

using namespace test;

constexpr std::array kSections{"data",   "coverage", "findings", "agreement",
                               "splits", "models",   "pace"};

class Report : public testing::Test {
 protected:
  TempDir dir_;
  std::filesystem::path data_ = dir_ / "small";
  Project project_ = Project::create(dir_ / "p.facepoint");

  void import(const std::string& name = {}) {
    write_small_dataset(data_);
    import_from(project_, data_, name);
  }

  ReportResult run(ReportOptions options = {}) {
    options.out = dir_ / "report.html";
    JobContext job;
    return run_report(project_, options, job);
  }
  std::string page() const { return read_file(dir_ / "report.html"); }
  bool says(const std::string& text) const { return page().find(text) != std::string::npos; }
  int count(const std::string& text) const {
    int n = 0;
    const std::string html = page();
    for (auto at = html.find(text); at != std::string::npos; at = html.find(text, at + 1)) ++n;
    return n;
  }

  std::vector<LabelledFace> labels() { return labelled_faces(project_); }

  // Every label is suspicious with these chances, in the store's order.
  void suspect(const std::vector<double>& chances, const std::string& reason) {
    std::vector<Finding> findings;
    std::vector<Suspicion> suspicions;
    const auto faces = labels();
    for (std::size_t i = 0; i < faces.size(); ++i) {
      const RevisionId revision = faces[i].revision.id;
      suspicions.push_back({faces[i].face.id, revision, chances.at(i)});
      if (chances[i] < 0.5) continue;
      findings.push_back({{},
                          faces[i].image.id,
                          faces[i].face.id,
                          revision,
                          "point",
                          chances[i],
                          {30, 31},
                          reason,
                          "renumber"});
    }
    replace_findings(project_, findings, suspicions);
  }

  // The CNN sees every point so many pixels beside its label.
  void predict(double dx, double dy) {
    for (const LabelledFace& face : labels()) {
      Keypoints points = face.revision.points;
      for (Landmark& point : points) point.position = point.position + Point{dx, dy};
      put_fold_prediction(project_, {face.face.id, face.revision.id, 0, "digest", points,
                                     std::vector<double>(points.size(), 1), 1});
    }
  }

  void plan(const std::string& name, std::optional<int> folds = {}) {
    SplitOptions options;
    options.name = name;
    if (!folds) options.ratios = "40/30/30";
    options.folds = folds;
    JobContext job;
    run_split(project_, options, job);
  }
};

TEST_F(Report, AnEmptyProjectGivesAPageThatSaysWhatToDo) {
  const ReportResult result = run();
  for (const std::string section : kSections) {
    EXPECT_TRUE(says("<section id=\"" + section + "\">")) << section;
  }
  EXPECT_TRUE(says("facepoint import p.facepoint"));
  EXPECT_EQ(result.images, 0);
  EXPECT_EQ(result.bytes, std::ssize(page()));
}

TEST_F(Report, WhatIsNotKnownYetIsToldWithTheCommandThatFillsIt) {
  import();
  run();
  for (const std::string section : kSections) {
    EXPECT_TRUE(says("<section id=\"" + section + "\">")) << section;
  }
  for (const std::string command : {"check", "cross-predict", "split", "evaluate", "edit"}) {
    EXPECT_TRUE(says("facepoint " + command + " p.facepoint")) << command;
  }
}

TEST_F(Report, CountsWhatTheStoreHolds) {
  import("ytf");
  run();
  EXPECT_TRUE(says("5 images of 1 dataset with 4 faces, of which 4 are labelled."));
  // Images, not readable, without label, labels, only proposed, people.
  EXPECT_TRUE(says("<tr><td>ytf</td><td>5</td><td>0</td><td>1</td><td>4</td><td>0</td><td>3</td>"));
  EXPECT_TRUE(says("<td>up to 128</td>"));
}

TEST_F(Report, SumsTheChancesAndShowsTheMostSuspiciousFacesFirst) {
  import();
  suspect({0.5, 0.9, 0.125, 0.6}, "It lies aside.");
  const ReportResult result = run();
  EXPECT_TRUE(says("2 labels of 4 that were checked"));  // 2.125
  const std::string html = page();
  EXPECT_LT(html.find("90 % likely wrong"), html.find("60 % likely wrong"));
  EXPECT_LT(html.find("60 % likely wrong"), html.find("50 % likely wrong"));
  EXPECT_TRUE(says("Remedy: Exchange left and right"));
  EXPECT_EQ(count("<td>point</td>"), 1);
  EXPECT_EQ(result.pictures, 4);
  EXPECT_EQ(count("data:image/jpeg;base64,"), 4);
  EXPECT_EQ(count("class=\"ring\" cx"), 3 * 2 + 1);  // and one in the key
}

TEST_F(Report, WithoutPicturesItShowsNobody) {
  import();
  suspect({0.5, 0.9, 0.125, 0.6}, "It lies aside.");
  ReportOptions options;
  options.pictures = 0;
  EXPECT_EQ(run(options).pictures, 0);
  EXPECT_EQ(count("<image"), 0);
}

TEST_F(Report, NeedsNothingButItself) {
  import();
  predict(1, 0);
  suspect({0.5, 0.9, 0.125, 0.6}, "It lies aside.");
  plan("main");
  run();
  const std::string html = page();
  const std::regex outside(R"((href|src)="(?!#|data:)|url\(|@import|<script)");
  std::smatch found;
  EXPECT_FALSE(std::regex_search(html, found, outside)) << found.str();
}

TEST_F(Report, EscapesEveryText) {
  import("<b>&\"");
  suspect({0.5, 0.9, 0.125, 0.6}, "</p><script>alert('x')</script>");
  plan("a' &amp;");
  run();
  EXPECT_FALSE(says("<script"));
  EXPECT_FALSE(says("<b>&\""));
  EXPECT_FALSE(says("a' &amp;"));
  EXPECT_TRUE(says("&lt;b&gt;&amp;&quot;"));
  EXPECT_TRUE(says("&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  EXPECT_TRUE(says("a&#39; &amp;amp;"));
}

TEST_F(Report, TellsWhereTheLabelsLieBesideTheCnn) {
  import();
  predict(-1.8, 0);  // the outer eye corners are 18 pixels apart
  run();
  EXPECT_TRUE(says("4 labels beside the CNN&#39;s points"));
  EXPECT_TRUE(says("all of them by a network that never saw the person"));
  EXPECT_TRUE(says("<td>10.00 %</td><td>100.0 %</td>"));  // median, and above 8 %
  EXPECT_TRUE(says("Systematic offsets"));
}

TEST_F(Report, ShowsThePlansAndTheirLeaksBesideThePublishedSplit) {
  import();
  plan("main");
  plan("other");
  run();
  EXPECT_TRUE(says("<h3>main, by identity, seed 1</h3>"));
  EXPECT_TRUE(says("<h3>other, by identity, seed 1</h3>"));
  EXPECT_TRUE(says("<tr><td>people</td><td>0 of 3</td><td>1 of 3</td></tr>"));
  ReportOptions only;
  only.split = "main";
  run(only);
  EXPECT_FALSE(says("<h3>other"));
  only.split = "nonsense";
  EXPECT_THROW(run(only), Error);
}

TEST_F(Report, ShowsTheFoldsOfAPlan) {
  import();
  plan("folded", 3);
  run();
  EXPECT_TRUE(says("<h3>folded, by identity, seed 1</h3>"));
  for (const std::string fold : {"fold-1", "fold-2", "fold-3"}) {
    EXPECT_EQ(count("<tr><td>" + fold + "</td>"), 1) << fold;
  }
  EXPECT_TRUE(says("<td>33.3 %</td>"));  // wanted
}

TEST_F(Report, ShowsWhatModelsWereMeasuredAt) {
  import("ytf");
  plan("main");
  const LabelledFace face = labels().front();
  ModelEvaluation evaluation;
  evaluation.model.digest = "0123456789abcdef";
  evaluation.all.faces = 4;
  evaluation.all.mean_nme = 0.0425;
  evaluation.by_dataset.emplace_back("ytf", evaluation.all);
  evaluation.ced = {{0, 0}, {0.05, 0.5}, {0.1, 1}};
  FaceError error;
  error.nme_inter_ocular = 0.123;
  evaluation.faces.push_back({"x.jpg", "ytf", face.face.id, error, 0.5, face.revision.points});
  EvaluateReport report;
  report.split = "main";
  report.part = "train";
  report.detector = "labels";
  report.models = {evaluation};
  EvaluateOptions measured;
  measured.split = "main";
  measured.detector = "labels";
  for (const std::string part : {"train", "val", "test"}) {  // one of them has labels
    measured.part = part;
    try {
      report.subject = subject_of(project_, measured);
      keep_scores(project_, measured, report);
      break;
    } catch (const Error&) {
      continue;
    }
  }
  ASSERT_EQ(kept_scores(project_).size(), 1U);
  const ReportResult result = run();
  EXPECT_TRUE(says("model 01234567 (main, train, the labels&#39; box)"));
  EXPECT_TRUE(says("<td>4.25 %</td>"));
  EXPECT_TRUE(says("model 01234567, ytf"));
  EXPECT_TRUE(says("NME 12.30 %"));
  EXPECT_EQ(result.pictures, 1);
  FaceEdit take_away;
  take_away.face = face.face.id;
  take_away.status = FaceStatus::kDeleted;
  apply_change(project_, "Delete", {take_away});
  EXPECT_EQ(run().pictures, 0) << "it is nobody's face any more";
}

TEST_F(Report, TakesTheMeasurementsOfAPlansFoldsForThePlans) {
  import("ytf");
  plan("k", 3);
  ReportOptions options;
  options.split = "k/2";
  EXPECT_NO_THROW(run(options));
  EXPECT_TRUE(says("k/2"));
  options.split = "k/4";
  EXPECT_THROW(run(options), Error);
}

TEST_F(Report, OnlyProposedIsWhatWaitsForADecision) {
  import("ytf");
  NewFace proposed;
  proposed.image = images(project_).at(0).id;
  proposed.scheme = "ibug68";
  proposed.box = {0, 0, 20, 20};
  proposed.status = FaceStatus::kProposed;
  add_face(project_, proposed);
  proposed.status = FaceStatus::kRejected;
  add_face(project_, proposed);
  run();
  EXPECT_TRUE(says("<tr><td>ytf</td><td>5</td><td>0</td><td>1</td><td>4</td><td>1</td><td>3</td>"));
}

TEST_F(Report, TellsThePaceOfTheWork) {
  import();
  const FaceId face = labels().front().face.id;
  add_work(project_, {face, 4, 2, true});
  add_work(project_, {face, 12, 6, false});
  run();
  EXPECT_TRUE(says("<td>a proposal of the CNN</td><td>1</td><td>4.0 s</td><td>2.0</td>"));
  EXPECT_TRUE(says("<td>a label</td><td>1</td><td>12.0 s</td><td>6.0</td>"));
}

TEST_F(Report, AQueryChoosesWhatItIsAbout) {
  import();
  suspect({0.5, 0.9, 0.125, 0.6}, "It lies aside.");
  ReportOptions options;
  options.where = "name:Ben*";
  const ReportResult result = run(options);
  EXPECT_EQ(result.images, 1);
  EXPECT_EQ(result.faces, 1);
  EXPECT_TRUE(says("Only what matches name:Ben*"));
  EXPECT_TRUE(says("of 1 that were checked"));
}

TEST_F(Report, APictureThatIsGoneIsToldAndTheRestIsWritten) {
  import();
  suspect({0.5, 0.9, 0.125, 0.6}, "It lies aside.");
  std::filesystem::remove(data_ / "training/Ben_11.jpg");
  const ReportResult result = run();
  EXPECT_EQ(result.pictures, 3);
  ASSERT_EQ(result.skipped.size(), 1U);
  EXPECT_NE(result.skipped.front().find("Ben_11.jpg"), std::string::npos);
  EXPECT_TRUE(says("not readable"));
}

TEST_F(Report, CancelledItWritesNothing) {
  import();
  std::stop_source stop;
  stop.request_stop();
  JobContext job({}, stop.get_token());
  ReportOptions options;
  options.out = dir_ / "report.html";
  EXPECT_THROW(run_report(project_, options, job), Cancelled);
  EXPECT_FALSE(std::filesystem::exists(options.out));
}

TEST_F(Report, RefusesOptionsThatMakeNoSense) {
  ReportOptions options;
  EXPECT_THROW(options.check(), Error);  // no file to write
  options.out = "x.html";
  options.pictures = -1;
  EXPECT_THROW(options.check(), Error);
  options.pictures = 1;
  options.where = "nonsense";
  EXPECT_THROW(options.check(), Error);
}

TEST(ReportHtml, EscapesWhatHasAMeaningAndReplacesWhatIsNoUtf8) {
  EXPECT_EQ(report::escaped("a<b>\"&'"), "a&lt;b&gt;&quot;&amp;&#39;");
  EXPECT_EQ(report::escaped("Zoë \xFF!\xC3"), "Zoë \xEF\xBF\xBD!\xEF\xBF\xBD");
}

TEST(ReportHtml, EncodesBytesOfEveryLength) {
  EXPECT_EQ(report::base64(""), "");
  EXPECT_EQ(report::base64("f"), "Zg==");
  EXPECT_EQ(report::base64("fo"), "Zm8=");
  EXPECT_EQ(report::base64("foo"), "Zm9v");
  EXPECT_EQ(report::base64("\xFF\xFE\xFD!"), "//79IQ==");
}

TEST(ReportPlot, AnAxisHasAFewRoundSteps) {
  const report::Axis axis = report::axis_from_zero("faces", 3300);
  ASSERT_EQ(axis.ticks.size(), 5U);
  EXPECT_EQ(axis.ticks.back().second, "4,000");
  EXPECT_EQ(axis.to, 4000);
  EXPECT_EQ(report::axis_from_zero("share", 0.011, 100, " %").ticks.at(1).second, "0.5 %");
  EXPECT_EQ(report::axis_from_zero("nothing", 0).ticks.front().second, "0.00");
}

TEST(ReportHistogram, CountsWhatLiesBeyondInTheBinsAtTheEnds) {
  report::Histogram histogram({0, 1, 10, 100});
  for (const double value : {-5.0, 0.5, 1.0, 9.9, 10.0, 1000.0}) histogram.add(value);
  EXPECT_EQ(histogram.counts, (std::vector<std::int64_t>{2, 2, 2}));
}

}  // namespace
}  // namespace facepoint
