#include "store/splits.h"

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, SplitPlan& plan) {
  statement.into(plan.id, plan.name, plan.group_by, plan.ratios, plan.seed, plan.rule);
}

static void into(Statement& statement, SplitMember& member) {
  statement.into(member.image, member.part);
}

SplitPlanId save_split_plan(Project& project, const SplitPlan& plan,
                            const std::vector<SplitMember>& members) {
  Database& database = project.database();
  Transaction transaction(database);
  Statement save(database,
                 "INSERT INTO split_plan (name, group_by, ratios, seed, rule) VALUES (:name, "
                 ":group, :ratios, :seed, :rule) ON CONFLICT (name) DO UPDATE SET "
                 "group_by = excluded.group_by, ratios = excluded.ratios, seed = excluded.seed, "
                 "rule = excluded.rule RETURNING id");
  save.use(plan.name, plan.group_by, plan.ratios, plan.seed, plan.rule);
  const auto id = inserted<SplitPlanId>(save);
  Statement(database, "DELETE FROM split_member WHERE split_plan_id = :plan").use(id).run();
  for (const SplitMember& member : members) {
    Statement(database,
              "INSERT INTO split_member (split_plan_id, image_id, part) VALUES (:plan, :image, "
              ":part)")
        .use(id, member.image, member.part)
        .run();
  }
  transaction.commit();
  return id;
}

std::vector<SplitPlan> split_plans(Project& project) {
  Statement select(project.database(),
                   "SELECT id, name, group_by, ratios, seed, rule FROM split_plan ORDER BY name");
  return all<SplitPlan>(select);
}

SplitPlan get_split_plan(Project& project, const std::string& name) {
  std::string known;
  for (const SplitPlan& plan : split_plans(project)) {
    if (plan.name == name) return plan;
    known += (known.empty() ? "" : ", ") + plan.name;
  }
  throw project.database().error(
      ErrorCode::kNotFound,
      known.empty() ? "There is no split plan yet. Make one with `facepoint split`."
                    : "There is no split plan '" + name + "'. The plans are: " + known + ".");
}

std::vector<SplitMember> split_members(Project& project, SplitPlanId plan) {
  Statement select(project.database(),
                   "SELECT m.image_id, m.part FROM split_member m JOIN image i ON i.id = "
                   "m.image_id WHERE m.split_plan_id = :plan ORDER BY i.dataset_id, i.path");
  return all<SplitMember>(select.use(plan));
}

}  // namespace facepoint
