#include "store/tags.h"

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/splits.h"

namespace facepoint {

// Not in the unnamed namespace: all() finds it by its argument.
static void into(Statement& statement, TagUse& use) { statement.into(use.tag, use.faces); }

namespace {

std::vector<std::string> texts(Database& database, const std::string& sql) {
  std::vector<std::string> found;
  std::string text;
  Statement select(database, sql);
  select.into(text);
  while (select.next()) found.push_back(text);
  return found;
}

void check_tag(const std::string& tag) {
  const bool nobody = tag == "@";
  if (!nobody && tag.find_first_of("\"*?,") == std::string::npos && !tag.starts_with('-')) return;
  throw Error(ErrorCode::kInvalidInput,
              "'" + tag +
                  "' is no tag. A tag is a word without quotes, commas, * and ?, and doesn't begin "
                  "with -; @NAME says who is to look at the face.");
}

std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : ", ") + tag;
  return text;
}

}  // namespace

std::vector<std::string> parse_tags(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n\r";
  std::vector<std::string> tags;
  while (true) {
    const std::size_t start = text.find_first_not_of(kSpaces);
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const std::string tag(text.substr(0, text.find_first_of(kSpaces)));
    text.remove_prefix(tag.size());
    check_tag(tag);
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
  }
  if (std::count_if(tags.begin(), tags.end(), is_assignment) > 1) {
    throw Error(ErrorCode::kInvalidInput, "A face is for one person to look at: give one @NAME.");
  }
  return tags;
}

TagWords parse_tag_words(std::string_view text) {
  std::string add;
  std::string remove;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    const bool off = word.size() > 1 && word.front() == '-';
    (off ? remove : add) += (off ? word.substr(1) : word) + " ";
  }
  return {parse_tags(add), parse_tags(remove)};
}

std::optional<FaceEdit> tag_edit(const TagWords& words, FaceId face,
                                 const std::vector<std::string>& tags) {
  const auto has = [&](const std::string& tag) {
    return std::binary_search(tags.begin(), tags.end(), tag);
  };
  FaceEdit edit;
  edit.face = face;
  for (const std::string& tag : words.add) {
    if (!has(tag)) edit.adds_tags.push_back(tag);
  }
  for (const std::string& tag : words.remove) {
    if (has(tag)) edit.removes_tags.push_back(tag);
  }
  if (edit.adds_tags.empty() && edit.removes_tags.empty()) return std::nullopt;
  return edit;
}

std::string tag_label(const TagWords& words, std::size_t faces) {
  const std::string many = count_of(static_cast<std::int64_t>(faces), "face");
  if (words.add.size() == 1 && words.remove.empty() && is_assignment(words.add.front())) {
    return "Assign " + many + " to " + words.add.front().substr(1);
  }
  if (words.add.empty()) return "Untag " + many + ": " + joined(words.remove);
  const std::string label = "Tag " + many + ": " + joined(words.add);
  return words.remove.empty() ? label : label + ", without " + joined(words.remove);
}

std::vector<std::string> tags_of(Project& project, FaceId face) {
  std::vector<std::string> tags;
  std::string tag;
  Statement select(project.database(),
                   "SELECT tag FROM face_tag WHERE face_id = :face ORDER BY tag");
  select.use(face).into(tag);
  while (select.next()) tags.push_back(tag);
  return tags;
}

std::vector<TagUse> all_tags(Project& project) {
  Statement select(project.database(),
                   "SELECT t.tag, count(*) FROM face_tag t JOIN face f ON f.id = t.face_id WHERE "
                   "f.status <> 'deleted' GROUP BY t.tag ORDER BY t.tag");
  return all<TagUse>(select);
}

QueryVocabulary query_vocabulary(Project& project) {
  Database& database = project.database();
  QueryVocabulary words;
  for (const TagUse& use : all_tags(project)) {
    const bool person = is_assignment(use.tag);
    words[person ? "assigned" : "tag"].push_back(person ? use.tag.substr(1) : use.tag);
  }
  words["finding"] =
      texts(database, "SELECT DISTINCT rule FROM finding WHERE face_id IS NOT NULL ORDER BY 1");
  words["source"] = texts(database, "SELECT name FROM dataset ORDER BY name");
  words["identity"] =
      texts(database, "SELECT DISTINCT identity FROM image WHERE identity <> '' ORDER BY 1");
  words["official"] = texts(
      database, "SELECT DISTINCT official_split FROM image WHERE official_split <> '' ORDER BY 1");
  const std::vector<SplitPlan> plans = split_plans(project);
  for (const SplitPlan& plan : plans) {
    std::vector<std::string> parts{"train", "val", "test"};
    if (plan.folds > 0) parts.clear();
    for (int fold = 1; fold <= plan.folds; ++fold) parts.push_back("fold-" + std::to_string(fold));
    for (const std::string& part : parts) {
      words["split"].push_back(plans.size() == 1 ? part : plan.name + "/" + part);
    }
  }
  return words;
}

}  // namespace facepoint
