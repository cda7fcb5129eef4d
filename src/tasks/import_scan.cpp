#include "tasks/import_scan.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "formats/name_pattern.h"
#include "formats/pts.h"
#include "image/codec.h"
#include "landmark/scheme.h"
#include "tasks/label_text.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

fs::path clean_absolute(const fs::path& path) {
  fs::path result = fs::absolute(path).lexically_normal();
  return result.has_filename() ? result : result.parent_path();
}

// "training/a.jpg"; empty if `path` does not lie below `root`.
std::string relative_text(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return {};
  return relative == "." ? std::string() : relative.generic_string();
}

// Files below `folder` (links to folders are followed, but not in circles; hidden ones are not
// entered), relative to `root`, in no order.
void list_files(const fs::path& folder, const fs::path& root, std::set<fs::path>& ancestors,
                std::vector<std::string>& files) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (error || !ancestors.insert(real).second) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().native().starts_with('.')) continue;
    if (entry.is_directory(error)) {
      list_files(entry.path(), root, ancestors, files);
    } else if (entry.is_regular_file(error)) {
      files.push_back(relative_text(entry.path(), root));
    }
  }
  ancestors.erase(real);
}

bool is_keypoint_csv(const fs::path& path, bool mend) {
  const std::unique_ptr<std::istream> in = open_label_text(path, mend);
  std::string first;
  return *in && std::getline(*in, first) && points_of_udacity_header(first).has_value();
}

// Where the pictures of a CSV are: the folder its name begins with ("training" for
// training_frames_keypoints.csv), or else its own.
std::string image_folder_of(const fs::path& csv, const fs::path& root) {
  const std::string stem = csv.stem().string();
  for (std::size_t end = stem.size(); end != std::string::npos && end > 0;
       end = stem.find_last_of("_-.", end - 1)) {
    const fs::path folder = csv.parent_path() / stem.substr(0, end);
    std::error_code error;
    if (fs::is_directory(folder, error)) return relative_text(folder, root);
  }
  return relative_text(csv.parent_path(), root);
}

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

class Scan {
 public:
  Scan(const fs::path& source, const ImportOptions& options,
       const std::optional<KnownDataset>& known, JobContext& job)
      : source_(clean_absolute(source)), options_(options), known_(known), job_(job) {}

  ScannedSource run();

 private:
  void scan_csv();
  void scan_folder();
  void read_csv(const fs::path& csv, const std::string& key, const std::string& image_folder);
  void read_pts(const std::vector<std::string>& files);
  bool read_one_pts(const std::string& key, const std::string& image);
  void fold_repeated_photos();
  void fold_same_photos(const std::vector<std::size_t>& labels);
  void check_points(int points, const std::string& place) const;
  // The key of the picture that a row names; empty if it leads out of the dataset.
  std::string resolve(const std::string& name, const std::vector<std::string>& folders);
  void add_bad_line(const std::string& file, const BadLine& bad);

  fs::path source_;
  const ImportOptions& options_;
  const std::optional<KnownDataset>& known_;
  JobContext& job_;
  ScannedSource result_;
  std::set<std::string> images_;
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
  const std::unique_ptr<std::istream> in = open_label_text(csv, options_.mend_text);
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
      parsed.points = std::move(row->points);
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
    if (!row.raw) row.raw = udacity_row(row.image_name, row.points);
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
  ParsedRow row{fs::path(image).filename().string(), image, key, pts.points, {}};
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

// A photo that is there once per face (X_1.jpg, X_2.jpg, ...: the same bytes, each with its own
// .pts) is one image: the first file stands for all. Two labels of the same face in the same photo
// are no such thing, and stay two images.
void Scan::fold_repeated_photos() {
  std::map<std::string, std::vector<std::size_t>> numbered;  // "X" -> labels
  for (std::size_t i = 0; i < result_.labels.size(); ++i) {
    const std::string stem =
        fs::path(result_.labels[i].rows[0].image_path).replace_extension().generic_string();
    const std::size_t digits = stem.find_last_not_of("0123456789");
    if (digits == std::string::npos || digits + 1 == stem.size() || stem[digits] != '_') continue;
    numbered[stem.substr(0, digits)].push_back(i);
  }
  for (const auto& [stem, members] : numbered) {
    if (members.size() > 1) fold_same_photos(members);
  }
}

void Scan::fold_same_photos(const std::vector<std::size_t>& labels) {
  constexpr double kSameFace = 0.5;  // overlap of the points' boxes
  struct Photo {
    std::string image;
    std::vector<Rect> faces;
  };
  std::map<std::string, Photo> photos;  // by digest
  for (const std::size_t i : labels) {
    ParsedRow& row = result_.labels[i].rows[0];
    std::error_code error;
    if (!fs::is_regular_file(result_.root / row.image_path, error)) continue;
    const Rect face = bounding_box(make_keypoints(row.points));
    Photo& photo = photos[digest_of(read_file(result_.root / row.image_path))];
    if (photo.image.empty()) photo.image = row.image_path;
    const bool another_face = std::none_of(
        photo.faces.begin(), photo.faces.end(),
        [&](const Rect& other) { return intersection_over_union(face, other) > kSameFace; });
    if (!another_face) continue;
    photo.faces.push_back(face);
    if (photo.image == row.image_path) continue;
    images_.erase(row.image_path);
    row.image_path = photo.image;
  }
  for (const auto& [digest, photo] : photos) {
    const auto files = static_cast<std::int64_t>(photo.faces.size());
    if (files < 2) continue;
    result_.findings.push_back({ImportFindingKind::kRepeatedPhoto, photo.image,
                                "stands for " + count_of(files, "file") + " of the same photo",
                                files});
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

void Scan::scan_csv() {
  if (!is_keypoint_csv(source_, options_.mend_text)) {
    throw Error(ErrorCode::kInvalidInput,
                "this file is no keypoint CSV (its first line would be an empty cell, then "
                "0,1,2,...)",
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
  read_csv(source_, key, folder);
  result_.default_identity_pattern = kYoutubeFacesPattern;
}

void Scan::scan_folder() {
  result_.root = source_;
  const std::vector<std::string> files = files_below(source_);
  std::vector<std::string> csvs;
  std::vector<std::string> pts;
  for (const std::string& file : files) {
    const fs::path path(file);
    if (has_picture_extension(path)) images_.insert(file);
    if (path.extension() == ".pts") pts.push_back(file);
    if (path.extension() == ".csv" && is_keypoint_csv(source_ / path, options_.mend_text))
      csvs.push_back(file);
  }
  if (!csvs.empty()) {
    for (const std::string& csv : csvs) {
      const fs::path path = source_ / csv;
      read_csv(path, csv, image_folder_of(path, source_));
    }
    result_.default_identity_pattern = kYoutubeFacesPattern;
  }
  if (!pts.empty()) {
    const std::size_t csv_labels = result_.labels.size();
    read_pts(pts);
    if (csv_labels == 0) fold_repeated_photos();
  }
  if (images_.empty() && result_.labels.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "nothing to import in this folder: no keypoint CSV, no .pts file, no picture",
                source_.string());
  }
}

ScannedSource Scan::run() {
  std::error_code error;
  result_.dataset = !options_.name.empty() ? options_.name : default_dataset_name(source_);
  if (fs::is_directory(source_, error)) {
    scan_folder();
  } else if (fs::is_regular_file(source_, error)) {
    scan_csv();
  } else {
    throw Error(ErrorCode::kNotFound, "there is no such file or folder", source_.string());
  }
  result_.images.assign(images_.begin(), images_.end());
  return std::move(result_);
}

}  // namespace

std::vector<std::string> files_below(const fs::path& folder) {
  std::set<fs::path> ancestors;
  std::vector<std::string> files;
  list_files(folder, folder, ancestors, files);
  std::sort(files.begin(), files.end());
  return files;
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
                          const std::optional<KnownDataset>& known, JobContext& job) {
  return Scan(source, options, known, job).run();
}

}  // namespace facepoint
