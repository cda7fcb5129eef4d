#include "tasks/import_scan.h"

#include <algorithm>
#include <exception>

#include "base/error.h"
#include "base/files.h"
#include "formats/mapping_csv.h"
#include "formats/name_pattern.h"
#include "image/codec.h"
#include "image/video.h"
#include "tasks/import_detection.h"
#include "tasks/import_files.h"
#include "tasks/import_kaggle.h"
#include "tasks/import_photos.h"
#include "tasks/import_rows.h"
#include "tasks/label_text.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

std::string without_extension(const std::string& path) {
  return fs::path(path).replace_extension().generic_string();
}

std::ptrdiff_t common_parts_at_the_end(const fs::path& a, const fs::path& b) {
  const std::vector<fs::path> parts_a(a.begin(), a.end());
  const std::vector<fs::path> parts_b(b.begin(), b.end());
  const auto differ =
      std::mismatch(parts_a.rbegin(), parts_a.rend(), parts_b.rbegin(), parts_b.rend());
  return differ.first - parts_a.rbegin();
}

// A folder called like the label file.
std::string folder_of_cells(const std::string& key) { return without_extension(key) + "_images"; }

class Scan {
 public:
  Scan(const fs::path& source, const ImportOptions& options,
       const std::optional<KnownDataset>& known, JobContext& job,
       const std::function<void(const ParsedRow&)>& look)
      : source_(clean_absolute(source)),
        options_(options),
        known_(known),
        job_(job),
        look_(look),
        reader_(result_, job) {
    result_.scheme = options.scheme;
    result_.mend_text = options.mend_text;
    result_.named_images = !options.images.empty();
    if (!options.mapping.empty()) {
      result_.mapping = make_mapping_csv(read_file(options.mapping), options.mapping.string());
    }
  }

  ScannedSource run();

 private:
  std::string known_file_meant() const;
  void read_or_note(const fs::path& path, const std::string& key,
                    const std::function<void()>& read);
  void scan_file();
  void scan_folder();
  std::optional<std::string> named_image_folder() const;
  const LabelFormat* format_of(const fs::path& file) const;  // null: none that is known
  ScannedLabels labels_of(const LabelFormat& format, const fs::path& file, const std::string& key,
                          const std::string& image_folder) const;
  void examine_picture(const ScannedLabels& labels);
  void read_labels(ScannedLabels labels);
  void read_kaggle(const fs::path& file, const std::string& key, const std::string& folder);
  std::vector<std::string> pictures_called(const std::string& stem) const;
  std::string picture_beside(const std::string& key) const;
  void read_pts(const std::vector<std::string>& files);
  TextMending mending() const {
    return options_.mend_text && !result_.mapping ? TextMending::kCsv : TextMending::kNone;
  }

  fs::path source_;
  const ImportOptions& options_;
  const std::optional<KnownDataset>& known_;
  JobContext& job_;
  const std::function<void(const ParsedRow&)>& look_;
  ScannedSource result_;
  RowReader reader_;
  std::exception_ptr first_unread_;  // of a label file; null: none
};

void Scan::read_pts(const std::vector<std::string>& files) {
  job_.begin_stage("Reading labels", static_cast<std::int64_t>(files.size()));
  std::int64_t done = 0;
  for (const std::string& key : files) {
    const fs::path path = source_ / key;
    read_or_note(path, key,
                 [&] { read_labels(labels_of(*find_label_format("pts"), path, key, {})); });
    job_.progress(++done, static_cast<std::int64_t>(files.size()));
  }
}

const LabelFormat* Scan::format_of(const fs::path& file) const {
  return format_of_file(file, {options_.format, result_.mapping.get(), mending()}, file == source_);
}

// Keys of the pictures whose path without its extension this is, in order. Of a single label file
// the folders are not listed.
std::vector<std::string> Scan::pictures_called(const std::string& stem) const {
  std::vector<std::string> keys;
  for (auto image = result_.images.lower_bound(stem + ".");
       image != result_.images.end() && image->first.starts_with(stem + "."); ++image) {
    if (without_extension(image->first) == stem) keys.push_back(image->first);
  }
  if (result_.root == source_) return keys;
  std::error_code none;
  for (const fs::directory_entry& entry :
       fs::directory_iterator((result_.root / stem).parent_path(), none)) {
    const std::string key = relative_text(entry.path(), result_.root);
    if (has_picture_extension(entry.path()) && entry.is_regular_file(none) &&
        without_extension(key) == stem && !result_.images.contains(key)) {
      keys.push_back(key);
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

// The key of the picture that has a label file's name; if there is none, of the one there would be.
std::string Scan::picture_beside(const std::string& key) const {
  std::vector<std::string> stems = {fs::path(key).replace_extension().generic_string()};
  const std::size_t digits = stems[0].find_last_not_of("0123456789");
  if (digits != std::string::npos && digits + 1 < stems[0].size() && stems[0][digits] == '_') {
    stems.push_back(stems[0].substr(0, digits));  // IMAGE_2: the second face of IMAGE
  }
  // YOLO's own places: labels/train/A.txt is of images/train/A.jpg.
  const std::size_t labels = ("/" + stems[0]).rfind("/labels/");
  if (labels != std::string::npos) {
    stems.push_back(stems[0].substr(0, labels) + "images" + stems[0].substr(labels + 6));
  }
  for (const std::string& stem : stems) {
    if (const std::vector<std::string> beside = pictures_called(stem); !beside.empty()) {
      return beside.front();
    }
  }
  return stems[0] + ".jpg";
}

ScannedLabels Scan::labels_of(const LabelFormat& format, const fs::path& file,
                              const std::string& key, const std::string& image_folder) const {
  ScannedLabels labels;
  labels.file.path = key;
  const bool is_own = format.traits().name == "pts";  // its picture lies beside it
  labels.file.official_split = official_split_of(is_own ? key : joined(image_folder, key));
  labels.path = file.string();
  labels.format = &format;
  labels.image_folder = image_folder;
  labels.picture = picture_beside(key);
  return labels;
}

// A file that doesn't name its picture is of the one called like it: there should be one.
void Scan::examine_picture(const ScannedLabels& labels) {
  if (labels.format->traits().names_picture) return;
  const std::vector<std::string> called = pictures_called(without_extension(labels.picture));
  if (called.size() < 2) return;
  std::string others;
  for (const std::string& key : called) {
    if (key != labels.picture) others += (others.empty() ? "" : ", ") + key;
  }
  result_.findings.add(
      {ImportFindingKind::kSharedName, labels.file.path,
       "taken for " + labels.picture + ", but might be of " + others + ", too; rename these",
       std::ssize(called)});
}

void Scan::read_labels(ScannedLabels labels) {
  examine_picture(labels);
  const auto take = [&](const ParsedRow& row) {
    if (row.points.empty()) return;
    result_.images[row.image_path].labelled = true;
    if (look_) look_(row);
  };
  const auto bad = [&](const BadLine& line) {
    result_.findings.add(
        {ImportFindingKind::kBadLine,
         labels.file.path + ":" + std::to_string(line.line) + ":" + std::to_string(line.column),
         line.reason});
  };
  reader_.read(labels, take, bad);
  const bool has_rows_anyway = labels.file.format == "udacity-csv";
  if (labels.faces > 0 || has_rows_anyway) result_.labels.push_back(std::move(labels));
}

// Its pictures are cells of the file: they become files in `folder`.
void Scan::read_kaggle(const fs::path& file, const std::string& key, const std::string& folder) {
  const CellPictures cells{file, mending(), folder};
  job_.begin_stage("Looking at the pictures in " + file.filename().string());
  for (const std::string& name : kaggle_picture_names(cells, job_)) {
    result_.images[joined(cells.folder, name)].is_cell = true;
  }
  result_.cells.push_back(cells);
  read_labels(labels_of(*find_label_format("kaggle"), file, key, cells.folder));
}

// Which of the dataset's label files a copy that lies elsewhere stands for: of those of its name
// the one whose folders are called like its own. Empty: none.
std::string Scan::known_file_meant() const {
  std::vector<std::string> meant;
  std::ptrdiff_t most = 1;
  for (const std::string& path : known_->label_files) {
    const std::ptrdiff_t common = common_parts_at_the_end(path, source_);
    if (common > most) meant.clear();
    if (common >= most) meant.push_back(path);
    most = std::max(most, common);
  }
  if (meant.empty()) return {};
  if (meant.size() == 1) return meant.front();
  std::string all;
  for (const std::string& path : meant) all += (all.empty() ? "" : ", ") + path;
  throw Error(ErrorCode::kInvalidInput,
              "the dataset " + known_->dataset.name + " has several label files of this name (" +
                  all +
                  "); put this one into folders called like those of the one it stands for (" +
                  "for instance .../" + meant.back() + ")",
              source_.string());
}

void Scan::scan_file() {
  const LabelFormat* format = format_of(source_);
  if (format == nullptr) {
    throw Error(ErrorCode::kInvalidInput,
                "this file is of no known format (" + label_format_names() +
                    "); say which with --format, or describe a CSV of your own with --mapping",
                source_.string());
  }
  const std::string file_name = source_.filename().string();
  std::string key = file_name;
  std::string folder;
  result_.root = source_.parent_path();
  if (!options_.images.empty()) {
    const fs::path images = clean_absolute(options_.images);
    folder = relative_text(images, result_.root);
    if (folder.empty() && images != result_.root) result_.root = images;
  } else {
    folder = image_folder_of(source_, result_.root);
  }
  // A corrected copy that lies elsewhere stands for the file of the same name in the dataset.
  if (known_ && relative_text(source_, known_->dataset.root).empty() && options_.images.empty()) {
    if (const std::string path = known_file_meant(); !path.empty()) {
      result_.root = known_->dataset.root;
      key = path;
      folder = image_folder_of(result_.root / path, result_.root);
    }
  } else if (known_ && !relative_text(source_, known_->dataset.root).empty()) {
    const fs::path images = result_.root / folder;
    result_.root = known_->dataset.root;
    key = relative_text(source_, result_.root);
    folder = relative_text(images, result_.root);
  }
  const std::string name = format->traits().name;
  if (name == "kaggle") {
    return read_kaggle(source_, key, options_.images.empty() ? folder_of_cells(key) : folder);
  }
  read_labels(labels_of(*format, source_, key, folder));
  if (name == "udacity-csv") result_.default_identity_pattern = kYoutubeFacesPattern;
}

// Empty: none was named.
std::optional<std::string> Scan::named_image_folder() const {
  if (options_.images.empty()) return std::nullopt;
  const fs::path images = clean_absolute(options_.images);
  std::string folder = relative_text(images, source_);
  if (!folder.empty() || images == source_) return folder;
  throw Error(ErrorCode::kInvalidInput,
              "the pictures of a dataset's folder lie in it; import the label file alone to take "
              "its pictures from elsewhere",
              images.string());
}

// A file of which nothing can be read does not keep out what the others say. Where none says
// anything it ends the import: how it is to be read may only have to be said.
void Scan::read_or_note(const fs::path& path, const std::string& key,
                        const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    std::string place = error.context();
    const std::string name = path.string();
    place = place.starts_with(name) ? key + place.substr(name.size()) : key;
    result_.findings.add({ImportFindingKind::kBadLine, place, error.message()});
    if (!first_unread_) first_unread_ = std::current_exception();
  }
}

void Scan::scan_folder() {
  result_.root = source_;
  const std::optional<std::string> images = named_image_folder();
  const std::vector<std::string> files = all_files(source_);
  std::vector<std::pair<std::string, const LabelFormat*>> labels;
  std::vector<std::string> pts;
  for (const std::string& file : files) {
    if (has_picture_extension(fs::path(file))) result_.images.try_emplace(file);
    if (!may_hold_labels(file)) continue;
    const LabelFormat* format = format_of(source_ / file);
    if (format == nullptr) {
      const std::optional<std::string> why = why_unknown(source_ / file);
      if (why) result_.findings.add({ImportFindingKind::kUnknownFile, file, *why});
      continue;
    }
    if (format->traits().name == "pts") {
      pts.push_back(file);
    } else {
      labels.emplace_back(file, format);
    }
  }
  for (const auto& label_file : labels) {
    const std::string& file = label_file.first;
    const LabelFormat& format = *label_file.second;
    const fs::path path = source_ / file;
    const std::string& name = format.traits().name;
    if (name == "udacity-csv") result_.default_identity_pattern = kYoutubeFacesPattern;
    const std::string folder = images.value_or(image_folder_of(path, source_));
    read_or_note(path, file, [&] {
      if (name != "kaggle") return read_labels(labels_of(format, path, file, folder));
      read_kaggle(path, file,
                  images ? joined(*images, folder_of_cells(path.filename().string()))
                         : folder_of_cells(file));
    });
    job_.throw_if_cancelled();
  }
  if (!pts.empty()) {
    read_pts(pts);
    if (labels.empty()) fold_repeated_photos(result_, job_);
  }
  const bool any_face = std::any_of(result_.labels.begin(), result_.labels.end(),
                                    [](const ScannedLabels& one) { return one.faces > 0; });
  if (first_unread_ && !any_face) std::rethrow_exception(first_unread_);
  const bool nothing_known = std::ranges::all_of(
      result_.findings,
      [](const ImportFinding& finding) { return finding.kind == ImportFindingKind::kUnknownFile; });
  if (result_.images.empty() && result_.labels.empty() && nothing_known) {
    throw Error(ErrorCode::kInvalidInput,
                "nothing to import in this folder: no label file of a known format, no picture",
                source_.string());
  }
}

ScannedSource Scan::run() {
  std::error_code error;
  result_.dataset = !options_.name.empty() ? options_.name : default_dataset_name(source_);
  if (fs::is_directory(source_, error)) {
    scan_folder();
  } else if (is_video(source_)) {
    throw Error(ErrorCode::kInvalidInput,
                "this is a video; `facepoint video PROJECT FILE` takes its frames in",
                source_.string());
  } else if (fs::is_regular_file(source_, error)) {
    scan_file();
  } else {
    throw Error(ErrorCode::kNotFound, "there is no such file or folder", source_.string());
  }
  return std::move(result_);
}

}  // namespace

bool is_there(const ScannedSource& source, const std::string& path) {
  const auto image = source.images.find(path);
  if (image != source.images.end() && image->second.is_cell) return true;
  std::error_code error;
  return fs::is_regular_file(source.root / path, error);
}

std::string default_dataset_name(const fs::path& source) {
  const fs::path path = clean_absolute(source);
  std::error_code error;
  const fs::path folder = fs::is_directory(path, error) ? path : path.parent_path();
  const std::string name = folder.filename().string();
  return name.empty() ? "dataset" : name;
}

std::string official_split_of(const std::string& relative_path) {
  const std::string top = fs::path(relative_path).begin()->string();
  if (top.starts_with("train")) return "training";
  if (top.starts_with("test")) return "test";
  return {};
}

ScannedSource scan_source(const fs::path& source, const ImportOptions& options,
                          const std::optional<KnownDataset>& known, JobContext& job,
                          const std::function<void(const ParsedRow&)>& look) {
  return Scan(source, options, known, job, look).run();
}

}  // namespace facepoint
