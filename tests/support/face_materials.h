// What the surfaces of a drawn person look like under white light, and the picture behind it.
// Colours are linear. Pure functions, any thread.
#pragma once

#include "support/face_model.h"
#include "support/rasterizer.h"

namespace facepoint::test {

struct Finish {
  Vec3 albedo;
  double gloss = 0;  // strength of the highlight
  double shininess = 12;
  double exposure = 1;  // share of the light that reaches it: hollows are dark
  Vec3 wrap{};          // how far light bleeds past the terminator, by colour
};

Finish finish_of(const FaceModel& model, const DrawnFaceParameters& face, const Light& light,
                 const Sample& sample);

// At a place of the picture, both 0 to 1.
Vec3 background_at(const Scene& scene, double x, double y);

}  // namespace facepoint::test
