#include "store/splits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "landmark/numbering.h"
#include "landmark/scheme.h"
#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, SplitPlan& plan) {
  statement.into(plan.id, plan.name, plan.group_by, plan.ratios, plan.seed, plan.rule, plan.locked,
                 plan.folds, plan.stratify, plan.where);
}

static void into(Statement& statement, SplitMember& member) {
  statement.into(member.image, member.part);
}

static void into(Statement& statement, SplitLeftOut& left_out) {
  statement.into(left_out.image, left_out.reason);
}

namespace {

constexpr const char* kPlanColumns =
    "id, name, group_by, ratios, seed, rule, locked, folds, stratify, query";

// Whatever the caller has read before: another program may have locked a part since.
void refuse_to_change_locked(Project& project, const SplitPlan& plan,
                             const std::vector<SplitMember>& members,
                             const std::vector<std::string>& unlocked) {
  const auto before = find_split_plan(project, plan.name);
  if (!before) return;
  const auto contains = [](const std::vector<std::string>& parts, const std::string& part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
  };
  for (const std::string& part : before->locked) {
    if (contains(plan.locked, part) || contains(unlocked, part)) continue;
    throw project.database().error(ErrorCode::kConflict,
                                   "Somebody has locked the part " + part + " of the plan '" +
                                       plan.name + "' meanwhile. Look at the plan again.");
  }
  using Images = std::set<std::pair<std::string, ImageId>>;
  const auto in_locked = [&](const std::vector<SplitMember>& all) {
    Images images;
    for (const SplitMember& member : all) {
      const bool stays_locked =
          contains(before->locked, member.part) && contains(plan.locked, member.part);
      if (stays_locked) images.emplace(member.part, member.image);
    }
    return images;
  };
  if (in_locked(split_members(project, before->id)) == in_locked(members)) return;
  throw project.database().error(
      ErrorCode::kConflict, "A locked part of the plan '" + plan.name +
                                "' would lose or gain images. Unlock it first, or make a plan of "
                                "another name.");
}

}  // namespace

SplitPlanId save_split_plan(Project& project, const SplitPlan& plan,
                            const std::vector<SplitMember>& members,
                            const std::vector<SplitLeftOut>& left_out,
                            const std::vector<std::string>& unlocked) {
  Database& database = project.database();
  Transaction transaction(database);
  refuse_to_change_locked(project, plan, members, unlocked);
  Statement save(database,
                 "INSERT INTO split_plan (name, group_by, ratios, seed, rule, locked, folds, "
                 "stratify, query) VALUES (:name, :group, :ratios, :seed, :rule, :locked, :folds, "
                 ":stratify, :query) ON CONFLICT (name) DO UPDATE SET "
                 "group_by = excluded.group_by, ratios = excluded.ratios, seed = excluded.seed, "
                 "rule = excluded.rule, locked = excluded.locked, folds = excluded.folds, "
                 "stratify = excluded.stratify, query = excluded.query RETURNING id");
  save.use(plan.name, plan.group_by, plan.ratios, plan.seed, plan.rule, plan.locked, plan.folds,
           plan.stratify, plan.where);
  const auto id = inserted<SplitPlanId>(save);
  Statement(database, "DELETE FROM split_member WHERE split_plan_id = :plan").use(id).run();
  Statement(database, "DELETE FROM split_left_out WHERE split_plan_id = :plan").use(id).run();
  for (const SplitMember& member : members) {
    Statement(database,
              "INSERT INTO split_member (split_plan_id, image_id, part) VALUES (:plan, :image, "
              ":part)")
        .use(id, member.image, member.part)
        .run();
  }
  for (const SplitLeftOut& each : left_out) {
    Statement(database,
              "INSERT INTO split_left_out (split_plan_id, image_id, reason) VALUES (:plan, "
              ":image, :reason)")
        .use(id, each.image, each.reason)
        .run();
  }
  transaction.commit();
  return id;
}

std::vector<SplitPlan> split_plans(Project& project) {
  Statement select(project.database(),
                   std::string("SELECT ") + kPlanColumns + " FROM split_plan ORDER BY name");
  return all<SplitPlan>(select);
}

std::optional<SplitPlan> find_split_plan(Project& project, const std::string& name) {
  Statement select(project.database(),
                   std::string("SELECT ") + kPlanColumns + " FROM split_plan WHERE name = :name");
  return only<SplitPlan>(select.use(name));
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

FoldParts fold_parts(int folds, int fold) {
  return {"fold-" + std::to_string(fold), "fold-" + std::to_string(fold % folds + 1)};
}

std::vector<SplitMember> split_members(Project& project, SplitPlanId plan) {
  Statement select(project.database(),
                   "SELECT m.image_id, m.part FROM split_member m JOIN image i ON i.id = "
                   "m.image_id WHERE m.split_plan_id = :plan ORDER BY i.dataset_id, i.path");
  return all<SplitMember>(select.use(plan));
}

std::vector<SplitLeftOut> split_left_out(Project& project, SplitPlanId plan) {
  Statement select(project.database(),
                   "SELECT l.image_id, l.reason FROM split_left_out l JOIN image i ON i.id = "
                   "l.image_id WHERE l.split_plan_id = :plan ORDER BY i.dataset_id, i.path");
  return all<SplitLeftOut>(select.use(plan));
}

namespace {

// Of faces whose points changed since they were measured last. Reading must not write: see
// store/face_metrics.h for who does.
std::map<FaceId, std::optional<double>> unmeasured_yaws(Project& project) {
  Statement select(project.database(),
                   "SELECT f.id, f.scheme, coalesce(r.points, p.points) FROM face f LEFT JOIN "
                   "face_metric m ON m.face_id = f.id LEFT JOIN revision r ON r.id = "
                   "f.current_revision_id LEFT JOIN proposal p ON p.face_id = f.id AND p.state = "
                   "'open' WHERE m.face_id IS NULL AND f.status <> 'deleted'");
  FaceId face;
  std::string scheme;
  std::optional<Keypoints> points;
  select.into(face, scheme, points);
  std::map<FaceId, std::optional<double>> yaws;
  while (select.next()) {
    yaws[face] = points ? head_yaw(SchemeLibrary::standard().get(scheme), *points) : std::nullopt;
  }
  return yaws;
}

}  // namespace

std::vector<FaceFacts> face_facts(Project& project) {
  const auto unmeasured = unmeasured_yaws(project);
  Statement select(project.database(),
                   "SELECT f.id, f.image_id, f.status, f.current_revision_id IS NOT NULL, m.yaw, "
                   "f.width * f.height, i.dataset_id FROM face f JOIN image i ON i.id = "
                   "f.image_id LEFT JOIN face_metric m ON m.face_id = f.id WHERE f.status <> "
                   "'deleted' ORDER BY f.id");
  FaceId face;
  double area = 0;
  FaceFacts facts;
  select.into(face, facts.image, facts.status, facts.labelled, facts.yaw, area, facts.dataset);
  std::vector<FaceFacts> all;
  while (select.next()) {
    all.push_back(facts);
    all.back().side = std::sqrt(area);
    const auto yaw = unmeasured.find(face);
    if (yaw != unmeasured.end()) all.back().yaw = yaw->second;
  }
  return all;
}

}  // namespace facepoint
