#include "edit/fuzzy.h"

#include <algorithm>
#include <string>
#include <utility>

namespace facepoint {
namespace {

constexpr int kLetter = 4;
constexpr int kWordStart = 8;
constexpr int kRun = 9;
constexpr int kTextStart = 4;
constexpr int kNever = -1'000'000;
// A title that is meant shortly stands before longer ones that also match.
constexpr int kTitleWeight = 4;
constexpr int kInHelp = 6;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool separates(char c) { return c == ' ' || c == '_' || c == '-' || c == '/' || c == ','; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : lowered(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

// 0: the word doesn't stand for this action.
int word_score(const std::string& word, const ActionInfo& row) {
  const int title = fuzzy_score(word, row.title).value_or(0) * kTitleWeight;
  const int group = lowered(title_of(row.group)).starts_with(word)
                        ? fuzzy_score(word, title_of(row.group)).value_or(0)
                        : 0;
  const bool in_help = word.size() > 1 && lowered(row.help).find(word) != std::string::npos;
  return std::max({title, group, in_help ? kInHelp : 0});
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view letters, std::string_view text) {
  if (letters.empty()) return 0;
  const std::string wanted = lowered(letters);
  const std::string in = lowered(text);
  // best[j]: of the letters so far, with the last of them at position j of the text.
  std::vector<int> best(in.size(), kNever);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::vector<int> next(in.size(), kNever);
    int before = i == 0 ? 0 : kNever;  // the best that ends before j
    for (std::size_t j = 0; j < in.size(); ++j) {
      if (in[j] == wanted[i]) {
        const bool starts = j == 0 || separates(in[j - 1]);
        const int run = i > 0 && j > 0 ? best[j - 1] + kRun : kNever;
        next[j] =
            std::max(before, run) + kLetter + (starts ? kWordStart : 0) + (j == 0 ? kTextStart : 0);
      }
      if (i > 0) before = std::max(before, best[j]);
    }
    best = std::move(next);
  }
  const int score = best.empty() ? kNever : *std::max_element(best.begin(), best.end());
  if (score < 0) return std::nullopt;
  return std::max(1, score - static_cast<int>(in.size()) / 8);
}

std::vector<ActionId> matching_actions(std::string_view query, Workspace workspace) {
  std::vector<std::pair<int, ActionId>> found;
  const std::vector<std::string> words = words_of(query);
  for (const ActionInfo& row : action_table()) {
    if (!usable_in(row.group, workspace)) continue;
    int total = 0;
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      const int score = word_score(word, row);
      total += score;
      return score > 0;
    });
    if (all) found.emplace_back(total, row.id);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<ActionId> ids;
  ids.reserve(found.size());
  for (const auto& entry : found) ids.push_back(entry.second);
  return ids;
}

}  // namespace facepoint
