#include "tasks/import_samples.h"

#include <algorithm>
#include <map>

#include "image/codec.h"
#include "tasks/import_kaggle.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostSamples = 300;
constexpr std::size_t kLeastSamples = 5;  // of a file that is judged for itself
constexpr double kNone = 0.02;            // of the samples, that may have a point all the same

// Which label file each row is of: rows were shown file by file.
class LabelFiles {
 public:
  explicit LabelFiles(const ScannedSource& scanned) {
    std::int64_t end = 0;
    for (const ScannedLabels& labels : scanned.labels) {
      end += labels.faces;
      ends_.emplace(end, &labels);
    }
  }
  const ScannedLabels* of(std::int64_t row) const {
    const auto at = ends_.upper_bound(row);
    return at == ends_.end() ? nullptr : at->second;
  }

 private:
  std::map<std::int64_t, const ScannedLabels*> ends_;
};

std::string name_of(const ScannedLabels& labels) {
  if (labels.format->traits().file_per == FilePer::kDataset) return labels.file.path;
  const std::string folder = fs::path(labels.file.path).parent_path().generic_string();
  return folder.empty() ? "." : folder + "/";
}

}  // namespace

void SpreadRows::take(const ParsedRow& row) {
  const std::int64_t number = seen_++;
  if (number % step_ != 0) return;
  rows_.push_back({row, number});
  if (rows_.size() < 2 * kMostSamples) return;
  for (std::size_t i = 0; i < kMostSamples; ++i) rows_[i] = std::move(rows_[2 * i]);
  rows_.resize(kMostSamples);
  step_ *= 2;
}

std::vector<SpreadRows::Row> SpreadRows::take_all() {
  const std::size_t kept = std::min(rows_.size(), kMostSamples);
  std::vector<Row> chosen;
  for (std::size_t i = 0; i < kept; ++i) {
    chosen.push_back(std::move(rows_[i * rows_.size() / kept]));
  }
  return chosen;
}

std::vector<SampleFace> samples_of(const ScannedSource& scanned, SpreadRows& rows,
                                   std::shared_ptr<const fs::path>& cells, JobContext& job) {
  const LabelFiles files(scanned);
  std::vector<SpreadRows::Row> chosen = rows.take_all();
  std::set<std::string> images;
  for (SpreadRows::Row& each : chosen) {
    const auto moved = scanned.moved.find(each.row.image_path);
    if (moved != scanned.moved.end()) each.row.image_path = moved->second;
    images.insert(each.row.image_path);
  }
  cells = copy_of_cells(scanned, images, job);
  std::map<std::string, PictureExtent> sizes;
  std::vector<SampleFace> samples;
  for (SpreadRows::Row& each : chosen) {
    job.throw_if_cancelled();
    ParsedRow& row = each.row;
    SampleFace sample;
    const auto image = scanned.images.find(row.image_path);
    const bool is_cell = image != scanned.images.end() && image->second.is_cell;
    sample.image = (is_cell ? *cells : scanned.root) / row.image_path;
    const auto [size, is_new] = sizes.emplace(row.image_path, PictureExtent{});
    if (is_new) size->second = picture_extent(sample.image);
    sample.name = row.image_path;
    sample.numbers = std::move(row.points);
    sample.width = size->second.width;
    sample.height = size->second.height;
    if (const ScannedLabels* labels = files.of(each.number)) {
      const FormatTraits& traits = labels->format->traits();
      sample.labels = name_of(*labels);
      sample.written = {traits.unit, traits.first_pixel};
    }
    samples.push_back(std::move(sample));
  }
  return samples;
}

std::set<int> points_of_none(const std::vector<SampleFace>& samples) {
  std::vector<std::size_t> counts;
  for (const SampleFace& sample : samples) {
    counts.resize(std::max(counts.size(), sample.numbers.size()), 0);
    for (std::size_t i = 0; i < sample.numbers.size(); ++i) {
      counts[i] += sample.numbers[i].present() ? 1 : 0;
    }
  }
  std::set<int> none;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto most = kNone * static_cast<double>(samples.size());
    if (static_cast<double>(counts[i]) <= most) none.insert(static_cast<int>(i));
  }
  return none;
}

std::vector<std::vector<const SampleFace*>> samples_by_file(
    const std::vector<SampleFace>& samples) {
  std::map<std::string, std::vector<const SampleFace*>> files;
  for (const SampleFace& sample : samples) files[sample.labels].push_back(&sample);
  std::vector<std::vector<const SampleFace*>> judged;
  for (auto& [name, of_file] : files) {
    if (of_file.size() >= kLeastSamples) judged.push_back(std::move(of_file));
  }
  return judged;
}

}  // namespace facepoint
