#include "tasks/export.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "formats/mapping_csv.h"
#include "landmark/merge.h"
#include "landmark/scheme.h"
#include "landmark/scheme_mapping.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/opinions.h"
#include "store/snapshots.h"
#include "tasks/export_files.h"
#include "tasks/export_kaggle.h"
#include "tasks/export_sources.h"
#include "tasks/plan_parts.h"
#include "tasks/split.h"
#include "tasks/split_manifest.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

class Export {
 public:
  Export(Project& project, const ExportOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job), writer_(options.format, options.mapping) {}

  ExportReport run();

 private:
  using Faces = std::vector<const LabelledFace*>;

  void choose_datasets();
  void keep_datasets_of(const std::vector<SplitMember>& members);
  void collect_faces();
  void merge_opinions();
  void convert();
  void refuse_to_overwrite_sources() const;
  void make_sources();
  void add_new_faces(const Dataset& dataset, const Faces& faces, std::size_t first_file);
  Faces with_their_images(const Faces& faces, std::size_t first_file);
  void refuse_separated_pictures(const SplitReport& split) const;
  void make_split();
  void make_part(const std::string& folder, const std::string& part, const Faces& faces);
  void write_files();
  Faces faces_of(DatasetId dataset) const;
  std::string prefix_of(DatasetId dataset) const;
  bool one_file() const { return writer_.traits().file_per == FilePer::kDataset; }
  void add_side_file(const std::string& folder, const std::string& scheme);

  Project& project_;
  const ExportOptions& options_;
  JobContext& job_;
  LabelWriter writer_;
  std::vector<Dataset> datasets_;
  std::set<DatasetId> converted_;    // whose scheme, in datasets_, is that of the export
  std::vector<LabelledFace> faces_;  // that match, of these datasets
  std::vector<OutputFile> files_;
  nlohmann::ordered_json parts_;      // of the manifest
  std::optional<Snapshot> snapshot_;  // none: the labels of now
  ExportReport report_;
};

void Export::choose_datasets() {
  std::string known;
  for (const Dataset& dataset :
       snapshot_ ? datasets(project_, snapshot_->id) : datasets(project_)) {
    known += (known.empty() ? "" : ", ") + dataset.name;
    if (options_.dataset.empty() || dataset.name == options_.dataset) datasets_.push_back(dataset);
  }
  if (!datasets_.empty()) return;
  throw Error(ErrorCode::kNotFound,
              known.empty() ? "the project holds no dataset; import one"
                            : "no dataset " + options_.dataset + "; there are: " + known);
}

void Export::keep_datasets_of(const std::vector<SplitMember>& members) {
  std::set<ImageId> member_images;
  for (const SplitMember& member : members) member_images.insert(member.image);
  std::set<DatasetId> used;
  for (const LabelledFace& face : faces_) {
    if (member_images.contains(face.image.id)) used.insert(face.image.dataset);
  }
  std::erase_if(datasets_, [&](const Dataset& dataset) { return !used.contains(dataset.id); });
  if (datasets_.empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled image of the plan is to be exported",
                options_.split);
  }
}

void Export::collect_faces() {
  std::set<DatasetId> chosen;
  for (const Dataset& dataset : datasets_) chosen.insert(dataset.id);
  const std::set<FaceId> named(options_.faces.begin(), options_.faces.end());
  const Query query = parse_query(options_.where);
  for (LabelledFace& face : snapshot_ ? labelled_faces(project_, snapshot_->id, query)
                                      : labelled_faces(project_, query)) {
    const bool wanted = named.empty() || named.contains(face.face.id);
    if (wanted && chosen.contains(face.image.dataset)) faces_.push_back(std::move(face));
  }
}

void Export::merge_opinions() {
  std::map<FaceId, FaceOpinions> by_face;
  for (FaceOpinions& opinions : face_opinions(project_)) {
    if (opinions.adjudicated || opinions.opinions.size() < 2) continue;
    by_face.emplace(opinions.face, std::move(opinions));
  }
  for (LabelledFace& face : faces_) {
    const auto found = by_face.find(face.face.id);
    if (found == by_face.end()) continue;
    std::vector<Keypoints> labels;
    for (const Opinion& opinion : found->second.opinions) {
      labels.push_back(get_revision(project_, opinion.revision).points);
    }
    face.revision.id = {};  // these points are no revision's
    face.revision.points = merged(labels);
    ++report_.merged;
  }
}

void Export::convert() {
  const SchemeLibrary& library = SchemeLibrary::standard();
  for (Dataset& dataset : datasets_) {
    if (options_.scheme.empty() || dataset.scheme == options_.scheme) continue;
    const auto mapping = SchemeMapping::find(library, dataset.scheme, options_.scheme);
    if (!mapping) {
      throw Error(ErrorCode::kInvalidInput,
                  "labels of " + dataset.scheme + " cannot be told as " + options_.scheme +
                      "; name another --scheme",
                  dataset.name);
    }
    for (LabelledFace& face : faces_) {
      if (face.image.dataset != dataset.id) continue;
      face.revision.id = {};  // these points are no revision's
      face.revision.points = (*mapping)(face.revision.points);
      ++report_.converted;
    }
    dataset.scheme = options_.scheme;
    converted_.insert(dataset.id);
  }
}

// One dataset needs no prefix: its images are named by their path in it.
std::string Export::prefix_of(DatasetId dataset) const {
  if (datasets_.size() == 1) return {};
  const auto match = std::find_if(datasets_.begin(), datasets_.end(),
                                  [&](const Dataset& known) { return known.id == dataset; });
  return match->name + "/";
}

Export::Faces Export::faces_of(DatasetId dataset) const {
  Faces result;
  for (const LabelledFace& face : faces_) {
    if (face.image.dataset == dataset) result.push_back(&face);
  }
  return result;
}

// The imported files are the only other copy of the labels as they came.
void Export::refuse_to_overwrite_sources() const {
  for (const Dataset& dataset : datasets_) {
    std::error_code error;
    if (!fs::equivalent(options_.out, dataset.root, error)) continue;
    throw Error(ErrorCode::kInvalidInput,
                "this is the folder that " + dataset.name +
                    " was imported from, and its files would be overwritten; name another folder",
                options_.out.string());
  }
}

void Export::add_new_faces(const Dataset& dataset, const Faces& faces, std::size_t first_file) {
  if (faces.empty()) return;
  const std::string folder = prefix_of(dataset.id);
  const auto path_in_dataset = [](const Image& image) { return image.path; };
  if (!one_file()) {
    Faces added = faces;
    if (writer_.traits().file_per == FilePer::kImage) added = with_their_images(faces, first_file);
    std::set<std::string> taken;
    for (std::size_t i = first_file; i < files_.size(); ++i) taken.insert(files_[i].path);
    for (OutputFile& file : writer_.new_files(folder, taken, added, path_in_dataset)) {
      files_.push_back(std::move(file));
    }
  } else {
    const bool has_sources = files_.size() > first_file;
    const std::string path =
        folder + (has_sources ? "added_keypoints." : "keypoints.") + writer_.traits().extension;
    files_.push_back(writer_.new_file(path, dataset.scheme, faces, path_in_dataset));
  }
}

// An image has one file: where it is written again already, it is made anew with all its faces.
Export::Faces Export::with_their_images(const Faces& faces, std::size_t first_file) {
  std::set<ImageId> images;
  for (const LabelledFace* face : faces) images.insert(face->image.id);
  Faces all;
  for (std::size_t i = files_.size(); i-- > first_file;) {
    const Faces& sources = files_[i].sources;
    const bool shared = std::any_of(sources.begin(), sources.end(), [&](const LabelledFace* face) {
      return images.contains(face->image.id);
    });
    if (!shared) continue;
    all.insert(all.end(), sources.begin(), sources.end());
    files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(i));
    writer_.count_written_anew();
  }
  all.insert(all.end(), faces.begin(), faces.end());
  return all;
}

void Export::add_side_file(const std::string& folder, const std::string& scheme) {
  const auto side = writer_.format().side_file(SchemeLibrary::standard().get(scheme));
  if (side) files_.push_back({folder + side->path, nullptr, side->text, scheme, {}, 0, {}});
}

void Export::make_sources() {
  const bool only_some = !options_.where.empty() || !options_.faces.empty();
  std::int64_t rejected = 0;
  for (const Dataset& dataset : datasets_) {
    const Faces faces = faces_of(dataset.id);
    FacesById by_id;
    for (const LabelledFace* face : faces) by_id.emplace(face->face.id, face);
    std::set<FaceId> written;
    const std::size_t first = files_.size();
    std::vector<OutputFile> rewritten;
    if (!converted_.contains(dataset.id)) {
      rewritten = rewrite_sources(project_, {dataset.id, snapshot_, dataset.scheme}, by_id,
                                  only_some, writer_, written);
    }
    for (OutputFile& file : rewritten) {
      file.path = prefix_of(dataset.id) + file.path;
      files_.push_back(std::move(file));
    }
    Faces without_row;
    for (const LabelledFace* face : faces) {
      const bool is_rejected = face->face.status == FaceStatus::kRejected;
      const bool has_row = written.contains(face->face.id);
      if (!has_row && !is_rejected) without_row.push_back(face);
      if (has_row && is_rejected) ++rejected;
    }
    add_new_faces(dataset, without_row, first);
    if (files_.size() > first) add_side_file(prefix_of(dataset.id), dataset.scheme);
    job_.throw_if_cancelled();
  }
  if (rejected == 0) return;
  report_.losses.push_back(
      {"rejected faces, whose rows are kept (leave them out with --where \"-status:rejected\")",
       rejected});
}

void Export::make_part(const std::string& folder, const std::string& part, const Faces& faces) {
  const auto name_of = [this](const Image& image) { return prefix_of(image.dataset) + image.path; };
  const std::string path = folder + "/" + part;
  const std::size_t first = files_.size();
  const std::string extension = "." + writer_.traits().extension;
  if (one_file()) {
    files_.push_back(writer_.new_file(path + extension, datasets_.front().scheme, faces, name_of));
  } else {
    for (OutputFile& file : writer_.new_files(path + "/", {}, faces, name_of)) {
      files_.push_back(std::move(file));
    }
  }
  std::set<ImageId> images;
  std::set<std::string> identities;
  for (const LabelledFace* face : faces) {
    images.insert(face->image.id);
    if (!face->image.identity.empty()) identities.insert(face->image.identity);
  }
  std::int64_t written = 0;
  std::string bytes;
  for (std::size_t i = first; i < files_.size(); ++i) {
    written += static_cast<std::int64_t>(files_[i].faces.size());
    bytes += files_[i].text;
  }
  parts_.push_back({{"part", part},
                    {"file", one_file() ? part + extension : part + "/"},
                    {"images", images.size()},
                    {"faces", written},
                    {"identities", identities.size()},
                    {"digest", "xxh3-128:" + digest_of(bytes)}});
}

void Export::refuse_separated_pictures(const SplitReport& split) const {
  if (options_.allow_leaks || !split.leaks.separates_pictures()) return;
  LeakReport pictures = split.leaks;
  pictures.shared_identities = 0;
  throw Error(ErrorCode::kInvalidInput,
              "the plan's parts share " + leaks_text(pictures) +
                  "; make it again with `facepoint split --anew`, which keeps them together, or "
                  "say --allow-leaks",
              split.name);
}

void Export::make_split() {
  const PlanParts plan = plan_parts(project_, options_.split);
  const SplitReport split = describe_split(project_, options_.split, job_);
  refuse_separated_pictures(split);
  keep_datasets_of(plan.members);
  std::string folder = plan.name;
  std::replace(folder.begin(), folder.end(), '/', '-');
  std::map<ImageId, std::string> part_of;
  for (const SplitMember& member : plan.members) part_of.emplace(member.image, member.part);
  for (const std::string& part : plan.parts) {
    Faces faces;
    for (const LabelledFace& face : faces_) {
      const auto member = part_of.find(face.image.id);
      const bool is_here = member != part_of.end() && member->second == part;
      if (is_here && face.face.status != FaceStatus::kRejected) faces.push_back(&face);
    }
    make_part(folder, part, faces);
    job_.throw_if_cancelled();
  }
  nlohmann::ordered_json where = {{"format", options_.format}, {"where", options_.where}};
  for (const Dataset& dataset : datasets_) {
    where["datasets"].push_back({{"name", dataset.name},
                                 {"root", dataset.root},
                                 {"scheme", dataset.scheme},
                                 {"image_prefix", prefix_of(dataset.id)}});
  }
  const auto manifest = split_manifest(project_, split, where, parts_);
  add_side_file(folder + "/", datasets_.front().scheme);
  files_.push_back({folder + "/manifest.json", nullptr, manifest.dump(2) + "\n", {}, {}, 0, {}});
}

void Export::write_files() {
  const auto total = static_cast<std::int64_t>(files_.size());
  job_.begin_stage("Writing files", total);
  std::int64_t done = 0;
  for (const OutputFile& file : files_) {
    report_.files.push_back(write_verified(file, options_.out));
    job_.progress(++done, total);
  }
  job_.finish_stage();
}

ExportReport Export::run() {
  if (!options_.snapshot.empty()) snapshot_ = find_version(project_, options_.snapshot);
  choose_datasets();
  refuse_to_overwrite_sources();
  job_.begin_stage("Collecting labels");
  collect_faces();
  if (!options_.merge.empty()) merge_opinions();
  convert();
  if (options_.split.empty()) {
    make_sources();
  } else {
    make_split();
  }
  writer_.report_losses(report_);
  if (files_.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "there is no label to export" +
                    (options_.where.empty() ? std::string() : " that matches " + options_.where));
  }
  write_files();
  return std::move(report_);
}

}  // namespace

void ExportOptions::check() const {
  const LabelFormat* known = find_label_format(format);
  if (format == kKaggleSubmission) {
    if (lookup.empty()) {
      throw Error(ErrorCode::kInvalidInput, "name the challenge's IdLookupTable.csv with --lookup");
    }
  } else if (format != kMappingCsv && (known == nullptr || !known->traits().can_write)) {
    std::string names;
    for (const std::string& name : export_formats()) names += name + ", ";
    throw Error(ErrorCode::kInvalidInput, "unknown format \"" + format + "\"; there are " + names +
                                              kMappingCsv + ", " + kKaggleSubmission);
  }
  if (format == kMappingCsv && mapping.empty()) {
    throw Error(ErrorCode::kInvalidInput, "name the file that describes the CSV with --mapping");
  }
  if (!merge.empty() && merge != "median") {
    throw Error(ErrorCode::kInvalidInput, "labels are merged by: median");
  }
  if (!merge.empty() && !snapshot.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "a snapshot keeps labels, not opinions; leave out --merge or --snapshot");
  }
  if (!scheme.empty()) SchemeLibrary::standard().get(scheme);
  if (out.empty()) throw Error(ErrorCode::kInvalidInput, "no folder to write to was named");
  parse_query(where);
}

std::vector<std::string> export_formats() { return written_format_names(); }

ExportReport run_export(Project& project, const ExportOptions& options, JobContext& job) {
  options.check();
  if (options.format == kKaggleSubmission) return export_kaggle_submission(project, options, job);
  return Export(project, options, job).run();
}

}  // namespace facepoint
