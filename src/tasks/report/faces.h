// Faces with their points drawn over them, and arrows on a mean face. Any thread.
#pragma once

#include <string>
#include <vector>

#include "tasks/report/values.h"

namespace facepoint::report {

// What of a picture's value is worth a line: "84 % likely wrong", "NME 12.30 %".
using ValueText = std::string (*)(double value);

std::string face_cards(const std::vector<FacePicture>& faces, ValueText value_text);
std::string face_key(bool with_marks);  // what the colours mean

// Where labels lie against the CNN, region by region; lengths are exaggerated, which `note` says.
inline constexpr std::size_t kSourcesWithArrows = 4;  // the first ones
struct OffsetFigure {
  std::string html;
  std::string note;
};
OffsetFigure offset_figure(const AgreementFigures& agreement);

std::string
face_style();  // rules for all of these, in terms of --label, --cnn, --marked and others

}  // namespace facepoint::report
