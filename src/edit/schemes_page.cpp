#include "edit/schemes_page.h"

#include <algorithm>

#include "base/error.h"
#include "landmark/scheme_mapping.h"

namespace facepoint {
namespace {

int wrapped(int index, int count) { return ((index % count) + count) % count; }

bool is_among(const std::vector<int>& points, int point) {
  return std::find(points.begin(), points.end(), point) != points.end();
}

std::string conversion_text(const SchemeMapping& mapping, const std::string& other) {
  std::string how = mapping.exact() ? "exactly" : "means";
  const std::vector<std::string>& way = mapping.way();
  for (std::size_t i = 1; i + 1 < way.size(); ++i) {
    how += (i == 1 ? ", by way of " : " and ") + way[i];
  }
  return other + " (" + how + ")";
}

}  // namespace

std::vector<PointLinks> links_of(const SchemeLibrary& library, const Scheme& scheme) {
  std::vector<PointLinks> links(static_cast<std::size_t>(scheme.size()));
  for (const auto& [other, sources] : scheme.from) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      links[i].made_from.push_back({other, sources[i]});
    }
  }
  for (const Scheme& other : library.all()) {
    const auto from = other.from.find(scheme.name);
    if (from == other.from.end()) continue;
    for (std::size_t i = 0; i < links.size(); ++i) {
      for (int point = 0; point < other.size(); ++point) {
        const std::vector<int>& sources = from->second[static_cast<std::size_t>(point)];
        if (!is_among(sources, static_cast<int>(i))) continue;
        links[i].goes_to.push_back({other.name, point, sources});
      }
    }
  }
  return links;
}

std::string numbers_text(std::vector<int> numbers) {
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    // Two neighbours are no range.
    if (end - i < 3) end = i + 1;
    parts.push_back(std::to_string(numbers[i]));
    if (end - i > 1) parts.back() += " to " + std::to_string(numbers[end - 1]);
    i = end;
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string text_of(const std::vector<PointLinks::Origin>& made_from) {
  std::string text;
  for (const PointLinks::Origin& origin : made_from) {
    text += (text.empty() ? "" : "; ") + origin.scheme + " " + numbers_text(origin.sources);
  }
  return text;
}

std::string text_of(const std::vector<PointLinks::Use>& goes_to) {
  std::string text;
  for (std::size_t i = 0; i < goes_to.size(); ++i) {
    const bool same = i > 0 && goes_to[i - 1].scheme == goes_to[i].scheme;
    text += same ? ", " : (i == 0 ? "" : "; ") + goes_to[i].scheme + " ";
    text += std::to_string(goes_to[i].point);
  }
  return text;
}

std::vector<std::string> sentences_of(const PointLinks& links) {
  std::vector<std::string> sentences;
  for (const PointLinks::Origin& origin : links.made_from) {
    sentences.push_back("Made from " + origin.scheme + ": " +
                        (origin.sources.size() > 1 ? "mean of " : "") +
                        numbers_text(origin.sources));
  }
  for (std::size_t i = 0; i < links.goes_to.size(); ++i) {
    const PointLinks::Use& use = links.goes_to[i];
    const bool same = i > 0 && links.goes_to[i - 1].scheme == use.scheme;
    if (same) {
      sentences.back() += "; ";
    } else {
      sentences.push_back("Goes to " + use.scheme + ": ");
    }
    sentences.back() += std::to_string(use.point);
    if (use.sources.size() > 1) sentences.back() += ", the mean of " + numbers_text(use.sources);
  }
  return sentences;
}

std::string conversions_text(const SchemeLibrary& library, const Scheme& scheme, bool from_it) {
  std::string text;
  for (const Scheme& other : library.all()) {
    if (other.name == scheme.name) continue;
    const auto mapping = SchemeMapping::find(library, from_it ? scheme.name : other.name,
                                             from_it ? other.name : scheme.name);
    if (mapping) text += (text.empty() ? "" : ", ") + conversion_text(*mapping, other.name);
  }
  return text.empty() ? "none" : text;
}

SchemesPage::SchemesPage(const SchemeLibrary& library) : library_(&library), scheme_(nullptr) {
  if (library.all().empty()) throw Error(ErrorCode::kNotFound, "there is no landmark scheme");
  show(library.all().front().name);
}

const std::string& SchemesPage::scheme_beside(int steps) const {
  const std::vector<Scheme>& all = library_->all();
  const auto at = static_cast<int>(scheme_ - all.data());
  return all[static_cast<std::size_t>(wrapped(at + steps, static_cast<int>(all.size())))].name;
}

int SchemesPage::point_beside(int steps) const {
  if (point_ < 0) return steps < 0 ? scheme_->size() - 1 : 0;
  return wrapped(point_ + steps, scheme_->size());
}

void SchemesPage::show(std::string_view scheme, int point) {
  const Scheme& found = library_->get(scheme);
  links_ = links_of(*library_, found);
  scheme_ = &found;
  choose(point);
}

void SchemesPage::choose(int point) { point_ = point >= 0 && point < scheme_->size() ? point : -1; }

}  // namespace facepoint
