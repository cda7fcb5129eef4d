#include "curate/leak_report.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <unordered_map>

namespace facepoint {
namespace {

// Which parts each key occurs in.
class Sharing {
 public:
  void add(const std::string& key, const std::string& part) { parts_of_[key].insert(part); }
  std::int64_t keys() const { return static_cast<std::int64_t>(parts_of_.size()); }
  std::int64_t shared() const {
    std::int64_t n = 0;
    for (const auto& [key, parts] : parts_of_) n += parts.size() > 1 ? 1 : 0;
    return n;
  }

 private:
  std::map<std::string, std::set<std::string>> parts_of_;
};

// Two hashes that differ in at most k bits agree in at least one of k + 1 bands, so only images
// that share a band are compared.
std::int64_t count_near_duplicates(const std::vector<SplitImage>& images,
                                   const std::vector<std::string>& part,
                                   const std::vector<std::size_t>& members) {
  constexpr int kBands = kNearDuplicateBits + 1;
  constexpr int kBandBits = (64 + kBands - 1) / kBands;
  std::vector<bool> near(images.size(), false);
  for (int band = 0; band < kBands; ++band) {
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> buckets;
    for (const std::size_t i : members) {
      const std::uint64_t shifted = images[i].perceptual_hash >> (band * kBandBits);
      buckets[shifted & ((std::uint64_t{1} << kBandBits) - 1)].push_back(i);
    }
    for (const auto& [bits, bucket] : buckets) {
      for (std::size_t a = 0; a < bucket.size(); ++a) {
        for (std::size_t b = a + 1; b < bucket.size(); ++b) {
          const std::size_t i = bucket[a];
          const std::size_t j = bucket[b];
          if ((near[i] && near[j]) || part[i] == part[j]) continue;
          const std::uint64_t differing = images[i].perceptual_hash ^ images[j].perceptual_hash;
          if (std::popcount(differing) <= kNearDuplicateBits) near[i] = near[j] = true;
        }
      }
    }
  }
  return std::count(near.begin(), near.end(), true);
}

}  // namespace

LeakReport find_leaks(const std::vector<SplitImage>& images, const std::vector<std::string>& part) {
  Sharing identities;
  Sharing clips;
  Sharing digests;
  std::vector<std::size_t> members;
  std::vector<std::size_t> readable;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (part[i].empty()) continue;
    members.push_back(i);
    const SplitImage& image = images[i];
    if (!image.identity.empty()) identities.add(image.identity, part[i]);
    if (!image.clip.empty()) clips.add(image.identity + "\n" + image.clip, part[i]);
    if (image.digest.empty()) continue;
    digests.add(image.digest, part[i]);
    if (image.perceptual_hash != 0) readable.push_back(i);
  }
  LeakReport report;
  report.images = static_cast<std::int64_t>(members.size());
  report.identities = identities.keys();
  report.shared_identities = identities.shared();
  report.clips = clips.keys();
  report.shared_clips = clips.shared();
  report.shared_identical = digests.shared();
  report.near_duplicates = count_near_duplicates(images, part, readable);
  return report;
}

}  // namespace facepoint
