// What a choice of remedies makes of an examined source.
#include "landmark/scheme.h"
#include "tasks/import_doctor.h"

namespace facepoint {
namespace {

LabelLayout plain_layout(const SourceExamination& examination) {
  return layout_as_read(examination.claimed_scheme, examination.verdict.layout.written);
}

}  // namespace

bool RemedyChoice::decides(const std::string& about) const {
  const bool places = unit || y_first || y_up || x_from_right;
  return (about == "unit" && unit) || (about == "origin" && origin) ||
         (about == "axes" && y_first) || (about == "vertical" && y_up) ||
         (about == "horizontal" && x_from_right) || (about == "grouping" && grouped) ||
         (about == "sides" && (sides_exchanged || x_from_right)) ||
         (about == "order" && (order_inferred || !order.empty())) || (about == "place" && places);
}

LabelLayout layout_for(const SourceExamination& examination, const RemedyChoice& choice) {
  LabelLayout layout = choice.proposed
                           ? sure_layout(examination.verdict, examination.claimed_scheme)
                           : plain_layout(examination);
  layout.unit = choice.unit.value_or(layout.unit);
  layout.origin = choice.origin.value_or(layout.origin);
  layout.y_first = choice.y_first.value_or(layout.y_first);
  layout.x_from_right = choice.x_from_right.value_or(layout.x_from_right);
  layout.y_up = choice.y_up.value_or(layout.y_up);
  layout.grouped = choice.grouped.value_or(layout.grouped);
  layout.sides_exchanged = choice.sides_exchanged.value_or(layout.sides_exchanged);
  if (choice.order_inferred) layout.order = examination.verdict.layout.order;
  if (!choice.order.empty()) layout.order = choice.order;
  return layout;
}

std::optional<Keypoints> sample_points(const SampleFace& sample, const LabelLayout& layout) {
  const Scheme& scheme = SchemeLibrary::standard().get(layout.scheme);
  if (static_cast<int>(sample.numbers.size()) != scheme.size()) return std::nullopt;
  return read_as(layout, scheme, sample.numbers, sample.width, sample.height);
}

ImportRemedy remedy_for(const SourceExamination& examination, const RemedyChoice& choice) {
  LabelLayout layout = layout_for(examination, choice);
  ImportRemedy remedy;
  if (layout != plain_layout(examination)) remedy.layout = std::move(layout);
  if (choice.proposed) remedy.moved = examination.moved;
  return remedy;
}

ImportOptions with_remedies(ImportOptions options,
                            const std::vector<SourceExamination>& examinations,
                            const RemedyChoice& choice) {
  options.remedies.clear();
  for (const SourceExamination& examination : examinations) {
    options.remedies.push_back(remedy_for(examination, choice));
    options.mend_text = options.mend_text || (choice.proposed && examination.mends_text);
  }
  return options;
}

std::vector<SourceFinding> left_open(const SourceExamination& examination,
                                     const RemedyChoice& choice) {
  std::vector<SourceFinding> open;
  for (const SourceFinding& finding : examination.findings) {
    if (!finding.harmful || choice.decides(finding.about)) continue;
    const bool mended = finding.is_sure() && choice.proposed;
    if (!mended && (finding.is_sure() || finding.is_certainly_wrong())) open.push_back(finding);
  }
  return open;
}

}  // namespace facepoint
