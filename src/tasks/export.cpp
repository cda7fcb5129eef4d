#include "tasks/export.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "landmark/scheme.h"
#include "tasks/export_files.h"
#include "tasks/export_kaggle.h"
#include "tasks/export_labels.h"
#include "tasks/export_new_files.h"
#include "tasks/export_sources.h"
#include "tasks/import_chunks.h"
#include "tasks/plan_parts.h"
#include "tasks/split.h"
#include "tasks/split_manifest.h"

namespace facepoint {
namespace {

constexpr const char* kKeypoints = "keypoints";
constexpr const char* kAddedKeypoints = "added_keypoints";

// Of IMAGE_2, IMAGE.
std::string without_number(const std::string& stem) {
  const std::size_t digits = stem.find_last_not_of("0123456789");
  const bool is_numbered = digits != std::string::npos && digits + 1 < stem.size();
  return is_numbered && stem[digits] == '_' ? stem.substr(0, digits) : stem;
}

class Export {
 public:
  Export(Project& project, const ExportOptions& options, JobContext& job)
      : project_(project),
        options_(options),
        job_(job),
        files_(project, options.out),
        writer_(options, files_),
        labels_(project, options),
        new_files_(labels_, writer_, report_.files, [this] { count_one(); }) {}

  ExportReport run();

 private:
  using Refs = NewFiles::Refs;

  void make_sources();
  void remove_leftovers(const std::set<std::string>& imported);
  bool is_in_format(const std::string& path) const;
  void add_new_faces(const Dataset& dataset, const SourceFiles& sources);
  void refuse_separated_pictures(const SplitReport& split) const;
  void refuse_schemes_in_one_file() const;
  void make_split();
  void make_part(const std::string& folder, const std::string& part, const Refs& refs);
  LabelFormat::Texts texts_from(std::size_t first_file) const;
  void fit_together(const std::string& scheme, std::size_t first_file);
  void add_side_file(const std::string& folder, const std::string& scheme, std::size_t first_file);
  bool only_some() const { return !options_.where.empty() || !options_.faces.empty(); }
  bool one_file() const { return writer_.traits().file_per == FilePer::kDataset; }
  void count_one() {
    ++done_;
    job_.progress(done_, std::ssize(labels_.refs()));
  }

  Project& project_;
  const ExportOptions& options_;
  JobContext& job_;
  ExportedFiles files_;
  LabelWriter writer_;
  ExportLabels labels_;
  ExportReport report_;
  NewFiles new_files_;
  std::int64_t done_ = 0;         // labels
  nlohmann::ordered_json parts_;  // of the manifest
};

void Export::add_new_faces(const Dataset& dataset, const SourceFiles& sources) {
  if (sources.without_row().empty()) return;
  const std::string folder = labels_.prefix_of(dataset.id);
  const auto path_in_dataset = [](const Image& image) { return image.path; };
  if (one_file()) {
    const std::string stem = folder + (sources.paths().empty() ? kKeypoints : kAddedKeypoints);
    std::set<std::string> imported;
    for (const std::string& path : sources.paths()) imported.insert(folder + path);
    new_files_.write_all(new_files_.free_path(stem, imported),
                         SchemeLibrary::standard().get(dataset.scheme), sources.without_row(),
                         path_in_dataset);
    return;
  }
  Refs refs = sources.to_join();
  refs.insert(refs.end(), sources.without_row().begin(), sources.without_row().end());
  new_files_.write_each(folder, refs, path_in_dataset);
}

LabelFormat::Texts Export::texts_from(std::size_t first_file) const {
  return [this, first_file](const std::function<void(std::istream&)>& take) {
    for (std::size_t i = first_file; i < report_.files.size(); ++i) {
      std::ifstream in(options_.out / report_.files[i].path, std::ios::binary);
      take(in);
    }
  };
}

void Export::fit_together(const std::string& scheme, std::size_t first_file) {
  const LabelFormat::Fitting fitting =
      writer_.format().fitting(SchemeLibrary::standard().get(scheme), texts_from(first_file));
  if (!fitting) return;
  for (std::size_t i = first_file; i < report_.files.size(); ++i) {
    ExportReport::File& file = report_.files[i];
    std::ifstream in(options_.out / file.path, std::ios::binary);
    file.digest = write_text_file(writer_.folder(), file.path, fitting(in)).digest;
  }
}

void Export::add_side_file(const std::string& folder, const std::string& scheme,
                           std::size_t first_file) {
  const auto side =
      writer_.format().side_file(SchemeLibrary::standard().get(scheme), texts_from(first_file));
  if (side)
    report_.files.push_back(write_text_file(writer_.folder(), folder + side->path, side->text));
}

void Export::make_sources() {
  std::int64_t rejected = 0;
  std::set<std::string> imported;  // paths of files
  for (const Dataset& dataset : labels_.datasets()) {
    const std::size_t first = report_.files.size();
    const SourceFiles sources(labels_, dataset, writer_, only_some(), [this] { count_one(); });
    writer_.write_like(sources.sample_row());
    for (ExportReport::File& file : sources.write(labels_.prefix_of(dataset.id))) {
      report_.files.push_back(std::move(file));
    }
    for (const std::string& path : sources.paths()) {
      imported.insert(labels_.prefix_of(dataset.id) + path);
    }
    rejected += sources.rejected_with_row();
    add_new_faces(dataset, sources);
    // What nobody changed stays as it came.
    const bool is_changed =
        !sources.without_row().empty() ||
        std::any_of(report_.files.begin() + static_cast<std::ptrdiff_t>(first), report_.files.end(),
                    [](const ExportReport::File& file) { return file.changed_rows > 0; });
    if (is_changed) fit_together(dataset.scheme, first);
    if (report_.files.size() > first) {
      add_side_file(labels_.prefix_of(dataset.id), dataset.scheme, first);
    }
  }
  remove_leftovers(imported);
  if (rejected == 0) return;
  report_.losses.push_back(
      {"rejected faces, whose rows are kept (leave them out with --where \"-status:rejected\")",
       rejected});
}

// Files of an earlier export that would be written again if their faces were still there, or as
// many: whoever reads the folder takes them for labels. An export of some labels knows that of the
// pictures that it writes, one of a single dataset not of a file for all.
void Export::remove_leftovers(const std::set<std::string>& imported) {
  const std::string extension = "." + writer_.traits().extension;
  std::set<std::string> stems = new_files_.met_stems();
  std::set<std::string> pictures;  // what the file of one may be called
  if (!one_file()) pictures = new_files_.all_stems();
  if (!only_some() && !one_file()) stems = pictures;
  if (!only_some() && one_file() && options_.dataset.empty()) {
    for (const Dataset& dataset : labels_.datasets()) {
      if (labels_.is_converted(dataset.id)) continue;
      stems.insert(labels_.prefix_of(dataset.id) + kKeypoints);
      stems.insert(labels_.prefix_of(dataset.id) + kAddedKeypoints);
    }
  }
  report_.leftovers = files_.remove_own([&](const std::string& path) {
    if (!path.ends_with(extension)) return false;
    const std::string stem = path.substr(0, path.size() - extension.size());
    const bool is_imported = !only_some() && !one_file() && imported.contains(path);
    // IMAGE_1 may be a picture of its own.
    const bool is_numbered = !pictures.contains(stem) && stems.contains(without_number(stem));
    const bool is_called_so = stems.contains(stem) || is_numbered;
    return (is_imported || is_called_so) && is_in_format(path);
  });
}

bool Export::is_in_format(const std::string& path) const {
  std::ifstream in(options_.out / path, std::ios::binary);
  const std::optional<DetectedFormat> found = detect_label_format(path, head_of(in));
  return found && writer_.is(found->format->traits().name.c_str());
}

void Export::make_part(const std::string& folder, const std::string& part, const Refs& refs) {
  std::set<ImageId> images;
  std::set<std::string> identities;
  const auto name_of = [&](const Image& image) {
    images.insert(image.id);
    if (!image.identity.empty()) identities.insert(image.identity);
    return labels_.prefix_of(image.dataset) + image.path;
  };
  const std::string path = folder + "/" + part;
  const std::size_t first = report_.files.size();
  const std::string extension = "." + writer_.traits().extension;
  Digest digest;
  if (one_file()) {
    const Scheme& scheme = SchemeLibrary::standard().get(labels_.datasets().front().scheme);
    new_files_.write_all(path + extension, scheme, refs, name_of, &digest);
  } else {
    new_files_.write_each(path + "/", refs, name_of, &digest);
    // Left there, a face of a plan made anew would be in two parts.
    report_.leftovers += files_.remove_leftovers(path, extension);
  }
  std::int64_t written = 0;
  for (std::size_t i = first; i < report_.files.size(); ++i) written += report_.files[i].rows;
  parts_.push_back({{"part", part},
                    {"file", one_file() ? part + extension : part + "/"},
                    {"images", images.size()},
                    {"faces", written},
                    {"identities", identities.size()},
                    {"digest", "xxh3-128:" + digest.text()}});
}

void Export::refuse_separated_pictures(const SplitReport& split) const {
  if (options_.allow_leaks || !split.leaks.separates_pictures()) return;
  LeakReport pictures = split.leaks;
  pictures.shared_identities = pictures.shared_clips_of_nobody = 0;
  throw Error(ErrorCode::kInvalidInput,
              "the plan's parts share " + leaks_text(pictures) +
                  "; make it anew (`facepoint split --anew`), which keeps them together, or "
                  "allow leaks (--allow-leaks)",
              split.name);
}

// Before anything is written.
void Export::refuse_schemes_in_one_file() const {
  const std::vector<Dataset>& all = labels_.datasets();
  const auto size_of = [](const Dataset& dataset) {
    return SchemeLibrary::standard().get(dataset.scheme).size();
  };
  for (const Dataset& dataset : all) {
    if (!one_file() || size_of(dataset) == size_of(all.front())) continue;
    refuse_mixed_schemes(options_.split);
  }
}

void Export::make_split() {
  const PlanParts plan = plan_parts(project_, options_.split);
  const SplitReport split = describe_split(project_, options_.split, job_);
  refuse_separated_pictures(split);
  std::set<ImageId> members;
  std::map<ImageId, std::string> part_of;
  for (const SplitMember& member : plan.members) {
    members.insert(member.image);
    part_of.emplace(member.image, member.part);
  }
  labels_.keep_datasets_of(members);
  refuse_schemes_in_one_file();
  job_.begin_stage("Writing files", std::ssize(labels_.refs()));
  std::string folder = plan.name;
  std::replace(folder.begin(), folder.end(), '/', '-');
  const std::size_t first = report_.files.size();
  for (const std::string& part : plan.parts) {
    Refs refs;
    for (const LabelRef& ref : labels_.refs()) {
      const auto member = part_of.find(ref.image);
      const bool is_here = member != part_of.end() && member->second == part;
      if (is_here && ref.status != FaceStatus::kRejected) refs.push_back(ref);
    }
    make_part(folder, part, refs);
  }
  nlohmann::ordered_json where = {{"format", options_.format}, {"where", options_.where}};
  for (const Dataset& dataset : labels_.datasets()) {
    where["datasets"].push_back({{"name", dataset.name},
                                 {"root", dataset.root},
                                 {"scheme", dataset.scheme},
                                 {"image_prefix", labels_.prefix_of(dataset.id)}});
  }
  const auto manifest = split_manifest(project_, split, where, parts_);
  add_side_file(folder + "/", labels_.datasets().front().scheme, first);
  report_.files.push_back(
      write_text_file(writer_.folder(), folder + "/manifest.json", manifest.dump(2) + "\n"));
}

ExportReport Export::run() {
  for (const Dataset& dataset : labels_.datasets()) {
    refuse_to_export_into_dataset(project_, options_.out / labels_.prefix_of(dataset.id));
  }
  report_.merged = labels_.merged();
  report_.converted = labels_.converted();
  if (options_.split.empty()) {
    job_.begin_stage("Writing files", std::ssize(labels_.refs()));
    job_.throw_if_cancelled();
    make_sources();
  } else {
    make_split();
  }
  job_.finish_stage();
  writer_.report_losses(report_);
  report_.put_aside = files_.take_put_aside();
  if (new_files_.ambiguous() > 0) {
    report_.losses.push_back(
        {"files of pictures whose names differ by their extension only: which "
         "they are of is not told",
         new_files_.ambiguous()});
  }
  if (report_.files.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "there is no label to export" +
                    (options_.where.empty() ? std::string() : " that matches " + options_.where));
  }
  return std::move(report_);
}

}  // namespace

ExportReport run_export(Project& project, const ExportOptions& options, JobContext& job) {
  options.check();
  refuse_to_export_into_dataset(project, options.out);
  refuse_to_export_over_imports(project, options.out);
  if (options.format == kKaggleSubmission) return export_kaggle_submission(project, options, job);
  job.begin_stage("Collecting labels");
  return Export(project, options, job).run();
}

}  // namespace facepoint
