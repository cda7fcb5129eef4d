#include "tasks/agreement.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/error.h"
#include "store/faces.h"
#include "store/fold_predictions.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

const Scheme& one_scheme(const std::vector<FaceOpinions>& faces) {
  std::string scheme;
  for (const FaceOpinions& face : faces) {
    if (face.opinions.empty()) continue;
    if (scheme.empty()) scheme = face.scheme;
    if (face.scheme == scheme) continue;
    throw Error(ErrorCode::kInvalidInput,
                "there are faces of the schemes " + scheme + " and " + face.scheme +
                    "; choose one with a query, e.g. --where source:NAME");
  }
  if (scheme.empty()) throw Error(ErrorCode::kInvalidInput, "there is no labelled face here");
  return SchemeLibrary::standard().get(scheme);
}

// Per cent of the distance of the eyes, to a thousandth.
Json percent(double share) { return std::round(share * 1e5) / 1e3; }

Json to_json(const MeanShift& shift) {
  if (shift.count == 0) return {};
  return {{"dx", percent(shift.mean.x)},
          {"dy", percent(shift.mean.y)},
          {"standard_error", percent(shift.error)},
          {"count", shift.count}};
}

template <class Value, class ToJson>
Json by_region(const Scheme& scheme, const std::vector<Value>& values, const ToJson& convert) {
  Json json;
  for (std::size_t i = 0; i < values.size(); ++i) {
    json[scheme.regions[i].name] = convert(values[i]);
  }
  return json;
}

template <class Value, class ToJson>
Json list_of(const std::vector<Value>& values, const ToJson& convert) {
  Json json = Json::array();
  for (const Value& value : values) json.push_back(convert(value));
  return json;
}

}  // namespace

void AgreementOptions::check() const { parse_query(where); }

AgreementReport run_agreement(Project& project, const AgreementOptions& options, JobContext& job) {
  options.check();
  job.begin_stage("Reading labels");
  const std::vector<FaceOpinions> faces = face_opinions(project, parse_query(options.where));
  AgreementReport report;
  report.scheme = &one_scheme(faces);
  report.annotators = annotators(faces);
  std::unordered_map<FaceId, Keypoints> predicted;
  for (PredictedPoints& each : predicted_points(project)) {
    predicted.emplace(each.face, std::move(each.points));
  }
  Agreement agreement(*report.scheme);
  const auto total = static_cast<std::int64_t>(faces.size());
  job.begin_stage("Comparing", total);
  std::int64_t done = 0;
  for (const FaceOpinions& face : faces) {
    const auto cnn = predicted.find(face.face);
    const bool by_cnn = cnn != predicted.end() && std::ssize(cnn->second) == report.scheme->size();
    if (by_cnn && !face.opinions.empty()) ++report.predicted;
    if (face.opinions.size() + (by_cnn ? 1 : 0) > 1) {
      std::vector<Answer> answers;
      for (const Opinion& opinion : face.opinions) {
        answers.push_back({opinion.annotator, get_revision(project, opinion.revision).points});
      }
      if (by_cnn) answers.push_back({kCnn, cnn->second, true});
      agreement.add(answers);
    }
    job.progress(++done, total);
  }
  report.figures = agreement.figures();
  if (report.figures.faces == 0) {
    throw Error(
        ErrorCode::kInvalidInput,
        "no face has labels of two annotators, or one and a prediction; add a person's with "
        "`facepoint annotators import`, or the CNN's with `facepoint cross-predict`");
  }
  job.finish_stage();
  return report;
}

std::string to_json_text(const AgreementReport& report) {
  const Scheme& scheme = *report.scheme;
  const auto distance = [](double share) { return share < 0 ? Json() : percent(share); };
  const auto shift = [](const MeanShift& value) { return to_json(value); };
  Json pairs = Json::array();
  for (const PairAgreement& pair : report.figures.pairs) {
    pairs.push_back({{"first", pair.first},
                     {"second", pair.second},
                     {"faces", pair.faces},
                     {"nme", percent(pair.nme)},
                     {"by_region", by_region(scheme, pair.by_region, distance)},
                     {"by_point", list_of(pair.by_point, distance)},
                     {"offset_of_second_by_point", list_of(pair.shift_by_point, shift)}});
  }
  Json biases = Json::array();
  for (const AnnotatorBias& bias : report.figures.biases) {
    biases.push_back({{"annotator", bias.annotator},
                      {"model", bias.by_model},
                      {"faces", bias.faces},
                      {"by_region", by_region(scheme, bias.by_region, shift)},
                      {"by_point", list_of(bias.by_point, shift)}});
  }
  const Json json = {{"scheme", scheme.name},
                     {"unit", "per cent of the distance of the outer eye corners"},
                     {"faces", report.figures.faces},
                     {"pairs", std::move(pairs)},
                     {"offset_against_the_others", std::move(biases)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace facepoint
