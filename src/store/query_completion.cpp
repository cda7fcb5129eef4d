#include <algorithm>
#include <cctype>

#include "store/query_rules.h"

namespace facepoint {
namespace {

// Whether a text as far as this ends inside of quotes.
bool in_quotes(std::string_view text) {
  bool inside = false;
  for (const char c : text) inside = inside != (c == '"');
  return inside;
}

bool begins(std::string_view word, std::string_view begun) {
  const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
  return word.size() > begun.size() && std::equal(begun.begin(), begun.end(), word.begin(), same);
}

std::vector<QueryCompletion> values_for(std::string_view field, std::string_view begun,
                                        const QueryVocabulary& vocabulary) {
  std::vector<QueryCompletion> found;
  for (const QueryRule& rule : query_rules()) {
    if (rule.field.name != field) continue;
    for (const QueryChoice& choice : rule.choices) {
      if (choice.word.starts_with(begun) && choice.word != begun) {
        found.push_back({{}, rule.field.name + ":" + choice.word, {}});
      }
    }
  }
  const auto known = vocabulary.find(field);
  if (known == vocabulary.end()) return found;
  for (const std::string& value : known->second) {
    if (!begins(value, begun)) continue;
    const bool spaced = value.find_first_of(" \t") != std::string::npos;
    const char* quote = spaced ? "\"" : "";
    std::string term(field);
    term.append(":").append(quote).append(value).append(quote);
    found.push_back({{}, std::move(term), {}});
  }
  return found;
}

std::vector<QueryCompletion> fields_for(std::string_view begun) {
  std::vector<QueryCompletion> found;
  for (const QueryRule& rule : query_rules()) {
    if (!rule.field.name.starts_with(begun)) continue;
    found.push_back({{}, rule.field.name + ":", rule.field.help});
  }
  return found;
}

}  // namespace

std::vector<QueryCompletion> query_completions(std::string_view text,
                                               const QueryVocabulary& vocabulary) {
  if (in_quotes(text)) return {};
  const std::size_t space = text.find_last_of(" \t");
  std::size_t start = space == std::string_view::npos ? 0 : space + 1;
  if (start < text.size() && text[start] == '-') ++start;
  const std::string_view word = text.substr(start);
  if (word.empty()) return {};
  const std::size_t colon = word.find(':');
  auto found = colon == std::string_view::npos
                   ? fields_for(word)
                   : values_for(word.substr(0, colon), word.substr(colon + 1), vocabulary);
  for (QueryCompletion& completion : found) {
    completion.text = std::string(text.substr(0, start)) + completion.word;
  }
  return found;
}

}  // namespace facepoint
