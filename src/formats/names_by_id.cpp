#include "formats/names_by_id.h"

#include <algorithm>
#include <charconv>

namespace facepoint {
namespace {

std::optional<std::int64_t> number_of(std::string_view id) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return number;
}

}  // namespace

void NamesById::add(std::string_view id, std::string_view name) {
  if (const std::optional<std::int64_t> number = number_of(id)) {
    by_number_.push_back({*number, names_.size(), static_cast<std::uint32_t>(name.size())});
    names_ += name;
  } else {
    by_text_.emplace(id, name);
  }
}

void NamesById::sort() {
  const auto before = [](const Name& a, const Name& b) { return a.id < b.id; };
  if (std::is_sorted(by_number_.begin(), by_number_.end(), before)) return;
  std::stable_sort(by_number_.begin(), by_number_.end(), before);
}

std::optional<std::string_view> NamesById::find(std::string_view id) const {
  const std::optional<std::int64_t> number = number_of(id);
  if (!number) {
    const auto found = by_text_.find(id);
    if (found == by_text_.end()) return std::nullopt;
    return found->second;
  }
  const auto found =
      std::lower_bound(by_number_.begin(), by_number_.end(), *number,
                       [](const Name& name, std::int64_t wanted) { return name.id < wanted; });
  if (found == by_number_.end() || found->id != *number) return std::nullopt;
  return std::string_view(names_).substr(found->begin, found->length);
}

}  // namespace facepoint
