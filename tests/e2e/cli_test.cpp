// The command line on the sample, from import to export.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "program.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string without_lines_of(const std::string& text, const std::string& word) {
  std::istringstream in(text);
  std::string kept;
  for (std::string line; std::getline(in, line);) {
    if (line.find(word) == std::string::npos) kept += line + "\n";
  }
  return kept;
}

class CommandLine : public testing::Test {
 protected:
  TempDir dir_;
  fs::path sample_ = source_dir() / "data/sample";
  std::string project_ = (dir_ / "p.facepoint").string();

  ProgramResult run(const std::vector<std::string>& arguments) {
    return run_program(FACEPOINT_PROGRAM, arguments);
  }
  ProgramResult import_sample() { return run({"import", project_, sample_.string()}); }
  // Without what differs from machine to machine.
  std::string plain(const std::string& text) {
    return replace_all(replace_all(text, sample_.string(), "SAMPLE"), dir_.path().string(), "DIR");
  }
};

TEST_F(CommandLine, HelpNamesEveryCommand) {
  const ProgramResult help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command :
       {"import", "info", "check", "mend", "duplicates", "split", "export", "edit", "annotate",
        "predict", "train", "cross-predict", "evaluate", "snapshot", "snapshots", "diff", "restore",
        "annotators", "agreement"}) {
    EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + command));
    const ProgramResult one = run({command, "--help"});
    EXPECT_EQ(one.exit_code, 0);
    EXPECT_THAT(one.out, HasSubstr("Usage: facepoint " + std::string(command)));
  }
  EXPECT_THAT(run({"--version"}).out, HasSubstr("facepoint 0."));
}

TEST_F(CommandLine, ImportSaysWhatItFound) {
  const ProgramResult result = run({"import", project_, sample_.string(), "--details", "0"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  // How many points coincide depends on the drawing, which may improve.
  expect_golden("import_sample.txt", without_lines_of(plain(result.out), "coincident"));
  EXPECT_THAT(result.err, HasSubstr("Reading pictures"));
}

TEST_F(CommandLine, ImportListsAsManyFindingsAsItIsTold) {
  const std::string out = run({"import", project_, sample_.string(), "--details", "2"}).out;
  EXPECT_THAT(out, HasSubstr("    test/Chiara_Moreau_11.jpg: its content is png\n"));
  EXPECT_THAT(out, HasSubstr("    ... and 1 more\n"));
}

TEST_F(CommandLine, AnImportsReportTakesNoLabelFilesPlace) {
  const fs::path labels = dir_ / "labels.csv";
  write_text(labels, "mine");
  const ProgramResult result =
      run({"import", project_, sample_.string(), "--report", labels.string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("labels.csv: this file exists"));
  EXPECT_EQ(read_file(labels), "mine");
  EXPECT_FALSE(fs::exists(project_));
}

TEST_F(CommandLine, ImportingTheSampleAgainChangesNothing) {
  import_sample();
  const ProgramResult again = import_sample();
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.out, HasSubstr("Nothing changed"));
}

TEST_F(CommandLine, ImportStopsWhereLabelsWouldBeWrongUntilSomebodyChooses) {
  // The sample with x and y exchanged.
  const fs::path spoilt = dir_ / "spoilt";
  fs::create_directories(spoilt);
  fs::create_directory_symlink(sample_ / "training", spoilt / "training");
  std::istringstream rows(read_file(sample_ / "training_frames_keypoints.csv"));
  std::string csv;
  std::string line;
  for (bool header = true; std::getline(rows, line); header = false) {
    std::istringstream cells(line);
    std::string name;
    std::getline(cells, name, ',');
    csv += header ? line : name;
    for (std::string x, y; !header && std::getline(cells, x, ',') && std::getline(cells, y, ',');) {
      csv += "," + y + "," + x;
    }
    csv += "\n";
  }
  write_text(spoilt / "training_frames_keypoints.csv", csv);

  const ProgramResult refused = run({"import", project_, spoilt.string()});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.out, HasSubstr("% sure: Read as (y, x)"));
  EXPECT_THAT(refused.err, HasSubstr("--yes"));
  EXPECT_FALSE(fs::exists(project_));

  EXPECT_EQ(run({"import", project_, spoilt.string(), "--axes", "zz"}).exit_code, 2);
  EXPECT_EQ(run({"import", project_, spoilt.string(), "--yes", "--as-is"}).exit_code, 2);

  const std::string page = (dir_ / "faces.html").string();
  const ProgramResult drawn = run({"import", project_, spoilt.string(), "--preview", page});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
  EXPECT_THAT(read_file(page), HasSubstr("Mended: 68 of 68 points inside"));
  EXPECT_FALSE(fs::exists(project_));

  const auto exported = [&](const std::vector<std::string>& options) {
    const std::string project =
        (dir_ / ("p" + std::to_string(options.size()) + options[0])).string();
    std::vector<std::string> import{"import", project, spoilt.string()};
    import.insert(import.end(), options.begin(), options.end());
    EXPECT_EQ(run(import).exit_code, 0);
    const std::string out = project + ".out";
    EXPECT_EQ(run({"export", project, "--out", out}).exit_code, 0);
    return read_file(fs::path(out) / "training_frames_keypoints.csv");
  };
  const std::string right = read_file(sample_ / "training_frames_keypoints.csv");
  EXPECT_EQ(exported({"--yes"}), right);
  EXPECT_EQ(exported({"--axes", "yx"}), right);
  EXPECT_EQ(exported({"--as-is"}), csv);
}

TEST_F(CommandLine, ExportsTheSampleInAnotherScheme) {
  import_sample();
  const std::string out = (dir_ / "five").string();
  const ProgramResult result = run({"export", project_, "--scheme", "five5", "--out", out});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Converted from another scheme: 37 faces"));
  EXPECT_THAT(read_file(fs::path(out) / "keypoints.csv"),
              testing::StartsWith(",0,1,2,3,4,5,6,7,8,9\n"));
}

TEST_F(CommandLine, InfoAndSplitDescribeTheSample) {
  import_sample();
  const ProgramResult split = run({"split", project_, "--name", "main", "--ratios", "60/20/20"});
  EXPECT_EQ(split.exit_code, 0) << split.err;
  expect_golden("split_sample.txt", plain(split.out));
  const ProgramResult info = run({"info", project_});
  EXPECT_EQ(info.exit_code, 0) << info.err;
  expect_golden("info_sample.txt", plain(info.out));
  const ProgramResult folds = run({"split", project_, "--name", "five", "--folds", "5"});
  EXPECT_EQ(folds.exit_code, 0) << folds.err;
  EXPECT_THAT(folds.out, HasSubstr("No image is in fold-1: another --seed"));
}

TEST_F(CommandLine, ExportsWhatItImportedByteForByte) {
  import_sample();
  const ProgramResult result = run({"export", project_, "--out", (dir_ / "out").string()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  expect_golden("export_sample.txt", plain(result.out));
  for (const char* csv : {"training_frames_keypoints.csv", "test_frames_keypoints.csv"}) {
    EXPECT_EQ(read_file(dir_ / "out" / csv), read_file(sample_ / csv));
  }
}

TEST_F(CommandLine, ExportsTheSameSplitEveryTime) {
  import_sample();
  run({"split", project_, "--name", "main"});
  run({"export", project_, "--out", (dir_ / "a").string(), "--split", "main"});
  run({"export", project_, "--out", (dir_ / "b").string(), "--split", "main"});
  for (const char* file : {"train.csv", "val.csv", "test.csv", "manifest.json"}) {
    EXPECT_EQ(read_file(dir_ / "a/main" / file), read_file(dir_ / "b/main" / file));
  }
}

// The sample's test labels with the first point of the first face moved by 3 and 4 pixels.
fs::path corrected_copy(const fs::path& sample, const fs::path& folder) {
  fs::create_directories(folder);
  std::string csv = read_file(sample / "test_frames_keypoints.csv");
  const std::size_t number = csv.find(".jpg,") + 5;
  const std::size_t comma = csv.find(',', number);
  const std::size_t end = csv.find(',', comma + 1);
  const double x = std::stod(csv.substr(number, comma - number)) + 3;
  const double y = std::stod(csv.substr(comma + 1, end - comma - 1)) + 4;
  csv.replace(
      number, end - number,
      std::to_string(static_cast<int>(x)) + ".0," + std::to_string(static_cast<int>(y)) + ".0");
  write_text(folder / "test_frames_keypoints.csv", csv);
  return folder / "test_frames_keypoints.csv";
}

TEST_F(CommandLine, ASnapshotIsComparedExportedAndRestored) {
  import_sample();
  EXPECT_THAT(run({"snapshot", project_, "v1", "--note", "as imported"}).out,
              HasSubstr("Snapshot v1: 37 faces, 37 with a label"));
  EXPECT_EQ(run({"snapshot", project_, "v1"}).exit_code, 1);
  const fs::path corrected = corrected_copy(sample_, dir_ / "sample");
  EXPECT_EQ(run({"import", project_, corrected.string(), "--name", "sample"}).exit_code, 0);
  const ProgramResult diff = run({"diff", project_, "v1", "--out", (dir_ / "d.html").string()});
  EXPECT_EQ(diff.exit_code, 0) << diff.err;
  EXPECT_THAT(diff.out, HasSubstr("From v1 to now: 1 face differs"));
  EXPECT_THAT(diff.out, HasSubstr("1 point moved by 5.0 px"));
  EXPECT_THAT(diff.out, HasSubstr("by import"));
  EXPECT_THAT(read_file(dir_ / "d.html"), HasSubstr("data:image/jpeg;base64,"));
  EXPECT_THAT(run({"snapshots", project_}).out, HasSubstr("differ"));

  const auto test_csv = [&](const std::string& folder, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"export",      project_, "--format",
                                          "udacity-csv", "--out",  (dir_ / folder).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(run(arguments).exit_code, 0);
    return read_file(dir_ / folder / "test_frames_keypoints.csv");
  };
  const std::string original = read_file(sample_ / "test_frames_keypoints.csv");
  EXPECT_EQ(test_csv("now", {}), read_file(corrected));
  EXPECT_EQ(test_csv("then", {"--snapshot", "v1"}), original);
  EXPECT_THAT(run({"restore", project_, "v1"}).out, HasSubstr("Restored v1 as one change"));
  EXPECT_EQ(test_csv("restored", {}), original);
  EXPECT_THAT(run({"restore", project_, "v1"}).out, HasSubstr("Nothing to do"));
  EXPECT_THAT(run({"snapshots", project_, "v1", "--json"}).out, HasSubstr("\"same_as_now\": true"));
}

TEST_F(CommandLine, AnotherAnnotatorIsComparedWithTheLabelsAndMerged) {
  import_sample();
  const fs::path mia = corrected_copy(sample_, dir_ / "mia");
  const ProgramResult taken =
      run({"annotators", "import", project_, mia.string(), "--name", "Mia"});
  EXPECT_EQ(taken.exit_code, 0) << taken.out << taken.err;
  EXPECT_THAT(run({"annotators", project_}).out, HasSubstr("Mia"));
  const ProgramResult agreement = run({"agreement", project_, "--plot", (dir_ / "a.svg").string()});
  EXPECT_EQ(agreement.exit_code, 0) << agreement.err;
  EXPECT_THAT(agreement.out, HasSubstr("Mia, import"));
  EXPECT_THAT(read_file(dir_ / "a.svg"), HasSubstr("</svg>"));
  const ProgramResult merged = run({"export", project_, "--format", "udacity-csv", "--merge",
                                    "median", "--out", (dir_ / "merged").string()});
  EXPECT_THAT(merged.out, HasSubstr("Merged from several people"));
  EXPECT_EQ(read_file(dir_ / "merged/training_frames_keypoints.csv"),
            read_file(sample_ / "training_frames_keypoints.csv"));
  EXPECT_EQ(run({"annotators", "import", project_, mia.string(), "--name", "import"}).exit_code, 2);
}

TEST_F(CommandLine, MendFollowsTheRemediesOfTheLastCheck) {
  import_sample();
  EXPECT_EQ(run({"mend", project_, "--rule", "swapped"}).exit_code, 1);  // never checked
  EXPECT_EQ(run({"check", project_, "--no-network"}).exit_code, 0);
  const ProgramResult tried = run({"mend", project_, "--rule", "swapped", "--dry-run"});
  EXPECT_THAT(tried.out, HasSubstr("1 label would be mended"));
  const ProgramResult mended = run({"mend", project_, "--rule", "swapped"});
  EXPECT_EQ(mended.exit_code, 0) << mended.err;
  EXPECT_THAT(mended.out, HasSubstr("1 label mended, as one change"));
  EXPECT_THAT(run({"check", project_, "--no-network"}).out, Not(HasSubstr("swapped")));
}

TEST_F(CommandLine, CheckListsThoseFacesThatAQueryNames) {
  import_sample();
  const std::string all = run({"check", project_, "--no-network"}).out;
  ASSERT_THAT(all, AllOf(HasSubstr("training/"), HasSubstr("test/")));
  EXPECT_THAT(run({"check", project_, "--no-network", "--where", "path:test/*"}).out,
              AllOf(Not(HasSubstr("training/")), HasSubstr("test/")));
  EXPECT_EQ(run({"check", project_, "--where", "nonsense"}).exit_code, 2);
}

TEST_F(CommandLine, CheckNamesTheDatasetOfAFaceWhereThereAreSeveral) {
  import_sample();
  const std::string alone = run({"check", project_, "--no-network"}).out;
  EXPECT_THAT(alone, AllOf(HasSubstr(" %  training/"), Not(HasSubstr("other/"))));
  EXPECT_EQ(run({"import", project_, sample_.string(), "--name", "other"}).exit_code, 0);
  const ProgramResult both = run({"check", project_, "--no-network", "--top", "1000"});
  EXPECT_THAT(both.out, AllOf(HasSubstr(" %  other/training/"), Not(HasSubstr(" %  training/"))));
  EXPECT_THAT(run({"check", project_, "--no-network", "--json"}).out,
              HasSubstr(R"("dataset": "other")"));
}

// Its separators are not mended before the mapping reads them.
TEST_F(CommandLine, LabelsOfAMappingAreExaminedToo) {
  const std::string exchanged =
      R"({"image": "file", "x": "{name}_y", "y": "{name}_x", "delimiter": ";", "decimal": ","})";
  write_file_atomically(dir_ / "theirs.json", exchanged);
  write_file_atomically(
      dir_ / "own.json",
      R"({"image": "file", "x": "{name}_x", "y": "{name}_y", "delimiter": ";", "decimal": ","})");
  import_sample();
  run({"export", project_, "--format", "mapping-csv", "--mapping", (dir_ / "own.json").string(),
       "--out", (dir_ / "out").string()});
  const std::string other = (dir_ / "other.facepoint").string();
  const auto import_with = [&](const char* mapping) {
    return run({"import", other, (dir_ / "out/keypoints.csv").string(), "--images",
                sample_.string(), "--mapping", (dir_ / mapping).string()});
  };
  const ProgramResult wrong = import_with("theirs.json");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("axes"));
  EXPECT_FALSE(fs::exists(other));
  const ProgramResult right = import_with("own.json");
  EXPECT_EQ(right.exit_code, 0) << right.out << right.err;
}

TEST_F(CommandLine, WrongUseEndsWithTwoAndSaysWhy) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"no-such-command"},
      {"import"},
      {"import", project_},
      {"split", project_, "--name", "a/b"},
      {"split", project_, "--name", "a", "--ratios", "x"},
      {"export", project_, "--out", "o", "--format", "jpeg"},
      {"export", project_, "--out", "o", "--where", "shoe:43"},
  };
  for (const auto& arguments : wrong) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(arguments);
    EXPECT_THAT(result.err, HasSubstr("--help"));
  }
}

TEST_F(CommandLine, FailureEndsWithOneAndNamesTheFile) {
  const ProgramResult result = run({"info", project_});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("p.facepoint"));
  EXPECT_EQ(run({"import", project_, (dir_ / "nowhere").string()}).exit_code, 1);
}

TEST_F(CommandLine, AnImportThatLeavesSomethingOutEndsWithThree) {
  fs::copy(sample_, dir_ / "data", fs::copy_options::recursive);
  write_text(dir_ / "data/test/Nobody_01.jpg", "no picture");
  const ProgramResult result = run(
      {"import", project_, (dir_ / "data").string(), "--report", (dir_ / "report.json").string()});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("test/Nobody_01.jpg"));
  EXPECT_THAT(read_file(dir_ / "report.json"), HasSubstr("unreadable-image"));
}

TEST_F(CommandLine, InterruptedItEndsWith130AndTheNextImportCompletesIt) {
  fs::create_directories(dir_ / "many");
  fs::copy(sample_ / "training", dir_ / "many/training");
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(dir_ / "many/training")) {
    pictures.push_back(entry.path());
  }
  for (int copy = 0; copy < 60; ++copy) {
    const fs::path folder = dir_ / ("many/copy" + std::to_string(copy));
    fs::create_directories(folder);
    for (const fs::path& picture : pictures) {
      fs::create_hard_link(picture, folder / picture.filename());
    }
  }
  const std::vector<std::string> arguments = {"import", project_, (dir_ / "many").string(),
                                              "--details", "0"};
  const ProgramResult cut =
      run_program(FACEPOINT_PROGRAM, arguments, {}, [&] { return fs::exists(project_ + "-wal"); });
  EXPECT_EQ(cut.exit_code, 130);
  EXPECT_THAT(cut.err, HasSubstr("cancelled"));
  const ProgramResult rest = run(arguments);
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_THAT(run({"info", project_}).out, HasSubstr("1,708"));
}

TEST_F(CommandLine, HelpAndInfoNeverLoadLibTorch) {
  import_sample();
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--help"}, std::vector<std::string>{"info", project_}}) {
    const ProgramResult result = run_program(FACEPOINT_PROGRAM, arguments, {"LD_DEBUG=files"});
    EXPECT_THAT(result.err, HasSubstr("libopencv_core"));  // the trace works
    EXPECT_THAT(result.err, Not(HasSubstr("libtorch")));
  }
}

// What the sample becomes in each format, taken into another project and written again.
TEST_F(CommandLine, LabelsGoThroughEveryFormatAndBack) {
  write_file_atomically(dir_ / "own.json",
                        R"({"image": "file", "x": "{name}_x", "y": "{name}_y", "origin": 1,
                            "delimiter": ";", "decimal": ",", "missing": [""]})");
  import_sample();
  for (const std::string format :
       {"udacity-csv", "pts", "ljson", "wflw", "hrnet-csv", "coco", "yolo-pose", "dlib-xml",
        "cvat-xml", "label-studio", "labelme", "mapping-csv"}) {
    SCOPED_TRACE(format);
    std::vector<std::string> mapping;
    if (format == "mapping-csv") mapping = {"--mapping", (dir_ / "own.json").string()};
    const auto with_mapping = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.end(), mapping.begin(), mapping.end());
      return run(arguments);
    };
    const fs::path data = dir_ / format;
    for (const char* folder : {"training", "test"}) {
      fs::create_directories(data);
      fs::copy(sample_ / folder, data / folder, fs::copy_options::recursive);
    }
    const ProgramResult out =
        with_mapping({"export", project_, "--format", format, "--out", (dir_ / "out").string()});
    EXPECT_EQ(out.exit_code, 0) << out.err;
    fs::copy(dir_ / "out", data,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    const std::string other = (dir_ / (format + ".facepoint")).string();
    const ProgramResult in = with_mapping({"import", other, data.string()});
    EXPECT_EQ(in.exit_code, 0) << in.err;
    EXPECT_THAT(in.out, HasSubstr("faces added                                37"));
    const std::string again = (dir_ / "again").string();
    EXPECT_EQ(with_mapping({"export", other, "--format", format, "--out", again}).exit_code, 0);
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(dir_ / "out")) {
      if (!entry.is_regular_file()) continue;
      ++files;
      const fs::path path = fs::relative(entry.path(), dir_ / "out");
      EXPECT_EQ(read_file(entry.path()), read_file(fs::path(again) / path)) << path;
    }
    EXPECT_GT(files, 0U);
    // And on to the format that it came from: the same numbers, but for whole pixels of dlib's.
    const std::string back = (dir_ / "back").string();
    EXPECT_EQ(run({"export", other, "--format", "udacity-csv", "--out", back}).exit_code, 0);
    for (const char* folder : {"out", "again", "back"}) fs::remove_all(dir_ / folder);
  }
}

TEST_F(CommandLine, SaysWhatAFormatCannotHoldAndWhatIsWrongWithAFile) {
  import_sample();
  const ProgramResult unknown =
      run({"export", project_, "--format", "xyz", "--out", (dir_ / "out").string()});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("there are udacity-csv, pts, ljson, wflw"));
  fs::create_directories(dir_ / "bad");
  write_file_atomically(
      dir_ / "bad/labels.json",
      "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}],\n\"annotations\": [\n"
      "{\"image_id\": 1, \"keypoints\": [1, 2, 3]}]}");
  const ProgramResult bad =
      run({"import", (dir_ / "b.facepoint").string(), (dir_ / "bad").string()});
  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.out, HasSubstr("labels.json:3:1: 3 numbers in keypoints"));
  const ProgramResult no_label =
      run({"import", (dir_ / "c.facepoint").string(), (sample_ / "README.md").string()});
  EXPECT_EQ(no_label.exit_code, 1);
  EXPECT_THAT(no_label.err, HasSubstr("--format"));
}

TEST_F(CommandLine, GoesFromKagglesFilesToASubmission) {
  std::string grey;
  for (int i = 0; i < 96 * 96; ++i) grey += (i == 0 ? "" : " ") + std::to_string(i % 251);
  std::string header;
  for (const char* point : {"left_eye_center", "right_eye_center", "nose_tip"}) {
    header += std::string(point) + "_x," + point + "_y,";
  }
  fs::create_directories(dir_ / "kaggle");
  write_file_atomically(dir_ / "kaggle/training.csv",
                        header + "Image\n66.25,39,30,36.5,,," + grey + "\n");
  write_file_atomically(dir_ / "kaggle/test.csv", "ImageId,Image\n1," + grey + "\n");
  write_file_atomically(dir_ / "kaggle/IdLookupTable.csv",
                        "RowId,ImageId,FeatureName,Location\n1,1,left_eye_center_x,\n");
  const ProgramResult of_ibug68 =
      run({"import", (dir_ / "other.facepoint").string(), (dir_ / "kaggle").string()});
  EXPECT_NE(of_ibug68.exit_code, 0) << "nose_tip is a point of ibug68 too, but the others are not";
  EXPECT_THAT(of_ibug68.out + of_ibug68.err, HasSubstr("kaggle15"));
  const std::string kaggle = (dir_ / "k.facepoint").string();
  const ProgramResult in =
      run({"import", kaggle, (dir_ / "kaggle").string(), "--scheme", "kaggle15"});
  EXPECT_EQ(in.exit_code, 0) << in.err;
  EXPECT_THAT(in.out, HasSubstr("images added                               2"));
  EXPECT_TRUE(fs::exists(dir_ / "kaggle/test_images/00001.png"));
  const ProgramResult out =
      run({"export", kaggle, "--format", "kaggle-submission", "--lookup",
           (dir_ / "kaggle/IdLookupTable.csv").string(), "--out", (dir_ / "out").string()});
  EXPECT_EQ(out.exit_code, 0) << out.err;
  EXPECT_THAT(out.out, HasSubstr("1 rows without a point"));
  EXPECT_EQ(read_file(dir_ / "out/submission.csv"), "RowId,Location\n1,48\n");
}

}  // namespace
}  // namespace facepoint::test
