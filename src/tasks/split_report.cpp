#include "tasks/split_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "store/faces.h"
#include "store/images.h"

namespace facepoint {
namespace {

// Faces that a training takes, by image.
std::unordered_map<ImageId, std::int64_t> labelled_faces_in(Project& project) {
  std::unordered_map<ImageId, std::int64_t> faces;
  for (const FaceFacts& facts : face_facts(project)) {
    const bool taken = facts.labelled && facts.status != FaceStatus::kRejected;
    if (taken) ++faces[facts.image];
  }
  return faces;
}

class Counting {
 public:
  Counting(Project& project, const SplitContent& content, const std::vector<std::string>& groups)
      : content_(content), groups_(groups), traits_(project), faces_(labelled_faces_in(project)) {}

  std::vector<SplitPartCounts> parts() {
    std::vector<SplitPartCounts> counts;
    for (std::size_t i = 0; i < content_.part_names.size(); ++i) {
      counts.push_back(part(content_.part_names[i], content_.ratios[i]));
    }
    return counts;
  }
  const std::vector<Trait>& traits() const { return traits_.traits(); }

 private:
  SplitPartCounts part(const std::string& name, double wanted) {
    SplitPartCounts part;
    part.part = name;
    part.wanted = wanted;
    const auto& locked = content_.plan.locked;
    part.locked = std::find(locked.begin(), locked.end(), name) != locked.end();
    for (const Trait& trait : traits()) part.traits.emplace_back(trait.words.size(), 0);
    std::set<std::string> groups;
    std::set<std::string> identities;
    for (std::size_t i = 0; i < content_.images.size(); ++i) {
      if (content_.part[i] != name) continue;
      const Image& image = content_.images[i];
      ++part.images;
      groups.insert(groups_[i]);
      if (!image.identity.empty()) identities.insert(image.identity);
      const auto faces = image.decode_error.empty() ? faces_.find(image.id) : faces_.end();
      part.labelled_images += faces == faces_.end() ? 0 : 1;
      part.faces += faces == faces_.end() ? 0 : faces->second;
      for (std::size_t t = 0; t < part.traits.size(); ++t) {
        ++part.traits[t][traits_.word_of(image, t)];
      }
    }
    part.groups = static_cast<std::int64_t>(groups.size());
    part.identities = static_cast<std::int64_t>(identities.size());
    if (!content_.images.empty()) {
      part.ratio = static_cast<double>(part.images) / static_cast<double>(content_.images.size());
    }
    return part;
  }

  const SplitContent& content_;
  const std::vector<std::string>& groups_;
  ImageTraits traits_;
  std::unordered_map<ImageId, std::int64_t> faces_;
};

std::vector<SplitLeak> named(const SplitContent& content, const std::vector<SplitImage>& seen,
                             const LeakReport& leaks) {
  const auto side = [&](std::size_t i) {
    return SplitLeak::Side{content.images[i].id, seen[i].key, content.part[i]};
  };
  std::vector<SplitLeak> result;
  result.reserve(leaks.pairs.size());
  for (const LeakPair& pair : leaks.pairs) {
    result.push_back({pair.kind, pair.shared, side(pair.a), side(pair.b)});
  }
  return result;
}

}  // namespace

std::vector<ImagePair> pairs_among(const std::vector<Image>& images,
                                   const std::vector<Duplicate>& pairs, bool only_near) {
  auto places = places_of(images);
  const auto own = places;
  // Of pictures with the same bytes only the first has near-duplicates: where it is not among the
  // images another one stands for it.
  for (const Duplicate& pair : pairs) {
    const auto other = own.find(pair.b);
    if (pair.identical && other != own.end()) places.emplace(pair.a, other->second);
  }
  std::vector<ImagePair> result;
  for (const Duplicate& pair : pairs) {
    const auto a = places.find(pair.a);
    const auto b = places.find(pair.b);
    if (a == places.end() || b == places.end() || a->second == b->second) continue;
    if (only_near && pair.identical) continue;
    result.emplace_back(a->second, b->second);
  }
  return result;
}

LeakReport leaks_of(Project& project, const SplitContent& content) {
  return find_leaks(split_images(project, content.images), content.part,
                    pairs_among(content.images, content.duplicates, true));
}

SplitReport report_on(Project& project, const SplitContent& content) {
  const std::vector<SplitImage> seen = split_images(project, content.images);
  const std::vector<ImagePair> links = pairs_among(content.images, content.duplicates, false);
  const std::vector<ImagePair> near = pairs_among(content.images, content.duplicates, true);
  const auto groups = split_groups(seen, split_group(content.plan.group_by), links);
  SplitReport report;
  report.plan = content.plan;
  report.name = content.name;
  const auto places = places_of(content.images);
  for (const Duplicate& pair : content.duplicates) {
    if (places.contains(pair.a) && places.contains(pair.b)) report.links.push_back(pair);
  }
  Counting counting(project, content, groups);
  report.parts = counting.parts();
  report.traits = counting.traits();
  report.leaks = find_leaks(seen, content.part, near);
  report.leak_pairs = named(content, seen, report.leaks);
  std::vector<std::string> published;
  for (const Image& image : content.images) published.push_back(image.official_split);
  const bool any = std::any_of(published.begin(), published.end(),
                               [](const std::string& split) { return !split.empty(); });
  if (any) report.published = find_leaks(seen, published, near);
  std::vector<Image> left_out;
  const std::vector<SplitLeftOut> reasons = split_left_out(project, content.plan.id);
  left_out.reserve(reasons.size());
  for (const SplitLeftOut& each : reasons) left_out.push_back(get_image(project, each.image));
  const std::vector<SplitImage> left_out_seen = split_images(project, left_out);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    report.left_out.push_back({reasons[i].image, left_out_seen[i].key, reasons[i].reason});
  }
  return report;
}

}  // namespace facepoint
