#include "store/query_sql.h"

#include <algorithm>

#include "store/face_metrics.h"
#include "store/query_rules.h"
#include "store/splits.h"

namespace facepoint {
namespace {

class Compiler {
 public:
  explicit Compiler(Database& database) : database_(database) {}

  // The condition of one term, without its negation.
  std::string condition(const QueryTerm& term) {
    const QueryRule& rule = query_rule(term.field);
    if (rule.of_points) update_face_metrics(database_);
    switch (rule.kind) {
      case QueryKind::kText:
        // LIKE ignores the case of ASCII letters.
        return rule.within + rule.sql + " LIKE " + bound(rule.prefix + pattern_of(term)) +
               " ESCAPE '\\'" + (rule.within.empty() ? "" : ")");
      case QueryKind::kNumber:
        return rule.within + rule.sql + " " + (term.op == ":" ? "=" : term.op) + " " +
               bound(number_of(term)) + (rule.within.empty() ? "" : ")");
      case QueryKind::kChoice:
        return choice_of(term).sql;
      case QueryKind::kSplit:
        return split_condition(split_of(term));
    }
    throw Error(ErrorCode::kInternal, "A field of a kind that the compiler does not know.");
  }

  void require(const std::string& sql) { result_.sql += " AND " + sql; }
  SqlCondition take() { return std::move(result_); }

 private:
  template <class Value>
  std::string bound(Value value) {
    result_.values.emplace_back(std::move(value));
    return ":v" + std::to_string(result_.values.size());
  }

  // "=" takes the value as it is; ":" has the wildcards * and ?.
  static std::string pattern_of(const QueryTerm& term) {
    std::string pattern;
    for (const char c : term.value) {
      if (term.op == ":" && (c == '*' || c == '?')) {
        pattern += c == '*' ? '%' : '_';
      } else {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
      }
    }
    return pattern;
  }

  std::string split_condition(const SplitReference& split) {
    const Plan plan = plan_named(split.plan);
    const std::string in_plan =
        "EXISTS (SELECT 1 FROM split_member s WHERE s.split_plan_id = " + bound(plan.id) +
        " AND s.image_id = i.id AND s.part ";
    const bool by_part = split.fold == 0 && split.named_fold == 0 && plan.folds == 0;
    if (!by_part) check_fold(plan, split);
    if (by_part || split.named_fold > 0) return in_plan + "= " + bound(split.part) + ")";
    const auto [test, val] = fold_parts(plan.folds, split.fold);
    if (split.part != "train")
      return in_plan + "= " + bound(split.part == "test" ? test : val) + ")";
    const std::string not_test = bound(test);
    return in_plan + "NOT IN (" + not_test + ", " + bound(val) + "))";
  }

  struct Plan {
    SplitPlanId id;
    std::string name;
    int folds = 0;
  };

  void check_fold(const Plan& plan, const SplitReference& split) {
    const std::string name = "split:" + plan.name;
    if (plan.folds == 0) {
      throw database_.error(
          ErrorCode::kInvalidInput,
          "The split plan '" + plan.name + "' has no folds; say " + name + "/test, for instance.");
    }
    const int fold = std::max(split.fold, split.named_fold);
    if (fold >= 1 && fold <= plan.folds) return;
    throw database_.error(ErrorCode::kInvalidInput,
                          "The split plan '" + plan.name + "' has " + std::to_string(plan.folds) +
                              " folds. Say which one is to test, as in " + name +
                              "/1/test, or name a fold, as in " + name + "/fold-1.");
  }

  Plan plan_named(const std::string& wanted) {
    Statement select(database_, "SELECT id, name, folds FROM split_plan ORDER BY name");
    SplitPlanId id;
    std::string name;
    int folds = 0;
    select.into(id, name, folds);
    std::string known;
    Plan found;
    int plans = 0;
    for (; select.next(); ++plans) {
      known += (known.empty() ? "" : ", ") + name;
      if (name == wanted || wanted.empty()) found = {id, name, folds};
    }
    if (plans == 0) {
      throw database_.error(ErrorCode::kNotFound,
                            "There is no split plan yet. Make one with `facepoint split`.");
    }
    if (wanted.empty() && plans > 1) {
      throw database_.error(ErrorCode::kInvalidInput,
                            "There are several split plans. Say which, as in split:" + name +
                                "/test. The plans are: " + known + ".");
    }
    if (!found.id) {
      throw database_.error(ErrorCode::kNotFound, "There is no split plan '" + wanted +
                                                      "'. The plans are: " + known + ".");
    }
    return found;
  }

  Database& database_;
  SqlCondition result_;
};

QueryScope scope_of(const QueryTerm& term) {
  const QueryRule& rule = query_rule(term.field);
  return rule.kind == QueryKind::kChoice ? choice_of(term).scope : rule.scope;
}

}  // namespace

Statement& SqlCondition::bind_to(Statement& statement) const {
  for (const auto& value : values) {
    std::visit([&](const auto& v) { statement.use(v); }, value);
  }
  return statement;
}

namespace {

// What nobody knows of a picture or face, such as the time of one that is of no video, is not so.
std::string required(Compiler& compiler, const QueryTerm& term) {
  const std::string condition = compiler.condition(term);
  return term.negated ? "NOT coalesce((" + condition + "), 0)" : "(" + condition + ")";
}

}  // namespace

SqlCondition image_condition(Database& database, const Query& query) {
  const std::string some_face =
      "EXISTS (SELECT 1 FROM face f WHERE f.image_id = i.id AND f.status <> 'deleted'";
  Compiler compiler(database);
  for (const QueryTerm& term : query.terms) {
    if (scope_of(term) == QueryScope::kImage) {
      compiler.require(required(compiler, term));
    } else if (term.negated) {
      compiler.require("NOT " + some_face + " AND " + compiler.condition(term) + ")");
    }
  }
  std::string one_face;
  for (const QueryTerm& term : query.terms) {
    if (scope_of(term) == QueryScope::kFace && !term.negated) {
      one_face += " AND " + compiler.condition(term);
    }
  }
  if (!one_face.empty()) compiler.require(some_face + one_face + ")");
  return compiler.take();
}

SqlCondition face_condition(Database& database, const Query& query) {
  Compiler compiler(database);
  compiler.require("f.status <> 'deleted'");
  for (const QueryTerm& term : query.terms) {
    compiler.require(required(compiler, term));
  }
  return compiler.take();
}

}  // namespace facepoint
