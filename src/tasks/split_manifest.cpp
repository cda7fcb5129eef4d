#include "tasks/split_manifest.h"

#include "store/images.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

// The pairs of pictures that hold groups together.
Json links_of(Project& project, const SplitReport& split) {
  const std::vector<Image> all = images(project);
  const std::vector<SplitImage> seen = split_images(project, all);
  const auto places = places_of(all);
  Json links = Json::array();
  for (const Duplicate& pair : split.links) {
    links.push_back({{"kind", pair.identical ? "identical" : "near-duplicate"},
                     {"images", {seen[places.at(pair.a)].key, seen[places.at(pair.b)].key}},
                     {"similarity", pair.similarity}});
  }
  return links;
}

Json leaks_of(const SplitReport& split) {
  Json pairs = Json::array();
  for (const SplitLeak& leak : split.leak_pairs) {
    pairs.push_back({{"kind", to_text(leak.kind)},
                     {"shared", leak.shared},
                     {"images", {leak.a.key, leak.b.key}},
                     {"parts", {leak.a.part, leak.b.part}}});
  }
  return pairs;
}

}  // namespace

Json split_manifest(Project& project, const SplitReport& split, const Json& where,
                    const Json& parts) {
  const SplitPlan& plan = split.plan;
  Json json = {{"plan", split.name},    {"rule", plan.rule},         {"group", plan.group_by},
               {"seed", plan.seed},     {"ratios", plan.ratios},     {"folds", plan.folds},
               {"locked", plan.locked}, {"stratify", plan.stratify}, {"images_where", plan.where}};
  json.update(where);
  json["parts"] = parts;
  json["shared_by_parts"] = {{"identities", split.leaks.shared_identities},
                             {"clips", split.leaks.shared_clips},
                             {"identical_images", split.leaks.shared_identical},
                             {"images_with_near_duplicate", split.leaks.near_duplicates}};
  json["shared_pairs"] = leaks_of(split);
  json["group_links"] = links_of(project, split);
  json["left_out"] = Json::array();
  for (const SplitReport::LeftOut& each : split.left_out) {
    json["left_out"].push_back({{"image", each.key}, {"reason", each.reason}});
  }
  return json;
}

}  // namespace facepoint
