#include "tasks/split.h"

#include <map>
#include <set>

#include "base/error.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/splits.h"

namespace facepoint {
namespace {

struct Chosen {
  std::vector<Image> images;
  std::vector<std::string> part;
};

std::vector<SplitPartCounts> count_parts(Project& project, const Chosen& chosen,
                                         const std::vector<std::string>& groups) {
  std::map<ImageId, std::int64_t> faces_in;
  for (const LabelledFace& face : labelled_faces(project)) ++faces_in[face.image.id];
  std::vector<SplitPartCounts> counts;
  for (const char* name : kSplitParts) {
    SplitPartCounts part;
    part.part = name;
    std::set<std::string> groups_here;
    for (std::size_t i = 0; i < chosen.images.size(); ++i) {
      if (chosen.part[i] != name) continue;
      ++part.images;
      groups_here.insert(groups[i]);
      const auto faces = faces_in.find(chosen.images[i].id);
      if (faces == faces_in.end()) continue;
      ++part.labelled_images;
      part.faces += faces->second;
    }
    part.groups = static_cast<std::int64_t>(groups_here.size());
    if (!chosen.images.empty()) {
      part.ratio = static_cast<double>(part.images) / static_cast<double>(chosen.images.size());
    }
    counts.push_back(std::move(part));
  }
  return counts;
}

SplitReport report_on(Project& project, SplitPlan plan, const Chosen& chosen,
                      const SplitAssignment& assignment) {
  SplitReport report;
  report.plan = std::move(plan);
  report.parts = count_parts(project, chosen, assignment.group);
  const std::vector<SplitImage> looked_at = split_images(project, chosen.images);
  report.leaks = find_leaks(looked_at, chosen.part);
  std::vector<std::string> published;
  bool any = false;
  for (const Image& image : chosen.images) {
    published.push_back(image.official_split);
    any = any || !image.official_split.empty();
  }
  if (any) report.published = find_leaks(looked_at, published);
  return report;
}

}  // namespace

void SplitOptions::check() const {
  if (name.empty() || name.starts_with('.') ||
      name.find_first_of("/\\:*?\"<>|\n") != std::string::npos) {
    throw Error(ErrorCode::kInvalidInput,
                "a split plan's name becomes a folder's: \"" + name + "\" cannot be one");
  }
  parse_ratios(ratios);
  split_group(group_by);
  parse_query(where);
}

std::vector<SplitImage> split_images(Project& project, const std::vector<Image>& images) {
  std::map<DatasetId, std::string> dataset_name;
  for (const Dataset& dataset : datasets(project)) dataset_name[dataset.id] = dataset.name;
  std::vector<SplitImage> result;
  result.reserve(images.size());
  for (const Image& image : images) {
    result.push_back({dataset_name[image.dataset] + "/" + image.path, image.identity, image.clip,
                      image.digest, image.perceptual_hash});
  }
  return result;
}

SplitReport run_split(Project& project, const SplitOptions& options, JobContext& job) {
  options.check();
  job.begin_stage("Planning the split");
  Chosen chosen;
  chosen.images = images(project, parse_query(options.where));
  if (chosen.images.empty()) {
    throw Error(ErrorCode::kInvalidInput, options.where.empty()
                                              ? "the project has no images to split; import some"
                                              : "no image matches " + options.where);
  }
  SplitPlan plan;
  plan.name = options.name;
  plan.group_by = options.group_by;
  plan.ratios = parse_ratios(options.ratios);
  plan.seed = options.seed;
  plan.rule = kSplitRule;
  const SplitAssignment assignment = plan_split(
      split_images(project, chosen.images), split_group(options.group_by), plan.ratios, plan.seed);
  std::vector<SplitMember> members;
  for (std::size_t i = 0; i < chosen.images.size(); ++i) {
    chosen.part.emplace_back(kSplitParts[assignment.part[i]]);
    members.push_back({chosen.images[i].id, chosen.part.back()});
  }
  job.throw_if_cancelled();
  plan.id = save_split_plan(project, plan, members);
  SplitReport report = report_on(project, plan, chosen, assignment);
  job.finish_stage();
  return report;
}

SplitReport describe_split(Project& project, const std::string& name) {
  const SplitPlan plan = get_split_plan(project, name);
  Chosen chosen;
  for (const SplitMember& member : split_members(project, plan.id)) {
    chosen.images.push_back(get_image(project, member.image));
    chosen.part.push_back(member.part);
  }
  const SplitAssignment assignment = plan_split(split_images(project, chosen.images),
                                                split_group(plan.group_by), plan.ratios, plan.seed);
  return report_on(project, plan, chosen, assignment);
}

}  // namespace facepoint
