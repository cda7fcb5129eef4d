#include "curate/split_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <system_error>

#include "base/digest.h"
#include "base/error.h"

namespace facepoint {
namespace {

std::string group_of(const SplitImage& image, SplitGroup group_by) {
  if (group_by == SplitGroup::kImage || image.identity.empty()) return "image " + image.key;
  if (group_by == SplitGroup::kIdentity || image.clip.empty()) return "identity " + image.identity;
  return "clip " + image.identity + " " + image.clip;
}

// Groups that share images become one: each group's representative is the smallest name.
class Groups {
 public:
  std::string find(std::string name) {
    for (auto parent = parent_.find(name); parent != parent_.end(); parent = parent_.find(name)) {
      name = parent->second;
    }
    return name;
  }
  void join(const std::string& a, const std::string& b) {
    const std::string root_a = find(a);
    const std::string root_b = find(b);
    if (root_a == root_b) return;
    parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::map<std::string, std::string> parent_;
};

double place_of(std::uint64_t seed, const std::string& group) {
  const std::string digest = digest_of(std::to_string(seed) + "\n" + group);
  std::uint64_t bits = 0;
  std::from_chars(digest.data(), digest.data() + 13, bits, 16);
  return std::ldexp(static_cast<double>(bits), -52);
}

int part_at(double place, const std::vector<double>& ratios) {
  double limit = 0;
  int last_used = 0;
  for (int part = 0; part < kSplitPartCount; ++part) {
    if (ratios[part] <= 0) continue;
    limit += ratios[part];
    last_used = part;
    if (place < limit) return part;
  }
  return last_used;  // the ratios' sum is rounded
}

}  // namespace

std::string to_text(SplitGroup group) {
  switch (group) {
    case SplitGroup::kIdentity:
      return "identity";
    case SplitGroup::kClip:
      return "clip";
    case SplitGroup::kImage:
      return "image";
  }
  return {};
}

SplitGroup split_group(std::string_view text) {
  for (const SplitGroup group : {SplitGroup::kIdentity, SplitGroup::kClip, SplitGroup::kImage}) {
    if (text == to_text(group)) return group;
  }
  throw Error(ErrorCode::kInvalidInput, "unknown group \"" + std::string(text) +
                                            "\"; a split is grouped by identity, clip or image");
}

std::vector<double> parse_ratios(std::string_view text) {
  std::vector<double> ratios;
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (at < end) {
    double value = 0;
    const auto [stop, error] = std::from_chars(at, end, value);
    if (error != std::errc() || !std::isfinite(value) || value < 0) break;
    ratios.push_back(value);
    at = stop;
    if (at < end && (*at == '/' || *at == ':')) ++at;
  }
  const double sum = std::accumulate(ratios.begin(), ratios.end(), 0.0);
  if (at != end || ratios.size() != kSplitPartCount || sum <= 0) {
    throw Error(ErrorCode::kInvalidInput, "\"" + std::string(text) +
                                              "\" are no ratios; name those of train, val and test "
                                              "as in 80/10/10");
  }
  for (double& ratio : ratios) ratio /= sum;
  return ratios;
}

SplitAssignment plan_split(const std::vector<SplitImage>& images, SplitGroup group_by,
                           const std::vector<double>& ratios, std::uint64_t seed) {
  if (ratios.empty()) throw Error(ErrorCode::kInvalidInput, "a split needs ratios");
  Groups groups;
  std::map<std::string, std::string> group_of_digest;
  for (const SplitImage& image : images) {
    if (image.digest.empty()) continue;
    const std::string group = group_of(image, group_by);
    const auto [first, is_first] = group_of_digest.emplace(image.digest, group);
    if (!is_first) groups.join(first->second, group);
  }
  SplitAssignment result;
  for (const SplitImage& image : images) {
    std::string group = groups.find(group_of(image, group_by));
    result.part.push_back(part_at(place_of(seed, group), ratios));
    result.group.push_back(std::move(group));
  }
  return result;
}

}  // namespace facepoint
