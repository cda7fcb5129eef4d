#include "tasks/export_kaggle.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "base/error.h"
#include "formats/kaggle.h"
#include "formats/text_spans.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/export_files.h"

namespace facepoint {
namespace {

// The label of an image's first face, else what is proposed for it.
Keypoints points_of(Project& project, ImageId image) {
  for (const Face& face : faces_of(project, image)) {
    if (face.status == FaceStatus::kRejected || face.status == FaceStatus::kDeleted) continue;
    if (face.current) return get_revision(project, face.current).points;
    if (const std::optional<Proposal> proposal = open_proposal(project, face.id)) {
      return proposal->points;
    }
  }
  return {};
}

// Points by the number that a test picture is called by. Where there are pictures of a test file,
// those of others do not count.
std::map<std::int64_t, Keypoints> points_by_number(Project& project, const Dataset& dataset,
                                                   JobContext& job) {
  const std::vector<Image> images = images_of(project, dataset.id);
  const bool any_test = std::any_of(images.begin(), images.end(), [](const Image& image) {
    return image.official_split == "test";
  });
  std::map<std::int64_t, Keypoints> points;
  std::int64_t done = 0;
  for (const Image& image : images) {
    job.progress(++done, std::ssize(images));
    if (any_test && image.official_split != "test") continue;
    const auto number = whole_number(std::filesystem::path(image.path).stem().string());
    if (number) points.emplace(*number, points_of(project, image.id));
  }
  return points;
}

Dataset chosen_dataset(Project& project, const std::string& name) {
  std::vector<Dataset> all = datasets(project);
  if (!name.empty()) std::erase_if(all, [&](const Dataset& one) { return one.name != name; });
  if (all.size() == 1) return all.front();
  throw Error(ErrorCode::kInvalidInput,
              all.empty() ? "there is no such dataset in the project"
                          : "say with --source which dataset holds the test pictures",
              name);
}

}  // namespace

ExportReport export_kaggle_submission(Project& project, const ExportOptions& options,
                                      JobContext& job) {
  const Dataset dataset = chosen_dataset(project, options.dataset);
  std::ifstream in(options.lookup, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::kUnreadable, "the lookup table cannot be read", options.lookup.string());
  }
  const std::vector<KaggleLookup> lookup = read_kaggle_lookup(
      in, SchemeLibrary::standard().get(dataset.scheme), options.lookup.string());
  job.begin_stage("Collecting points");
  const std::map<std::int64_t, Keypoints> points = points_by_number(project, dataset, job);
  const KaggleSubmission submission = kaggle_submission(lookup, [&](std::int64_t image) {
    const auto found = points.find(image);
    return found == points.end() ? Keypoints() : found->second;
  });
  ExportReport report;
  ExportedFiles files(project, options.out);
  report.files.push_back(
      write_text_file({options.out, nullptr, &files}, "submission.csv", submission.text));
  report.put_aside = files.take_put_aside();
  report.files.back().rows = submission.rows;
  if (submission.guessed > 0) {
    report.losses.push_back(
        {"rows without a point, which got the mean of the others", submission.guessed});
  }
  if (submission.clipped > 0) {
    report.losses.push_back(
        {"coordinates outside the picture, moved to its edge", submission.clipped});
  }
  return report;
}

}  // namespace facepoint
