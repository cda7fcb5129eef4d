#include "tasks/import_doctor.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "formats/mapping_csv.h"
#include "image/codec.h"
#include "landmark/scheme.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/import_kaggle.h"
#include "tasks/import_remedies.h"
#include "tasks/import_scan.h"
#include "tasks/label_text.h"
#include "tasks/moved_images.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostSamples = 300;

// Some of very many rows, spread evenly over them: every row, every second, every fourth ...
class SpreadRows {
 public:
  void take(const ParsedRow& row) {
    if (seen_++ % step_ != 0) return;
    rows_.push_back(row);
    if (rows_.size() < 2 * kMostSamples) return;
    for (std::size_t i = 0; i < kMostSamples; ++i) rows_[i] = std::move(rows_[2 * i]);
    rows_.resize(kMostSamples);
    step_ *= 2;
  }
  bool any() const { return seen_ > 0; }
  std::vector<ParsedRow> take_all() {
    const std::size_t kept = std::min(rows_.size(), kMostSamples);
    std::vector<ParsedRow> chosen;
    for (std::size_t i = 0; i < kept; ++i) {
      chosen.push_back(std::move(rows_[i * rows_.size() / kept]));
    }
    return chosen;
  }

 private:
  std::vector<ParsedRow> rows_;
  std::int64_t seen_ = 0;
  std::int64_t step_ = 1;
};

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
    if (!scan()) return std::move(result_);
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
  void look_for_images();
  void take_samples();
  void look_at_numbers();
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
  } catch (const Error&) {  // the import itself will say so
    return false;
  }
  return rows_.any() || scanned_.findings.empty();
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
    if (dialect.mixed_line_ends() || dialect.only_cr()) {
      say("line-ends", 0.99, dialect.only_cr(),
          "has line ends of these kinds:" + line_ends_text(dialect) + ".",
          dialect.only_cr() ? "Read them as LF." : "");
    }
    if (dialect.byte_order_mark) {
      say("line-ends", 0.99, false, "begins with a byte order mark, which is passed over.", "");
    }
    result_.mends_text = result_.mends_text || dialect.needs_mending();
  }
}

void Examination::look_for_images() {
  std::map<std::string, PictureBytes> bytes;
  if (known_ && project_ != nullptr) {
    follow_known_images(*project_, *known_, scanned_, job_);
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
  move_images(scanned_, moved.found);
}

void Examination::take_samples() {
  std::vector<ParsedRow> rows = rows_.take_all();
  std::set<std::string> images;
  for (ParsedRow& row : rows) {
    const auto moved = scanned_.moved.find(row.image_path);
    if (moved != scanned_.moved.end()) row.image_path = moved->second;
    images.insert(row.image_path);
  }
  result_.cells = copy_of_cells(scanned_, images, job_);
  std::map<std::string, PictureExtent> sizes;
  for (ParsedRow& row : rows) {
    job_.throw_if_cancelled();
    const bool is_cell = scanned_.images[row.image_path].is_cell;
    const fs::path file = (is_cell ? *result_.cells : scanned_.root) / row.image_path;
    const auto [size, is_new] = sizes.emplace(row.image_path, PictureExtent{});
    if (is_new) size->second = picture_extent(file);
    result_.samples.push_back(
        {file, row.image_path, std::move(row.points), size->second.width, size->second.height});
  }
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

void Examination::look_at_numbers() {
  std::vector<Keypoints> labels;
  labels.reserve(result_.samples.size());
  std::vector<FaceNumbers> faces;
  for (const SampleFace& sample : result_.samples) {
    labels.push_back(label_of(sample.name));
    faces.push_back({sample.numbers, sample.width, sample.height,
                     labels.back().empty() ? nullptr : &labels.back()});
  }
  try {
    result_.verdict = infer_layout(SchemeLibrary::standard(), result_.claimed_scheme, faces);
  } catch (const Error&) {  // too few points to tell their scheme: the import says what is wrong
    result_.verdict.layout.scheme = result_.claimed_scheme;
    result_.samples.clear();
    return;
  }
  for (const LayoutFinding& finding : result_.verdict.findings) {
    result_.findings.push_back(
        {to_text(finding.aspect), finding.sure, finding.differs, finding.reason, finding.remedy});
  }
}

}  // namespace

SourceExamination examine_source(Project* project, const fs::path& source,
                                 const ImportOptions& options, JobContext& job) {
  return Examination(project, source, options, job).run();
}

bool RemedyChoice::decides(const std::string& about) const {
  return (about == "unit" && unit) || (about == "origin" && origin) ||
         (about == "axes" && y_first) || (about == "vertical" && y_up) ||
         (about == "grouping" && grouped) || (about == "sides" && sides_exchanged) ||
         (about == "order" && (order_inferred || !order.empty()));
}

namespace {

LabelLayout plain_layout(const SourceExamination& examination) {
  LabelLayout plain;
  plain.scheme = examination.claimed_scheme;
  return plain;
}

}  // namespace

LabelLayout layout_for(const SourceExamination& examination, const RemedyChoice& choice) {
  LabelLayout layout = choice.proposed
                           ? sure_layout(examination.verdict, examination.claimed_scheme)
                           : plain_layout(examination);
  layout.unit = choice.unit.value_or(layout.unit);
  layout.origin = choice.origin.value_or(layout.origin);
  layout.y_first = choice.y_first.value_or(layout.y_first);
  layout.y_up = choice.y_up.value_or(layout.y_up);
  layout.grouped = choice.grouped.value_or(layout.grouped);
  layout.sides_exchanged = choice.sides_exchanged.value_or(layout.sides_exchanged);
  if (choice.order_inferred) layout.order = examination.verdict.layout.order;
  if (!choice.order.empty()) layout.order = choice.order;
  return layout;
}

std::optional<Keypoints> sample_points(const SampleFace& sample, const LabelLayout& layout) {
  const Scheme& scheme = SchemeLibrary::standard().get(layout.scheme);
  if (static_cast<int>(sample.numbers.size()) != scheme.size()) return std::nullopt;
  return read_as(layout, scheme, sample.numbers, sample.width, sample.height);
}

ImportRemedy remedy_for(const SourceExamination& examination, const RemedyChoice& choice) {
  LabelLayout layout = layout_for(examination, choice);
  ImportRemedy remedy;
  if (layout != plain_layout(examination)) remedy.layout = std::move(layout);
  if (choice.proposed) remedy.moved = examination.moved;
  return remedy;
}

ImportOptions with_remedies(ImportOptions options,
                            const std::vector<SourceExamination>& examinations,
                            const RemedyChoice& choice) {
  options.remedies.clear();
  for (const SourceExamination& examination : examinations) {
    options.remedies.push_back(remedy_for(examination, choice));
    options.mend_text = options.mend_text || (choice.proposed && examination.mends_text);
  }
  return options;
}

std::vector<SourceFinding> left_open(const SourceExamination& examination,
                                     const RemedyChoice& choice) {
  std::vector<SourceFinding> open;
  if (choice.proposed) return open;
  for (const SourceFinding& finding : examination.findings) {
    if (finding.harmful && finding.is_sure() && !choice.decides(finding.about)) {
      open.push_back(finding);
    }
  }
  return open;
}

}  // namespace facepoint
