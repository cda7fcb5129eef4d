#include "curate/leak_report.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace facepoint {
namespace {

// Which parts each key occurs in, and the first image of each.
class Sharing {
 public:
  void add(const std::string& key, const std::string& part, std::size_t image) {
    const auto [known, is_new] = images_of_.try_emplace(key);
    if (is_new) keys_.push_back(key);
    Images& images = known->second;
    const bool in_part = std::any_of(images.begin(), images.end(),
                                     [&](const auto& first) { return first.first == part; });
    if (!in_part) images.emplace_back(part, image);
  }
  std::int64_t keys() const { return static_cast<std::int64_t>(keys_.size()); }

  // Adds the pairs; returns how many keys are in more than one part.
  std::int64_t collect(LeakKind kind, bool key_is_shown, std::vector<LeakPair>& pairs) const {
    std::int64_t shared = 0;
    for (const std::string& key : keys_) {
      const Images& images = images_of_.at(key);
      shared += images.size() > 1 ? 1 : 0;
      for (std::size_t i = 1; i < images.size(); ++i) {
        pairs.push_back({kind, images[0].second, images[i].second, key_is_shown ? key : ""});
      }
    }
    return shared;
  }

 private:
  using Images = std::vector<std::pair<std::string, std::size_t>>;  // part and image
  std::unordered_map<std::string, Images> images_of_;
  std::vector<std::string> keys_;  // in order of their first image
};

}  // namespace

std::string to_text(LeakKind kind) {
  switch (kind) {
    case LeakKind::kIdentity:
      return "identity";
    case LeakKind::kClip:
      return "clip";
    case LeakKind::kIdentical:
      return "identical";
    case LeakKind::kNearDuplicate:
      return "near-duplicate";
  }
  return {};
}

LeakReport find_leaks(const std::vector<SplitImage>& images, const std::vector<std::string>& part,
                      const std::vector<ImagePair>& near) {
  Sharing identities;
  Sharing clips;
  Sharing clips_of_nobody;
  Sharing contents;
  LeakReport report;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (part[i].empty()) continue;
    ++report.images;
    const SplitImage& image = images[i];
    if (!image.identity.empty()) identities.add(image.identity, part[i], i);
    if (!image.clip.empty() && !image.identity.empty()) {
      clips.add(image.identity + ", clip " + image.clip, part[i], i);
    } else if (!image.clip.empty()) {
      clips_of_nobody.add("clip " + image.clip, part[i], i);
    }
    if (!image.digest.empty()) contents.add(image.digest, part[i], i);
  }
  report.identities = identities.keys();
  report.shared_identities = identities.collect(LeakKind::kIdentity, true, report.pairs);
  report.clips = clips.keys() + clips_of_nobody.keys();
  report.shared_clips_of_nobody = clips_of_nobody.collect(LeakKind::kClip, true, report.pairs);
  report.shared_clips =
      clips.collect(LeakKind::kClip, true, report.pairs) + report.shared_clips_of_nobody;
  report.shared_identical = contents.collect(LeakKind::kIdentical, false, report.pairs);
  std::vector<bool> is_near(images.size(), false);
  for (const auto& [a, b] : near) {
    if (part[a].empty() || part[b].empty() || part[a] == part[b]) continue;
    is_near[a] = is_near[b] = true;
    report.pairs.push_back({LeakKind::kNearDuplicate, a, b, {}});
  }
  report.near_duplicates = std::count(is_near.begin(), is_near.end(), true);
  return report;
}

std::string leaks_text(const LeakReport& leaks) {
  std::vector<std::string> what;
  if (leaks.shared_identities > 0) {
    what.push_back(count_of(leaks.shared_identities, "person", "people"));
  }
  if (leaks.shared_clips_of_nobody > 0) {
    what.push_back(count_of(leaks.shared_clips_of_nobody, "clip") + " of nobody known");
  }
  if (leaks.shared_identical > 0) {
    what.push_back(count_of(leaks.shared_identical, "identical picture"));
  }
  if (leaks.near_duplicates > 0) {
    what.push_back(count_of(leaks.near_duplicates, "near-duplicate"));
  }
  std::string text;
  for (std::size_t i = 0; i < what.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == what.size() ? " and " : ", ") + what[i];
  }
  return text;
}

}  // namespace facepoint
