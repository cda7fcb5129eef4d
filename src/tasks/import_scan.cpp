#include "tasks/import_scan.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "formats/mapping_csv.h"
#include "formats/name_pattern.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"
#include "image/codec.h"
#include "image/video.h"
#include "landmark/scheme.h"
#include "tasks/import_chunks.h"
#include "tasks/import_files.h"
#include "tasks/import_kaggle.h"
#include "tasks/import_photos.h"
#include "tasks/label_text.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

class Scan {
 public:
  Scan(const fs::path& source, const ImportOptions& options,
       const std::optional<KnownDataset>& known, JobContext& job)
      : source_(clean_absolute(source)), options_(options), known_(known), job_(job) {
    if (!options.mapping.empty()) {
      mapping_ = make_mapping_csv(read_file(options.mapping), options.mapping.string());
    }
  }

  ScannedSource run();

 private:
  void scan_file();
  void scan_folder();
  const LabelFormat* format_of(const fs::path& file) const;  // null: none that is known
  void read_labels(const LabelFormat& format, const fs::path& file, const std::string& key,
                   const std::string& image_folder);
  void read_kaggle(const fs::path& file, const std::string& key, const std::string& image_folder);
  std::string picture_beside(const std::string& key) const;
  void read_csv(const fs::path& csv, const std::string& key, const std::string& image_folder);
  void read_pts(const std::vector<std::string>& files);
  bool read_one_pts(const std::string& key, const std::string& image);
  void check_points(int points, const std::string& place) const;
  // The key of the picture that a row names; empty if it leads out of the dataset.
  std::string resolve(const std::string& name, const std::vector<std::string>& folders);
  void add_bad_line(const std::string& file, const BadLine& bad);
  // A mapping says itself how its CSV is written.
  bool mends_text() const { return options_.mend_text && !mapping_; }

  fs::path source_;
  const ImportOptions& options_;
  const std::optional<KnownDataset>& known_;
  JobContext& job_;
  ScannedSource result_;
  std::set<std::string> images_;
  std::unique_ptr<LabelFormat> mapping_;  // null: none was given
};

void Scan::add_bad_line(const std::string& file, const BadLine& bad) {
  result_.findings.push_back(
      {ImportFindingKind::kBadLine,
       file + ":" + std::to_string(bad.line) + ":" + std::to_string(bad.column), bad.reason});
}

std::string Scan::resolve(const std::string& name, const std::vector<std::string>& folders) {
  std::string first;
  for (const std::string& folder : folders) {
    const fs::path path = fs::path(joined(folder, name)).lexically_normal();
    if (path.is_absolute() || path.empty() || *path.begin() == "..") continue;
    std::string key = path.generic_string();
    if (first.empty()) first = key;
    std::error_code error;
    if (images_.contains(key) || fs::is_regular_file(result_.root / path, error)) return key;
  }
  return first;
}

void Scan::read_csv(const fs::path& csv, const std::string& key, const std::string& image_folder) {
  const std::unique_ptr<std::istream> in = open_label_text(csv, mends_text());
  if (!*in) throw Error(ErrorCode::kUnreadable, "the file cannot be read", csv.string());
  UdacityCsvReader reader(*in, csv.string());

  ParsedLabels labels;
  labels.file.path = key;
  labels.file.format = "udacity-csv";
  labels.file.official_split = official_split_of(joined(image_folder, key));
  labels.file.header = reader.header();
  const std::vector<std::string> folders = {image_folder,
                                            fs::path(key).parent_path().generic_string(), ""};
  std::vector<std::string> line_ends;
  bool right_points = reader.points() > 0;
  while (std::optional<UdacityRow> row = reader.next()) {
    ParsedRow parsed;
    parsed.place = key + ":" + std::to_string(row->line);
    parsed.image_name = row->image_name;
    parsed.raw = row->raw;
    line_ends.push_back(row->line_end);
    if (!row->bad) {
      parsed.image_path = resolve(row->image_name, folders);
      if (parsed.image_path.empty()) {
        row->bad = BadLine{row->line, 1, "the file name leads out of the dataset"};
      }
    }
    if (row->bad) {
      add_bad_line(key, *row->bad);
    } else {
      if (right_points) check_points(reader.points(), csv.string());
      right_points = false;  // one look is enough
      if (udacity_row(row->image_name, row->points) == row->raw) parsed.raw.reset();
      parsed.points = make_keypoints(row->points);
      images_.insert(parsed.image_path);
    }
    labels.rows.push_back(std::move(parsed));
  }

  // One line end for the whole file; where lines differ, the odd ones carry their "\r" as text.
  const auto is_crlf = [](const std::string& end) { return end.empty() || end == "\r\n"; };
  const bool crlf = labels.file.header.ends_with("\r\n") &&
                    std::all_of(line_ends.begin(), line_ends.end(), is_crlf);
  labels.file.line_end = crlf ? "\r\n" : "\n";
  labels.file.ends_with_line_end =
      line_ends.empty() ? labels.file.header.ends_with('\n') : line_ends.back().ends_with('\n');
  for (std::size_t i = 0; i < labels.rows.size(); ++i) {
    if (crlf || !line_ends[i].starts_with('\r')) continue;
    ParsedRow& row = labels.rows[i];
    if (!row.raw) row.raw = udacity_row(row.image_name, positions_of(row.points));
    *row.raw += '\r';
  }
  result_.labels.push_back(std::move(labels));
}

bool Scan::read_one_pts(const std::string& key, const std::string& image) {
  const PtsFile pts = parse_pts(read_file(result_.root / key));
  if (pts.bad) {
    add_bad_line(key, *pts.bad);
    return false;
  }
  const auto points = static_cast<int>(pts.points.size());
  if (points != SchemeLibrary::standard().get(options_.scheme).size()) {
    add_bad_line(key, {1, 1, count_of(points, "point") + ", not those of " + options_.scheme});
    return false;
  }
  ParsedLabels labels;
  labels.file.path = key;
  labels.file.format = "pts";
  labels.file.official_split = official_split_of(key);
  labels.file.header = pts.header;
  labels.file.line_end = "\n";
  ParsedRow row{fs::path(image).filename().string(), image, key, make_keypoints(pts.points), {}};
  if (pts_body(pts.points, pts.header.empty()) != pts.body) row.raw = pts.body;
  labels.rows.push_back(std::move(row));
  result_.labels.push_back(std::move(labels));
  return true;
}

void Scan::read_pts(const std::vector<std::string>& files) {
  std::map<std::string, std::string> picture_of;  // path without extension -> path
  for (const std::string& image : images_) {
    picture_of.emplace(fs::path(image).replace_extension().generic_string(), image);
  }
  job_.begin_stage("Reading labels", static_cast<std::int64_t>(files.size()));
  std::int64_t done = 0;
  for (const std::string& key : files) {
    const std::string stem = fs::path(key).replace_extension().generic_string();
    const auto picture = picture_of.find(stem);
    const std::string image = picture == picture_of.end() ? stem + ".jpg" : picture->second;
    if (read_one_pts(key, image)) images_.insert(image);
    job_.progress(++done, static_cast<std::int64_t>(files.size()));
  }
}

void Scan::check_points(int points, const std::string& place) const {
  const Scheme& scheme = SchemeLibrary::standard().get(options_.scheme);
  if (points == scheme.size()) return;
  throw Error(ErrorCode::kInvalidInput,
              "its rows have " + count_of(points, "point") + ", the scheme " + scheme.name +
                  " has " + std::to_string(scheme.size()) + "; name another with --scheme",
              place);
}

// By content, unless it was said.
const LabelFormat* Scan::format_of(const fs::path& file) const {
  if (mapping_ && (options_.format.empty() || options_.format == kMappingCsv)) {
    const bool fits = file == source_ || mapping_->detect(file.string(), {}).sure > 0;
    return fits ? mapping_.get() : nullptr;
  }
  const std::string head = head_of(*open_label_text(file, mends_text()));
  if (!options_.format.empty()) {
    const LabelFormat* format = find_label_format(options_.format);
    const bool fits = file == source_ || format->detect(file.string(), head).sure > 0;
    return fits ? format : nullptr;
  }
  const std::optional<DetectedFormat> found = detect_label_format(file.string(), head);
  return found ? found->format : nullptr;
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
    const auto after = images_.lower_bound(stem + ".");
    if (after != images_.end() && after->starts_with(stem + ".")) return *after;
    for (const char* extension : {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"}) {
      std::error_code error;
      if (fs::is_regular_file(result_.root / (stem + extension), error)) return stem + extension;
    }
  }
  return stems[0] + ".jpg";
}

void Scan::read_labels(const LabelFormat& format, const fs::path& file, const std::string& key,
                       const std::string& image_folder) {
  const FormatTraits& traits = format.traits();
  if (traits.name == "udacity-csv") return read_csv(file, key, image_folder);
  if (traits.name == "pts") {
    const std::string image = picture_beside(key);
    if (read_one_pts(key, image)) images_.insert(image);
    return;
  }
  const std::vector<std::string> folders = {image_folder,
                                            fs::path(key).parent_path().generic_string(), ""};
  const auto image_of = [&](const std::string& name) {
    return name.empty() ? picture_beside(key) : resolve(name, folders);
  };
  ReadContext context;
  context.path = file.string();
  context.scheme = &SchemeLibrary::standard().get(options_.scheme);
  context.picture_size = [&](const std::string& name) {
    return size_of_picture(result_.root / image_of(name));
  };
  const std::unique_ptr<std::istream> in = open_label_text(file, mends_text());
  if (!*in) throw Error(ErrorCode::kUnreadable, "the file cannot be read", file.string());
  LabelChunks chunks(key, image_of);
  format.read(*in, context, chunks);
  for (const BadLine& bad : chunks.bad_lines()) add_bad_line(key, bad);
  if (chunks.faces() == 0) return;
  ParsedLabels labels = chunks.finish();
  labels.file.format = traits.name;
  labels.file.official_split = official_split_of(joined(image_folder, key));
  for (const ParsedRow& row : labels.rows) {
    if (!row.points.empty()) images_.insert(row.image_path);
  }
  result_.labels.push_back(std::move(labels));
}

// Its pictures are cells of the file: they become files, in a folder called like it.
void Scan::read_kaggle(const fs::path& file, const std::string& key,
                       const std::string& image_folder) {
  std::string folder = image_folder;
  if (options_.images.empty())
    folder = fs::path(key).replace_extension().generic_string() + "_images";
  job_.begin_stage("Taking pictures out of " + file.filename().string());
  for (const std::string& name : extract_kaggle_pictures(file, result_.root / folder, job_)) {
    images_.insert(joined(folder, name));
  }
  read_labels(*find_label_format("kaggle"), file, key, folder);
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
    const fs::path root = known_->dataset.root;
    for (const std::string& path : known_->label_files) {
      if (fs::path(path).filename() != file_name) continue;
      result_.root = root;
      key = path;
      folder = image_folder_of(root / path, root);
    }
  } else if (known_ && !relative_text(source_, known_->dataset.root).empty()) {
    const fs::path images = result_.root / folder;
    result_.root = known_->dataset.root;
    key = relative_text(source_, result_.root);
    folder = relative_text(images, result_.root);
  }
  const std::string name = format->traits().name;
  if (name == "kaggle") return read_kaggle(source_, key, folder);
  read_labels(*format, source_, key, folder);
  if (name == "udacity-csv") result_.default_identity_pattern = kYoutubeFacesPattern;
}

void Scan::scan_folder() {
  result_.root = source_;
  const std::vector<std::string> files = all_files(source_);
  std::vector<std::pair<std::string, const LabelFormat*>> labels;
  std::vector<std::string> pts;
  for (const std::string& file : files) {
    if (has_picture_extension(fs::path(file))) images_.insert(file);
    if (!may_hold_labels(file)) continue;
    const LabelFormat* format = format_of(source_ / file);
    if (format == nullptr) continue;
    if (format->traits().name == "pts") {
      pts.push_back(file);
    } else {
      labels.emplace_back(file, format);
    }
  }
  for (const auto& [file, format] : labels) {
    const fs::path path = source_ / file;
    const std::string& name = format->traits().name;
    if (name == "udacity-csv") result_.default_identity_pattern = kYoutubeFacesPattern;
    if (name == "kaggle") {
      read_kaggle(path, file, {});
    } else {
      read_labels(*format, path, file, image_folder_of(path, source_));
    }
    job_.throw_if_cancelled();
  }
  if (!pts.empty()) {
    read_pts(pts);
    if (labels.empty())
      fold_repeated_photos(result_.root, result_.labels, images_, result_.findings);
  }
  if (images_.empty() && result_.labels.empty() && result_.findings.empty()) {
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
  result_.images.assign(images_.begin(), images_.end());
  return std::move(result_);
}

}  // namespace

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
                          const std::optional<KnownDataset>& known, JobContext& job) {
  return Scan(source, options, known, job).run();
}

}  // namespace facepoint
