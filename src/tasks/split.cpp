#include "tasks/split.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/error.h"
#include "store/images.h"
#include "tasks/duplicates.h"
#include "tasks/plan_parts.h"
#include "tasks/split_report.h"

namespace facepoint {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

// The settings that are asked for: what is not said is as `before`.
SplitPlan asked_plan(const SplitOptions& options, const std::optional<SplitPlan>& before) {
  SplitPlan plan;
  plan.group_by = "identity";
  plan.ratios = parse_ratios("80/10/10");
  plan.seed = 1;
  if (before) plan = *before;
  plan.name = options.name;
  if (options.group_by) plan.group_by = *options.group_by;
  if (options.seed) plan.seed = *options.seed;
  if (options.where) plan.where = *options.where;
  if (options.stratify) plan.stratify = joined(parse_stratify(*options.stratify));
  if (options.folds) plan.folds = *options.folds;
  if (options.ratios) {
    plan.ratios = parse_ratios(*options.ratios);
    plan.folds = 0;
  } else if (plan.folds == 0 && before && before->folds > 0) {
    plan.ratios = parse_ratios("80/10/10");
  }
  if (plan.folds > 0) plan.ratios.assign(plan.folds, 1.0 / plan.folds);
  plan.rule = plan.stratify.empty() ? kSplitRule : kStratifiedRule;
  return plan;
}

bool same_settings(const SplitPlan& a, const SplitPlan& b) {
  return a.group_by == b.group_by && a.ratios == b.ratios && a.seed == b.seed && a.rule == b.rule &&
         a.where == b.where && a.stratify == b.stratify && a.folds == b.folds;
}

bool is_kept(const SplitPlan& before, const SplitPlan& asked, const SplitOptions& options) {
  return !options.anew && same_settings(before, asked);
}

void refuse_to_replace_locked(const SplitPlan& before) {
  if (before.locked.empty()) return;
  throw Error(ErrorCode::kConflict,
              "the plan has the locked part " + joined(before.locked) +
                  ", and other settings would share its images out anew. Name another plan, or "
                  "leave the settings out to keep it and add what is new; --unlock gives the part "
                  "free",
              before.name);
}

void check_parts(const std::vector<std::string>& asked, const SplitPlan& plan) {
  const std::vector<std::string> known = split_parts(plan.folds);
  for (const std::string& part : asked) {
    if (contains(known, part)) continue;
    throw Error(ErrorCode::kInvalidInput,
                "the plan has no part \"" + part + "\"; its parts are " + joined(known), plan.name);
  }
}

// One run of run_split.
class Making {
 public:
  Making(Project& project, const SplitOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job) {}

  SplitReport run() {
    const auto before = find_split_plan(project_, options_.name);
    content_.plan = asked_plan(options_, before);
    content_.name = content_.plan.name;
    check_parts(options_.lock, content_.plan);
    check_parts(options_.unlock, content_.plan);
    const bool kept = before && is_kept(*before, content_.plan, options_);
    unlock();
    if (before && !kept) {
      SplitPlan still_locked = *before;
      still_locked.locked = content_.plan.locked;
      refuse_to_replace_locked(still_locked);
      content_.plan.locked.clear();
    }
    KnownDuplicates known = updated_duplicates(project_, job_);
    content_.duplicates = std::move(known.pairs);
    job_.begin_stage("Planning the split");
    if (kept) {
      lock();
      keep(*before);
    }
    choose();
    place();
    lock();
    job_.throw_if_cancelled();
    if (!options_.preview) {
      content_.plan.id =
          save_split_plan(project_, content_.plan, members_, left_out_, options_.unlock);
    }
    SplitReport report = report_on(project_, content_);
    report.gone = known.gone;
    report.stayed = static_cast<std::int64_t>(stays_.size());
    report.added = static_cast<std::int64_t>(members_.size() - stays_.size());
    job_.finish_stage();
    return report;
  }

 private:
  void unlock() {
    std::erase_if(content_.plan.locked,
                  [&](const std::string& part) { return contains(options_.unlock, part); });
  }

  void lock() {
    for (const std::string& part : options_.lock) {
      if (!contains(content_.plan.locked, part)) content_.plan.locked.push_back(part);
    }
  }

  void keep(const SplitPlan& before) {
    for (const SplitMember& member : split_members(project_, before.id)) {
      stays_.emplace(member.image, member.part);
    }
  }

  // The images that match, and those that are in the plan already.
  void choose() {
    for (Image& image : images(project_, parse_query(content_.plan.where))) {
      images_.push_back(std::move(image));
    }
    const auto matching = places_of(images_);
    for (const auto& [id, part] : stays_) {
      if (!matching.contains(id)) images_.push_back(get_image(project_, id));
    }
    if (!images_.empty()) return;
    throw Error(ErrorCode::kInvalidInput, content_.plan.where.empty()
                                              ? "the project has no images to split; import some"
                                              : "no image matches " + content_.plan.where);
  }

  SplitRequest request() {
    SplitRequest request;
    request.group_by = split_group(content_.plan.group_by);
    request.ratios = content_.plan.ratios;
    request.seed = content_.plan.seed;
    request.links = pairs_among(images_, content_.duplicates, false);
    request.part_names = split_parts(content_.plan.folds);
    for (const std::string& part : request.part_names) {
      request.locked.push_back(!stays_.empty() && contains(content_.plan.locked, part));
    }
    for (const Image& image : images_) {
      const auto part = stays_.find(image.id);
      const auto at = part == stays_.end() ? request.part_names.end()
                                           : std::find(request.part_names.begin(),
                                                       request.part_names.end(), part->second);
      request.stays.push_back(
          at == request.part_names.end() ? -1 : static_cast<int>(at - request.part_names.begin()));
    }
    if (!content_.plan.stratify.empty()) request.strata = strata();
    return request;
  }

  std::vector<std::vector<std::string>> strata() {
    const std::vector<std::string> by = parse_stratify(content_.plan.stratify);
    const ImageTraits traits(project_);
    std::vector<std::vector<std::string>> strata;
    for (const Image& image : images_) {
      std::vector<std::string> words;
      for (std::size_t t = 0; t < traits.traits().size(); ++t) {
        const Trait& trait = traits.traits()[t];
        if (!contains(by, trait.name)) continue;
        words.push_back(trait.name + " " + trait.words[traits.word_of(image, t)]);
      }
      strata.push_back(std::move(words));
    }
    return strata;
  }

  void place() {
    const SplitRequest asked = request();
    const SplitAssignment assigned = plan_split(split_images(project_, images_), asked);
    content_.part_names = asked.part_names;
    content_.ratios = asked.ratios;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (assigned.part[i] < 0) {
        left_out_.push_back({images_[i].id, assigned.left_out[i]});
        continue;
      }
      members_.push_back({images_[i].id, asked.part_names[assigned.part[i]]});
      content_.part.push_back(members_.back().part);
      content_.images.push_back(images_[i]);
    }
  }

  Project& project_;
  const SplitOptions& options_;
  JobContext& job_;
  std::map<ImageId, std::string> stays_;  // part by image
  std::vector<Image> images_;
  SplitContent content_;
  std::vector<SplitMember> members_;
  std::vector<SplitLeftOut> left_out_;
};

SplitContent stored_content(Project& project, const std::string& name,
                            std::vector<Duplicate> duplicates) {
  PlanParts parts = plan_parts(project, name);
  SplitContent content{std::move(parts.plan),
                       std::move(parts.name),
                       std::move(parts.parts),
                       std::move(parts.ratios),
                       {},
                       {},
                       std::move(duplicates)};
  std::unordered_map<ImageId, Image> image_of;
  for (Image& image : images(project)) image_of.emplace(image.id, std::move(image));
  for (SplitMember& member : parts.members) {
    content.images.push_back(image_of.at(member.image));
    content.part.push_back(std::move(member.part));
  }
  return content;
}

}  // namespace

std::string empty_parts_text(const SplitReport& report) {
  std::vector<std::string> empty;
  for (const SplitPartCounts& part : report.parts) {
    if (part.images == 0) empty.push_back(part.part);
  }
  std::string text;
  for (std::size_t i = 0; i < empty.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == empty.size() ? " and " : ", ") + empty[i];
  }
  return text;
}

void SplitOptions::check() const {
  if (name.empty() || name.starts_with('.') ||
      name.find_first_of("/\\:*?\"<>|\n") != std::string::npos) {
    throw Error(ErrorCode::kInvalidInput,
                "a split plan's name becomes a folder's: \"" + name + "\" cannot be one");
  }
  if (ratios) parse_ratios(*ratios);
  if (group_by) split_group(*group_by);
  if (where) parse_query(*where);
  if (stratify) parse_stratify(*stratify);
  if (folds && *folds != 0 && (*folds < kFewestFolds || *folds > kMostFolds)) {
    throw Error(ErrorCode::kInvalidInput,
                "a plan has " + std::to_string(kFewestFolds) + " to " + std::to_string(kMostFolds) +
                    " folds, since one tests, one validates and the others train");
  }
  if (folds && *folds != 0 && ratios) {
    throw Error(ErrorCode::kInvalidInput, "folds are equally large: leave the ratios out");
  }
}

std::optional<bool> shares_out_anew(const SplitPlan& before, const SplitOptions& options) {
  try {
    return !is_kept(before, asked_plan(options, before), options);
  } catch (const Error&) {
    return std::nullopt;
  }
}

SplitReport run_split(Project& project, const SplitOptions& options, JobContext& job) {
  options.check();
  return Making(project, options, job).run();
}

void set_part_locked(Project& project, const std::string& plan, const std::string& part,
                     bool locked) {
  project.transaction([&] {
    SplitPlan stored = get_split_plan(project, plan);
    check_parts({part}, stored);
    std::erase(stored.locked, part);
    if (locked) stored.locked.push_back(part);
    save_split_plan(project, stored, split_members(project, stored.id),
                    split_left_out(project, stored.id), {part});
  });
}

SplitReport describe_split(Project& project, const std::string& name, JobContext& job) {
  return describe_split(project, name, known_duplicates(project, job));
}

SplitReport describe_split(Project& project, const std::string& name,
                           const KnownDuplicates& duplicates) {
  SplitReport report = report_on(project, stored_content(project, name, duplicates.pairs));
  report.gone = duplicates.gone;
  return report;
}

LeakReport plan_leaks(Project& project, const std::string& name, JobContext& job) {
  return leaks_of(project, stored_content(project, name, known_duplicates(project, job).pairs));
}

void refuse_leaks(Project& project, const std::string& name, JobContext& job) {
  const LeakReport leaks = plan_leaks(project, name, job);
  if (!leaks.leaks()) return;
  throw Error(ErrorCode::kInvalidInput,
              "the plan leaks: its parts share " + leaks_text(leaks) +
                  ", so that figures would be better than on new people; make it again with "
                  "`facepoint split --name " +
                  name.substr(0, name.find('/')) +
                  " --group identity --anew`, which keeps them together, or say --allow-leaks",
              name);
}

}  // namespace facepoint
