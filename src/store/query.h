// The query language of --where and of the editor's filter:
//   identity:Luis* clip:3 status:proposed official:training has:label size>200 -name:*_21*
// Terms are joined by space (and), `-` negates, "quotes" hold spaces, * and ? are wildcards.
// Parsing needs no database. Adding a field is adding a row to the table in query.cpp.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

// One term: field, operator and value. An image matches when one of its faces (or, for fields of
// the image, the image itself) does.
struct QueryTerm {
  std::string field;
  std::string op;  // ":" "=" ">" ">=" "<" "<="
  std::string value;
  bool negated = false;
  friend bool operator==(const QueryTerm&, const QueryTerm&) = default;
};

struct Query {
  std::vector<QueryTerm> terms;  // none: everything
  friend bool operator==(const Query&, const Query&) = default;
};

// Throws Error(kInvalidInput): an unknown field is named together with the known ones, a bad value
// with what the field takes.
Query parse_query(std::string_view text);

struct QueryField {
  std::string name;
  std::string help;  // one line
  std::string example;
};
const std::vector<QueryField>& query_fields();

// How the word at the end of an unfinished query can go on: whole texts to put in its place, each
// with what it means. Fields end in ":", values don't. None where anything may follow.
struct QueryCompletion {
  std::string text;  // all of the query
  std::string word;  // what its end becomes
  std::string help;  // may be empty
};
// Values that fields have in a project; see query_vocabulary.
using QueryVocabulary = std::map<std::string, std::vector<std::string>, std::less<>>;
std::vector<QueryCompletion> query_completions(std::string_view text,
                                               const QueryVocabulary& vocabulary = {});

}  // namespace facepoint
