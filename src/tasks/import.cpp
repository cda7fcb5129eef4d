#include "tasks/import.h"

#include <algorithm>
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
#include "tasks/import_kaggle.h"
#include "tasks/import_labels.h"
#include "tasks/import_pictures.h"
#include "tasks/import_remedies.h"
#include "tasks/import_scan.h"

namespace facepoint {
namespace {

constexpr std::size_t kBatch = 100;    // pictures a transaction
constexpr std::size_t kAtOnce = 2000;  // pictures that are known by their details

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
  void extract_cells();
  void open_dataset();
  bool move_known(const std::string& from, const std::string& to);
  void take_moved_images(const std::map<std::string, std::string>& moved_here);
  void import_images();
  struct ToRead {  // picture by picture
    std::vector<std::string> paths;
    std::vector<std::optional<Image>> known;
    std::vector<PictureToRead> pictures;
  };
  void import_some(const ToRead& some, std::int64_t& done);
  void note_images();
  void report_nameless_images();
  Image image_from(const PictureRead& read, const std::string& path,
                   const std::optional<Image>& known) const;
  struct ReadImage {
    Image image;
    std::string look;  // empty: as it was
  };
  void store(const std::vector<ReadImage>& batch);

  Project& project_;
  ImportOptions options_;
  ImportRemedy remedy_;
  ImportReport& report_;
  JobContext& job_;
  ScannedSource scanned_;
  Dataset dataset_;
  std::set<ImageId> moved_;
  std::optional<NamePattern> pattern_;
};

void SourceImport::extract_cells() {
  for (const CellPictures& cells : scanned_.cells) {
    job_.begin_stage("Taking pictures out of " + cells.csv.filename().string());
    extract_kaggle_pictures(cells, scanned_.root, job_);
  }
}

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

Image SourceImport::image_from(const PictureRead& read, const std::string& path,
                               const std::optional<Image>& known) const {
  Image image = read.facts;
  if (known && (read.unchanged || read.missing)) take_content(image, *known);
  image.id = known ? known->id : ImageId{};
  image.dataset = dataset_.id;
  image.path = path;
  image.official_split = official_split_of(path);
  if (known && options_.identity_pattern.empty()) {
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
    if (moved_.contains(read.image.id)) continue;  // and so counted
    ++(read.image.id ? report_.images_changed : report_.images_added);
  }
}

void SourceImport::import_some(const ToRead& some, std::int64_t& done) {
  const auto total = static_cast<std::int64_t>(scanned_.images.size());
  std::vector<ReadImage> batch;
  const auto take = [&](const PictureRead& read) {
    const std::optional<Image>& before = some.known[read.index];
    Image image = image_from(read, some.paths[read.index], before);
    if (read.missing) scanned_.images.at(image.path).missing = true;
    if (read.decoded) ++report_.images_decoded;
    if (!before || !same(*before, image)) batch.push_back({std::move(image), read.look});
    if (batch.size() >= kBatch) {
      store(batch);
      batch.clear();
    }
    job_.progress(++done, total);
  };
  try {
    read_pictures(some.pictures, options_.threads, take);
  } catch (const Cancelled&) {
    store(batch);  // what has been read need not be read again
    throw;
  }
  store(batch);
}

// An image that the project has goes to its new place with all that is known of it.
bool SourceImport::move_known(const std::string& from, const std::string& to) {
  const std::optional<Image> image = find_image(project_, dataset_.id, from);
  if (!image) return true;
  if (move_image(project_, image->id, to)) {
    moved_.insert(image->id);
    ++report_.images_changed;
    return true;
  }
  report_.findings.add({ImportFindingKind::kConflict, from,
                        "its picture is " + to +
                            " now, but the project has that with faces of its own; both are kept"});
  return false;
}

void SourceImport::take_moved_images(const std::map<std::string, std::string>& moved_here) {
  project_.transaction([&] {
    std::erase_if(remedy_.moved,
                  [&](const auto& move) { return !move_known(move.first, move.second); });
    for (const auto& [from, to] : moved_here) move_known(from, to);
  });
  move_images(scanned_, remedy_.moved);
}

void SourceImport::import_images() {
  job_.begin_stage("Reading pictures", static_cast<std::int64_t>(scanned_.images.size()));
  std::int64_t done = 0;
  ToRead some;
  for (const auto& [path, image] : scanned_.images) {
    std::optional<Image> known = find_image(project_, dataset_.id, path);
    some.paths.push_back(path);
    some.pictures.push_back({scanned_.root / path, known ? known->digest : ""});
    some.known.push_back(std::move(known));
    if (some.paths.size() < kAtOnce) continue;
    import_some(some, done);
    some = {};
  }
  import_some(some, done);
}

// What rows need to know of the images, now that all are in the project.
void SourceImport::note_images() {
  each_image_of(project_, dataset_.id, [&](const Image& image) {
    const auto entry = scanned_.images.find(image.path);
    if (entry == scanned_.images.end()) return;
    entry->second.id = image.id;
    entry->second.width = image.width;
    entry->second.height = image.height;
  });
}

void SourceImport::report_nameless_images() {
  if (options_.identity_pattern.empty()) return;
  for (const auto& [path, image] : scanned_.images) {
    const std::string name = std::filesystem::path(path).filename().string();
    if (!pattern_->parse(name).identity.empty()) continue;
    report_.findings.add({ImportFindingKind::kNamelessImage, path,
                          "its whole name does not fit the identity pattern, so that splits don't "
                          "know who is in it"});
  }
}

void SourceImport::run(const std::filesystem::path& source) {
  const std::optional<KnownDataset> known = known_dataset(project_, source, options_);
  scanned_ = scan_source(source, options_, known, job_);
  std::map<std::string, std::string> moved_here;
  if (known) moved_here = follow_known_images(project_, *known, scanned_, job_);
  const std::string& pattern = options_.identity_pattern.empty() ? scanned_.default_identity_pattern
                                                                 : options_.identity_pattern;
  if (!pattern.empty()) pattern_.emplace(pattern);
  extract_cells();
  open_dataset();
  take_moved_images(moved_here);
  import_images();

  note_images();
  import_labels(project_, dataset_, scanned_, remedy_.layout, report_, job_);

  report_.sources.push_back(
      {source.string(), dataset_.name, static_cast<std::int64_t>(scanned_.labels.size())});
  report_.images += static_cast<std::int64_t>(scanned_.images.size());
  report_.unlabelled_images +=
      std::count_if(scanned_.images.begin(), scanned_.images.end(),
                    [](const auto& image) { return !image.second.labelled; });
  report_.findings.append(scanned_.findings);
  report_nameless_images();
  examine_images(project_, dataset_.id, scanned_.images, report_);
  job_.finish_stage();
}

}  // namespace

namespace {

// Exports make folders called like datasets.
void check_dataset_name(const std::string& name) {
  constexpr std::size_t kLongest = 100;  // bytes
  const bool plain = name != "." && name != ".." && name.size() <= kLongest &&
                     std::none_of(name.begin(), name.end(), [](char c) {
                       return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ';
                     });
  if (plain) return;
  throw Error(ErrorCode::kInvalidInput,
              "a dataset's name is one of a folder: without slashes or line ends, and of at most " +
                  std::to_string(kLongest) + " bytes",
              name);
}

}  // namespace

void ImportOptions::check() const {
  if (sources.empty()) throw Error(ErrorCode::kInvalidInput, "nothing to import was named");
  if (threads < 1) throw Error(ErrorCode::kInvalidInput, "at least one thread is needed");
  check_dataset_name(name);
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
