// What mends a wrong label. A remedy is a few words that the project can keep:
//   renumber            left and right of the whole face are exchanged
//   exchange REGION     those of a region and the one across
//   reverse REGION      the region's points run the other way
//   mirror              the points belong to the mirror image of the picture; numbers follow
//   flip                likewise, but the numbers are right as they are
//   move DX DY          in image pixels
//   scale SX SY         about the corner of the picture
//   predicted [POINTS]  the CNN's points: all, or those given, "predicted 48,49,50"
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

struct RemedyContext {
  int image_width = 0;                   // pixels
  const Keypoints* predicted = nullptr;  // by the CNN, in image pixels; null: none
};

// The label mended. Coordinates that a remedy computes are rounded to a millionth of a pixel, so
// that what a program has moved by a whole number, mirrored or scaled comes back as it was. nullopt
// where the remedy is not known, or needs a prediction that there isn't.
std::optional<Keypoints> remedied(const Scheme& scheme, const Keypoints& label,
                                  std::string_view remedy, const RemedyContext& context);

// For a button: "Exchange left and right".
std::string remedy_title(const Scheme& scheme, std::string_view remedy);

std::string move_remedy(Point by);
std::string scale_remedy(double x, double y);
std::string predicted_remedy(const std::vector<int>& points);  // none: all

}  // namespace facepoint
