#include "store/query_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "store/records.h"

namespace facepoint {
namespace {

const std::string kOpenProposal =
    "EXISTS (SELECT 1 FROM proposal p WHERE p.face_id = f.id AND p.state = 'open'";

QueryRule text(QueryField field, std::string sql) {
  return {std::move(field), QueryKind::kText, QueryScope::kImage, std::move(sql), {}, {}};
}

QueryRule number(QueryField field, QueryScope scope, std::string sql, std::string within = {}) {
  return {std::move(field), QueryKind::kNumber, scope, std::move(sql), std::move(within), {}};
}

QueryRule of_points(QueryField field, std::string sql) {
  QueryRule rule = number(std::move(field), QueryScope::kFace, std::move(sql),
                          "EXISTS (SELECT 1 FROM face_metric m WHERE m.face_id = f.id AND ");
  rule.of_points = true;
  return rule;
}

QueryRule of_findings(QueryRule rule, std::string within) {
  rule.scope = QueryScope::kFace;
  rule.within = std::move(within);
  return rule;
}

QueryRule tag(QueryField field, std::string prefix) {
  QueryRule rule = text(std::move(field), "t.tag");
  rule.scope = QueryScope::kFace;
  rule.within = "f.id IN (SELECT t.face_id FROM face_tag t WHERE " +
                std::string(prefix.empty() ? "t.tag NOT LIKE '@%' AND " : "");
  rule.prefix = std::move(prefix);
  return rule;
}

QueryRule choice(QueryField field, std::vector<QueryChoice> choices) {
  return {std::move(field), QueryKind::kChoice, {}, {}, {}, std::move(choices)};
}

std::vector<QueryChoice> status_choices() {
  std::vector<QueryChoice> choices;
  for (const FaceStatus status : kFaceStatuses) {
    choices.push_back({to_text(status), QueryScope::kFace, "f.status = '" + to_text(status) + "'"});
  }
  return choices;
}

std::vector<QueryRule> make_rules() {
  using enum QueryScope;
  return {
      text({"name", "the file's name without its folders", "name:*_21*"},
           "substr(i.path, length(rtrim(i.path, replace(i.path, '/', ''))) + 1)"),
      text({"path", "the file's path in its dataset", "path:training/*"}, "i.path"),
      text({"source", "the dataset's name", "source:ytf"},
           "(SELECT d.name FROM dataset d WHERE d.id = i.dataset_id)"),
      text({"identity", "who is shown", "identity:Luis*"}, "i.identity"),
      text({"clip", "the clip that the image is from", "clip:3"}, "i.clip"),
      number({"time", "seconds into the video that the image is a frame of", "time<60"}, kImage,
             "(SELECT v.seconds FROM video_frame v WHERE v.image_id = i.id)"),
      text({"official", "the part in the dataset's own split", "official:training"},
           "i.official_split"),
      {{"split",
        "the part in a split plan; PLAN/PART where there are several, PLAN/K/PART or PLAN/fold-K "
        "of one with folds",
        "split:test"},
       QueryKind::kSplit,
       kImage,
       {},
       {},
       {}},
      number({"width", "of the image in pixels", "width>=300"}, kImage, "i.width"),
      number({"height", "of the image in pixels", "height<100"}, kImage, "i.height"),
      number({"blur", "the image's measure of blur", "blur<50"}, kImage, "i.blur"),
      number({"brightness", "the image's brightness", "brightness<40"}, kImage, "i.brightness"),
      number({"faces", "how many faces the image has", "faces>1"}, kImage,
             "(SELECT count(*) FROM face n WHERE n.image_id = i.id AND n.status <> 'deleted')"),
      choice(
          {"has",
           "a face, a label, an open proposal, an error when the image was read, a tag, a label "
           "chosen among several people's",
           "has:label"},
          {{"face", kFace, "TRUE"},
           {"label", kFace, "f.current_revision_id IS NOT NULL"},
           {"proposal", kFace, kOpenProposal + ")"},
           {"error", kImage, "i.decode_error <> ''"},
           {"tag", kFace, "f.id IN (SELECT t.face_id FROM face_tag t WHERE t.tag NOT LIKE '@%')"},
           {"adjudicated", kFace,
            "EXISTS (WITH RECURSIVE way(id) AS (SELECT f.current_revision_id UNION ALL SELECT "
            "r.parent_id FROM way w JOIN revision r ON r.id = w.id) SELECT 1 FROM way w JOIN "
            "revision c ON c.id = w.id WHERE c.role = 'adjudicated')"}}),
      tag({"tag", "a word that somebody put on the face", "tag:profile"}, {}),
      tag({"assigned", "who is to look at the face", "assigned:Maria"}, "@"),
      choice({"status", "the face's state of review", "status:proposed"}, status_choices()),
      of_findings(text({"finding", "what the last check found wrong with label or picture",
                        "finding:swapped"},
                       "x.rule"),
                  "EXISTS (SELECT 1 FROM finding x WHERE x.face_id = f.id AND x.revision_id = "
                  "f.current_revision_id AND "),
      of_findings(
          number({"suspicion", "the chance that the label is wrong, by the last check: 0 to 1",
                  "suspicion>0.5"},
                 kFace, "x.value"),
          "EXISTS (SELECT 1 FROM suspicion x WHERE x.face_id = f.id AND x.revision_id = "
          "f.current_revision_id AND "),
      number({"opinions", "how many people's labels lie beside the face's own", "opinions>0"},
             kFace,
             "(SELECT count(DISTINCT o.detail) FROM revision o WHERE o.face_id = f.id AND "
             "o.role = 'opinion')"),
      number({"size", "of the face in pixels: the square root of its box's area", "size>200"},
             kFace, "sqrt(f.width * f.height)"),
      number({"score", "of the open proposal, that it is a face: 0 to 1", "score<0.5"}, kFace,
             "p.score", kOpenProposal + " AND "),
      of_points(
          {"confidence", "of the open proposal, the mean of its points: 0 to 1", "confidence<0.5"},
          "m.confidence"),
      of_points({"nme",
                 "how far label and CNN are apart: the mean over the distance of the eyes, 0.08 is "
                 "8 %; the CNN's are the open proposal, else those of cross-predict",
                 "nme>0.08"},
                "m.nme"),
      of_points(
          {"yaw", "how far the head is turned, in degrees: to the image's right above 0", "yaw>30"},
          "m.yaw"),
  };
}

[[noreturn]] void refuse_value(const QueryTerm& term, const std::string& takes) {
  throw Error(ErrorCode::kInvalidInput, "'" + term.field + "' takes " + takes + ", not '" +
                                            term.value + "'; for example " +
                                            query_rule(term.field).field.example + ".");
}

}  // namespace

const std::vector<QueryRule>& query_rules() {
  static const std::vector<QueryRule> rules = make_rules();
  return rules;
}

const QueryRule& query_rule(const std::string& field) {
  std::string known;
  for (const QueryRule& rule : query_rules()) {
    if (rule.field.name == field) return rule;
    known += (known.empty() ? "" : ", ") + rule.field.name;
  }
  throw Error(ErrorCode::kInvalidInput,
              "There is no field '" + field + "' to search by. The fields are: " + known + ".");
}

double number_of(const QueryTerm& term) {
  double value = 0;
  const char* end = term.value.data() + term.value.size();
  const auto [stop, error] = std::from_chars(term.value.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) refuse_value(term, "a number");
  return value;
}

const QueryChoice& choice_of(const QueryTerm& term) {
  std::string words;
  for (const QueryChoice& candidate : query_rule(term.field).choices) {
    if (candidate.word == term.value) return candidate;
    words += (words.empty() ? "" : ", ") + candidate.word;
  }
  refuse_value(term, "one of " + words);
}

SplitReference split_of(const QueryTerm& term) {
  constexpr std::array<std::string_view, 3> kParts{"train", "val", "test"};
  std::vector<std::string> words{""};
  for (const char c : term.value) {
    if (c == '/') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  SplitReference split;
  split.part = words.back();
  const auto number = [](std::string_view text, int& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size() && into > 0;
  };
  constexpr std::string_view kFold = "fold-";
  const bool is_fold = split.part.starts_with(kFold) &&
                       number(std::string_view(split.part).substr(kFold.size()), split.named_fold);
  const bool is_part = std::find(kParts.begin(), kParts.end(), split.part) != kParts.end();
  if (words.size() > 1) split.plan = words.front();
  bool can_be_read = (is_part || is_fold) && (words.size() == 1 || !split.plan.empty());
  if (words.size() == 3) {
    can_be_read = can_be_read && is_part && number(words[1], split.fold);
  }
  if (!can_be_read || words.size() > 3) {
    refuse_value(term,
                 "train, val or test, PLAN/PART, or of a plan with folds PLAN/K/PART or "
                 "PLAN/fold-K");
  }
  return split;
}

}  // namespace facepoint
