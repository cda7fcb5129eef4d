// What a report says, as plain values: gathered by tasks/report.cpp, written by report/page.h,
// which knows no project. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "landmark/keypoints.h"
#include "store/pace.h"
#include "tasks/compare_models.h"
#include "tasks/split.h"

namespace facepoint::report {

struct Count {
  std::string name;
  std::int64_t count = 0;
};

// counts[i] lies between edges[i] and edges[i + 1]; what lies beyond counts in the bins at the
// ends.
struct Histogram {
  std::vector<double> edges;
  std::vector<std::int64_t> counts;

  explicit Histogram(std::vector<double> bin_edges = {});
  void add(double value);
  std::int64_t total() const;
};

struct DatasetFigures {
  std::string name;
  std::string scheme;  // title
  std::int64_t images = 0;
  std::int64_t unreadable = 0;  // images
  std::int64_t unlabelled = 0;  // images without a labelled face
  std::int64_t labels = 0;      // faces with a label
  std::int64_t proposals = 0;   // faces that are only proposed
  std::int64_t people = 0;      // 0: not known
  std::int64_t clips = 0;
  std::int64_t bytes = 0;
  std::vector<std::string> label_formats;
};

struct DataFigures {
  std::vector<DatasetFigures> datasets;
  std::int64_t images = 0;
  std::int64_t faces = 0;
  std::int64_t labels = 0;
  std::vector<Count> statuses;       // of faces, in the order of kFaceStatuses
  std::vector<Count> schemes;        // of faces; the most frequent first, as the following
  std::vector<Count> formats;        // of images
  std::vector<Count> sizes;          // of images by the longer side, the smallest first
  std::vector<Count> official;       // of images: the datasets' own parts
  std::vector<Count> images_a_face;  // "1 face": images with as many
};

// A stretch of a quantity in which few faces lie.
struct ThinPlace {
  std::string what;  // "turned by more than 45° to the image's left"
  std::string query;
  std::int64_t faces = 0;
};
struct Coverage {
  Histogram values;
  std::vector<ThinPlace> thin;
};
struct CoverageFigures {
  Coverage yaw;         // degrees
  Coverage size;        // of the face's box in pixels
  Coverage brightness;  // of the image, 0 to 255
  Coverage sharpness;   // of the image: variance of the Laplacian
};

// A face to look at: a square crop with the points over it.
struct FacePicture {
  std::string name;  // dataset and path
  std::string scheme;
  std::string jpeg;  // bytes; empty: the picture could not be read
  int side = 0;      // of the crop, pixels
  Keypoints label;   // in pixels of the crop
  Keypoints predicted;
  std::vector<int> marked;  // points; empty: none in particular
  double value = 0;         // chance of being wrong, or NME
  std::string reason;
  std::string remedy;
};

struct RuleFigures {
  std::string rule;
  std::string example;  // a reason
  std::int64_t findings = 0;
};
struct FindingFigures {
  bool checked = false;        // ever
  std::int64_t suspected = 0;  // faces that were checked and that nobody has judged since
  double expected_wrong = 0;   // of these, the sum of the chances
  Histogram chances;           // of these
  std::int64_t said_right = 0;
  std::int64_t said_wrong = 0;
  std::vector<RuleFigures> rules;  // the most frequent first
  std::vector<FacePicture> worst;
  // About whole pictures and datasets: which, and the reason.
  std::vector<std::pair<std::string, std::string>> others;
  std::int64_t all_others = 0;  // also those that are not listed
};

struct SourceAgreement {
  std::string name;
  Histogram nme;  // over the inter-ocular distance
  double median = 0;
  double above_8 = 0;  // share of faces
  // Label less CNN, medians over the distance of the eyes, one a region; in the frame of the
  // upright face.
  std::vector<Point> offsets;
};
struct RegionAgreement {
  std::string title;
  Point center;       // in the frame of the mean face
  double median = 0;  // distance over the inter-ocular distance
};
struct AgreementFigures {
  std::string scheme;
  std::int64_t other_schemes = 0;  // faces that were left out for it
  std::int64_t faces = 0;
  std::int64_t out_of_fold = 0;
  std::vector<SourceAgreement> sources;
  std::vector<RegionAgreement> regions;
  Keypoints mean_face;      // see landmark/mean_shape.h
  double inter_ocular = 1;  // of the mean face
};

struct ModelFigures {
  std::string name;
  ModelScore score;
  std::vector<FacePicture> worst;
};

struct PaceFigures {
  Pace pace;
  std::vector<WorkDay> days;
};

struct Report {
  std::string project;  // the file's name without its ending
  std::string created;  // UTC
  std::string where;    // empty: everything
  DataFigures data;
  CoverageFigures coverage;
  FindingFigures findings;
  AgreementFigures agreement;
  std::vector<SplitReport> splits;
  std::vector<ModelFigures> models;  // the newest first
  PaceFigures pace;
};

}  // namespace facepoint::report
