#include "curate/split_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <system_error>
#include <tuple>
#include <unordered_map>

#include "base/digest.h"
#include "base/error.h"
#include "curate/groups.h"
#include "curate/stratified_places.h"

namespace facepoint {
namespace {

std::string group_of(const SplitImage& image, SplitGroup group_by) {
  const bool is_known = !image.identity.empty();
  if (group_by == SplitGroup::kImage || (!is_known && image.clip.empty())) {
    return "image " + image.key;
  }
  // Who is shown is the same all along a clip, though nobody may know who.
  const bool by_clip = group_by == SplitGroup::kClip || !is_known;
  return by_clip && !image.clip.empty() ? "clip " + image.identity + " " + image.clip
                                        : "identity " + image.identity;
}

struct GroupToPlace {
  std::string name;
  std::vector<std::size_t> images;
  double place = 0;  // only where there are strata
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
  for (int part = 0; part < static_cast<int>(ratios.size()); ++part) {
    if (ratios[part] <= 0) continue;
    limit += ratios[part];
    last_used = part;
    if (place < limit) return part;
  }
  return last_used;  // the ratios' sum is rounded
}

constexpr int kNew = -1;
constexpr int kIgnored = -2;

// Calls `each` with two images that belong together and by what, for so many of them that all that
// belong together are connected: an image meets the first new one and the first of each part.
// `roles`: of each image the part it stays in, kNew or kIgnored.
template <class Each>
void for_each_tie(const std::vector<SplitImage>& images, const std::vector<std::string>& groups,
                  const std::vector<std::pair<std::size_t, std::size_t>>& links,
                  const std::vector<int>& roles, const Each& each) {
  std::unordered_map<std::string, std::map<int, std::size_t>> first_of;  // by what: by role
  const auto meet = [&](const std::string& what, std::size_t i, const std::string& by) {
    std::map<int, std::size_t>& met = first_of[what];
    for (const auto& [role, first] : met) each(first, i, by);
    met.emplace(roles[i], i);
  };
  // Those that stay first, so that every new one meets them.
  for (const bool staying : {true, false}) {
    for (std::size_t i = 0; i < images.size(); ++i) {
      if (roles[i] == kIgnored || (roles[i] >= 0) != staying) continue;
      meet("group " + groups[i], i, groups[i]);
      if (!images[i].digest.empty()) meet("bytes " + images[i].digest, i, "the same bytes as");
    }
  }
  for (const auto& [a, b] : links) {
    if (roles[a] != kIgnored && roles[b] != kIgnored) each(a, b, "a near-duplicate of");
  }
}

std::vector<std::string> own_groups(const std::vector<SplitImage>& images, SplitGroup group_by) {
  std::vector<std::string> groups;
  groups.reserve(images.size());
  for (const SplitImage& image : images) groups.push_back(group_of(image, group_by));
  return groups;
}

// What a new image belongs to: the parts of images that stay, each with one of these images.
using Tie = std::pair<std::size_t, std::string>;  // image, by what
using Ties = std::map<int, Tie>;                  // by part

class Planning {
 public:
  Planning(const std::vector<SplitImage>& images, const SplitRequest& request)
      : images_(images),
        request_(request),
        groups_(own_groups(images, request.group_by)),
        roles_(request.stays.empty() ? std::vector<int>(images.size(), kNew) : request.stays),
        open_ratios_(request.ratios),
        together_(images.size()),
        ties_(images.size()) {
    share_out_locked();
  }

  SplitAssignment run() {
    result_.part = roles_;
    result_.left_out.resize(images_.size());
    tie_to_those_that_stay();
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (ties_[i].size() > 1) leave_out(i, between(ties_[i]));
    }
    join_new_ones();
    place_groups();
    result_.group = split_groups(images_, request_.group_by, request_.links);
    return std::move(result_);
  }

 private:
  bool locked(int part) const { return !request_.locked.empty() && request_.locked[part]; }
  const std::string& name_of(int part) const { return request_.part_names.at(part); }

  void share_out_locked() {
    double open = 0;
    for (std::size_t part = 0; part < open_ratios_.size(); ++part) {
      if (locked(static_cast<int>(part))) open_ratios_[part] = 0;
      open += open_ratios_[part];
    }
    for (double& ratio : open_ratios_) ratio = open > 0 ? ratio / open : 0;
  }

  void tie_to_those_that_stay() {
    const auto tie = [&](std::size_t a, std::size_t b, const std::string& by) {
      if ((roles_[a] >= 0) == (roles_[b] >= 0)) return;
      if (roles_[b] >= 0) std::swap(a, b);
      ties_[b].emplace(roles_[a], Tie(a, by));
    };
    for_each_tie(images_, groups_, request_.links, roles_, tie);
  }

  // Those that stay hold nobody together that is new: the parts of all ties are compared instead.
  void join_new_ones() {
    std::vector<int> roles;
    for (const int role : roles_) roles.push_back(role == kNew ? kNew : kIgnored);
    for_each_tie(images_, groups_, request_.links, roles,
                 [&](std::size_t a, std::size_t b, const std::string&) { together_.join(a, b); });
  }

  // "a near-duplicate of set/a.jpg", "of Ada as set/a.jpg".
  std::string said(const Tie& tie) const {
    const bool by_group = tie.second == groups_[tie.first];
    const std::string& key = images_[tie.first].key;
    return by_group ? "of " + tie.second + ", as " + key + " is" : tie.second + " " + key;
  }

  std::string between(const Ties& ties) const {
    std::string reason = "it would join parts: ";
    bool first = true;
    for (const auto& [part, tie] : ties) {
      reason += (first ? "" : ", and ") + said(tie) + " in " + name_of(part);
      first = false;
    }
    return reason;
  }

  void leave_out(std::size_t i, const std::string& reason) {
    result_.left_out[i] = reason;
    roles_[i] = kIgnored;
  }

  void place_groups() {
    std::map<std::size_t, std::vector<std::size_t>> members_of;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (roles_[i] == kNew) members_of[together_.find(i)].push_back(i);
    }
    std::vector<GroupToPlace> free;
    for (auto& [first, members] : members_of) {
      Ties ties;
      std::string name = groups_[first];
      for (const std::size_t i : members) {
        ties.insert(ties_[i].begin(), ties_[i].end());
        name = std::min(name, groups_[i]);
      }
      if (ties.empty()) {
        free.push_back({std::move(name), std::move(members)});
      } else if (ties.size() > 1) {
        const std::string reason = between(ties) + ", through other new ones";
        for (const std::size_t i : members) leave_out(i, reason);
      } else {
        follow(members, ties.begin()->first, ties.begin()->second);
      }
    }
    place(free);
  }

  void place(std::vector<GroupToPlace>& groups) {
    const bool open = std::any_of(open_ratios_.begin(), open_ratios_.end(),
                                  [](double ratio) { return ratio > 0; });
    if (!groups.empty() && !open) {
      throw Error(ErrorCode::kInvalidInput,
                  "every part of the plan is locked, so nothing can come in; unlock one");
    }
    if (!request_.strata.empty()) return place_stratified(groups);
    for (const GroupToPlace& group : groups) put(group.images, part_of(group.name));
  }

  void follow(const std::vector<std::size_t>& members, int part, const Tie& tie) {
    if (!locked(part)) return put(members, part);
    for (const std::size_t i : members) {
      leave_out(i, name_of(part) + " is locked, and it belongs there: " + said(tie));
    }
  }

  void put(const std::vector<std::size_t>& members, int part) {
    for (const std::size_t i : members) result_.part[i] = part;
  }

  int part_of(const std::string& group) const {
    const int part = part_at(place_of(request_.seed, group), request_.ratios);
    return locked(part) ? part_at(place_of(request_.seed, "again " + group), open_ratios_) : part;
  }

  void place_stratified(std::vector<GroupToPlace>& free) {
    for (GroupToPlace& group : free) group.place = place_of(request_.seed, group.name);
    StratifiedPlaces places(open_ratios_, request_.strata);
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (roles_[i] >= 0) places.add({i}, roles_[i]);
    }
    std::sort(free.begin(), free.end(), [](const GroupToPlace& a, const GroupToPlace& b) {
      return std::tuple(b.images.size(), a.place) < std::tuple(a.images.size(), b.place);
    });
    for (const GroupToPlace& group : free) put(group.images, places.place(group.images));
  }

  const std::vector<SplitImage>& images_;
  const SplitRequest& request_;
  std::vector<std::string> groups_;  // one an image
  std::vector<int> roles_;           // one an image
  std::vector<double> open_ratios_;  // 0 for locked parts
  Groups together_;                  // new images
  std::vector<Ties> ties_;           // one an image
  SplitAssignment result_;
};

}  // namespace

std::vector<std::string> split_groups(
    const std::vector<SplitImage>& images, SplitGroup group_by,
    const std::vector<std::pair<std::size_t, std::size_t>>& links) {
  std::vector<std::string> names = own_groups(images, group_by);
  Groups groups(images.size());
  for_each_tie(images, names, links, std::vector<int>(images.size(), kNew),
               [&](std::size_t a, std::size_t b, const std::string&) { groups.join(a, b); });
  std::vector<std::string> smallest(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    std::string& name = smallest[groups.find(i)];
    if (name.empty() || names[i] < name) name = names[i];
  }
  for (std::size_t i = 0; i < images.size(); ++i) names[i] = smallest[groups.find(i)];
  return names;
}

std::vector<std::string> split_parts(int folds) {
  std::vector<std::string> parts(std::begin(kSplitParts), std::end(kSplitParts));
  if (folds > 0) parts.clear();
  for (int fold = 1; fold <= folds; ++fold) parts.push_back("fold-" + std::to_string(fold));
  return parts;
}

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
  if (at != end || ratios.size() != kSplitPartCount || sum <= 0 || !std::isfinite(sum)) {
    throw Error(ErrorCode::kInvalidInput, "\"" + std::string(text) +
                                              "\" are no ratios; name those of train, val and test "
                                              "as in 80/10/10");
  }
  for (double& ratio : ratios) ratio /= sum;
  return ratios;
}

SplitAssignment plan_split(const std::vector<SplitImage>& images, const SplitRequest& request) {
  if (request.ratios.empty()) throw Error(ErrorCode::kInvalidInput, "a split needs ratios");
  return Planning(images, request).run();
}

}  // namespace facepoint
