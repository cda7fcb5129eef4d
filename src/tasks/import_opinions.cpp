#include "tasks/import_opinions.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "formats/pts.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/agreement.h"
#include "tasks/import_remedies.h"
#include "tasks/import_rows.h"
#include "tasks/import_scan.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr double kSameFaceOverlap = 0.3;  // as of an import

std::string without_extension(const std::string& path) {
  return fs::path(path).replace_extension().generic_string();
}

// A .pts file names its picture by its own name: without the extension.
struct Row {
  std::string place;
  std::vector<std::string> names;  // of the picture, the most exact first
  Keypoints points;
};

class OpinionImport {
 public:
  OpinionImport(Project& project, const ImportOpinionsOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job) {}

  ImportOpinionsReport run();

 private:
  void list_images();
  void read(const fs::path& file);
  void read_pts(const fs::path& file);
  KnownDataset dataset_for(const fs::path& file);
  void read_source(const fs::path& file);
  std::vector<ImageId> images_called(const Row& row) const;
  std::optional<Face> face_at(ImageId image, const Rect& box);
  void take(const Row& row);
  void problem(const std::string& place, const std::string& text) {
    report_.problems.push_back({place, text});
  }

  Project& project_;
  const ImportOpinionsOptions& options_;
  JobContext& job_;
  // In any dataset, by what an image may be called: with its extension and without.
  using ImagesByText = std::map<std::string, std::vector<ImageId>>;
  static void note(ImagesByText& images, const std::string& text, ImageId image);
  static const std::vector<ImageId>* find(const ImagesByText& images, const std::string& text);
  ImagesByText by_path_;
  ImagesByText by_name_;  // without folder
  std::vector<Row> rows_;
  std::set<FaceId> taken_;
  ImportOpinionsReport report_;
};

void OpinionImport::note(ImagesByText& images, const std::string& text, ImageId image) {
  images[text].push_back(image);
  const std::string stem = without_extension(text);
  if (stem != text) images[stem].push_back(image);
}

// Null: there is none. What is called so exactly comes before what is so but for the extension.
const std::vector<ImageId>* OpinionImport::find(const ImagesByText& images,
                                                const std::string& text) {
  for (const std::string& key : {text, without_extension(text)}) {
    const auto match = images.find(key);
    if (match != images.end()) return &match->second;
  }
  return nullptr;
}

void OpinionImport::list_images() {
  std::string known;
  for (const Dataset& dataset : datasets(project_)) {
    known += (known.empty() ? "" : ", ") + dataset.name;
    if (!options_.dataset.empty() && dataset.name != options_.dataset) continue;
    for (const Image& image : images_of(project_, dataset.id)) {
      note(by_path_, image.path, image.id);
      note(by_name_, fs::path(image.path).filename().string(), image.id);
    }
  }
  if (!by_path_.empty()) return;
  throw Error(ErrorCode::kNotFound,
              options_.dataset.empty() || known.empty()
                  ? "the project has no pictures; import them first with `facepoint import`"
                  : "no dataset " + options_.dataset + "; there are: " + known);
}

void OpinionImport::read_pts(const fs::path& file) {
  const PtsFile pts = parse_pts(read_file(file));
  if (pts.bad) {
    return problem(file.string() + ":" + std::to_string(pts.bad->line), pts.bad->reason);
  }
  rows_.push_back({file.string(),
                   {fs::absolute(file).lexically_normal().generic_string()},
                   make_keypoints(pts.points)});
}

// A copy of a dataset's own label file finds its pictures as a corrected one would.
KnownDataset OpinionImport::dataset_for(const fs::path& file) {
  std::optional<KnownDataset> first;
  std::optional<KnownDataset> alike;  // has a label file of that name
  for (const Dataset& dataset : datasets(project_)) {
    if (!options_.dataset.empty() && dataset.name != options_.dataset) continue;
    KnownDataset known{dataset, {}};
    bool has_its_like = false;
    for (const SourceFile& source : source_files(project_, dataset.id)) {
      if (source.format != "udacity-csv") continue;
      known.label_files.push_back(source.path);
      has_its_like = has_its_like || fs::path(source.path).filename() == file.filename();
    }
    if (has_its_like && alike) {
      throw Error(ErrorCode::kInvalidInput,
                  "the datasets " + alike->dataset.name + " and " + dataset.name +
                      " have label files of this name; say which is meant with --source",
                  file.string());
    }
    if (has_its_like) {
      alike = std::move(known);
    } else if (!first) {
      first = std::move(known);
    }
  }
  return alike ? *std::move(alike) : *std::move(first);
}

void OpinionImport::read_source(const fs::path& file) {
  const KnownDataset known = dataset_for(file);
  ImportOptions options;
  options.name = known.dataset.name;
  options.scheme = known.dataset.scheme;
  ScannedSource scanned = scan_source(file, options, known, job_);
  follow_known_images(project_, known, scanned, job_);
  for (const ImportFinding& finding : scanned.findings) {
    if (is_failure(finding.kind)) problem(finding.place, finding.text);
  }
  RowReader reader(scanned, job_);
  for (const ScannedLabels& labels : scanned.labels) {
    reader.read_again(labels, [&](ParsedRow row) {
      if (row.points.empty()) return;
      rows_.push_back({place_of(labels.file.path, row.line),
                       {row.image_path, row.image_name},
                       std::move(row.points)});
    });
  }
}

void OpinionImport::read(const fs::path& file) {
  if (file.extension() == ".pts" && fs::is_regular_file(file)) return read_pts(file);
  read_source(file);
}

// More than one: it cannot be told which.
std::vector<ImageId> OpinionImport::images_called(const Row& row) const {
  for (const std::string& name : row.names) {
    // From the whole path to the name alone: "set/training/A_01", "training/A_01", "A_01".
    for (std::string path = name; !path.empty();) {
      if (const std::vector<ImageId>* images = find(by_path_, path)) return *images;
      const std::size_t slash = path.find('/');
      path = slash == std::string::npos ? std::string() : path.substr(slash + 1);
    }
  }
  const std::vector<ImageId>* images = find(by_name_, fs::path(row.names[0]).filename().string());
  return images == nullptr ? std::vector<ImageId>() : *images;
}

std::optional<Face> OpinionImport::face_at(ImageId image, const Rect& box) {
  std::optional<Face> best;
  double most = kSameFaceOverlap;
  for (const Face& face : faces_of(project_, image)) {
    Rect around = face.box;
    if (face.current) around = bounding_box(get_revision(project_, face.current).points);
    const double overlap = intersection_over_union(around, box);
    if (overlap < most || taken_.contains(face.id)) continue;
    most = overlap;
    best = face;
  }
  return best;
}

void OpinionImport::take(const Row& row) {
  const std::vector<ImageId> images = images_called(row);
  if (images.empty()) return problem(row.place, "there is no picture " + row.names[0]);
  if (images.size() > 1) {
    return problem(row.place, "there are " + std::to_string(images.size()) + " pictures called " +
                                  row.names[0] + "; name them by their path, or say --source");
  }
  const Keypoints& points = row.points;
  const std::optional<Face> face = face_at(images.front(), bounding_box(points));
  if (!face)
    return problem(row.place, "no face of " + row.names[0] + " lies where these points do");
  if (SchemeLibrary::standard().get(face->scheme).size() != std::ssize(points)) {
    return problem(row.place, "its points are not those of " + face->scheme);
  }
  taken_.insert(face->id);
  ++(add_opinion(project_, face->id, options_.name, points) ? report_.added : report_.known);
}

ImportOpinionsReport OpinionImport::run() {
  list_images();
  for (const fs::path& file : options_.files) read(file);
  report_.rows = std::ssize(rows_);
  job_.begin_stage("Storing labels", report_.rows);
  project_.transaction([&] {
    std::int64_t done = 0;
    for (const Row& row : rows_) {
      take(row);
      job_.progress(++done, report_.rows);
    }
  });
  job_.finish_stage();
  return std::move(report_);
}

}  // namespace

void ImportOpinionsOptions::check() const {
  if (files.empty()) throw Error(ErrorCode::kInvalidInput, "no label file was named");
  if (name.empty()) throw Error(ErrorCode::kInvalidInput, "say whose labels they are (--name)");
  if (name == kImported || name == kCnn) {
    throw Error(ErrorCode::kInvalidInput,
                "'" + name +
                    "' is how imported labels or the network's are called; take another "
                    "name");
  }
}

ImportOpinionsReport run_import_opinions(Project& project, const ImportOpinionsOptions& options,
                                         JobContext& job) {
  options.check();
  return OpinionImport(project, options, job).run();
}

}  // namespace facepoint
