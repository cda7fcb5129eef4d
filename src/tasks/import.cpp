#include "tasks/import.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/text.h"
#include "formats/mapping_csv.h"
#include "formats/name_pattern.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/duplicates.h"
#include "store/face_metrics.h"
#include "store/images.h"
#include "tasks/import_findings.h"
#include "tasks/import_labels.h"
#include "tasks/import_pictures.h"
#include "tasks/import_remedies.h"
#include "tasks/import_scan.h"

namespace facepoint {
namespace {

constexpr std::size_t kBatch = 100;  // pictures a transaction

bool same(const Image& a, const Image& b) {
  const auto fields = [](const Image& image) {
    return std::tie(image.digest, image.bytes, image.width, image.height, image.format,
                    image.perceptual_hash, image.blur, image.brightness, image.identity, image.clip,
                    image.official_split, image.decode_error);
  };
  return fields(a) == fields(b);
}

// The fields of `known` that come from the file's content.
void take_content(Image& image, const Image& known) {
  image.digest = known.digest;
  image.bytes = known.bytes;
  image.width = known.width;
  image.height = known.height;
  image.format = known.format;
  image.perceptual_hash = known.perceptual_hash;
  image.blur = known.blur;
  image.brightness = known.brightness;
  image.decode_error = known.decode_error;
}

class SourceImport {
 public:
  SourceImport(Project& project, const ImportOptions& options, ImportRemedy remedy,
               ImportReport& report, JobContext& job)
      : project_(project),
        options_(options),
        remedy_(std::move(remedy)),
        report_(report),
        job_(job) {
    if (remedy_.layout) options_.scheme = remedy_.layout->scheme;
  }

  void run(const std::filesystem::path& source);

 private:
  void open_dataset();
  void import_images();
  Image image_from(const PictureRead& read, const Image* known) const;
  struct ReadImage {
    Image image;
    std::string look;  // empty: as it was
  };
  void store(const std::vector<ReadImage>& batch);
  void report_missing();

  Project& project_;
  ImportOptions options_;
  ImportRemedy remedy_;
  ImportReport& report_;
  JobContext& job_;
  ScannedSource scanned_;
  Dataset dataset_;
  std::optional<NamePattern> pattern_;
  std::set<std::string> missing_;
};

void SourceImport::open_dataset() {
  const std::string root = scanned_.root.string();
  const std::optional<Dataset> known = find_dataset(project_, scanned_.dataset);
  if (!known) {
    dataset_ = {{}, scanned_.dataset, root, options_.scheme};
    dataset_.id = add_dataset(project_, dataset_);
    return;
  }
  dataset_ = *known;
  if (known->scheme != options_.scheme) {
    throw Error(ErrorCode::kInvalidInput, "the dataset " + known->name + " has the scheme " +
                                              known->scheme + ", not " + options_.scheme +
                                              "; give the new data a name of its own with --name");
  }
  if (known->root == root) return;
  if (options_.name.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "the project has a dataset " + known->name + " in " + known->root +
                    "; if it has moved here, say so with --name " + known->name +
                    ", otherwise give this one another name with --name",
                root);
  }
  set_dataset_root(project_, known->id, root);
  dataset_.root = root;
}

Image SourceImport::image_from(const PictureRead& read, const Image* known) const {
  const std::string& path = scanned_.images[read.index];
  Image image = read.facts;
  if (known != nullptr && (read.unchanged || read.missing)) take_content(image, *known);
  image.id = known != nullptr ? known->id : ImageId{};
  image.dataset = dataset_.id;
  image.path = path;
  image.official_split = official_split_of(path);
  if (known != nullptr && options_.identity_pattern.empty()) {
    image.identity = known->identity;
    image.clip = known->clip;
  } else if (pattern_) {
    const NameParts parts = pattern_->parse(std::filesystem::path(path).filename().string());
    image.identity = parts.identity;
    image.clip = parts.clip;
  }
  return image;
}

void SourceImport::store(const std::vector<ReadImage>& batch) {
  if (batch.empty()) return;
  project_.transaction([&] {
    std::vector<ImageLook> looks;
    for (const ReadImage& read : batch) {
      ImageId id = read.image.id;
      if (id) {
        update_image(project_, read.image);
      } else {
        id = add_image(project_, read.image);
      }
      if (!read.look.empty()) looks.push_back({id, read.image.digest, read.look});
    }
    save_looks(project_, looks);
  });
  for (const ReadImage& read : batch) {
    ++(read.image.id ? report_.images_changed : report_.images_added);
  }
}

void SourceImport::import_images() {
  std::map<std::string, Image> known;
  for (Image& image : images_of(project_, dataset_.id)) {
    std::string path = image.path;
    known.emplace(std::move(path), std::move(image));
  }
  std::vector<PictureToRead> pictures;
  for (const std::string& path : scanned_.images) {
    const auto match = known.find(path);
    pictures.push_back({scanned_.root / path, match == known.end() ? "" : match->second.digest});
  }
  std::vector<ReadImage> batch;
  const auto take = [&](const PictureRead& read) {
    const auto match = known.find(scanned_.images[read.index]);
    const Image* before = match == known.end() ? nullptr : &match->second;
    Image image = image_from(read, before);
    if (read.missing) missing_.insert(image.path);
    if (read.decoded) ++report_.images_decoded;
    if (before == nullptr || !same(*before, image)) batch.push_back({std::move(image), read.look});
    if (batch.size() < kBatch) return;
    store(batch);
    batch.clear();
  };
  try {
    read_pictures(pictures, options_.threads, take, job_);
  } catch (const Cancelled&) {
    store(batch);  // what has been read need not be read again
    throw;
  }
  store(batch);
}

void SourceImport::report_missing() {
  for (const ParsedLabels& file : scanned_.labels) {
    for (const ParsedRow& row : file.rows) {
      if (!missing_.contains(row.image_path)) continue;
      report_.findings.push_back(
          {ImportFindingKind::kMissingImage, row.place, row.image_path + " is not there"});
    }
  }
}

void SourceImport::run(const std::filesystem::path& source) {
  scanned_ = scan_source(source, options_, known_dataset(project_, source, options_), job_);
  move_images(scanned_, remedy_.moved);
  const std::string& pattern = options_.identity_pattern.empty() ? scanned_.default_identity_pattern
                                                                 : options_.identity_pattern;
  if (!pattern.empty()) pattern_.emplace(pattern);
  open_dataset();
  import_images();

  std::map<std::string, ImageId> image_of;
  ImagesByPath images;
  for (const Image& image : images_of(project_, dataset_.id)) {
    image_of.emplace(image.path, image.id);
    if (std::binary_search(scanned_.images.begin(), scanned_.images.end(), image.path)) {
      images.emplace(image.path, image);
    }
  }
  if (remedy_.layout) {
    read_rows_as(*remedy_.layout, images, scanned_.labels, scanned_.findings);
  }
  import_labels(project_, dataset_, scanned_.labels, image_of, report_, job_);

  report_.sources.push_back(
      {source.string(), dataset_.name, static_cast<std::int64_t>(scanned_.labels.size())});
  report_.images += static_cast<std::int64_t>(scanned_.images.size());
  std::set<std::string> labelled;
  for (const ParsedLabels& file : scanned_.labels) {
    for (const ParsedRow& row : file.rows) {
      if (!row.points.empty()) labelled.insert(row.image_path);
    }
  }
  report_.unlabelled_images += static_cast<std::int64_t>(scanned_.images.size() - labelled.size());
  report_.findings.insert(report_.findings.end(), scanned_.findings.begin(),
                          scanned_.findings.end());
  report_missing();
  examine_rows(scanned_.labels, images, report_);
  examine_images(images, report_);
  job_.finish_stage();
}

}  // namespace

void ImportOptions::check() const {
  if (sources.empty()) throw Error(ErrorCode::kInvalidInput, "nothing to import was named");
  if (threads < 1) throw Error(ErrorCode::kInvalidInput, "at least one thread is needed");
  SchemeLibrary::standard().get(scheme);
  if (!remedies.empty() && remedies.size() != sources.size()) {
    throw Error(ErrorCode::kInternal, "remedies are given one a source");
  }
  if (!identity_pattern.empty()) NamePattern{identity_pattern};
  if (!format.empty() && format != kMappingCsv && find_label_format(format) == nullptr) {
    throw Error(ErrorCode::kInvalidInput, "unknown format \"" + format + "\"; there are " +
                                              label_format_names() + ", " + kMappingCsv);
  }
  if (format == kMappingCsv && mapping.empty()) {
    throw Error(ErrorCode::kInvalidInput, "name the file that describes the CSV with --mapping");
  }
  if (sources.size() == 1) return;
  if (!name.empty() || !images.empty()) {
    throw Error(ErrorCode::kInvalidInput, "--name and --images need a single source");
  }
}

ImportReport run_import(Project& project, const ImportOptions& options, JobContext& job) {
  options.check();
  ImportReport report;
  for (std::size_t i = 0; i < options.sources.size(); ++i) {
    const ImportRemedy remedy = options.remedies.empty() ? ImportRemedy{} : options.remedies[i];
    SourceImport(project, options, remedy, report, job).run(options.sources[i]);
  }
  update_face_metrics(project);
  return report;
}

}  // namespace facepoint
