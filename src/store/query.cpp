#include "store/query.h"

#include <algorithm>

#include "base/error.h"
#include "store/query_rules.h"

namespace facepoint {
namespace {

// Each is a condition of one SQL statement, whose depth is bounded.
constexpr std::size_t kMostTerms = 200;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_field_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Reads terms from left to right.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool skip_spaces() {  // false at the end
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    return !rest_.empty();
  }

  QueryTerm term() {
    const std::string_view begin = rest_;
    QueryTerm term;
    term.negated = take("-");
    while (!rest_.empty() && is_field_letter(rest_.front())) term.field += take_one();
    for (const std::string_view op : {">=", "<=", ":", "=", ">", "<"}) {
      if (take(op)) {
        term.op = op;
        break;
      }
    }
    const std::size_t before_value = rest_.size();
    term.value = value();
    const bool has_value = rest_.size() < before_value;
    if (term.field.empty() || term.op.empty() || !has_value) {
      throw Error(ErrorCode::kInvalidInput,
                  "'" + std::string(begin.substr(0, begin.size() - rest_.size())) +
                      "' is not FIELD:VALUE, as in name:*_21* or size>200.");
    }
    return term;
  }

 private:
  bool take(std::string_view what) {
    if (rest_.substr(0, what.size()) != what) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  char take_one() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::string value() {  // up to a space outside quotes; the quotes themselves do not belong to it
    std::string result;
    bool quoted = false;
    while (!rest_.empty() && (quoted || !is_space(rest_.front()))) {
      const char c = take_one();
      if (c == '"') {
        quoted = !quoted;
      } else {
        result += c;
      }
    }
    if (quoted) {
      throw Error(ErrorCode::kInvalidInput, "A quote \" is not closed in the search.");
    }
    return result;
  }

  std::string_view rest_;
};

void check(const QueryTerm& term) {
  const QueryRule& rule = query_rule(term.field);
  if (rule.kind != QueryKind::kNumber && term.op != ":" && term.op != "=") {
    throw Error(ErrorCode::kInvalidInput, "'" + term.field + "' cannot be compared with " +
                                              term.op + "; write it as in " + rule.field.example +
                                              ".");
  }
  if (rule.kind == QueryKind::kNumber) number_of(term);
  if (rule.kind == QueryKind::kChoice) choice_of(term);
  if (rule.kind == QueryKind::kSplit) split_of(term);
}

}  // namespace

Query parse_query(std::string_view text) {
  Query query;
  Parser parser(text);
  while (parser.skip_spaces()) {
    query.terms.push_back(parser.term());
    check(query.terms.back());
    if (query.terms.size() > kMostTerms) {
      throw Error(ErrorCode::kInvalidInput,
                  "A search may have " + std::to_string(kMostTerms) +
                      " terms. Mark the faces with a tag, and search for that.");
    }
  }
  return query;
}

const std::vector<QueryField>& query_fields() {
  static const std::vector<QueryField> fields = [] {
    std::vector<QueryField> result;
    for (const QueryRule& rule : query_rules()) result.push_back(rule.field);
    return result;
  }();
  return fields;
}

}  // namespace facepoint
