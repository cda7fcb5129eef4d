#include "tasks/import_doctor.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "formats/mapping_csv.h"
#include "landmark/scheme.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/import_remedies.h"
#include "tasks/import_samples.h"
#include "tasks/import_scan.h"
#include "tasks/label_text.h"
#include "tasks/moved_images.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

class Examination {
 public:
  Examination(Project* project, const fs::path& source, const ImportOptions& options,
              JobContext& job)
      : project_(project), options_(options), job_(job) {
    result_.source = source;
    result_.claimed_scheme = options.scheme;
    options_.mend_text = true;
    if (project_ != nullptr) known_ = known_dataset(*project_, source, options_);
  }

  SourceExamination run() {
    if (!scan()) {
      look_at_text();  // which may be why
      look_at_encoding();
      return std::move(result_);
    }
    look_at_text();
    look_for_images();
    take_samples();
    look_at_numbers();
    return std::move(result_);
  }

 private:
  bool scan();
  bool scan_as(const std::string& scheme);
  void look_at_text();
  void look_at_encoding();
  void look_at_line_ends(const CsvDialect& dialect, const std::string& file);
  void look_for_images();
  void take_samples();
  void look_at_numbers();
  bool look_at_files();
  void look_at_absent_points();
  bool scan_as_smaller(int points);
  void take_verdict(LayoutVerdict verdict);
  std::optional<LayoutVerdict> verdict_of(const std::vector<const SampleFace*>& samples);
  std::vector<const SampleFace*> all_samples() const;
  Keypoints label_of(const std::string& image_path);

  Project* project_;
  ImportOptions options_;
  JobContext& job_;
  std::optional<KnownDataset> known_;
  ScannedSource scanned_;
  SpreadRows rows_;
  SourceExamination result_;
};

// Whether it has rows of this scheme's number of points, or no labels at all.
bool Examination::scan_as(const std::string& scheme) {
  options_.scheme = scheme;
  rows_ = SpreadRows();
  JobContext quiet({}, job_.stop_token());
  try {
    scanned_ = scan_source(result_.source, options_, known_, quiet,
                           [this](const ParsedRow& row) { rows_.take(row); });
    if (known_ && project_ != nullptr) {
      follow_known_images(*project_, *known_, scanned_, quiet);
    }
  } catch (const Error&) {  // the import itself will say so
    return false;
  }
  return rows_.seen() > 0 || scanned_.findings.empty();
}

bool Examination::scan() {
  if (scan_as(result_.claimed_scheme)) return true;
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    if (scheme.name != result_.claimed_scheme && scan_as(scheme.name)) return true;
  }
  return false;
}

std::string line_ends_text(const CsvDialect& dialect) {
  const auto kind = [](std::int64_t count, const char* name) {
    return count > 0 ? " " + with_thousands(count) + " " + name : std::string();
  };
  return kind(dialect.lf, "LF") + kind(dialect.crlf, "CR LF") + kind(dialect.cr, "CR");
}

void Examination::look_at_text() {
  std::error_code error;
  const bool is_file = fs::is_regular_file(result_.source, error);
  for (const ScannedLabels& labels : scanned_.labels) {
    const std::string& format = labels.file.format;
    const bool is_mapped = format == kMappingCsv;  // and so all but its line ends told
    if (format != "udacity-csv" && format != "hrnet-csv" && format != "kaggle" && !is_mapped) {
      continue;
    }
    const fs::path path = is_file ? result_.source : scanned_.root / labels.file.path;
    CsvDialect dialect = dialect_of_file(path);
    if (is_mapped) {
      dialect.separator = ',';
      dialect.decimal_comma = dialect.split_numbers = dialect.is_unclear = false;
    }
    const auto say = [&](const char* about, double sure, bool harmful, const std::string& reason,
                         const char* remedy) {
      std::string text = labels.file.path;
      text.append(" ").append(reason);
      result_.findings.push_back({about, sure, harmful, std::move(text), remedy});
    };
    if (dialect.separator != ',') {
      say("text", 0.99, true,
          dialect.separator == ';' ? "has semicolons between its cells."
                                   : "has tabs between its cells.",
          "Read these as commas.");
    }
    if (dialect.decimal_comma) {
      say("text", 0.99, true, "has decimal commas.", "Read them as points.");
    }
    if (dialect.split_numbers) {
      say("text", 0.95, true,
          "has decimal commas that are separators too: each row has two cells for a number.",
          "Join every two cells to a number.");
    }
    if (dialect.is_unclear) {
      say("text", 0.5, false,
          "has rows with too many cells: decimal commas may be separators too, but not of all "
          "numbers.",
          "");
    }
    look_at_line_ends(dialect, labels.file.path);
    if (dialect.byte_order_mark) {
      say("line-ends", 0.99, false, "begins with a byte order mark, which is passed over.", "");
    }
    result_.mends_text = result_.mends_text || dialect.needs_mending();
  }
}

void Examination::look_at_line_ends(const CsvDialect& dialect, const std::string& file) {
  if (!dialect.mixed_line_ends() && !dialect.only_cr()) return;
  const std::string reason = file + " has line ends of these kinds:" + line_ends_text(dialect);
  if (dialect.only_cr()) {
    result_.findings.push_back({"line-ends", 0.99, true, reason + ".", "Read them as LF."});
  } else if (dialect.cr > 0) {
    result_.findings.push_back({"line-ends", 0.5, true,
                                reason + ", where a CR alone ends no line for our readers.",
                                "Save it with line ends of one kind.", 0.95});
  } else {
    result_.findings.push_back({"line-ends", 0.99, false, reason + ".", ""});
  }
}

// A file whose text is of no known format.
void Examination::look_at_encoding() {
  std::ifstream in(result_.source, std::ios::binary);
  std::string head(2, '\0');
  if (!in.read(head.data(), 2) || (head != "\xFF\xFE" && head != "\xFE\xFF")) return;
  result_.findings.push_back({"text", 0.5, true,
                              result_.source.filename().string() + " is UTF-16 text.",
                              "Save it as UTF-8.", 0.99});
}

void Examination::look_for_images() {
  std::map<std::string, PictureBytes> bytes;
  if (known_ && project_ != nullptr) {
    each_image_of(*project_, known_->dataset.id, [&](const Image& image) {
      if (!image.digest.empty()) bytes.emplace(image.path, PictureBytes{image.digest, image.bytes});
    });
  }
  const MovedImages moved = find_moved_images(scanned_, bytes, job_);
  if (!moved.found.empty()) {
    const auto& [from, to] = *moved.found.begin();
    const auto count = static_cast<std::int64_t>(moved.found.size());
    std::string reason = with_thousands(count) + " of " + count_of(moved.missing, "missing image") +
                         (count == 1 ? " lies" : " lie") + " elsewhere: " + from + " is " + to;
    reason += count > 1 ? " and so on" : "";
    reason +=
        moved.by_digest > 0 ? " (" + with_thousands(moved.by_digest) + " by their bytes)." : ".";
    result_.findings.push_back(
        {"moved-images", 0.95, true, reason, "Take the images from where they are."});
  }
  if (!moved.unclear.empty()) {
    const auto& [from, files] = *moved.unclear.begin();
    std::string names;
    for (const std::string& file : files) names += (names.empty() ? "" : ", ") + file;
    const auto count = static_cast<std::int64_t>(moved.unclear.size());
    result_.findings.push_back(
        {"names", 0.5, false,
         count_of(count, "image") + (count == 1 ? " is" : " are") +
             " not where rows lead to, and " +
             (files.size() > 1 ? "several have the name: " : "another may have the name: ") + from +
             " (" + names + ").",
         "Name the folder of the images with --images."});
  }
  result_.moved = moved.found;
}

void Examination::take_samples() {
  move_images(scanned_, result_.moved);
  result_.samples = samples_of(scanned_, rows_, result_.cells, job_);
}

// What the project has already said of the only face of an image; empty: nothing.
Keypoints Examination::label_of(const std::string& image_path) {
  if (project_ == nullptr || !known_) return {};
  const std::optional<Image> image = find_image(*project_, known_->dataset.id, image_path);
  if (!image) return {};
  const std::vector<Face> faces = faces_of(*project_, image->id);
  if (faces.size() != 1 || !faces.front().current) return {};
  return get_revision(*project_, faces.front().current).points;
}

std::vector<const SampleFace*> Examination::all_samples() const {
  std::vector<const SampleFace*> all;
  all.reserve(result_.samples.size());
  for (const SampleFace& sample : result_.samples) all.push_back(&sample);
  return all;
}

// None where they have too few points to tell their scheme.
std::optional<LayoutVerdict> Examination::verdict_of(
    const std::vector<const SampleFace*>& samples) {
  std::vector<Keypoints> labels;
  labels.reserve(samples.size());
  std::vector<FaceNumbers> faces;
  for (const SampleFace* sample : samples) {
    if (sample->written != samples.front()->written) continue;  // another format's
    labels.push_back(label_of(sample->name));
    faces.push_back({sample->numbers, sample->width, sample->height,
                     labels.back().empty() ? nullptr : &labels.back()});
  }
  try {
    return infer_layout(SchemeLibrary::standard(), result_.claimed_scheme, faces,
                        samples.empty() ? WrittenAs{} : samples.front()->written);
  } catch (const Error&) {  // the import says what is wrong
    return std::nullopt;
  }
}

void Examination::take_verdict(LayoutVerdict verdict) {
  result_.verdict = std::move(verdict);
  for (const LayoutFinding& finding : result_.verdict.findings) {
    result_.findings.push_back({to_text(finding.aspect), finding.sure,
                                finding.differs || finding.wrong >= kSureOfLayout, finding.reason,
                                finding.remedy, finding.wrong});
  }
}

// Whether label files want different remedies, of which a source has but one.
bool Examination::look_at_files() {
  std::string text;
  std::vector<LayoutVerdict> verdicts;
  bool differ = false;
  for (const std::vector<const SampleFace*>& samples : samples_by_file(result_.samples)) {
    const std::optional<LayoutVerdict> verdict = verdict_of(samples);
    if (!verdict) return false;
    text += (text.empty() ? "" : "; ") + samples.front()->labels + " (" +
            count_of(std::ssize(samples), "face") + " looked at) " + remedy_text(*verdict);
    differ = differ || (!verdicts.empty() && want_other_remedies(verdicts.front(), *verdict));
    verdicts.push_back(*verdict);
  }
  if (!differ) return false;
  result_.verdict.layout = layout_as_read(result_.claimed_scheme, {});
  result_.verdict.faces = static_cast<int>(result_.samples.size());
  result_.findings.push_back({"files", 0.5, true,
                              "Label files want different remedies: " + text + ".",
                              "Import each of these files on its own, with its remedy.", 0.95});
  return true;
}

// Adopts the scheme whose points the files have all of, in the shape of a face; false: there is
// none.
bool Examination::scan_as_smaller(int points) {
  const std::string claimed = result_.claimed_scheme;
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    if (scheme.name == claimed || (points > 0 && scheme.size() != points)) continue;
    if (!scan_as(scheme.name) || scanned_.findings.count(ImportFindingKind::kBadLine) > 0) continue;
    take_samples();
    if (result_.samples.empty() || !points_of_none(result_.samples).empty()) continue;
    const auto verdict = verdict_of(all_samples());
    if (verdict && sure_layout(*verdict, claimed).scheme == scheme.name) return true;
  }
  scan_as(claimed);
  take_samples();
  return false;
}

// Files that name points have those of a smaller scheme at the beginning of a larger one, where
// they name them by number, or some of them, where they name them by words.
void Examination::look_at_absent_points() {
  const std::set<int> none = points_of_none(result_.samples);
  const Scheme& claimed = SchemeLibrary::standard().get(result_.claimed_scheme);
  const int points = claimed.size() - static_cast<int>(none.size());
  if (none.empty() || points == 0 ||
      static_cast<int>(result_.samples.front().numbers.size()) != claimed.size()) {
    return;
  }
  const bool at_end = *none.begin() == points;
  if (!at_end) {
    if (scanned_.findings.count(ImportFindingKind::kBadLine) > 0) scan_as_smaller(0);
    return;
  }
  const std::optional<LayoutVerdict> as_claimed = verdict_of(all_samples());
  const bool fits =
      as_claimed &&
      std::none_of(as_claimed->findings.begin(), as_claimed->findings.end(),
                   [](const LayoutFinding& finding) { return finding.wrong >= kSureOfLayout; });
  if (!fits && scan_as_smaller(points)) return;
  result_.findings.push_back(
      {"scheme", 0.5, !fits,
       "There are only points 0 to " + std::to_string(points - 1) + "; " + claimed.name + " has " +
           count_of(claimed.size(), "point") + ", of which the rest would be absent in every face.",
       "Name the scheme that they are of with --scheme.", fits ? 0.6 : 0.95});
}

void Examination::look_at_numbers() {
  if (result_.samples.empty()) return;
  look_at_absent_points();
  if (look_at_files()) return;
  if (auto verdict = verdict_of(all_samples())) {
    take_verdict(std::move(*verdict));
    return;
  }
  result_.verdict.layout.scheme = result_.claimed_scheme;
  result_.samples.clear();
}

}  // namespace

SourceExamination examine_source(Project* project, const fs::path& source,
                                 const ImportOptions& options, JobContext& job) {
  return Examination(project, source, options, job).run();
}

}  // namespace facepoint
