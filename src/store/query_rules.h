// Private to store: the fields of the query language and what they mean in SQL, over the aliases
// i (image) and f (face).
#pragma once

#include <string>
#include <vector>

#include "store/query.h"

namespace facepoint {

enum class QueryScope { kImage, kFace };  // whose property a term is about
enum class QueryKind {
  kText,    // compared with a pattern
  kNumber,  // compared with a number
  kChoice,  // one of some words, each with a condition
  kSplit,   // a part of a split plan
};

struct QueryChoice {
  std::string word;
  QueryScope scope;
  std::string sql;  // the condition that the word stands for
};

struct QueryRule {
  QueryField field;
  QueryKind kind;
  QueryScope scope = QueryScope::kImage;  // but of kChoice
  std::string sql;                        // the value to compare, of kText and kNumber
  std::string within;  // opens a bracket around the comparison, or empty; of kText and kNumber
  std::vector<QueryChoice> choices;
  bool of_points = false;   // asks face_metric: see face_metrics.h
  std::string prefix = {};  // of every value in the store, of kText
};

const std::vector<QueryRule>& query_rules();
const QueryRule& query_rule(const std::string& field);  // Error(kInvalidInput): the known ones

// A term's value as its field takes it, or Error(kInvalidInput) that says what it takes.
double number_of(const QueryTerm& term);
const QueryChoice& choice_of(const QueryTerm& term);
struct SplitReference {
  std::string plan;    // empty: the only one
  int fold = 0;        // of PLAN/K/PART; 0: not said
  std::string part;    // train, val, test or fold-N
  int named_fold = 0;  // N; 0: it is none
};
SplitReference split_of(const QueryTerm& term);

}  // namespace facepoint
